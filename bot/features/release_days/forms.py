"""The form for a release day, and what comes back of it; values may be forged, so each is read again."""

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.core.errors import FieldErrors, StaleButton
from bot.core.form import ChoiceField, DateField, Field, Form, TextField
from bot.features.release_days.clauses import Said
from bot.features.release_days.domain import LONGEST_NOTE, Part, Purpose, ReleaseDayInput
from bot.features.release_days.log_reading import MOST_DAYS
from bot.features.release_days.views import PARTS

DAY_ALONE = re.compile(r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+(?:then|please|pls|instead))*", re.I)
WEEKDAY_ALONE = re.compile(
    r"\b(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?)s?\b(?!\s+(?:the\s+)?\d)",
    re.I,
)
NOTHING: Mapping[str, str] = MappingProxyType({})
PURPOSES = {purpose.name.lower(): purpose.value[0].upper() + purpose.value[1:] for purpose in Purpose}


@dataclass(frozen=True, slots=True)
class LogPrefill:
    """What is known before the form is filled in."""

    days: tuple[date, ...] = ()
    part: Part = Part.FULL
    purpose: Purpose | None = None
    note: str | None = None


def form(title: str, action: str, known: LogPrefill, values: Mapping[str, str] = NOTHING) -> Form:
    """For one day that may still be picked, or for several that are said already."""
    parts = {part.value: _capital(PARTS[part]) for part in Part}
    purpose = known.purpose.name.lower() if known.purpose else ""
    fields: tuple[Field, ...] = (
        ChoiceField("part", "How much", parts, known.part.value),
        ChoiceField("purpose", "What for", PURPOSES, purpose),
        TextField("note", "Note", known.note or "", "no pupils' names, please", False, longest=LONGEST_NOTE),
    )
    several = {"days": ",".join(day.isoformat() for day in known.days)} if len(known.days) > 1 else {}
    if not several:
        fields = (DateField("day", "Day", known.days[0] if known.days else None), *fields)
    return Form(title, action, fields, "Save", {"token": secrets.token_hex(8), **several, **values})


def filled(values: Mapping[str, str]) -> list[ReleaseDayInput]:
    """What the form or a confirming button says. Raises FieldErrors, by field."""
    errors: dict[str, str] = {}
    days = dates(values.get("days") or values.get("day", ""))
    part = values.get("part", "")
    purpose = values.get("purpose", "")
    note = values.get("note", "").strip()
    if not days:
        errors["day"] = "Pick the day, or write it as 2026-11-12."
    if part not in list(Part):
        errors["part"] = "Choose how much of the day it was."
    if purpose not in PURPOSES:
        errors["purpose"] = "Choose what it was for."
    if len(note) > LONGEST_NOTE:
        errors["note"] = f"Shorten the note to {LONGEST_NOTE} characters."
    if errors:
        raise FieldErrors(errors)
    return [ReleaseDayInput(day, Part(part), Purpose[purpose.upper()], note or None) for day in days]


def dates(text: str) -> list[date]:
    """Days as buttons and forms carry them. Raises StaleButton for more than a form can send."""
    if len(text) > MOST_DAYS * 11:
        raise StaleButton
    try:
        return sorted({date.fromisoformat(part.strip()) for part in text.split(",") if part.strip()})
    except ValueError:
        return []


def dated_among(values: Mapping[str, str], words: str) -> str:
    """The words with each weekday alone as a whole date, where the question offered just one such day.

    “30 then”, where the 31st of a month was no day of it, is a day of that month.
    """
    if values.get("month") and (number := DAY_ALONE.fullmatch(words.strip(" .!"))):
        return f"{number['day']} {values['month']}"
    offered = dates(values.get("among", ""))

    def dated(found: re.Match[str]) -> str:
        meant = [day for day in offered if f"{day:%A}".lower().startswith(found["weekday"].lower())]
        return f"{meant[0].day} {meant[0]:%B} {meant[0].year}" if len(meant) == 1 else found[0]

    return WEEKDAY_ALONE.sub(dated, words) if offered else words


def as_values(wanted: Iterable[ReleaseDayInput]) -> dict[str, str]:
    """For a button that confirms: each record with its own part, purpose and note."""
    every = list(wanted)
    notes = list(dict.fromkeys(one.note or "" for one in every))
    records = [
        [one.day.isoformat(), one.part.value, one.purpose.name.lower(), notes.index(one.note or "")]
        for one in every
    ]
    return {
        "records": json.dumps([records, notes], ensure_ascii=False, separators=(",", ":")),
        "token": secrets.token_hex(8),
    }


def one_as_values(wanted: ReleaseDayInput, record_id: int) -> dict[str, str]:
    """What the form for one entry would send."""
    return {
        "id": str(record_id),
        "day": wanted.day.isoformat(),
        "part": wanted.part.value,
        "purpose": wanted.purpose.name.lower(),
        "note": wanted.note or "",
        "token": secrets.token_hex(8),
    }


def records(values: Mapping[str, str]) -> list[ReleaseDayInput]:
    """What `as_values` made. Raises StaleButton for anything else."""
    try:
        found, notes = json.loads(values.get("records", ""))
        made = [
            ReleaseDayInput(date.fromisoformat(day), Part(part), Purpose[purpose.upper()], notes[note] or None)
            for day, part, purpose, note in found
        ]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise StaleButton from None
    if not 0 < len(made) <= MOST_DAYS * 2 or any(not isinstance(one.note, str | None) for one in made):
        raise StaleButton
    return made


def as_said(said: Said) -> dict[str, str]:
    """What is known so far, for the words that will say the rest."""
    return {
        "days": ",".join(day.isoformat() for day in said.days),
        "part": said.part.value if said.part else "",
        "purpose": said.purpose.name.lower() if said.purpose else "",
        "note": said.note or "",
    }


def shown_change(day_id: int, wanted: ReleaseDayInput) -> dict[str, str]:
    """The entry that is asked about and what it was shown to become, for the words that say more."""
    said = Said((wanted.day,), wanted.part, wanted.purpose, wanted.note)
    return {"day": str(day_id), "shown": "yes", **as_said(said)}


def known_in(values: Mapping[str, str]) -> Said:
    """The same, read again."""
    part, purpose = values.get("part", ""), values.get("purpose", "")
    return Said(
        tuple(dates(values.get("days", ""))),
        Part(part) if part in list(Part) else None,
        Purpose[purpose.upper()] if purpose in PURPOSES else None,
        values.get("note") or None,
    )


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def part(text: str) -> Part:
    """A part as a button carries it; a full day for anything else."""
    return Part(text) if text in list(Part) else Part.FULL


def purpose(text: str) -> Purpose | None:
    return Purpose[text.upper()] if text in PURPOSES else None
