"""How often one visitor may ask, and all together: counted in memory for two minutes, under a hash."""

import hashlib
import secrets
from collections.abc import Callable

from cachetools import TTLCache

FOR_ONE, FOR_ALL = 30, 600  # questions a minute
VISITORS = 10_000  # that are counted at once; more, and who came first is forgotten
MINUTE = 60.0


class RateLimit:
    """A bucket for each visitor, and one for all, that fill up again by themselves.

    seconds: a clock that only goes forward.
    """

    def __init__(
        self, seconds: Callable[[], float], for_one: int = FOR_ONE, for_all: int = FOR_ALL, most: int = VISITORS
    ) -> None:
        self._seconds, self._for_one, self._for_all = seconds, for_one, for_all
        self._key = secrets.token_bytes(16)
        self._left: TTLCache[bytes, tuple[float, float]] = TTLCache(most, 2 * MINUTE, timer=seconds)
        self._all = (float(for_all), seconds())

    def wait(self, visitor: str) -> int:
        """Seconds that the visitor has to wait; 0 when the question is taken, and counted."""
        now = self._seconds()
        one = hashlib.blake2b(visitor.encode(), digest_size=8, key=self._key).digest()
        left, all_left = _filled(self._left.get(one), self._for_one, now), _filled(self._all, self._for_all, now)
        if left < 1 or all_left < 1:
            return max(_until_one(left, self._for_one), _until_one(all_left, self._for_all))
        self._left[one], self._all = (left - 1, now), (all_left - 1, now)
        return 0


def _filled(bucket: tuple[float, float] | None, size: int, now: float) -> float:
    if bucket is None:
        return float(size)
    left, at = bucket
    return min(float(size), left + (now - at) * size / MINUTE)


def _until_one(left: float, size: int) -> int:
    return 0 if left >= 1 else int((1 - left) * MINUTE / size) + 1
