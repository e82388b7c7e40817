"""A file's dry run, and what became of it: counts first, then what was guessed."""

from collections.abc import Iterator, Mapping

from bot.core.fitting import first_items
from bot.core.form import Form, TextField
from bot.core.identity import Hub
from bot.core.reply import Actions, Block, Button, Checklist, Note, Reply, Text
from bot.features.people.views import codes_file
from bot.features.records_import.domain import ImportPlan

KIND = "cohort_import"
MOST_NOTES = 12
LONGEST_PASTE = 3_000  # characters; what a field of a form takes on every platform
HOW = (
    "Send me the spreadsheet here (.csv or .xlsx), or paste rows. One line names the columns. People: name, "
    "e-mail, school. Days: name or e-mail, date, part or days, what for, and a note if you like. Residentials: "
    "residential, start, end, venue. Reports: report, due. You see first what would be brought in."
)


def form(hub: Hub) -> Reply:
    rows = TextField("rows", "Rows, with their headings", several_lines=True, longest=LONGEST_PASTE)
    shape = Form("Bring in records", "cohort_import_rows", (rows,), "Look at it", {"hub": str(hub.id)})
    return Reply((Text(HOW), shape), KIND)


def dry_run(found: ImportPlan, hub: Hub, values: Mapping[str, str]) -> Reply:
    """Nothing is brought in before the button is pressed."""
    if not found.new:
        return Reply((Text(f"{hub.name}: all of that is here already, so there is nothing to bring in."),), KIND)
    lines = [f"{hub.name}: I would bring in {_counted(found)}. Nothing has been changed yet."]
    if found.already:
        lines.append(f"{found.already} more {'is' if found.already == 1 else 'are'} here already.")
    if found.people:
        lines.append("Each new person gets a joining code; all of them come as one file.")
    lines.append("Everyone whose days they are will be told. To take it all back, type “undo”.")
    blocks: list[Block] = [Text("\n".join(lines)), *_notes(found)]
    go = Button("Bring it in", "cohort_import_go", values, "primary")
    buttons = (go, Button("Leave it", "cohort_import_not"))
    return Reply((*blocks, Actions(buttons)), KIND)


def done(found: ImportPlan, hub: Hub) -> Reply:
    if not found.new:
        return Reply((Text(f"{hub.name}: all of that is here already, so nothing was changed."),), KIND)
    said = Text(f"{hub.name}: brought in {_counted(found)}.")
    codes = codes_file(hub, [(one.person.name, one.person.email, one.code) for one in found.enrolled if one.code])
    return Reply((said, *codes, *_notes(found)), KIND, replaces=True, personal=True, lasting=bool(codes))


def lines(found: ImportPlan) -> Iterator[str]:
    """For the administrator of the bot."""
    yield from (f"look at this: {note}" for note in found.notes)
    yield f"{_counted(found) if found.new else 'nothing'} brought in; {found.already} rows were here already."


def _notes(found: ImportPlan) -> tuple[Block, ...]:
    if not found.notes:
        return ()
    shown = Checklist(first_items(list(found.notes), MOST_NOTES), "Please look at these:")
    return (shown, Note("To change one, correct the file and show it again."))


def _counted(found: ImportPlan) -> str:
    days, people = sum(map(len, found.days.values())), len(found.days)
    said = [
        _many(len(found.people), "person to enrol", "people to enrol"),
        f"{_many(days, 'entry', 'entries')} of release days of {_many(people, 'person', 'people')}"
        if days
        else "",
        _many(len(found.residentials), "residential", "residentials"),
        _many(len(found.reports), "report", "reports"),
        _many(len(found.done), "report done", "reports done"),
    ]
    return ", ".join(one for one in said if one)


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""
