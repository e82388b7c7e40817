"""The last few things said by each person in each conversation, so that "why?" refers to them. Never stored."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from cachetools import LRUCache

from bot.core.activity import ConversationKey
from knowledge.search import PastTurn

MOST_CONVERSATIONS = 5_000
MOST_TURNS = 3
FORGOTTEN_AFTER = timedelta(minutes=30)


class ShortMemory:
    """Bounded in conversations, turns and time; gone with the process."""

    def __init__(self) -> None:
        self._said = LRUCache[ConversationKey, tuple[datetime, deque[PastTurn]]](MOST_CONVERSATIONS)

    def before(self, key: ConversationKey, now: datetime) -> Sequence[PastTurn]:
        """What was said from there lately, oldest first."""
        at, said = self._said.get(key, (now, deque()))
        return [] if now - at > FORGOTTEN_AFTER else list(said)

    def add(self, key: ConversationKey, said: PastTurn, now: datetime) -> None:
        turns = deque(self.before(key, now), maxlen=MOST_TURNS)
        turns.append(said)
        self._said[key] = (now, turns)
