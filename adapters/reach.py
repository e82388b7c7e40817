"""Whether a platform takes what is sent to it: what its last calls came to, in words for /readyz."""

OFTEN = 3  # failures in a row that are more than a mishap


class Reach:
    """name: the platform's, as people read it."""

    def __init__(self, name: str) -> None:
        self._name, self._failures, self._why = name, 0, ""

    def well(self) -> None:
        self._failures = 0

    def failed(self, why: str) -> None:
        self._failures, self._why = self._failures + 1, why

    def problem(self) -> str:
        """Empty, or that it did not answer the last few times."""
        return (
            f"{self._name} did not answer {self._failures} times ({self._why})" if self._failures >= OFTEN else ""
        )
