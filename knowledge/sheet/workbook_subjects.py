"""The workbook's subjects of follow-ups → the folder's, or slips by row and column."""

from typing import Any

from knowledge.follow_up_words import load_follow_up_words
from knowledge.load import SHARED
from knowledge.sheet.workbook import ANSWERS, SUBJECTS
from knowledge.sheet.workbook_rows import BroughtBack, WorkbookRows, one_of, several


def bring_subjects(book: WorkbookRows, found: BroughtBack) -> None:
    """A row for each facet; a workbook without the sheet leaves them as they are."""
    if SUBJECTS.name not in book.rows:
        return
    ids = {entry["id"] for _, entry in found.files.all_entries()}
    facets = load_follow_up_words(SHARED / "follow_ups.yaml", SHARED.parent).facets
    subjects: dict[str, dict[str, Any]] = {}
    for row in book.rows[SUBJECTS.name]:
        found.rows["subject", f"{row['subject']} {row['question id']}"] = row
        if not row["subject"]:
            found.refuse(row, "subject", "write what “it” stands for, such as: the partner teacher.")
        if row["question id"] not in ids:
            found.refuse(
                row, "question id", f"“{row['question id']}” is no question of “{ANSWERS.name}”; correct it."
            )
        if row["asked"] and row["asked"] not in facets:
            found.refuse(row, "asked", one_of(row["asked"], facets))
        one = subjects.setdefault(row["subject"], {"words": row["subject"], "named": [], "more": []})
        one["named"] += [name for name in several(row["named"]) if name not in one["named"]]
        if not row["asked"]:
            one["more"].append(row["question id"])
        elif row["asked"] in one:
            found.refuse(row, "asked", f"“{row['asked']}” is there twice for {row['subject']}; keep one row.")
        else:
            one[row["asked"]] = row["question id"]
    found.files.subjects = [{key: value for key, value in one.items() if value} for one in subjects.values()]
