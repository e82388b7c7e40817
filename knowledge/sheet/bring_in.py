"""A workbook taken over into a cohort's folder: whole or not at all, each slip by sheet, row and column."""

import re
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.facts import KnowledgeError
from knowledge.load import gathered, read_draft
from knowledge.model import ADDED_FILE, Knowledge, ReviewState
from knowledge.sheet.check import SheetFile, check
from knowledge.sheet.folder import WALK, FolderFiles, read_files, write_files
from knowledge.sheet.review import digest_of
from knowledge.sheet.slip_patterns import (
    COLUMNS,
    ENTRY,
    FACT,
    IN_THE_WORKBOOK,
    INDEXED,
    LINE,
    OTHER_CELLS,
    PHRASED,
    QUOTED_OF_WALK,
    SIGNED_BEFORE,
    WALKED,
)
from knowledge.sheet.workbook import ANSWERS, FACTS, TEXTS
from knowledge.sheet.workbook_in import brought_back
from knowledge.sheet.workbook_rows import BroughtBack, CellSlip, SheetRow, WorkbookRows

FEWEST_WORDINGS = 12  # with five, a made-up sheet's new answers were found for 4 in 10 questions put otherwise


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """changed: how many of each kind. open: what is still to do, each by its row. unsigned: entry ids.

    seldom_found: new entries with few wordings, and how many each has.
    """

    changed: Mapping[str, int]
    open: Sequence[str]
    waiting: int
    unsigned: Sequence[str]
    seldom_found: Mapping[str, int]


def bring_in(book: WorkbookRows, folder: Path, sheet: SheetFile | None = None, *, dry_run: bool) -> ImportOutcome:
    """Raises KnowledgeError with every slip; then nothing was written. sheet: the text, where it is at hand."""
    now = read_files(folder)
    found = brought_back(book, now)
    if found.slips:
        raise _refused(found.slips)
    with tempfile.TemporaryDirectory(prefix="mastery-sheet-") as place:
        trial = Path(place) / folder.name
        write_files(found.files, trial)
        before = {LINE.sub("", slip) for slip in check(folder, sheet)}
        draft = _read(trial, found, sheet, before)
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
        _changed(found.files, now), list(map(str, open_)), len(waiting), found.unsigned, _few(found.files)
    )


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


def _read(trial: Path, found: BroughtBack, sheet: SheetFile | None, before: Collection[str]) -> Knowledge:
    try:
        draft, problems = gathered(trial)
    except KnowledgeError as error:
        raise _refused(located(str(error).splitlines(), found, trial)) from None
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


def _for_an_officer(slip: str) -> str:
    """The slip's words without the names of files, which an officer never sees."""
    for word, instead in IN_THE_WORKBOOK.items():
        slip = slip.replace(word, instead)
    return slip


def located(slips: Iterable[str], found: BroughtBack, trial: Path) -> list[CellSlip]:
    """Each slip of the loader or of `check` in the cell that it is about."""
    return [_located(slip, found, trial) for slip in slips]


def _located(slip: str, found: BroughtBack, trial: Path) -> CellSlip:
    rows = found.rows
    what = _for_an_officer(slip.split(": ", 1)[1] if re.match(r"\S+(?:, line \d+)?: ", slip) else slip)
    phrased = PHRASED.search(slip)
    if phrased and (row := rows.get(("wording", f"{phrased['id']} {phrased['text']}"))):
        return row.slip("wording", what)
    for about, kind, name, column in (
        (ENTRY.search(slip), "answer", "id", _column(slip)),
        (INDEXED.search(slip), "place", "place", "in our words" if "figure" not in slip else "figures"),
        (FACT.search(slip), "fact", "name", "date" if re.search(r"\d{4}-\d\d-\d\d", slip) else "reads as"),
    ):
        if about and (row := rows.get((kind, about[name]))):
            return _of_phase(row, slip, about[name], rows).slip(column, what)
    if walked := WALKED.search(slip):
        return _in_walk(int(walked["line"]), what, found, trial)
    if (quoted := QUOTED_OF_WALK.match(slip)) and (cell := _with_words(quoted["words"], what, found)):
        return cell
    if line := re.search(r"(entries/\S+), line (\d+)", slip):
        return _in_file(line[1], int(line[2]), what, found, trial)
    if WALK in slip and (quoted := re.search(r"“(.+?)…?”", slip)):
        return _with_words(quoted[1], what, found) or CellSlip(TEXTS.name, 1, "text", what)
    named = re.search(r"`([\w-]+)`", slip)
    row = rows.get(("answer", named[1])) if named else None
    return row.slip(_column(slip), what) if row else CellSlip(_sheet_of(slip), 1, "", what)


def _with_words(words: str, what: str, found: BroughtBack) -> CellSlip | None:
    """The cell of the eligibility check that has these words."""
    for (kind, _), row in found.rows.items():
        if kind in ("question", "option", "part"):
            for column, text in row.cells.items():
                if words in " ".join(text.split()):
                    return row.slip(column, what)
    return None


def _sheet_of(slip: str) -> str:
    return FACTS.name if "facts.yaml" in slip else TEXTS.name if WALK in slip else ANSWERS.name


def _column(slip: str) -> str:
    return next((column for pattern, column in COLUMNS if pattern.search(slip)), "new answer")


def _of_phase(row: SheetRow, slip: str, name: str, rows: Mapping[tuple[str, str], SheetRow]) -> SheetRow:
    """The row of the phase that a slip names, or whose answer has the words that it quotes."""
    phase = re.search(r"`(before|open|last day|closed):`", slip)
    if phase:
        return rows.get(("answer", f"{name} {phase[1]}"), row)
    quoted = re.search(r"“(.+?)”|uses (\{\w+\})", slip)
    mine = [one for (kind, key), one in rows.items() if kind == "answer" and key.startswith(f"{name} ")]
    words = (quoted[1] or quoted[2]) if quoted else ""
    return next((one for one in mine if words and words in one["new answer"]), row)


def _in_walk(line: int, what: str, found: BroughtBack, trial: Path) -> CellSlip:
    """The row of the question, option or text whose lines in the file hold this one."""
    lines = (trial / WALK).read_text(encoding="utf-8").splitlines()[:line]
    key = next((m[1] for one in reversed(lines) if (m := re.match(r"(\w+):", one))), "")
    name = next((m[1] for one in reversed(lines) if (m := re.match(r"  - id: ['\"]?(\w+)", one))), "")
    field = next((m[1] for one in reversed(lines) if (m := re.match(r"\s+(?:- )?([a-z_ ]+):", one))), "text")
    if key == "questions":
        after = lines[max(at for at, one in enumerate(lines) if re.match(r"  - id:", one)) :]
        answer = next(
            (m[1] for one in reversed(after) if (m := re.match(r"      - answer: ['\"]?(\w+)", one))), ""
        )
        row = found.rows.get(("option", f"{name} {answer}")) if answer else found.rows.get(("question", name))
        if row:
            known = {"rests_on": "sentences", "to": "leads to"}
            column = known.get(field, field.replace("_", " "))
            return row.slip(column if column in row.cells else next(iter(row.cells)), what)
    parts = {part: row for (kind, part), row in found.rows.items() if kind == "part"}
    wanted = f"outcome {name}, {field}" if key == "outcomes" else f"{key}, {field}"
    row = parts.get(wanted) or parts.get(key) or next((r for p, r in parts.items() if p.startswith(key)), None)
    return row.slip("text", what) if row else CellSlip(TEXTS.name, 1, "text", what)


def _in_file(file: str, line: int, what: str, found: BroughtBack, trial: Path) -> CellSlip:
    lines = (trial / file).read_text(encoding="utf-8").splitlines()[:line]
    name = next((m[1] for one in reversed(lines) if (m := re.match(r"- id: ['\"]?([\w-]+)", one))), "")
    wording = re.match(r"\s+- (.*)$", lines[-1]) if lines else None
    if wording and (row := found.rows.get(("wording", f"{name} {wording[1].strip(chr(39) + chr(34))}"))):
        return row.slip("wording", what)
    row = found.rows.get(("answer", name))
    return row.slip(_column(what), what) if row else CellSlip(ANSWERS.name, 1, "", what)


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
        "subjects changed": int(files.subjects != now.subjects),
        "eligibility check changed": int(files.walk != now.walk),
    }


def _refused(slips: Iterable[CellSlip | str]) -> KnowledgeError:
    lines = dict.fromkeys(str(slip) for slip in slips)
    return KnowledgeError("\n".join([*lines, f"{len(lines)} to put right. Nothing was changed."]))
