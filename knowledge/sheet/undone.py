"""A workbook whose unreadable rows are as they were before, so that the rest of it can be judged."""

import copy
from collections.abc import Callable

from knowledge.sheet.folder import FolderFiles
from knowledge.sheet.workbook import FACTS, OPTIONS, QUESTIONS, SENTENCES, SUBJECTS, TEXTS
from knowledge.sheet.workbook_rows import BroughtBack, CellSlip

OF_THE_CHECK = frozenset({QUESTIONS.name, OPTIONS.name, TEXTS.name})
AS_A_WHOLE = OF_THE_CHECK | {SENTENCES.name, SUBJECTS.name}


def as_before(found: BroughtBack, now: FolderFiles) -> tuple[FolderFiles, Callable[[CellSlip], bool]]:
    """The files, and whether a slip stands where something was taken as it was."""
    files, sheets = copy.deepcopy(found.files), {slip.sheet for slip in found.slips}
    if sheets & OF_THE_CHECK:
        files.walk = copy.deepcopy(now.walk)
    if SENTENCES.name in sheets:
        files.index = copy.deepcopy(now.index)
    if SUBJECTS.name in sheets:
        files.subjects = copy.deepcopy(now.subjects)
    rows = {(slip.sheet, slip.row) for slip in found.slips}
    names = {(kind, key) for (kind, key), row in found.rows.items() if (row.sheet, row.number) in rows}
    for name in (key for kind, key in names if kind == "fact"):
        _put_back(files.facts["facts"], name, now.facts["facts"])
    ids = {key.split()[0] for kind, key in names if kind in ("answer", "wording") and key}
    old = {entry["id"]: entry for _, entry in now.all_entries()}
    for file, entries in files.entries.items():
        kept = (old.get(one["id"]) if one["id"] in ids else one for one in entries)
        files.entries[file] = [one for one in kept if one]
    mine = rows | {(row.sheet, row.number) for (kind, key), row in found.rows.items() if _is_of(kind, key, ids)}
    whole = AS_A_WHOLE & sheets | (OF_THE_CHECK if sheets & OF_THE_CHECK else frozenset())
    facts = FACTS.name in sheets  # whatever a row of it would have said is not known
    return (
        files,
        lambda slip: slip.sheet in whole or (slip.sheet, slip.row) in mine or (facts and "“Facts”" in slip.what),
    )


def _put_back(facts: dict[str, dict[str, str]], name: str, before: dict[str, dict[str, str]]) -> None:
    if name in before:
        facts[name] = dict(before[name])
    else:
        facts.pop(name, None)


def _is_of(kind: str, key: str, ids: set[str]) -> bool:
    return kind in ("answer", "wording") and key.partition(" ")[0] in ids
