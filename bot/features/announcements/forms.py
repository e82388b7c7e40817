"""The form that an announcement is written and changed with, and what comes back from it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.errors import BotError, FieldErrors
from bot.core.form import ChoiceField, DateField, Form, TextField
from bot.core.identity import Hub
from bot.features.announcements.domain import LONGEST_WRITTEN, Announcement, AnnouncementText, Audience, Who
from bot.features.announcements.head import FURTHEST, InThePast
from bot.features.announcements.parsing import checked, moment, names_in, tidied, time_in
from bot.features.announcements.views_preview import seen
from bot.hubs.lead_dates import picked

ROOM = 900  # characters of a text that a form on every platform opens with
READ, CHANNEL, PING = "read", "channel", "everyone"
EXTRAS = {READ: "With an “I've read this” button"}
OF_A_CHANNEL = {CHANNEL: "Also in the hub's channel", PING: "Ping everybody in that channel (Slack)"}


@dataclass(frozen=True, slots=True)
class DraftPrefill:
    """What a form opens with. `before`: the announcement that is changed."""

    text: str = ""
    names: str = ""
    audience: Audience = field(default_factory=Audience)
    before: Announcement | None = None


@dataclass(frozen=True, slots=True)
class DraftFields:
    """What a form says. `names`: still to be looked up."""

    wording: AnnouncementText
    names: tuple[str, ...]


def form(hubs: Sequence[Hub], numbers: Sequence[int], known: DraftPrefill, *, has_channel: bool) -> Form:
    """`hubs`: those to choose from; `numbers`: the residentials that are set there."""
    before, audience = known.before, known.before.audience if known.before else known.audience
    words = before.text if before else known.text
    kept = words if len(words) <= ROOM else ""
    hint = "" if kept == words else "leave it empty to keep the text as it is"
    at = before.send_at.astimezone(ZoneInfo(before.hub.zone)) if before and not before.at_once else None
    fields: list[TextField | ChoiceField | DateField] = [
        TextField("text", "Text", kept, hint, not hint, several_lines=True, longest=LONGEST_WRITTEN),
        ChoiceField("to", "To", _options(numbers), _option(audience)),
        TextField("people", "Only these people", known.names, "with commas between them", required=False),
        DateField("day", "Day", at.date() if at else None, "leave it empty to send at once", required=False),
        TextField("time", "Time", f"{at:%H:%M}" if at else "", "such as 08:00", required=False),
        _also(before, has_channel=has_channel),
    ]
    values = {"act": str(before.act), "seen": seen([before])} if before else {}
    if before is None and len(hubs) > 1:
        options = {str(hub.id): hub.name[:75] for hub in hubs}
        fields.insert(0, ChoiceField("hubs", "Hubs", options, several=True))
    elif before is None:
        values = {"hubs": str(hubs[0].id)}
    return Form("Change it" if before else "An announcement", "announce_save", tuple(fields), "Show me", values)


def filled(values: Mapping[str, str], now: datetime, zone: str, before: Announcement | None) -> DraftFields:
    """Raises FieldErrors, with what is wrong at each field."""
    errors: dict[str, str] = {}
    text = tidied(values.get("text", "")) or (before.text if before and len(before.text) > ROOM else "")
    try:
        checked(text)
    except BotError as slip:
        errors["text"] = str(slip)
    send_at = _send_at(values, now, zone, errors)
    names = names_in(tidied(values.get("people", ""))[:2_000])
    audience = _audience(values, errors)
    if errors:
        raise FieldErrors(errors)
    return DraftFields(AnnouncementText(text, audience, READ in _ticked(values), send_at), names)


def _send_at(values: Mapping[str, str], now: datetime, zone: str, errors: dict[str, str]) -> datetime | None:
    day, words = picked(values.get("day", "")), values.get("time", "").strip()[:20]
    at = time_in(words) if words else None
    if words and at is None:
        errors["time"] = "Write the time like this: 08:00, or 3.30pm."
    if values.get("day", "").strip() and day is None:
        errors["day"] = "Pick the day, or leave it empty to send it at once."
    if errors.keys() & {"time", "day"} or (day is None and at is None):
        return None
    try:
        return moment(day, at, now, zone)
    except InThePast:
        errors["day"] = f"Give a time in the future, within {FURTHEST.days} days."
    return None


def _audience(values: Mapping[str, str], errors: dict[str, str]) -> Audience:
    named, _, number = values.get("to", "").partition(":")
    ticked = _ticked(values)
    if named not in list(Who) or (number and not (number.isdecimal() and len(number) == 1)):
        errors["to"] = "Choose who it is for."
        return Audience()
    channel = CHANNEL in ticked
    return Audience(Who(named), int(number or 0), channel=channel, everyone=channel and PING in ticked)


def _ticked(values: Mapping[str, str]) -> set[str]:
    return {part.strip() for part in values.get("also", "").split(",")}


def _options(numbers: Sequence[int]) -> dict[str, str]:
    options = {Who.ALL.value: "Everybody", Who.LATE.value: "Anyone with a late report"}
    for number in numbers:
        options[f"{Who.UNANSWERED}:{number}"] = f"Anyone who hasn't answered about residential {number}"
        options[f"{Who.CANNOT}:{number}"] = f"Anyone who can't come to residential {number}"
    return options


def _option(audience: Audience) -> str:
    if audience.who in (Who.UNANSWERED, Who.CANNOT):
        return f"{audience.who}:{audience.number}"
    return audience.who.value if audience.who is not Who.PEOPLE else Who.ALL.value


def _also(before: Announcement | None, *, has_channel: bool) -> ChoiceField:
    options = EXTRAS | OF_A_CHANNEL if has_channel else EXTRAS
    on: list[str] = []
    if before:
        audience = before.audience
        marked = {READ: before.ask_read, CHANNEL: audience.channel, PING: audience.everyone}
        on = [name for name, ticked in marked.items() if ticked and name in options]
    return ChoiceField("also", "Extras", options, ",".join(on), required=False, several=True)
