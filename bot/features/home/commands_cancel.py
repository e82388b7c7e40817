"""Stopping, when nothing is under way: a walk or a form that is open answers for itself."""

from bot.core.permissions import Role
from bot.core.reply import Reply, Text
from bot.core.routing import intent
from bot.core.turn import Turn
from knowledge.search import Finding

NOTHING = (
    "There's nothing under way to stop or cancel. Ask me about the programme whenever you like, or type “help”."
)


@intent("cancel", role=Role.ANYONE, writes=False)
async def cancel(_turn: Turn, finding: Finding) -> Reply:
    return Reply((Text(NOTHING),), "cancel", entry="cancel", score=finding.score)
