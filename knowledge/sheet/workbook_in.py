"""An officer's workbook → the cohort's files as they would be, or every slip with its sheet, row and column."""

import copy
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from knowledge.facts import Phase
from knowledge.model import ADDED_FILE
from knowledge.sheet.folder import FolderFiles
from knowledge.sheet.workbook import ANSWERS, ANY_TIME, REMOVE, SENTENCES, STATUS, WHEN, WORDINGS
from knowledge.sheet.workbook_facts import bring_facts
from knowledge.sheet.workbook_reviews import review_of
from knowledge.sheet.workbook_rows import BroughtBack, CellSlip, SheetRow, WorkbookRows, one_of, several
from knowledge.sheet.workbook_subjects import bring_subjects
from knowledge.sheet.workbook_walk import bring_walk
from knowledge.sheet_index import DECLARED
from knowledge.topic_files import LONGEST_TITLE

ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
SHARED_BY_ROWS = ("question", "status", "section", "sentences", "looked for", "related")


def brought_back(book: WorkbookRows, now: FolderFiles) -> BroughtBack:
    """now: the folder's files as they are."""
    found = BroughtBack(copy.deepcopy(now))
    bring_facts(book, found)
    _sentences(book.rows[SENTENCES.name], found)
    _answers(book, found, now)
    bring_subjects(book, found)
    bring_walk(book, found)
    return found


def _sentences(rows: Iterable[SheetRow], found: BroughtBack) -> None:
    index, seen = found.files.index, set[str]()
    for row in rows:
        place = row["place"]
        found.rows["place", place] = row
        if place not in index:
            found.refuse(row, "place", f"the sheet has no sentence at “{place}”; places come from the sheet.")
            continue
        if place in seen:
            found.refuse(row, "place", f"{place} is there twice; keep one row.")
        seen.add(place)
        if not row["in our words"]:
            found.refuse(row, "in our words", f"say what {place} says.")
        if row["figures"] != "; ".join(index[place].get("figures", [])):
            found.refuse(row, "figures", "figures come from the sheet; put back what stood there.")
        index[place]["says"] = row["in our words"].replace("\n", " ")
        index[place].pop("declared", None)
        if row["declared"] and row["declared"] not in DECLARED:
            found.refuse(row, "declared", one_of(row["declared"], DECLARED))
        elif row["declared"]:
            index[place]["declared"] = row["declared"]
    for place in index.keys() - seen:
        found.slips.append(CellSlip(SENTENCES.name, 1, "place", f"the row of {place} is missing; put it back."))


def _answers(book: WorkbookRows, found: BroughtBack, now: FolderFiles) -> None:
    groups: dict[str, list[SheetRow]] = {}
    for row in book.rows[ANSWERS.name]:
        if not ID.fullmatch(row["question id"]):
            found.refuse(row, "question id", f"“{row['question id']}” cannot be an id; write it as early-career.")
            continue
        groups.setdefault(row["question id"], []).append(row)
    wordings = _wordings(book, found, groups)
    old = {entry["id"]: (file, entry) for file, entry in now.all_entries()}
    for name in old.keys() - groups.keys():
        what = f"the answer {name} is missing; to take it out, write “{REMOVE}” under review."
        found.slips.append(CellSlip(ANSWERS.name, 1, "question id", what))
    made = {
        name: _entry(name, rows, wordings.get(name, []), old.get(name, ("", {}))[1], found, groups.keys())
        for name, rows in groups.items()
        if rows[0]["review"] != REMOVE
    }
    files: dict[str, list[dict[str, Any]]] = {file: [] for file in now.entries}
    for name in [*(one for one in old if one in made), *(one for one in made if one not in old)]:
        files.setdefault(old[name][0] if name in old else ADDED_FILE, []).append(made[name])
    found.files.entries = files


def _wordings(book: WorkbookRows, found: BroughtBack, known: Collection[str]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for row in book.rows[WORDINGS.name]:
        name = row["question id"]
        found.rows["wording", f"{name} {row['wording']}"] = row
        if name not in known:
            found.refuse(row, "question id", f"“{name}” is no question of “{ANSWERS.name}”; correct it.")
        if not row["wording"]:
            found.refuse(row, "wording", "this wording is empty; write it or take the row out.")
        texts.setdefault(name, []).append(row["wording"])
    return texts


def _entry(
    name: str,
    rows: list[SheetRow],
    wordings: list[str],
    old: Mapping[str, Any],
    found: BroughtBack,
    ids: Collection[str],
) -> dict[str, Any]:
    first = rows[0]
    for row in rows:
        found.rows["answer", f"{name} {row['when']}"] = row
        for column in SHARED_BY_ROWS:
            if row[column] and row[column] != first[column]:
                found.refuse(row, column, f"differs from row {first.number} of the same answer; write it alike.")
    found.rows["answer", name] = first
    _answer_cells(first, found, ids)
    section = _section(first, found)
    entry = {
        "id": name,
        "title": first["question"],
        "status": first["status"],
        "section": section,
        "rests_on": several(first["sentences"]),
        "looked_for": several(first["looked for"]),
        "answer": _answer(rows, found),
        "related": several(first["related"]),
        "follow_ups": old.get("follow_ups", []),
        "phrasings": wordings,
    }
    order = [*(key for key in old if key in entry), *(key for key in entry if key not in old)]
    entry = {key: entry[key] for key in order if entry[key] or key in ("rests_on", "answer", "phrasings")}
    return entry | review_of(rows, old, entry, found)


def _section(row: SheetRow, found: BroughtBack) -> str:
    """The source that readers see is where its sentences stand; a section that has none of them gives way."""
    theirs = [place.split()[0] for place in several(row["sentences"]) if place in found.files.index]
    if not theirs or row["section"] in theirs or row["section"] not in found.files.facts["sections"]:
        return row["section"]
    found.followed.append(f"{row['question id']}: {theirs[0]}, not {row['section']}")
    return theirs[0]


def _answer_cells(row: SheetRow, found: BroughtBack, ids: Collection[str]) -> None:
    title = row["question"]
    if not title or len(title) > LONGEST_TITLE:
        found.refuse(row, "question", f"write at most {LONGEST_TITLE} characters: it is a button's label.")
    if row["status"] not in STATUS:
        found.refuse(row, "status", one_of(row["status"], STATUS))
    if row["section"] not in found.files.facts["sections"]:
        found.refuse(row, "section", one_of(row["section"], found.files.facts["sections"]))
    places = several(row["sentences"])
    if not places:
        found.refuse(row, "sentences", "name the sentences that it rests on, such as who 4.1; who 6.1.")
    for place in places:
        if place not in found.files.index:
            found.refuse(row, "sentences", f"the sheet has no sentence at “{place}”.")
    for name in several(row["related"]):
        if name not in ids:
            found.refuse(row, "related", f"“{name}” is no question id of this sheet.")


def _answer(rows: list[SheetRow], found: BroughtBack) -> str | dict[str, str]:
    texts: dict[str, str] = {}
    for row in rows:
        when = row["when"] or ANY_TIME
        if when not in WHEN:
            found.refuse(row, "when", one_of(when, WHEN))
        if when in texts:
            found.refuse(row, "when", f"“{when}” is there twice for this answer; keep one row.")
        if not row["new answer"]:
            found.refuse(row, "new answer", "this answer is empty; write it.")
        texts[when] = row["new answer"].replace("\n", " ")
    if ANY_TIME in texts:
        if len(texts) > 1:
            found.refuse(rows[0], "when", f"write either “{ANY_TIME}” once, or one row for each phase.")
        return texts[ANY_TIME]
    for phase in Phase:
        if phase.value not in texts and all(when in WHEN for when in texts):
            found.refuse(rows[-1], "when", f"the phase “{phase.value}” has no row; add one.")
    return {phase.value: texts.get(phase.value, "…") for phase in Phase}
