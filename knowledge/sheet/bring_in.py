"""A workbook taken over into a cohort's folder: whole or not at all, each slip by sheet, row and column."""

import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.facts import KnowledgeError
from knowledge.load import gathered, read_draft
from knowledge.model import ADDED_FILE, Knowledge, ReviewState
from knowledge.sheet.check import SheetFile, check
from knowledge.sheet.folder import FolderFiles, read_files, write_files
from knowledge.sheet.located import located
from knowledge.sheet.review import digest_of
from knowledge.sheet.slip_patterns import LINE, OTHER_CELLS, SIGNED_BEFORE
from knowledge.sheet.undone import as_before
from knowledge.sheet.workbook_in import brought_back
from knowledge.sheet.workbook_out import subject_rows
from knowledge.sheet.workbook_rows import BroughtBack, CellSlip, WorkbookRows

FEWEST_WORDINGS = 12  # with five, a made-up sheet's new answers were found for 4 in 10 questions put otherwise


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """changed: how many of each kind. open: what is still to do, each by its row. unsigned: entry ids.

    seldom_found: new entries with few wordings, and how many each has. followed: whose source is that of its
    sentences, and not the one in the workbook.
    """

    changed: Mapping[str, int]
    open: Sequence[str]
    waiting: int
    unsigned: Sequence[str]
    seldom_found: Mapping[str, int]
    followed: Sequence[str] = ()


def bring_in(book: WorkbookRows, folder: Path, sheet: SheetFile | None = None, *, dry_run: bool) -> ImportOutcome:
    """Raises KnowledgeError with every slip; then nothing was written. sheet: the text, where it is at hand."""
    now = read_files(folder)
    found = brought_back(book, now)
    if found.slips:
        raise _refused([*found.slips, *_beside(found, now, folder, sheet)])
    with tempfile.TemporaryDirectory(prefix="mastery-sheet-") as place:
        trial = Path(place) / folder.name
        write_files(found.files, trial)
        before = {LINE.sub("", slip) for slip in check(folder, sheet)}
        draft = _read(trial, found, sheet, before, lambda: _beside(found, now, folder, sheet))
        _sign(found.files, draft)
        write_files(found.files, trial)
        draft = read_draft(trial)
        slips = check(trial, sheet, draft)
        new = _new(slips, before)
        if new:
            raise _refused(located(new, found, trial))
        waiting = [one for one in draft.entries.values() if not one.review.done]
        open_ = located(slips, found, trial)
    if not dry_run:
        write_files(found.files, folder, now)
    return ImportOutcome(
        _changed(found.files, now),
        list(map(str, open_)),
        len(waiting),
        found.unsigned,
        _few(found.files),
        found.followed,
    )


def _beside(found: BroughtBack, now: FolderFiles, folder: Path, sheet: SheetFile | None) -> Iterable[CellSlip]:
    """What else is wrong beside the cells that cannot be read, so that all is put right in one go.

    Rows that cannot be read are taken as they were; of what follows from that, nothing is named.
    """
    if any(slip.row == 1 for slip in found.slips):
        return []  # a row is missing, and what else is wrong would mostly follow from that
    files, slipped = as_before(found, now)
    before = {LINE.sub("", slip) for slip in check(folder, sheet)}
    with tempfile.TemporaryDirectory(prefix="mastery-sheet-") as place:
        trial = Path(place) / folder.name
        write_files(files, trial)
        try:
            draft, problems = gathered(trial)
            said = [
                one
                for one in (*problems, *_new(check(trial, sheet, draft), before))
                if not SIGNED_BEFORE.search(one)
            ]
        except KnowledgeError as error:
            said = str(error).splitlines()
        return [one for one in located(said, found, trial) if not slipped(one)]


def _few(files: FolderFiles) -> dict[str, int]:
    """The answers of this cohort alone that people will seldom be given, put in other words than these."""
    counted = {entry["id"]: len(entry["phrasings"]) for entry in files.entries.get(ADDED_FILE, ())}
    return {name: count for name, count in counted.items() if count < FEWEST_WORDINGS}


def _still_to_do(slip: str) -> bool:
    """What a change may leave for later: a sentence without an answer is no mistake of a row."""
    return "no entry rests on" in slip or "neither asks nor shows" in slip or "nobody has said yet" in slip


def _new(slips: Iterable[str], before: Collection[str]) -> list[str]:
    """What was not there before this workbook, and must be put right in it."""
    return [slip for slip in slips if LINE.sub("", slip) not in before and not _still_to_do(slip)]


def _read(
    trial: Path,
    found: BroughtBack,
    sheet: SheetFile | None,
    before: Collection[str],
    beside: Callable[[], Iterable[CellSlip]],
) -> Knowledge:
    """beside: what else is wrong where too little can be read to judge the rest."""
    try:
        draft, problems = gathered(trial)
    except KnowledgeError as error:
        found.slips += located(str(error).splitlines(), found, trial)
        raise _refused([*found.slips, *beside()]) from None
    if problems:
        # Nothing of it is signed before all of it can be read, so that is no slip of any row yet.
        slips = [slip for slip in check(trial, sheet, draft) if not SIGNED_BEFORE.search(slip)]
        raise _refused(located([*problems, *_new(slips, before)], found, trial))
    return draft


def _sign(files: FolderFiles, draft: Knowledge) -> None:
    """What was signed in the workbook is signed as it stands now."""
    for _, entry in files.all_entries():
        if entry.get("review") == ReviewState.REVIEWED.value and entry["reviewed"]["of"] == "-":
            entry["reviewed"]["of"] = digest_of(draft.entries[entry["id"]], draft.sheet_index)


def _changed(files: FolderFiles, now: FolderFiles) -> dict[str, int]:
    """How many of each kind are not as they were."""
    old = {entry["id"]: entry for _, entry in now.all_entries()}
    new = {entry["id"]: entry for _, entry in files.all_entries()}
    differ = [name for name in new if name in old and new[name] != old[name]]
    return {
        "answers changed": sum(new[name]["answer"] != old[name]["answer"] for name in differ),
        "answers added": len(new.keys() - old.keys()),
        "answers taken out": len(old.keys() - new.keys()),
        "answers with another source, status or list": sum(
            any(new[name].get(key) != old[name].get(key) for key in (*OTHER_CELLS,)) for name in differ
        ),
        "wordings changed": sum(len(set(new[name]["phrasings"]) ^ set(old[name]["phrasings"])) for name in differ),
        "reviewed": sum(
            entry.get("review") == ReviewState.REVIEWED.value
            and old.get(name, {}).get("review") != entry["review"]
            for name, entry in new.items()
        ),
        "facts changed": len(
            {name for name, fact in files.facts["facts"].items() if now.facts["facts"].get(name) != fact}
            | (now.facts["facts"].keys() - files.facts["facts"].keys())
        ),
        "sentences changed": sum(one != now.index.get(place) for place, one in files.index.items()),
        "rows of subjects changed": _rows_changed(files, now),
        "eligibility check changed": int(files.walk != now.walk),
    }


def _rows_changed(files: FolderFiles, now: FolderFiles) -> int:
    """Of “Subjects”: each that is not as it was, new, or gone."""
    before, after = (
        {(row[0], row[2] or row[3]): row for row in subject_rows(one.subjects)} for one in (now, files)
    )
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())


def _refused(slips: Iterable[CellSlip | str]) -> KnowledgeError:
    lines = dict.fromkeys(str(slip) for slip in slips)
    return KnowledgeError("\n".join([*lines, f"{len(lines)} to put right. Nothing was changed."]))
