"""How an answer of the workbook stands: signed, signed before it was changed, or still to review."""

from collections.abc import Mapping
from typing import Any

from knowledge.model import ReviewState
from knowledge.sheet.workbook import REVIEW
from knowledge.sheet.workbook_rows import BroughtBack, SheetRow, day_of, one_of

CHANGED_SINCE = "changed after its review"


def review_of(
    rows: list[SheetRow], old: Mapping[str, Any], entry: Mapping[str, Any], found: BroughtBack
) -> dict[str, Any]:
    """How it stands now: signed in this workbook, or as before; what was signed and is not the same is open again.

    A folder in which nothing was ever marked needs no signatures.
    """
    row = next((one for one in rows if one["review"] == ReviewState.REVIEWED.value), rows[0])
    state, by, on = row["review"], row["reviewed by"], row["reviewed on"]
    if state and state not in REVIEW:
        found.refuse(row, "review", one_of(state, REVIEW))
        return {}
    if not state:
        marked = not old or "review" in old
        return (
            {"review": ReviewState.NEW.value if not old else old["review"]}
            if marked and _any_marked(found)
            else {}
        )
    if state != ReviewState.REVIEWED.value:
        return {
            "review": state,
            **{key: old[key] for key in ("why", "reviewed") if key in old and not _is_done(old)},
        }
    day = day_of(on)
    if not by:
        found.refuse(row, "reviewed by", "write who reviewed it.")
    if day is None:
        found.refuse(row, "reviewed on", f"“{on}” is not a date; write it as 2027-04-22 or 22/4/2027.")
    return _signed({"by": by, "on": day or on}, row["why to review"], old, entry, found)


def _signed(
    signed: Mapping[str, str], why: str, old: Mapping[str, Any], entry: Mapping[str, Any], found: BroughtBack
) -> dict[str, Any]:
    """A signature holds for what it was under. why: what the officer reads in the row as the reason to review.

    One that was there before the change is kept, so that the same workbook means the same a second time; who has
    read the reason, in a later export, may sign alike.
    """
    before = old.get("reviewed", {})
    same = {key: before.get(key) for key in signed} == signed
    content = [key for key in entry if key not in ("phrasings", "related", "follow_ups")]
    outlived = not _is_done(old) and why != old.get("why", "")
    if same and (outlived or any(entry[key] != old.get(key) for key in content)):
        found.unsigned.append(entry["id"])
        return {"review": ReviewState.TO_REVIEW.value, "why": CHANGED_SINCE, "reviewed": before}
    kept = same and _is_done(old)
    return {"review": ReviewState.REVIEWED.value, "reviewed": {**signed, "of": before["of"] if kept else "-"}}


def _is_done(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("review", ReviewState.REVIEWED.value) == ReviewState.REVIEWED.value)


def _any_marked(found: BroughtBack) -> bool:
    return any("review" in entry for _, entry in found.files.all_entries())
