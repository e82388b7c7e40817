"""What is answered while the database is away: questions from the information sheet; the rest is told so."""

from collections.abc import Callable
from dataclasses import replace

from bot.core.activity import Activity, Message
from bot.core.reply import Note, Reply, Text
from bot.core.routes import Routes
from bot.core.turn import Turn
from bot.db.store import Store
from knowledge.search import Finding, FindingKind

SAID_ALONE = frozenset({FindingKind.ANSWER, FindingKind.CHOICE, FindingKind.REASON, FindingKind.SMALLTALK})
FROM_THE_SHEET = Note("I can't get at my records at the moment, so this is from the information sheet alone.")
IN_MEMORY = "sqlite+aiosqlite://"


def away(reference: str) -> Reply:
    words = (
        "Sorry, I can't get at my records at the moment, so I couldn't finish that. Please try again in a few "
        "minutes; questions about the programme I can answer meanwhile. If it keeps happening, tell your Maths "
        f"Hub this reference: {reference}."
    )
    return Reply((Text(words),), kind="help")


async def from_the_sheet(
    turn: Callable[[Activity, Store], Turn],
    routes: Routes,
    find: Callable[[Turn, str], Finding],
    activity: Activity,
) -> Reply | None:
    """The answer to a question that needs no record; None for anything else.

    turn: makes one over the store that it is given, for somebody of whom nothing is known.
    """
    if not isinstance(activity, Message) or not activity.text.strip():
        return None
    nothing = Store(IN_MEMORY)
    try:
        asked = turn(activity, nothing)
        finding = find(asked, activity.text)
        if finding.kind not in SAID_ALONE:
            return None
        reply = await routes.intents["question"](asked, finding)
    finally:
        await nothing.close()
    return replace(reply, blocks=(FROM_THE_SHEET, *reply.blocks))
