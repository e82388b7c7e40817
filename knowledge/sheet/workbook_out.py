"""A cohort folder → the workbook that an officer edits."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.facts import Phase
from knowledge.model import Entry, Knowledge, ReviewState
from knowledge.sheet.folder import FolderFiles
from knowledge.sheet.start import LOOK_FIRST, PERHAPS
from knowledge.sheet.workbook import (
    ANSWERS,
    ANY_TIME,
    BETWEEN,
    FACTS,
    OPTIONS,
    PARTS,
    QUESTIONS,
    SENTENCES,
    START,
    SUBJECTS,
    TABLES,
    TEXTS,
    WORDINGS,
    SheetTable,
)
from knowledge.sheet_text import sentences

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SAMPLE = 5
WORDINGS_OF_A_FACET = 6
NOTES = (
    "B2 above is what readers see as the source of an answer; correct it where it is wrong.",
    "Answers: edit “new answer”. What most likely contradicts the new sheet stands at the top, with the",
    "reason. Once an answer is right, choose “reviewed”, with your name and the date; “remove” takes it out.",
    "A new id is a new answer. “Asked as” has some of the questions that the answer has to be right for: say",
    "what the sheet does not say of them, or take the wording out under “Wordings”.",
    "“Sentences” are a guess where the reason says “perhaps”: read what they say before you sign.",
    "Rules of an answer: at most 65 words; it opens with the fact, never with yes, no or an apology; every",
    "figure, date and month is a fact's name in braces, such as {closing_date}; and each fact stands in one",
    "of its “sentences”.",
    "An answer that names the opening or closing date has four rows: before, open, last day and closed. What",
    "the sheet does not answer is “not in the sheet”, says so, names the Maths Hub, and has under “looked",
    "for” the words searched.",
    "What is asked in one breath belongs in one answer: a date with its place, a sum with who pays it.",
    "Wordings: how people ask each question, one in a row; none under two questions. Three at least; a new",
    "answer wants a dozen that differ, as people put it who have not read the sheet.",
    "Facts: every figure and date, once: either “reads as” or “date”. “not in the new sheet” was carried over",
    "from last year: correct it; or empty it, to have it taken out; or write “confirmed”. “in doubt” is a date",
    "of which the sheet leaves open whether it is that: correct it or write “confirmed”. Names may be used",
    "anywhere in braces. A name may be changed here, and then wherever it stands in braces; but not those of",
    "last year's facts. “closing_time”, such as 5 pm or 12 noon, is the hour at which applications end on",
    "the last day: from then on the bot says that they are closed. Add it if it is not there.",
    "Of the cohorts before and after, {last_cohort} and {next_cohort} are there already, and need no row.",
    "Sentences: what each sentence of the sheet says, in our words; “lead-in” where no answer need rest on",
    "it. A row of a table is one sentence. Figures come from the sheet and are not typed; each of them needs",
    "a row in Facts.",
    "Subjects: what short words mean right after an answer, for what is new: “who pays for that?”, “do they",
    "have to?”. A row for each: the subject, in words that may stand for “it” (the partner teacher); how",
    "people name it (partner; partner teacher); what is asked, from the list below, or nothing for one more",
    "answer about it; and the answer's question id. Of a subject that is there already, named as it is here,",
    "write only what is new: {subjects}.",
    "Eligibility: the check's questions, their options and texts; write “reviewed by NAME on DATE” at",
    "“review”. What the sheet asks no evidence of, or no plus of, is emptied; the whole list may be.",
    "Grey columns are for reading only. Save as .xlsx, then: mastery sheet import FILE.xlsx --dry-run",
)


def write_workbook(path: Path, files: FolderFiles, draft: Knowledge, old: Knowledge | None, sheet: str) -> None:
    """files and draft: the same folder. old: the cohort that it was carried over from. sheet: its text, if any."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import, and only this needs it

    words = {one.name: one.text for one in sentences(sheet, draft.sections)}
    rows = {
        ANSWERS.name: answer_rows(files, draft, old, words),
        WORDINGS.name: [[one["id"], text] for _, one in files.all_entries() for text in one["phrasings"]],
        FACTS.name: [
            [name, fact.get("says", ""), fact.get("day", ""), fact["section"], fact.get("review", "")]
            for name, fact in files.facts["facts"].items()
        ],
        SENTENCES.name: sentence_rows(files, draft, words),
        SUBJECTS.name: list(subject_rows(files.subjects)),
        QUESTIONS.name: [question_row(one) for one in files.walk["questions"]],
        OPTIONS.name: [
            option_row(one["id"], option) for one in files.walk["questions"] for option in one["options"]
        ],
        TEXTS.name: list(text_rows(files.walk)),
    }
    book = Workbook()
    start = book.active
    if start is None:
        raise LookupError("a new workbook has a sheet")
    start.title = START
    start.append(["Cohort's folder", draft.name])
    start.append(["Sheet", draft.sheet])
    known = "; ".join(one.words for one in draft.follow_ups.subjects if one.by_facet)
    for note in NOTES:
        start.append(["", note.replace("{subjects}", known)])
    for facet, wordings in draft.follow_ups.facets.items():
        start.append(["", f"Subjects, “{facet}” under “asked”: {', '.join(wordings[:WORDINGS_OF_A_FACET])}"])
    start.column_dimensions["A"].width = 18
    start.column_dimensions["B"].width = 110
    for table in TABLES:
        _fill(book.create_sheet(table.name), table, rows[table.name], draft)
    book.save(path)


def _fill(sheet: "Worksheet", table: SheetTable, rows: Iterable[Sequence[str]], draft: Knowledge) -> None:
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
        of_draft = {"section": tuple(draft.sections), "asked": tuple(draft.follow_ups.facets)}
        choices = of_draft.get(column.heading, column.choices)
        if choices:
            listed = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            listed.add(f"{letter}2:{letter}2000")
            sheet.add_data_validation(listed)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def answer_rows(
    files: FolderFiles, draft: Knowledge, old: Knowledge | None, words: Mapping[str, str]
) -> list[list[str]]:
    found = []
    for one in sorted((one for _, one in files.all_entries()), key=_urgency):
        before = old.entries.get(one["id"]) if old else None
        says = "\n".join(words.get(place) or draft.sheet_index[place].says for place in one["rests_on"])
        review = one.get("reviewed", {}) if one.get("review") == ReviewState.REVIEWED.value else {}
        for when, text in _by_when(one["answer"]):
            found.append(
                [
                    *(
                        one["id"],
                        one["title"],
                        "\n".join(_sample(one["phrasings"])),
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


def _sample(wordings: Sequence[str]) -> Sequence[str]:
    """Some of them from all over the list: what an answer has to be right for."""
    return wordings[:: max(1, len(wordings) // SAMPLE)][:SAMPLE]


def _urgency(entry: Mapping[str, Any]) -> int:
    """What most likely contradicts the new sheet stands first; the rest in the folder's order."""
    why = entry.get("why", "")
    ranks = (LOOK_FIRST in why, entry.get("review") == ReviewState.GONE.value, PERHAPS in why, bool(why))
    return next((rank for rank, holds in enumerate(ranks) if holds), len(ranks))


def _by_when(answer: str | Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return answer.items() if isinstance(answer, Mapping) else [(ANY_TIME, answer)]


def _before(entry: Entry | None, when: str, old: Knowledge | None) -> str:
    """Last year's answer as it read, facts filled in."""
    if entry is None or old is None:
        return ""
    phase = Phase.OPEN if when == ANY_TIME else Phase(when)
    return old.say(entry.answers[phase], old.window.opens)


def sentence_rows(files: FolderFiles, draft: Knowledge, words: Mapping[str, str]) -> list[list[str]]:
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


def subject_rows(subjects: Iterable[Mapping[str, Any]]) -> Iterable[list[str]]:
    """One for each facet, with how the subject is named in the first; what has no facet stands last."""
    for one in subjects:
        facets = [(name, entry) for name, entry in one.items() if isinstance(entry, str) and name != "words"]
        rows = [*facets, *(("", entry) for entry in one.get("more", []))]
        for at, (facet, entry) in enumerate(rows):
            yield [one["words"], "" if at else BETWEEN.join(one.get("named", [])), facet, entry]


def question_row(one: Mapping[str, Any]) -> list[str]:
    shows = "\n".join(f"{name}: {text}" for name, text in one.get("shows", {}).items())
    return [
        *(one["id"], one["ask"], one["short"], one["why"], one.get("hint", ""), one["section"]),
        *(BETWEEN.join(one["about"]), shows, BETWEEN.join(one.get("rests_on", []))),
    ]


def option_row(question: str, one: Mapping[str, Any]) -> list[str]:
    left = (one.get("sort_out", ""), one.get("ask_hub", ""))
    return [question, one["answer"], one["to"], *left, BETWEEN.join(one.get("words", []))]


def text_rows(walk: Mapping[str, Any]) -> Iterable[list[str]]:
    yield from ([name, walk[name]] for name in PARTS)
    yield ["beside", BETWEEN.join(walk.get("beside", []))]
    yield from ([f"dates, {when}", text] for when, text in walk["dates"].items())
    for name in ("evidence", "pluses"):
        yield [f"{name}, intro", walk[name].get("intro", "")]
        yield [f"{name}, sentences", BETWEEN.join(walk[name].get("rests_on", []))]
        yield from ([f"{name}, item", text] for text in walk[name]["items"] or [""])
    for one in walk["outcomes"]:
        yield from ([f"outcome {one['id']}, {field}", one[field]] for field in ("title", "says"))
        next_ = one["next"] if isinstance(one["next"], Mapping) else dict.fromkeys(map(str, Phase), one["next"])
        yield from ([f"outcome {one['id']}, {when}", text] for when, text in next_.items())
    yield ["review", walk.get("review", "")]
