"""The sheets and columns of the workbook in which an officer edits a cohort's words."""

from dataclasses import dataclass

from knowledge.facts import CONFIRMED, OPEN_REVIEWS, Phase
from knowledge.model import EntryStatus, ReviewState
from knowledge.sheet_index import DECLARED

ANY_TIME = "any time"
BETWEEN = "; "
REMOVE = "remove"
COHORT_CELL, NAME_CELL = "B1", "B2"
START = "Start here"


@dataclass(frozen=True, slots=True)
class Column:
    """heading: as it stands in the first row. only_read: what is changed there is not taken.

    may_lack: a workbook of an earlier version has none, and is taken all the same.
    """

    heading: str
    width: int = 16
    only_read: bool = False
    may_lack: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet of the workbook. may_lack: as of a column; then what it would hold stays as it is."""

    name: str
    columns: tuple[Column, ...]
    may_lack: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns if not column.may_lack)


STATUS = tuple(status.value for status in EntryStatus)
WHEN = (ANY_TIME, *(phase.value for phase in Phase))
REVIEW = (*(state.value for state in ReviewState if state is not ReviewState.KEPT), REMOVE)
ANSWERS = SheetTable(
    "Answers",
    (
        Column("question id", 24),
        Column("question", 28),
        Column("asked as", 34, only_read=True, may_lack=True),
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
WORDINGS = SheetTable("Wordings", (Column("question id", 28), Column("wording", 70)))
FACTS = SheetTable(
    "Facts",
    (
        Column("name", 30),
        Column("reads as", 44),
        Column("date", 14),
        Column("section", 14),
        Column("review", 22, choices=(*OPEN_REVIEWS, CONFIRMED)),
    ),
)
SENTENCES = SheetTable(
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
SUBJECTS = SheetTable(
    "Subjects",
    (Column("subject", 30), Column("named", 40), Column("asked", 18), Column("question id", 30)),
    may_lack=True,
)
QUESTIONS = SheetTable(
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
OPTIONS = SheetTable(
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
TEXTS = SheetTable("Eligibility texts", (Column("part", 30), Column("text", 90)))
TABLES = (ANSWERS, WORDINGS, FACTS, SENTENCES, SUBJECTS, QUESTIONS, OPTIONS, TEXTS)
PARTS = ("title", "section", "first", "intro", "commitment", "decides")  # of the walk: one text each
