"""`mastery ask "…"`: what the sheet alone answers, without SQL and the features, which take seconds to import.

Only what is the same with an empty database is said here; for all else the whole program is asked.
`tests/wire/console/test_quick.py` holds both to the same words.
"""

import asyncio
import os
import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from adapters.console.conversation import transcript
from bot.core import clock
from bot.core.activity import Message, Sender
from bot.core.commands import readable
from bot.core.environment import CONFIG
from bot.core.turn import Turn
from bot.features.faq.commands import question as answer_question
from bot.language.dates import said_in
from knowledge.load import load
from knowledge.search import FindingKind, Search

if TYPE_CHECKING:
    from bot.core.reply import Reply
    from bot.db.store import Store
    from knowledge.model import Knowledge

SETTINGS = "app.yaml"
SAID = frozenset({FindingKind.ANSWER, FindingKind.CHOICE, FindingKind.ABSTAIN})
FEWEST_WORDS = 3  # fewer may be a command, or nothing by themselves
BEGIN_COMMANDS = frozenset(
    (
        *(
            "accounts",
            "announcements",
            "calendar",
            "cohort",
            "deadline",
            "eligibility",
            "help",
            "home",
            "hub",
            "join",
        ),
        *("knowledge", "menu", "my", "privacy", "question", "questions", "releaseday", "reminders", "report"),
        *("reports", "residential", "residentials", "start", "undo"),
    )
)
"""The first words of all commands; what begins with one is for the whole program."""
NO_RECORDS = cast("Store", None)  # no answer from the sheet looks for any


def settings() -> dict[str, Any] | None:
    """The programme's part of the app.yaml here; None where the settings are anywhere else."""
    path = Path(SETTINGS)
    if CONFIG.read(os.environ) or not path.exists():
        return None
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return None
    part = content.get("programme") if isinstance(content, dict) else None
    if not isinstance(part, dict) or not {"knowledge", "zone"} <= part.keys():
        return None
    one = part["knowledge"]  # of several cohorts, the whole program knows whose it is
    return part if isinstance(one, str) and Path(one).exists() else None


async def reply_to(text: str, knowledge: "Knowledge", search: Search, now: datetime, zone: str) -> "Reply | None":
    """The reply to a question that the sheet answers; None for anything else, such as a command or a wish."""
    said = readable(text)
    words = said.lower().split()
    if len(words) < FEWEST_WORDS or said.startswith("/") or words[0].strip("!.?,") in BEGIN_COMMANDS:
        return None
    finding = search.find(said)
    if finding.kind not in SAID:
        return None
    sender = Sender("console", "ask", "teacher", zone)
    turn = Turn(Message(sender, "ask", text), now, knowledge, NO_RECORDS)
    with said_in(turn.today.year):
        return await answer_question(turn, finding)


def answered(text: str) -> bool:
    """Print the reply, if the sheet alone gives it; False where the whole program has to be asked."""
    if (part := settings()) is None:
        return False
    knowledge = load(Path(part["knowledge"]))
    search = Search(knowledge, Path("var"), tell=partial(print, file=sys.stderr, flush=True))
    reply = asyncio.run(reply_to(text, knowledge, search, clock.system(), part["zone"]))
    if reply is None:
        return False
    for line in transcript(reply):
        print(line.removeprefix("bot: "))
    return True
