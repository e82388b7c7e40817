"""Replies for Teams' renderer: one of each kind for the golden cards, and any at all for the properties."""

from datetime import date
from io import BytesIO

from hypothesis import strategies as st
from PIL import Image

from bot.reply import (
    Actions,
    Block,
    Button,
    Checklist,
    ChoiceField,
    DateField,
    Facts,
    Field,
    File,
    Form,
    Note,
    Picture,
    Progress,
    Reply,
    Table,
    Text,
    TextField,
)

LOG = Form(
    "Log a release day",
    "releaseday_log",
    (
        DateField("day", "Which day?", date(2026, 11, 12)),
        ChoiceField("part", "How much of it?", {"full": "Whole day", "am": "Morning", "pm": "Afternoon"}, "full"),
        TextField("note", "A note", hint="what it was for", required=False, several_lines=True),
    ),
    "Log it",
)


def picture() -> bytes:
    found = BytesIO()
    Image.new("RGB", (240, 60), "#1D4F91").save(found, "PNG")
    return found.getvalue()


KINDS = {
    "question": Reply(
        (
            Text("Have you got Qualified Teacher Status?\nYour hub checks this first."),
            Note("Question 1 of 5"),
            Actions(
                (Button("Yes", "answer", {"option": "yes"}, "primary"), Button("No", "answer", {"option": "no"}))
            ),
        ),
        "eligibility",
        replaces=True,
    ),
    "facts": Reply(
        (Facts((("Name", "Sam *Patel*"), ("Hub", "North_Mersey & Co")), "Enrolled"), Note("Kept.")), "enrol"
    ),
    "checklist": Reply(
        (
            Checklist(("Talk to your head", "Find the dates"), "Before you apply"),
            Actions((Button("Done", "done"),)),
        ),
        "answer",
    ),
    "table": Reply(
        (
            Table(
                ("Name", "Used", "Planned", "Left"),
                (
                    ("Sam Patel", "4", "2", "4"),
                    ("Kim Lee", "10", "", "0"),
                    ("Al Fox-Montgomery-Smythe", "0", "1", "9"),
                ),
                "Release days",
            ),
        ),
        "cohort_status",
    ),
    "progress": Reply((Progress(9, 4, 20, "4½ days used, 2 planned, 3½ left of 10", "Release days"),), "balance"),
    "file": Reply((Text("Here it is."), File("days.csv", b"a,b\n", "text/csv", "Your release days")), "export"),
    "picture": Reply((Picture(picture(), "A chart: 4 days used of 10.", "This year"),), "picture"),
    "form": Reply((LOG,), "releaseday_log"),
    "form_with_errors": Reply((LOG,), "releaseday_log", errors={"day": "That is a Saturday. Pick a working day."}),
    "confirm": Reply(
        (
            Text("12 November, whole day."),
            Actions((Button("Delete", "delete", {"id": "7"}, "danger", "Delete this day? It can't be undone."),)),
        ),
        "releaseday",
    ),
}

words = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["<at>all</at>", "[x](http://e)", "**b**", "a" * 5_000, "é" * 30_000, "🙂" * 9_000, "\n" * 3_000]
    ),
    st.text("🙂\ud83d<&*_[]()\n\x00", max_size=30),
)
names = st.text("abcdef_", min_size=1, max_size=12)
labels = st.text(min_size=1, max_size=75)
values = st.dictionaries(names, words, max_size=3)
rows = st.lists(st.tuples(words, words), max_size=30).map(tuple)
buttons = st.builds(Button, labels, names, values, st.sampled_from(["", "primary", "danger"]), words)
fields: st.SearchStrategy[Field] = st.one_of(
    st.builds(TextField, names, words, words, words, st.booleans(), st.booleans(), st.integers(1, 4_000)),
    st.builds(DateField, names, words, st.none() | st.dates(), words, st.booleans()),
    st.builds(
        ChoiceField,
        names,
        words,
        st.dictionaries(names, words, max_size=150),
        names,
        words,
        st.booleans(),
        st.booleans(),
    ),
)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, words),
    st.builds(Note, words),
    st.builds(Facts, rows, words),
    st.builds(Checklist, st.lists(words, max_size=30).map(tuple), words),
    st.builds(Table, st.tuples(words, words), rows, words),
    st.builds(Progress, st.integers(-5, 200), st.integers(-5, 200), st.integers(-5, 200), words, words),
    st.builds(File, words, st.binary(max_size=40), st.just("text/csv"), words),
    st.builds(Picture, st.binary(max_size=60_000), words, words),
    st.builds(Actions, st.lists(buttons, max_size=30).map(tuple)),
    st.builds(Form, words, names, st.lists(fields, max_size=12).map(tuple), labels, values),
)
replies = st.builds(
    Reply,
    st.lists(blocks, min_size=1, max_size=12).map(tuple),
    names,
    replaces=st.booleans(),
    errors=st.dictionaries(names, words, max_size=3),
)
