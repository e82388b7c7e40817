"""What a specialist tells their hub beside the answer: which days, why not, what they need there."""

from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routing import command
from bot.core.turn import Turn
from bot.features.residential_sheet.commands import asked_what_to_tell


@command(
    "residential needs",
    role=Role.SPECIALIST,
    help="Tell your hub about days, reasons and needs",
    writes=False,
)
async def needs(turn: Turn, words: str) -> Reply:
    return await asked_what_to_tell(turn, words)
