"""A specialist's days as their lead sees them: each with its year, its note and who logged it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.fitting import clipped
from bot.core.identity import Enrolment, Person
from bot.core.reply import LONGEST_LABEL, Actions, Block, Button, Note, Reply, Table, Text
from bot.features.lead_days import on_behalf
from bot.features.lead_days.on_behalf import KIND
from bot.features.release_days import correcting, views
from bot.features.release_days.domain import Balance, ReleaseDay
from bot.language.dates import in_short

MOST_LISTED = 15  # lines; a phone's screen or two
MOST_BUTTONS = 10
SHOW_MONTHS = Button("All days as a file", "cohort_claim", {})


def day_list(
    person: Person, place: Enrolment, days: Sequence[ReleaseDay], now: Balance, loggers: Mapping[int, str]
) -> Reply:
    """The newest last. loggers: person id → name, of who logged days for somebody else."""
    if not days:
        opening = f"{person.name}, {place.school}: no release days on record in {place.cohort.name} yet."
        return Reply((Text(opening), Actions((log_button(person),))), KIND)
    shown = days[-MOST_LISTED:]
    rows = tuple(
        (dated(one), f"{views.PARTS[one.part]}, {one.purpose.value}", _beside(one, person, loggers))
        for one in shown
    )
    title = f"{person.name}, {place.school}, {place.cohort.name}"
    blocks: list[Block] = [Table(("Day", "", "Note"), rows, title), views.balance(now)]
    if len(days) > len(shown):
        blocks.append(Note(f"And {len(days) - len(shown)} earlier; the file has all."))
    pick = Button("Change a day", "cohort_day_pick", {"person": str(person.id)})
    return Reply((*blocks, Actions((log_button(person), pick, SHOW_MONTHS))), KIND)


def read_only(shown: Reply, place: Enrolment) -> Reply:
    """The same list, of a year that is over: without the buttons that change it."""
    ends, values = place.cohort.ends, {"hub": str(place.hub.id), "cohort": str(place.cohort.id)}
    ended = f"{place.cohort.name}'s year ended on {ends.day} {ends:%B %Y}."
    note = Note(f"{ended} You can still read its records, but not change them.")
    blocks = tuple(one for one in shown.blocks if not isinstance(one, Actions))
    return replace(shown, blocks=(*blocks, note, Actions((replace(SHOW_MONTHS, values=values),))))


def which_day(person: Person, days: Sequence[ReleaseDay]) -> Reply:
    """A button for each day, the newest first; what it should be is asked when one is pressed."""
    newest = list(reversed(days))[:MOST_BUTTONS]
    if not newest:
        return Reply((Text(f"{person.name} has no release days on record."), Actions((log_button(person),))), KIND)
    buttons = tuple(
        Button(
            clipped(f"{dated(one)}, {views.PARTS[one.part]}: {one.purpose.value}", LONGEST_LABEL),
            "cohort_day_open",
            {"person": str(person.id), "day": str(one.id)},
        )
        for one in newest
    )
    how = Note(f"Or say it: “change {person.name}'s {newest[0].day.day} {newest[0].day:%B} to half”.")
    return Reply((Text(f"Which day of {person.name}'s?"), how, Actions(buttons)), KIND)


def opened(person: Person, day: ReleaseDay) -> Reply:
    return on_behalf.for_lead(correcting.what_is_wrong(day), person)


def log_button(person: Person) -> Button:
    return on_behalf.button("Log a day for them", person, "releaseday_form", {}, "primary")


def dated(day: ReleaseDay) -> str:
    """Thu 12 Nov 2026."""
    return f"{in_short(day.day)} {day.day.year}"


def _beside(day: ReleaseDay, person: Person, loggers: Mapping[int, str]) -> str:
    """The note, and who logged it where that was somebody else."""
    said = [day.note] if day.note else []
    if day.logged_by != person.id:
        said.append(f"logged by {loggers.get(day.logged_by or 0, 'the hub')} on {in_short(day.logged_at.date())}")
    return "; ".join(said)
