"""Teams' own pace: how long to wait before the next message to a conversation, and to a tenant."""

from bisect import bisect_right, insort
from collections.abc import Callable
from typing import NamedTuple

from cachetools import LRUCache

CONVERSATION = (
    (7, 1.0),
    (8, 2.0),
    (60, 30.0),
    (1_800, 3_600.0),
)  # messages in seconds, as Microsoft documents them
TENANT = ((30, 1.0),)
MOST = 5_000  # conversations remembered; the longest unused goes first
MOST_TIMES = 4_000  # remembered of a conversation, whatever happens


class SendSlot(NamedTuple):
    """When a message may go: `wait` in seconds; whether the place is taken; whether the whole tenant waits."""

    wait: float
    taken: bool
    all_wait: bool


class RateWindow:
    """When messages go, the soonest first, as far back as the longest rule looks; some are still to come."""

    def __init__(self, rules: tuple[tuple[int, float], ...]) -> None:
        self._rules = rules
        self._longest = max(seconds for _, seconds in rules)
        self._times: list[float] = []

    def soonest(self, at: float, share: int = 1) -> float:
        """The soonest moment from `at` on at which one more keeps to every rule, of which we have a share."""
        while (later := max(self._after(at, max(1, n // share), seconds) for n, seconds in self._rules)) > at:
            at = later
        return at

    def _after(self, at: float, most: int, seconds: float) -> float:
        """`at`, unless it would stand with `most` others within so many seconds: then when those are past."""
        times = self._times
        if len(times) < most:
            return at
        here = bisect_right(times, at)
        for first in range(max(0, here - most), min(here, len(times) - most) + 1):
            if max(times[first + most - 1], at) - min(times[first], at) < seconds:
                return times[first] + seconds
        return at

    def note(self, at: float, now: float) -> None:
        past = bisect_right(self._times, now - self._longest)
        del self._times[: max(past, len(self._times) - MOST_TIMES)]
        insort(self._times, at)


class RateLimiter:
    """monotonic: counts seconds. processes: how many send at once, so that each keeps to its share."""

    def __init__(self, monotonic: Callable[[], float], processes: Callable[[], int] = lambda: 1) -> None:
        self._monotonic, self._processes = monotonic, processes
        self._conversations = LRUCache[str, RateWindow](MOST)
        self._tenants = LRUCache[str, RateWindow](MOST)

    def take(self, conversation: str, tenant: str, longest: float, *, anyway: bool = False) -> SendSlot:
        """A place among the messages to come, unless it is more than `longest` away.

        anyway: then take one there all the same, for what cannot be left to anybody.
        """
        now, share = self._monotonic(), self._processes()
        here = _window(self._conversations, conversation, CONVERSATION)
        all_of_them = _window(self._tenants, tenant, TENANT)
        at = now
        while (later := max(here.soonest(at, share), all_of_them.soonest(at, share))) > at:
            at = later
        all_wait = all_of_them.soonest(now, share) - now > longest
        taken = at - now <= longest or anyway
        if taken:
            at = min(at, now + longest)
            here.note(at, now)
            all_of_them.note(at, now)
        return SendSlot(at - now, taken, all_wait)


def _window(known: LRUCache[str, RateWindow], name: str, rules: tuple[tuple[int, float], ...]) -> RateWindow:
    window = known.get(name)
    if window is None:
        window = known[name] = RateWindow(rules)
    return window
