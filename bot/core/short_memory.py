"""The last few things said by each person in each conversation, so that "why?" refers to them.

The records hold them for every process (`bot.core.conversations`); here they stand while a turn is under way, and
for as long as the process lives where nothing is on record.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime

from cachetools import LRUCache

from bot.core.activity import ConversationKey
from bot.core.conversation import SAID_FOR
from knowledge.search import PastTurn

MOST_CONVERSATIONS = 5_000
MOST_TURNS = 3


class ShortMemory:
    """Bounded in conversations, turns and time."""

    def __init__(self) -> None:
        self._said = LRUCache[ConversationKey, tuple[datetime, deque[PastTurn]]](MOST_CONVERSATIONS)

    def before(self, key: ConversationKey, now: datetime) -> Sequence[PastTurn]:
        """What was said from there lately, oldest first."""
        found = self._said.get(key)
        return [] if found is None or now - found[0] > SAID_FOR else list(found[1])

    def hold(self, key: ConversationKey, said: Iterable[PastTurn], now: datetime) -> None:
        """What the records have of that conversation, in place of what stood here."""
        self._said[key] = (now, deque(said, maxlen=MOST_TURNS))

    def forget(self, key: ConversationKey) -> None:
        self._said.pop(key, None)

    def add(self, key: ConversationKey, said: PastTurn, now: datetime) -> None:
        turns = deque(self.before(key, now), maxlen=MOST_TURNS)
        turns.append(said)
        self._said[key] = (now, turns)
