"""The workbook's facts, and the sheet's name on its first page → the folder's, or slips by row and column."""

import re
from collections.abc import Mapping
from typing import Any

from knowledge.facts import CONFIRMED, OPEN_REVIEWS
from knowledge.quantities import figures
from knowledge.sheet.workbook import FACTS, NAME_CELL, START
from knowledge.sheet.workbook_rows import BroughtBack, CellSlip, SheetRow, WorkbookRows, day_of, one_of


def bring_facts(book: WorkbookRows, found: BroughtBack) -> None:
    """Take over every fact; a row that was carried over and is emptied, or taken out, is no fact any more."""
    rows, before = book.rows[FACTS.name], found.files.facts["facts"]
    facts: dict[str, Any] = {}
    emptied: list[str] = found.files.facts.get("emptied", [])
    for row in rows:
        name = row["name"]
        found.rows["fact", name] = row
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            found.refuse(row, "name", f"“{name}” cannot be a name; use small letters, figures and _.")
        if name in facts:
            found.refuse(row, "name", f"{name} is there twice; keep one row.")
        if row["section"] not in found.files.facts["sections"]:
            found.refuse(row, "section", one_of(row["section"], found.files.facts["sections"]))
        if row["review"] and row["review"] not in FACTS_REVIEW:
            found.refuse(row, "review", one_of(row["review"], FACTS_REVIEW))
        marked = row["review"] or before.get(name, {}).get("review") or (name in emptied and name not in before)
        if marked and not row["reads as"] and not row["date"]:
            emptied = emptied if name in emptied else [*emptied, name]
            continue
        facts[name] = _fact(row, found)
        same = {key: value for key, value in before.get(name, {}).items() if key != "review"} == facts[name]
        if row["review"] == CONFIRMED or (row["review"] and same):
            facts[name]["review"] = row["review"]
    window = found.files.facts["window"]
    for name in (window["opens"], window["closes"]):
        if "day" not in facts.get(name, {}):
            last = list(rows)[-1] if list(rows) else SheetRow(FACTS.name, 1, {})
            row = found.rows.get(("fact", name), last)
            found.refuse(row, "date", f"{name} needs a date; the window rests on it.")
    _name_of_sheet(book, found, facts)
    found.files.facts["facts"] = facts
    found.files.facts.pop("emptied", None)
    if emptied := [name for name in emptied if name not in facts]:
        found.files.facts["emptied"] = emptied  # the same workbook may be brought in again


FACTS_REVIEW = (*OPEN_REVIEWS, CONFIRMED)


def _fact(row: SheetRow, found: BroughtBack) -> dict[str, str]:
    if bool(row["reads as"]) == bool(row["date"]):
        found.refuse(row, "reads as", "write either how it reads in a sentence, or a date.")
    if not row["date"]:
        return {"says": row["reads as"], "section": row["section"]}
    day = day_of(row["date"])
    if day is None:
        found.refuse(row, "date", f"“{row['date']}” is not a date; write it as 2027-04-22 or 22/4/2027.")
    return {"day": day or row["date"], "section": row["section"]}


def _name_of_sheet(book: WorkbookRows, found: BroughtBack, facts: Mapping[str, Mapping[str, str]]) -> None:
    """What the first page calls the sheet; where the cohort was corrected and the name was not, it follows."""
    name, was = book.sheet or found.files.facts["sheet"], found.files.facts["sheet"]
    cohort = facts.get("cohort", {}).get("says", "")
    before = found.files.facts["facts"].get("cohort", {}).get("says", "")
    if name == was and before and cohort:
        name = name.replace(before, cohort)
    if figures(cohort) and any(one.startswith("cohort ") for one in figures(name) - figures(cohort)):
        what = f"the sheet is called “{name}”, and the cohort is {cohort} (“{FACTS.name}”); correct one of them."
        found.slips.append(CellSlip(START, int(NAME_CELL[1:]), "Sheet", what))
    found.files.facts["sheet"] = name
