"""The sheets and columns of the workbook in which an officer edits a cohort's words; how it is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.facts import Phase
from knowledge.model import Entry, EntryStatus, Knowledge, ReviewState
from knowledge.sheet.folder import FolderFiles
from knowledge.sheet_index import DECLARED
from knowledge.sheet_text import sentences

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ANY_TIME = "any time"
BETWEEN = "; "
REMOVE = "remove"
COHORT_CELL = "B1"
START = "Start here"
NOTES = (
    "Answers: edit “new answer”; {names} in braces are facts, such as {closing_date}. Once it is right, choose",
    "“reviewed”, with your name and the date; “remove” takes it out. A row with a new id is a new answer.",
    "Wordings: how people ask each question, one in a row; three at least. Facts: every figure and date, once.",
    "Sentences: what each sentence of the sheet says, in our words; `lead-in` where no answer need rest on it.",
    "Eligibility: the check's questions, their options and texts; write “reviewed by NAME on DATE” at “review”.",
    "Grey columns are for reading only. Save as .xlsx, then: mastery sheet import FILE.xlsx --dry-run",
)


@dataclass(frozen=True, slots=True)
class Column:
    """heading: as it stands in the first row. only_read: what is changed there is not taken."""

    heading: str
    width: int = 16
    only_read: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the workbook."""

    name: str
    columns: tuple[Column, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


STATUS = tuple(status.value for status in EntryStatus)
WHEN = (ANY_TIME, *(phase.value for phase in Phase))
REVIEW = (*(state.value for state in ReviewState if state is not ReviewState.KEPT), REMOVE)
ANSWERS = Table(
    "Answers",
    (
        Column("question id", 24),
        Column("question", 28),
        Column("status", 14, choices=STATUS),
        Column("section", 13),
        Column("when", 10, choices=WHEN),
        Column("sentences", 20),
        Column("the sheet says", 44, only_read=True),
        Column("why to review", 22, only_read=True),
        Column("old answer", 48, only_read=True),
        Column("new answer", 56),
        Column("review", 14, choices=REVIEW),
        Column("reviewed by", 16),
        Column("reviewed on", 13),
        Column("looked for", 20),
        Column("related", 24),
    ),
)
WORDINGS = Table("Wordings", (Column("question id", 28), Column("wording", 70)))
FACTS = Table("Facts", (Column("name", 24), Column("reads as", 44), Column("date", 14), Column("section", 14)))
SENTENCES = Table(
    "Sentences",
    (
        Column("place", 16, only_read=True),
        Column("the sheet says", 70, only_read=True),
        Column("figures", 24, only_read=True),
        Column("in our words", 60),
        Column("declared", 14, choices=DECLARED),
        Column("answers", 40, only_read=True),
    ),
)
QUESTIONS = Table(
    "Eligibility questions",
    (
        Column("id", 14),
        Column("ask", 44),
        Column("short", 30),
        Column("why", 44),
        Column("hint", 34),
        Column("section", 13),
        Column("about", 28),
        Column("shows", 44),
        Column("sentences", 20),
    ),
)
OPTIONS = Table(
    "Eligibility options",
    (
        Column("question", 14),
        Column("answer", 12),
        Column("leads to", 14),
        Column("sort out", 44),
        Column("ask hub", 44),
        Column("words", 44),
    ),
)
TEXTS = Table("Eligibility texts", (Column("part", 30), Column("text", 90)))
TABLES = (ANSWERS, WORDINGS, FACTS, SENTENCES, QUESTIONS, OPTIONS, TEXTS)
PARTS = ("title", "section", "first", "intro", "commitment", "decides")  # of the walk: one text each


def write_workbook(path: Path, files: FolderFiles, draft: Knowledge, old: Knowledge | None, sheet: str) -> None:
    """files and draft: the same folder. old: the cohort that it was carried over from. sheet: its text, if any."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import, and only this needs it

    words = {one.name: one.text for one in sentences(sheet, draft.sections)}
    rows = {
        ANSWERS.name: _answers(files, draft, old, words),
        WORDINGS.name: [[one["id"], text] for _, one in files.all_entries() for text in one["phrasings"]],
        FACTS.name: [
            [name, fact.get("says", ""), fact.get("day", ""), fact["section"]]
            for name, fact in files.facts["facts"].items()
        ],
        SENTENCES.name: _sentences(files, draft, words),
        QUESTIONS.name: [_question(one) for one in files.walk["questions"]],
        OPTIONS.name: [_option(one["id"], option) for one in files.walk["questions"] for option in one["options"]],
        TEXTS.name: list(_texts(files.walk)),
    }
    book = Workbook()
    start = book.active
    if start is None:
        raise LookupError("a new workbook has a sheet")
    start.title = START
    start.append(["Cohort's folder", draft.name])
    start.append(["Sheet", draft.sheet])
    for note in NOTES:
        start.append(["", note])
    start.column_dimensions["A"].width = 18
    start.column_dimensions["B"].width = 110
    for table in TABLES:
        _fill(book.create_sheet(table.name), table, rows[table.name], draft)
    book.save(path)


def _fill(sheet: "Worksheet", table: Table, rows: Iterable[Sequence[str]], draft: Knowledge) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415  as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  as above
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  as above

    grey, wrap = PatternFill("solid", fgColor="EEEEEE"), Alignment(wrap_text=True, vertical="top")
    for line, row in enumerate((table.headings, *rows), 1):
        for at, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            cell = sheet.cell(line, at, value)
            cell.data_type, cell.number_format, cell.alignment = "s", "@", wrap
            if line == 1:
                cell.font = Font(bold=True)
            if column.only_read:
                cell.fill = grey
    for at, column in enumerate(table.columns, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = column.width
        choices = tuple(draft.sections) if column.heading == "section" else column.choices
        if choices:
            listed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            listed.add(f"{letter}2:{letter}2000")
            sheet.add_data_validation(listed)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _answers(
    files: FolderFiles, draft: Knowledge, old: Knowledge | None, words: Mapping[str, str]
) -> list[list[str]]:
    found = []
    for _, one in files.all_entries():
        before = old.entries.get(one["id"]) if old else None
        says = "\n".join(words.get(place) or draft.sheet_index[place].says for place in one["rests_on"])
        review = one.get("reviewed") or {}
        for when, text in _by_when(one["answer"]):
            found.append(
                [
                    *(
                        one["id"],
                        one["title"],
                        one["status"],
                        one["section"],
                        when,
                        BETWEEN.join(one["rests_on"]),
                        says,
                    ),
                    *(one.get("why", ""), _before(before, when, old), text, one.get("review", "")),
                    *(review.get("by", ""), review.get("on", "")),
                    *(BETWEEN.join(one.get("looked_for", [])), BETWEEN.join(one.get("related", []))),
                ]
            )
    return found


def _by_when(answer: str | Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return answer.items() if isinstance(answer, Mapping) else [(ANY_TIME, answer)]


def _before(entry: Entry | None, when: str, old: Knowledge | None) -> str:
    """Last year's answer as it read, facts filled in."""
    if entry is None or old is None:
        return ""
    phase = Phase.OPEN if when == ANY_TIME else Phase(when)
    return old.say(entry.answers[phase], old.window.opens)


def _sentences(files: FolderFiles, draft: Knowledge, words: Mapping[str, str]) -> list[list[str]]:
    return [
        [
            *(
                place,
                words.get(place, ""),
                BETWEEN.join(one.get("figures", [])),
                one["says"],
                one.get("declared", ""),
            ),
            ", ".join(entry.id for entry in draft.entries.values() if place in entry.rests_on),
        ]
        for place, one in files.index.items()
    ]


def _question(one: Mapping[str, Any]) -> list[str]:
    shows = "\n".join(f"{name}: {text}" for name, text in one.get("shows", {}).items())
    return [
        *(one["id"], one["ask"], one["short"], one["why"], one.get("hint", ""), one["section"]),
        *(BETWEEN.join(one["about"]), shows, BETWEEN.join(one.get("rests_on", []))),
    ]


def _option(question: str, one: Mapping[str, Any]) -> list[str]:
    left = (one.get("sort_out", ""), one.get("ask_hub", ""))
    return [question, one["answer"], one["to"], *left, BETWEEN.join(one.get("words", []))]


def _texts(walk: Mapping[str, Any]) -> Iterable[list[str]]:
    yield from ([name, walk[name]] for name in PARTS)
    yield ["beside", BETWEEN.join(walk.get("beside", []))]
    yield from ([f"dates, {when}", text] for when, text in walk["dates"].items())
    for name in ("evidence", "pluses"):
        yield [f"{name}, intro", walk[name]["intro"]]
        yield [f"{name}, sentences", BETWEEN.join(walk[name].get("rests_on", []))]
        yield from ([f"{name}, item", text] for text in walk[name]["items"])
    for one in walk["outcomes"]:
        yield from ([f"outcome {one['id']}, {field}", one[field]] for field in ("title", "says"))
        next_ = one["next"] if isinstance(one["next"], Mapping) else dict.fromkeys(map(str, Phase), one["next"])
        yield from ([f"outcome {one['id']}, {when}", text] for when, text in next_.items())
    yield ["review", walk.get("review", "")]
