"""Cohorts and years that stand in the data by name: each would still be said, or listened for, a year later."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from knowledge.load import SHARED
from knowledge.names import NAME
from knowledge.quantities import figures
from knowledge.yaml_lines import read

OWN = ("facts.yaml", "sheet_index.yaml")  # where a cohort's own names and years are written, once
OF_A_COHORT = re.compile(r"cohort \d+|20\d\d/\d\d|(?:autumn|spring|summer|winter) 20\d\d")
RECENT_YEAR = re.compile(r"20(?:2[5-9]|[3-9]\d)|\w+ 20(?:2[5-9]|[3-9]\d)")
IN_FIGURES = re.compile(r"\b\d{1,2}([/.])\d{1,2}\1\d{2,4}\b")
NOT_SAID = ("review", "why", "reviewed")  # who looked at an answer, and when
MAY_NAME = re.compile(r"\d|cohort", re.IGNORECASE)
ADVICE = "write a fact's name in braces instead, such as {cohort}, {next_cohort} or {development_year}"


def named_cohorts(folder: Path) -> Iterator[str]:
    """Every cohort, school year and recent year that the data writes itself, with its file and line."""
    yield from _named_in(folder, folder)
    yield from _of_shared()


@lru_cache(maxsize=1)
def _of_shared() -> tuple[str, ...]:
    return tuple(_named_in(SHARED, SHARED.parent))


def _named_in(folder: Path, root: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.yaml")):
        if path.name in OWN and path.parent == folder:
            continue
        for node in read(path, root).leaves(NOT_SAID):
            if found := _named(node.raw, years=True):
                yield f"{node.where}: names {found}; {ADVICE}."
    for path in sorted(folder.rglob("*.jsonl")):
        yield from _in_questions(path, path.relative_to(root).as_posix())


def _in_questions(path: Path, name: str) -> Iterator[str]:
    """Questions in people's own words may name years of their lives."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            text = json.loads(line)["q"]
        except (ValueError, KeyError, TypeError):
            continue  # the loader has said so
        if found := _named(text, years=False):
            yield f"{name}, line {number}: names {found}; {ADVICE}."


def _named(text: str, *, years: bool) -> str:
    """What a text names that one cohort only has; empty for nothing."""
    bare = IN_FIGURES.sub(" ", NAME.sub(" ", text))  # a day that somebody logs is no date of the sheet
    if not MAY_NAME.search(bare):
        return ""
    found = figures(bare)
    return ", ".join(sorted(one for one in found if OF_A_COHORT.fullmatch(one) or (years and _is_recent(one))))


def _is_recent(figure: str) -> bool:
    return bool(RECENT_YEAR.fullmatch(figure) or re.fullmatch(r"20(?:2[5-9]|[3-9]\d)-\d\d-\d\d", figure))
