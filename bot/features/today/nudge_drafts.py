"""A nudge as a draft of an announcement: its text, whom it reaches and when it goes."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.errors import BotError
from bot.core.identity import Hub
from bot.core.reply import Reply
from bot.core.turn import Turn
from bot.features.announcements.commands_draft import draft_for
from bot.features.announcements.domain import MOST_PEOPLE, AnnouncementText, Audience, Who
from bot.features.announcements.head import HeadReader, HeadUnclear, InThePast
from bot.features.announcements.parsing import checked
from bot.features.cohort.domain import CohortStatus
from bot.features.today import asked_back, nudging, of_whom
from bot.features.today.needs import Need, What
from bot.features.today.nudging import About
from bot.features.today.of_whom import NotOnRecord

FEWEST_OF_A_TEXT = 3  # words
NOT_READ = datetime.min.replace(tzinfo=UTC)
"""Something is left over that is no time."""


class NudgeUnclear(BotError):
    """I understand whom, but not all that you said. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class NudgeContext:
    """Everything a nudge is made with.

    people: ids, where they were named. need: what they have in common.
    writes: the verb, such as “tell”, may have a text behind the names.
    """

    hub: Hub
    status: CohortStatus
    reader: HeadReader
    need: Need | None = None
    people: tuple[int, ...] = ()
    audience: Audience | None = None
    writes: bool = False


def need_about(status: CohortStatus, about: About) -> Need:
    """Raises NotOnRecord."""
    need = of_whom.need_of(status, about.what, about.title, about.number)
    if need is not None and need.text:
        return need
    raise NotOnRecord(
        "report" if about.what is What.LATE else "residential", about.title or str(about.number or "")
    )


async def drafted(turn: Turn, asked: NudgeContext, rest: str) -> Reply:
    """With the text that was said, or that of the need. Every word is when, about what, or the text."""
    assert asked.need is not None  # noqa: S101  the callers have it
    if said := nudging.SAYS.match(rest):
        text = said["text"].strip()
        text = f"Please {text}" if said["to"] else text
        return await drafted_at(turn, asked, checked(_capital(text)), None)
    about, left = nudging.about_in(rest)
    need = need_about(asked.status, about) if about else asked.need
    at = moment_of(asked.reader, left)
    if at is NOT_READ and asked.writes and len(rest.split()) >= FEWEST_OF_A_TEXT:
        return await drafted_at(turn, asked, checked(_capital(rest.strip(" ,:"))), None)
    if at is NOT_READ:
        return asked_back.not_all(left)
    return await drafted_at(turn, asked, need.text, at)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def moment_of(reader: HeadReader, left: str) -> datetime | None:
    """When it is to go, in UTC; None where nothing was said. Raises InThePast."""
    words = left.strip(" ,.!;")
    words = " ".join(
        word for word in words.split() if word.lower() not in ("please", "pls", "again", "now", "too")
    )
    if not words:
        return None
    try:
        parts = reader.parts(words)
    except InThePast:
        raise
    except HeadUnclear:
        return NOT_READ
    if parts is None or parts.audience is not None or parts.send_at is None:
        return NOT_READ
    return parts.send_at


async def drafted_at(turn: Turn, asked: NudgeContext, text: str, at: datetime | None) -> Reply:
    audience = asked.audience or Audience(Who.PEOPLE, people=asked.people)
    if audience.who is Who.PEOPLE and len(audience.people) > MOST_PEOPLE:
        raise NudgeUnclear(f"That is more than {MOST_PEOPLE} people by name. Nothing was sent.")
    return await draft_for(turn, [asked.hub], AnnouncementText(text, audience, send_at=at))
