"""Who may choose among reviewed answers, where a deployment has one: a language model, or choices in a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.turn import Turn
from knowledge.search import Finding, PastTurn, Search


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a question means after a chooser was asked, or was not.

    differs: it is not what the search found by itself; then nothing may be written. notice: what the person must
    be told, such as that from now on questions go out; empty for nothing.
    """

    finding: Finding
    differs: bool = False
    notice: str = ""


class Chooser(Protocol):
    """Chooses among what the search offers. Neither function ever raises, or takes longer than its time-out."""

    async def chosen(
        self,
        turn: Turn,
        search: Search,
        text: str,
        before: Sequence[PastTurn],
        finding: Finding,
        masked: Collection[str],
    ) -> Chosen:
        """What `text` means, after the search has found `finding`. masked: requests that are not for who asks."""

    async def alike(self, turn: Turn, question: str, others: Mapping[str, str]) -> tuple[str, ...]:
        """Which of the other questions, by their keys, ask the same thing: to suggest to whoever decides."""

    async def close(self) -> None:
        """Nothing is asked after this."""
