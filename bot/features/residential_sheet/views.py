"""A residential's sheet in words and as a file, and the forms of it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.core.csv_file import Cell, csv_file
from bot.core.fitting import first_names
from bot.core.form import Form, TextField
from bot.core.reply import Actions, Block, Button, Checklist, File, Note, Reply, Text
from bot.features.residential_sheet.domain import LONGEST_PLACE, Place, ResidentialSheet, SheetLine
from bot.features.residentials.domain import AttendanceAnswer, DaysThere, Residential
from bot.features.residentials.views_needs import KIND
from bot.language.dates import in_words
from bot.language.phrasing import span

DAYS = {DaysThere.FIRST: "only the first day", DaysThere.LAST: "only the last day"}
HEADINGS = ("Name", "School", "E-mail", "Answer", "Days", "Why", "Needs")
ANSWERS = {AttendanceAnswer.COMING: "coming", AttendanceAnswer.CANNOT: "can't come", None: "no answer"}


def sheet(found: ResidentialSheet, today: date) -> Reply:
    one = found.residential
    opening = f"Residential {one.number}, {span(one.first_day, one.last_day)}{_where(one, found.place)}"
    blocks: list[Block] = [Text("\n".join([opening, *_counts(found.lines)]))]
    if needs := [f"{line.name}: {line.needs}" for line in found.lines if line.needs]:
        blocks.append(Checklist(tuple(needs), "Needs"))
    blocks.append(Note(_how_long_kept(one, today)))
    values = {"hub": str(one.hub_id), "number": str(one.number)}
    buttons = (
        Button("As a file", "residential_sheet_file", values),
        Button("Set times, address, link", "residential_place_form", values),
    )
    return Reply((*blocks, Actions(buttons)), KIND)


def _how_long_kept(one: Residential, today: date) -> str:
    day = one.last_day + timedelta(days=1)
    if today > day:
        deleted = "What people told you of reasons and needs was deleted"
        return f"{deleted} on {in_words(day)}, the day after the residential."
    return f"Reasons and needs are for this residential only; they go on {in_words(day)}, the day after it."


def for_themselves(name: str, one: Residential) -> Reply:
    """How somebody answered, for a lead who speaks of it: nobody answers for another."""
    said = {
        AttendanceAnswer.COMING: "said: coming",
        AttendanceAnswer.CANNOT: "said: can't come",
        None: "has not answered yet",
    }[one.answer]
    text = (
        f"Residential {one.number}, {span(one.first_day, one.last_day)}: {name} {said}. Everybody answers for "
        "themselves, so I changed nothing. Shall I write to them about it? You'll see it first."
    )
    ask = f"cohort announce to {name}: Please tell me whether you come to residential {one.number}."
    write = Button(f"Write to {name.split(maxsplit=1)[0]}", "say", {"text": ask}, "primary")
    return Reply(
        (Text(text), Actions((write, Button("Who's coming", "say", {"text": f"residential sheet {one.number}"})))),
        KIND,
    )


def file(found: ResidentialSheet) -> File:
    rows: list[tuple[Cell, ...]] = [
        (one.name, one.school, one.email, ANSWERS[one.answer], _days(one), one.why, one.needs)
        for one in found.lines
    ]
    name = f"residential-{found.residential.number}.csv"
    return csv_file(name, f"Residential {found.residential.number}: {len(rows)} people", HEADINGS, rows)


def place_form(one: Residential, place: Place) -> Form:
    fields = (
        TextField("times", "When does it begin and end?", place.times, "10:00 to 15:30", False),
        TextField("address", "Address", place.address, required=False, longest=LONGEST_PLACE),
        TextField("link", "Joining link", place.link, "https://…", False, longest=LONGEST_PLACE),
    )
    values = {"hub": str(one.hub_id), "number": str(one.number)}
    return Form(f"Residential {one.number}", "residential_place", fields, "Save", values)


def place_lines(place: Place) -> Iterator[str]:
    if place.times:
        yield f"Times: {place.times}"
    if place.address:
        yield f"Address: {place.address}"
    if place.link:
        yield f"Joining link: {place.link}"


def _where(one: Residential, place: Place) -> str:
    lines = "".join(f"\n{line}" for line in place_lines(place))
    return f"{f', {one.venue}' if one.venue else ''}.{lines}"


def _counts(lines: Sequence[SheetLine]) -> Iterator[str]:
    coming = [one for one in lines if one.answer is AttendanceAnswer.COMING]
    one_day = [one for one in coming if one.days is not DaysThere.ALL]
    cannot = [one for one in lines if one.answer is AttendanceAnswer.CANNOT]
    silent = [one for one in lines if one.answer is None]
    yield _counted("Coming", [one.name for one in coming])
    if one_day:
        yield _counted("Of them for one day", [f"{one.name} ({DAYS[one.days]})" for one in one_day])
    yield _counted("Can't come", [f"{one.name} ({one.why})" if one.why else one.name for one in cannot])
    yield _counted("No answer", [one.name for one in silent])


def _counted(what: str, names: Sequence[str]) -> str:
    return f"{what} ({len(names)}): {first_names(names, 20)}" if names else f"{what}: nobody"


def _days(line: SheetLine) -> str:
    return DAYS.get(line.days, "") if line.answer is AttendanceAnswer.COMING else ""
