"""Who keeps what stands open in each conversation; `bot.conversation` does so over the store."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bot.core.activity import ConversationKey
from bot.core.conversation import NOTHING_OPEN, AskedQuestion, Drop, Meant, ShowAgain, Standing
from knowledge.search.finding import PastTurn

if TYPE_CHECKING:
    from bot.core.reply import Reply
    from bot.core.turn import Turn
    from bot.db.store import Store


class Conversations(Protocol):
    """Reads what stands open when a turn begins, and notes what has become of it when it ends."""

    async def standing(self, store: "Store", key: ConversationKey, now: datetime) -> Standing:
        """The question that still waits and the record last spoken of there."""

    async def keep(self, turn: "Turn", reply: "Reply", *, answered: bool, said: Sequence[PastTurn] = ()) -> None:
        """Note what the reply asks or speaks of.

        answered: what stood open is answered, or past answering. said: the conversation's last turns that asked
        something; none where this turn adds nothing to them.
        """

    def meant(self, asked: AskedQuestion, text: str) -> Meant | None:
        """What the text means as an answer to the question; None when it is none."""

    def half_meant(self, asked: AskedQuestion, text: str) -> ShowAgain | Drop | None:
        """What the text begins to answer, once nothing else could read the rest of it; None for nothing."""


class KeepsNothing:
    """Conversations of a core that keeps no records: nothing ever stands open."""

    async def standing(self, store: "Store", key: ConversationKey, now: datetime) -> Standing:  # noqa: ARG002
        return NOTHING_OPEN

    async def keep(self, turn: "Turn", reply: "Reply", *, answered: bool, said: Sequence[PastTurn] = ()) -> None:
        """Nothing is kept."""

    def meant(self, asked: AskedQuestion, text: str) -> Meant | None:  # noqa: ARG002
        return None

    def half_meant(self, asked: AskedQuestion, text: str) -> ShowAgain | Drop | None:  # noqa: ARG002
        return None
