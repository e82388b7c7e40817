"""Whether a platform takes what is sent to it: what its last calls came to, in words for /readyz."""

import time
from collections.abc import Callable

OFTEN = 3  # failures in a row that are more than a mishap
GETS_A_TRY = 360.0  # seconds after the last failure; longer than the alert waits that this causes


class PlatformHealth:
    """name: the platform's, as people read it. seconds: a clock that never goes back."""

    def __init__(self, name: str, seconds: Callable[[], float] = time.monotonic) -> None:
        self._name, self._seconds = name, seconds
        self._failures, self._why, self._refused, self._last = 0, "", "", 0.0

    def well(self) -> None:
        self._failures, self._refused = 0, ""

    def failed(self, why: str) -> None:
        self._failures, self._why, self._last = self._failures + 1, why, self._seconds()

    def refused(self, why: str) -> None:
        """It answers, and does not take who the bot says it is: once is enough to say so."""
        self._refused, self._last = why, self._seconds()

    def problem(self) -> str:
        """Empty, or that it did not answer the last few times, or does not let the bot in.

        After a while it gets another try: a server that is not ready gets no events whose answers could show that
        the platform is well again.
        """
        if self._seconds() - self._last > GETS_A_TRY:
            return ""
        if self._refused:
            return self._refused
        return (
            f"{self._name} did not answer {self._failures} times ({self._why})" if self._failures >= OFTEN else ""
        )
