"""One reply for each kind of block, which the golden files of Slack and of Teams are both drawn from."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from bot.core.form import ChoiceField, DateField, Form, TextField
from bot.core.reply import (
    Actions,
    Badge,
    Block,
    Button,
    Checklist,
    Collapsible,
    Columns,
    Facts,
    File,
    Heading,
    Item,
    Note,
    Picture,
    Progress,
    Table,
    Text,
    WebLink,
)


def png() -> bytes:
    """A bar that is a fifth full."""
    found, image = BytesIO(), Image.new("RGB", (240, 24), "#C9D5E6")
    ImageDraw.Draw(image).rectangle((0, 0, 47, 23), fill="#1D4F91")
    image.save(found, "PNG")
    return found.getvalue()


FORM = Form(
    "Set a residential of the cohort",
    "cohort_residential_set",
    (
        ChoiceField("number", "Which one?", {"1": "Residential 1", "2": "Residential 2"}, "2"),
        DateField("first", "First day", date(2026, 3, 2), hint="The day on which people arrive"),
        TextField("venue", "Venue", "Leeds & York", required=False, several_lines=True, longest=80),
        ChoiceField("days", "Which days?", {"mon": "Monday", "tue": "Tuesday"}, "mon", several=True),
    ),
    "Set it",
    {"hub": "7"},
)
BLOCKS: dict[str, tuple[Block, ...]] = {
    "text": (Text("15 days, fully funded.\n<!channel> R&D > https://example.com"),),
    "note": (Text("Yes."), Note("Source: the programme's fact sheet, “Time”")),
    "facts": (Facts((("Residential 3", "2 Mar, Leeds"), ("Report 1", "due 9 Jan")), "Your dates"),),
    "facts_long": (
        Facts((("Why", "so that the school is paid for the supply teacher's days " * 2), ("When", "now"))),
    ),
    "checklist": (Checklist(("Book the supply teacher", "Tell the head"), "Before the residential"),),
    "table": (
        Table(("Name", "Days", "Report 1"), (("Ann *A* Lee", "3 of 15", "late"), ("Bo", "9", "")), "North hub"),
    ),
    "progress": (Progress(6, 4, 30, "3 days done, 2 planned, 10 left", "Your release days"),),
    "file": (File("days.csv", b"a,b", "text/csv", "Your release days as a spreadsheet"),),
    "picture": (Picture(png(), "A bar: 3 of 15 days", "Your days"),),
    "actions": (
        Text("Remove Report 1?"),
        Actions(
            (
                Button(
                    "Remove Report 1", "report_remove", {"report": "1"}, "danger", "Nobody will owe it any more."
                ),
                Button("Leave it", "leave_it"),
            )
        ),
    ),
    "heading": (Heading("Something to sort out first"), Text("Have you got QTS?", strong=True)),
    "badge": (Badge("Late", "attention"), Badge("Done", "good"), Badge("Soon", "warning"), Badge("Draft")),
    "item": (
        Item(
            "Ann *A* Lee",
            "2 days behind · Report 1 late",
            Badge("Late", "attention"),
            Button("Nudge", "n", {"id": "1"}),
        ),
        Item("Bo", "hasn't joined yet"),
    ),
    "columns": (Columns((("Used", "3½"), ("Planned", "1"), ("Left", "5½"))),),
    "link": (WebLink("The sheet", "https://www.ncetm.org.uk/a_b?c=1&d=2"),),
    "collapsible": (Collapsible("For the form", (Text("Think of examples:"), Checklist(("One", "Two")))),),
    "form": (Text("North hub: none yet."), FORM),
}
