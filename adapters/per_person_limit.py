"""One person's turns at once have an end: beyond it they hear one polite word, and nobody else waits for them."""

from collections import Counter
from enum import Enum, auto

from bot.core.activity import Sender

MOST = 12  # turns of one person that are in hand or wait
SLOWER = (
    "You wrote faster than I can answer, so I left out what came after the first few messages. "
    "Please send it again, one at a time."
)


class Admission(Enum):
    """Whether a turn is taken. `SAY_SO`: it is not, and the person is told; `NO`: they were told already."""

    YES = auto()
    SAY_SO = auto()
    NO = auto()


class PerPersonLimit:
    """Counts the turns in hand of each person. Whoever was let in must `leave`."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._in_hand: Counter[Sender] = Counter()
        self._told = set[Sender]()

    def enter(self, person: Sender) -> Admission:
        if self._in_hand[person] < self._most:
            self._in_hand[person] += 1
            return Admission.YES
        if person in self._told:
            return Admission.NO
        self._told.add(person)
        return Admission.SAY_SO

    def leave(self, person: Sender) -> None:
        self._in_hand[person] -= 1
        if self._in_hand[person] <= 0:
            del self._in_hand[person]
            self._told.discard(person)
