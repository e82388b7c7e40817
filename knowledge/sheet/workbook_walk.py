"""The workbook's three sheets of the eligibility check → the walk as it would be, or slips by row and column."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from knowledge.dialog.model import REVIEWED
from knowledge.facts import Phase
from knowledge.sheet.workbook import OPTIONS, PARTS, QUESTIONS, TEXTS
from knowledge.sheet.workbook_rows import BroughtBack, CellSlip, SheetRow, WorkbookRows, one_of, several


def bring_walk(book: WorkbookRows, found: BroughtBack) -> None:
    walk = found.files.walk
    options = _options(book.rows[OPTIONS.name], found, walk["answers"])
    questions, asked = [], {row["id"] for row in book.rows[QUESTIONS.name]}
    for row in book.rows[QUESTIONS.name]:
        name = row["id"]
        found.rows["question", name] = row
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            found.refuse(row, "id", f"“{name}” cannot be an id; use small letters, figures and _.")
        for column in ("ask", "short", "why"):
            if not row[column]:
                found.refuse(row, column, "this is empty; write it.")
        if row["section"] not in found.files.facts["sections"]:
            found.refuse(row, "section", one_of(row["section"], found.files.facts["sections"]))
        if not several(row["about"]):
            found.refuse(row, "about", "write the words by which people refer to it, with ; between.")
        for place in several(row["sentences"]):
            if place not in found.files.index:
                found.refuse(row, "sentences", f"the sheet has no sentence at “{place}”.")
        if len(options.get(name, [])) < 2:
            found.refuse(row, "id", f"{name} needs two rows or more in “{OPTIONS.name}”.")
        questions.append(_question(row, options.get(name, []), found))
    for row in book.rows[OPTIONS.name]:
        if row["question"] not in asked:
            found.refuse(row, "question", f"“{row['question']}” is no id of “{QUESTIONS.name}”.")
        if row["leads to"] not in asked | {"summary"}:
            found.refuse(row, "leads to", f"“{row['leads to']}” is no question; write an id, or summary.")
    walk["questions"] = questions
    _walk_texts(book.rows[TEXTS.name], found)


def _question(row: SheetRow, options: list[dict[str, Any]], found: BroughtBack) -> dict[str, Any]:
    shows: dict[str, str] = {}
    for line in filter(None, row["shows"].split("\n")):
        name, colon, text = line.partition(": ")
        if not colon:
            found.refuse(row, "shows", "write a name, a colon and a text in each line.")
        shows[name] = text
    one = {
        "id": row["id"],
        "ask": row["ask"],
        "shows": shows,
        "hint": row["hint"],
        "short": row["short"],
        "about": several(row["about"]),
        "section": row["section"],
        "rests_on": several(row["sentences"]),
        "why": row["why"],
        "options": options,
    }
    return {key: value for key, value in one.items() if value or key == "options"}


def _options(
    rows: Iterable[SheetRow], found: BroughtBack, answers: Collection[str]
) -> dict[str, list[dict[str, Any]]]:
    by_question: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.rows["option", f"{row['question']} {row['answer']}"] = row
        if row["answer"] not in answers:
            found.refuse(row, "answer", one_of(row["answer"], answers))
        if row["sort out"] and row["ask hub"]:
            found.refuse(row, "ask hub", "an answer leaves either something to sort out or to ask; keep one.")
        option: dict[str, Any] = {"answer": row["answer"], "to": row["leads to"]}
        option |= {"words": words} if (words := several(row["words"])) else {}
        left = {"sort_out": row["sort out"], "ask_hub": row["ask hub"]}
        option |= {key: text for key, text in left.items() if text}
        by_question.setdefault(row["question"], []).append(option)
    return by_question


def _walk_texts(rows: Iterable[SheetRow], found: BroughtBack) -> None:
    """One row for each text; items of evidence and pluses may be added, taken out or emptied, even all of them."""
    walk, seen = found.files.walk, set[str]()
    outcomes = {one["id"]: one for one in walk["outcomes"]}
    items: dict[str, list[str]] = {"evidence": [], "pluses": []}
    for row in rows:
        part, text = row["part"], row["text"].replace("\n", " ")
        found.rows["part", part] = row
        name, _, field_ = part.partition(", ")
        seen.add(part)
        outcome = outcomes.get(name.removeprefix("outcome "))
        if not text and part not in ("review", "beside") and name not in items:
            found.refuse(row, "text", f"{part} is empty; write it.")
        elif part in PARTS:
            walk[part] = text
        elif part == "beside":
            walk["beside"] = several(text)
        elif part == "review":
            _walk_review(row, text, found)
        elif name == "dates" and field_ in list(Phase):
            walk["dates"][field_] = text
        elif name in items and field_ in ("intro", "sentences", "item"):
            _criterion(walk[name], items[name], field_, text)
        elif outcome is not None and field_ in ("title", "says"):
            outcome[field_] = text
        elif outcome is not None and field_ in list(Phase):
            outcome["next"] = {**_phased(outcome["next"]), field_: text}
        else:
            found.refuse(row, "part", f"“{part}” is not known here; put back what stood there.")
    for name, texts in items.items():
        walk[name]["items"] = texts
        intro = found.rows.get(("part", f"{name}, intro"))
        if texts and not walk[name].get("intro") and intro:
            found.refuse(intro, "text", f"{name}, intro is empty, and has items below it; write it.")
        walk[name] = {key: value for key, value in walk[name].items() if value or key == "items"}
    for part in [*PARTS, *(f"dates, {phase.value}" for phase in Phase)]:
        if part not in seen:
            found.slips.append(CellSlip(TEXTS.name, 1, "part", f"the row of {part} is missing; put it back."))


def _walk_review(row: SheetRow, text: str, found: BroughtBack) -> None:
    walk = found.files.walk
    was = walk.pop("review", "")
    if text.lower().startswith(REVIEWED) and not re.fullmatch(rf"{REVIEWED}.+ on \S+", text, re.IGNORECASE):
        found.refuse(row, "text", "write it as: reviewed by NAME on DATE.")
    if was and not text:
        found.refuse(row, "text", "write “reviewed by NAME on DATE” once the check is right.")
    if text:
        walk["review"] = text


def _criterion(criteria: dict[str, Any], items: list[str], name: str, text: str) -> None:
    if name == "item":
        items += [text] if text else []
    elif name == "sentences":
        criteria["rests_on"] = several(text)
    else:
        criteria["intro"] = text


def _phased(value: Any) -> dict[str, str]:
    return dict(value) if isinstance(value, Mapping) else {phase.value: value for phase in Phase}
