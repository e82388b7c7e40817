"""Where a slip stands: each of the loader's and of `check` in the cell of the workbook that it is about."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from knowledge.sheet.folder import WALK
from knowledge.sheet.slip_patterns import (
    COLUMNS,
    ENTRY,
    FACT,
    IN_THE_WORKBOOK,
    INDEXED,
    PHRASED,
    QUOTED_OF_WALK,
    WALKED,
)
from knowledge.sheet.workbook import ANSWERS, FACTS, TEXTS
from knowledge.sheet.workbook_rows import BroughtBack, CellSlip, SheetRow


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
