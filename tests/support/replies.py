"""Any reply that the core's types allow, for hypothesis: every block, nasty texts, far too many of them."""

from datetime import date

from hypothesis import strategies as st

from bot.core.form import ChoiceField, DateField, Form, TextField
from bot.core.reply import (
    LONGEST_LABEL,
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
    Reply,
    Table,
    Text,
    WebLink,
)

NASTY = (
    "",
    " \t\u2003\u200b\n",
    "a" * 13_000,
    "how many days " * 1_000,
    "&<>" * 1_100,
    "one line\n" * 700,
    "\x00\x1b[31mred\x07",
    "\ud800 alone",
    "\u202ewhen\u202c",
    "<!channel> <!here> <@U123> <#C123|x> <https://x.example|click>",
    "*bold* _it_ ~no~ `code` ```",
    "https://example.com/?a=1&b=2",
    "🙂🙃🤖" * 120,
    "&amp; &lt;!channel&gt;",
    "<at>everybody</at> [x](http://e.example) **b** # h",
    "é" * 30_000,
    "🙂" * 9_000,
    '"}],"a":"other"',
)
CONTENTS = (b"", b"x", b"\x89PNG" * 5_000, bytes(60_000))
SMALL = st.text(max_size=12)
TEXTS = st.one_of(SMALL, st.text(max_size=200), st.sampled_from(NASTY))
FEW = st.one_of(SMALL, st.sampled_from(NASTY))
NUMBERS = st.integers(-5, 200)
LABELS = FEW.map(lambda text: (text or "x")[:LONGEST_LABEL])
VALUES = st.dictionaries(SMALL, FEW, max_size=3)
BUTTONS = st.builds(Button, LABELS, FEW, VALUES, st.sampled_from(["", "primary", "danger"]), FEW)
OPTIONS = st.one_of(
    st.dictionaries(FEW, FEW, max_size=14),
    st.integers(0, 120).map(lambda most: {str(at): f"Option {at}" for at in range(most)}),
)
FIELDS = st.one_of(
    st.builds(TextField, FEW, FEW, FEW, FEW, st.booleans(), st.booleans(), st.integers(-1, 5_000)),
    st.builds(DateField, FEW, FEW, st.none() | st.dates(date(2020, 1, 1)), FEW, st.booleans()),
    st.builds(ChoiceField, FEW, FEW, OPTIONS, FEW, FEW, st.booleans(), st.booleans()),
)
SEVERAL_FIELDS = st.one_of(
    st.lists(FIELDS, max_size=5),
    st.integers(90, 110).map(lambda most: [TextField(f"f{at}", f"Field {at}") for at in range(most)]),
)
FORMS = st.builds(Form, FEW, SMALL, SEVERAL_FIELDS.map(tuple), FEW, VALUES)
TIMES = st.sampled_from([1, 1, 1, 1, 30])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width, rows = draw(st.sampled_from([1, 2, 3, 4, 12])), draw(st.integers(0, 5))
    cells = st.lists(FEW, min_size=width, max_size=width).map(tuple)
    times = draw(TIMES)
    return Table(draw(cells), tuple(draw(cells) for _ in range(rows)) * times, draw(FEW))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    return Facts(tuple(draw(st.lists(st.tuples(FEW, FEW), max_size=13))) * draw(TIMES), draw(FEW))


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    return Checklist(tuple(draw(st.lists(TEXTS, max_size=12))) * draw(TIMES), draw(FEW))


@st.composite
def rows_of_buttons(draw: st.DrawFn) -> Actions:
    """Some, or the same ones again and again."""
    times = draw(st.sampled_from([1, 1, 1, 15]))
    return Actions(tuple(draw(st.lists(BUTTONS, max_size=4))) * times)


BADGES = st.builds(Badge, FEW, st.sampled_from(["", "good", "warning", "attention"]))
FOLDED = st.one_of(TEXTS.map(Text), TEXTS.map(Note), facts(), checklists())
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    TEXTS.map(Text),
    TEXTS.map(Note),
    facts(),
    checklists(),
    tables(),
    st.builds(Progress, NUMBERS, NUMBERS, NUMBERS, FEW, FEW),
    st.builds(File, FEW, st.sampled_from(CONTENTS), st.just("text/plain"), FEW),
    st.builds(Picture, st.sampled_from(CONTENTS), FEW, FEW),
    rows_of_buttons(),
    TEXTS.map(Heading),
    TEXTS.map(lambda text: Text(text, strong=True)),
    st.builds(Item, FEW, FEW, st.none() | BADGES, st.none() | BUTTONS),
    BADGES,
    st.builds(Columns, st.lists(st.tuples(FEW, FEW), max_size=9).map(tuple)),
    st.builds(WebLink, FEW, FEW),
    st.builds(Collapsible, FEW, st.lists(FOLDED, max_size=3).map(tuple)),
    FORMS,
)


def replies() -> st.SearchStrategy[Reply]:
    """Mostly few blocks; now and then more than a message takes."""
    few = st.lists(BLOCKS, max_size=5)
    many = st.tuples(few, st.sampled_from([1, 1, 1, 1, 1, 14])).map(lambda pair: pair[0] * pair[1])
    wrong = st.dictionaries(SMALL, FEW, max_size=3)
    return st.builds(Reply, many.map(tuple), st.just("answer"), replaces=st.booleans(), errors=wrong)
