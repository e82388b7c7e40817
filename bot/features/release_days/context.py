"""The record of whoever is asking: in which cohort, and how a change of it is asked for."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from bot.core.activity import Joined, Message
from bot.core.commands import LONGEST_MESSAGE, SLASH
from bot.core.identity import Cohort
from bot.core.turn import Turn
from bot.features.people.domain import NotEnrolled
from bot.features.release_days.domain import ChangeRequest, RecordOwner, ReleaseDay
from bot.features.release_days.repository import ReleaseDays
from bot.hubs.holidays import Holidays
from knowledge.invisible import is_seen

COMMAND = re.compile(r"\s*/?releaseday(?:\s+(?:log|change|delete|note|restore))?(?!\w)\s*", re.I)
WRAPPED = re.compile(r"^[\"“]([^\"“”]+)[\"”]$")  # a message that stands in quotes as a whole, as copied from help
LINES = frozenset("\n\t")


def cohort(turn: Turn) -> Cohort:
    if turn.me.enrolment is None:
        raise NotEnrolled
    return turn.me.enrolment.cohort


def whose(turn: Turn) -> RecordOwner:
    """Of a lead who acts for them, the hub goes along: who no longer leads it takes nothing back."""
    place = turn.me.enrolment
    hub_id = place.hub.id if place and turn.acting else None
    return RecordOwner(turn.me.id, cohort(turn).id, turn.actor.id, hub_id)


def request(turn: Turn, key: str = "") -> ChangeRequest:
    """`key` names what was pressed, where it may be pressed twice; else it is the platform's for the event."""
    given = None if isinstance(turn.activity, Joined) else turn.activity.key
    return ChangeRequest(turn.now, turn.today, key or given)


async def on_record(turn: Turn) -> tuple[ReleaseDay, ...]:
    return await ReleaseDays(turn.store).list(turn.me.id, cohort(turn).id)


def typed(turn: Turn, words: str) -> str:
    """The message as it was typed, in NFC and with its line breaks, without the command before it.

    words: what follows a command, where it came from a button and was not typed.
    """
    if not isinstance(turn.activity, Message):
        return words
    text = unicodedata.normalize("NFC", turn.activity.text)[:LONGEST_MESSAGE]
    return without_command(text if text.isprintable() else _seen(text))


def _seen(text: str) -> str:
    """Without the characters that nobody sees, but with its line breaks."""
    return "".join(char for char in text if char in LINES or is_seen(char))


def without_command(text: str) -> str:
    """Without a command before it, and without quotation marks round the whole."""
    bare = SLASH.sub("", text.strip(), count=1)
    found = COMMAND.match(bare)
    said = (bare[found.end() :] if found else bare).strip()
    return WRAPPED.sub(r"\1", said)


async def holidays(turn: Turn) -> Sequence[tuple[date, date]]:
    """The school holidays of their hub."""
    place = turn.me.enrolment
    return await Holidays(turn.store).of(place.hub.id) if place else ()
