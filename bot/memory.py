"""The last few things said in each conversation, so that "why?" has something to refer to. Never stored."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from knowledge.search import Said

MOST_CONVERSATIONS = 5_000
MOST_TURNS = 3
FORGOTTEN_AFTER = timedelta(minutes=30)


class Memory:
    """Bounded in conversations, turns and time; gone with the process."""

    def __init__(self) -> None:
        self._said: OrderedDict[str, tuple[datetime, deque[Said]]] = OrderedDict()

    def before(self, conversation: str, now: datetime) -> Sequence[Said]:
        """What was said there lately, oldest first."""
        at, said = self._said.get(conversation, (now, deque()))
        return [] if now - at > FORGOTTEN_AFTER else list(said)

    def add(self, conversation: str, said: Said, now: datetime) -> None:
        turns = deque(self.before(conversation, now), maxlen=MOST_TURNS)
        turns.append(said)
        self._said[conversation] = (now, turns)
        self._said.move_to_end(conversation)
        while len(self._said) > MOST_CONVERSATIONS:
            self._said.popitem(last=False)
