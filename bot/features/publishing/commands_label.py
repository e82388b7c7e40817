"""The label on everything that is said from a draft."""

from dataclasses import replace

from bot.core.reply import Note, Reply
from bot.core.routing import CallNext, middleware, response_hook
from bot.core.turn import Turn

OF_THE_SHEET = frozenset({"answer", "partial", "abstain", "offtopic", "smalltalk", "deadline"})


@middleware(
    "a draft's label",
    order=110,
    because="above everything that answers, so that no answer from a draft is without its label",
)
async def typed(turn: Turn, _text: str, call_next: CallNext) -> Reply:
    return _labelled(turn, await call_next())


@response_hook(
    "a draft's label",
    order=90,
    because="after the others, so that the label stands first",
)
async def pressed(turn: Turn, reply: Reply) -> Reply:
    return _labelled(turn, reply)


def _labelled(turn: Turn, reply: Reply) -> Reply:
    """What is said from a draft says so, and is for the administrator's eyes alone."""
    label = Note(turn.draft)
    of_the_sheet = reply.sources or reply.kind in OF_THE_SHEET or reply.kind.startswith("eligibility")
    if not turn.draft or not of_the_sheet or label in reply.blocks:
        return reply
    return replace(reply, blocks=(label, *reply.blocks), personal=True)
