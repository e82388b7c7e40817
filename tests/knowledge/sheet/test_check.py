"""Each way in which answers, facts, index and walk can part is named, with its file and line."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.console.sheets import checked
from bot.core import settings
from knowledge.facts import KnowledgeError
from knowledge.sheet.check import check
from tests.support.paths import COHORT

CONFIG = settings.load({})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COHORT, tmp_path / COHORT.name))


@pytest.mark.parametrize("cohort", CONFIG.knowledge_folders, ids=lambda path: path.name)
def test_every_cohort_that_is_served_agrees_with_its_sheet(cohort: Path) -> None:
    assert not list(checked(cohort, CONFIG))


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert re.search(old, text), old
        (folder / file).write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    return change


SLIPS: dict[str, tuple[Callable[[Path], None], str]] = {
    "another figure in the facts": (
        replaced("facts.yaml", "says: ten", "says: eleven"),
        r"facts\.yaml, line 22: `release_days` says 11, and no sentence",
    ),
    "another date in the facts": (
        replaced("facts.yaml", "2026-04-23", "2026-04-24"),
        r"sheet_index\.yaml, line 5: overview 1\.3 has the figure 2026-04-23, which facts\.yaml lacks",
    ),
    "a number that is none": (
        replaced("facts.yaml", "says: ten", "says: a few"),
        r"`release_days` says “a few”; write a number",
    ),
    "another figure in the index": (
        replaced("sheet_index.yaml", r'figures: \["10"\]', 'figures: ["12"]'),
        r"sheet_index\.yaml, line \d+: involve 10\.1 has the figure 12, which facts\.yaml lacks",
    ),
    "another fact in an answer": (
        replaced(
            "entries/funding.yaml", r"\{release_days\} days' release time", "{residentials} days' release time"
        ),
        r"entries/funding\.yaml, line 1: `funding-year-one` says \{residentials\} \(3\)",
    ),
    "a cohort where terms are told": (
        replaced("entries/details.yaml", r"usually in \{residential_terms\}", "usually in {cohort}"),
        r"entries/details\.yaml, line \d+: `[\w-]+` says “in \{cohort\}”, and that is no time",
    ),
    "terms where a length is told": (
        replaced(
            "entries/involve.yaml",
            r"are \{residentials\} \{residential_length\}",
            "are {residentials} {residential_terms}",
        ),
        r"only a number and a length, such as two-day, stand side by side",
    ),
    "a number where a length is told": (
        replaced("entries/involve.yaml", r"a \{residential_length\} event", "a {residentials} event"),
        r"says “a \{residentials\}”, and no number stands there",
    ),
    "residentials where days are told": (
        replaced("entries/details.yaml", r"\{release_days\} funded days", "{residentials} funded days"),
        r"says “\{residentials\} funded days.*”, and that is no number of days",
    ),
    "an ordinal where a year is told": (
        replaced("entries/details.yaml", r"in \{second_year\}", "in {cohort_ordinal}"),
        r"says “in \{cohort_ordinal\}”, and that is no time",
    ),
    "a figure in words in an answer": (
        replaced("entries/funding.yaml", r"\{release_days\} days' release time", "twelve days' release time"),
        r"`funding-year-one` has 12 of its own",
    ),
    "the open window's words before it opens": (
        replaced("entries/apply.yaml", r"window opens on \{opening_date\}", "window opened on {opening_date}"),
        r"`window-opens`, `before:` says that the window is open",
    ),
    "a closing date that is past and still to come": (
        replaced("entries/apply.yaml", r"and closed on \{closing_date\}", "and closes on {closing_date}"),
        r"`window-opens`, `closed:` does not say that the closing date is past",
    ),
    "one text for all phases": (
        replaced(
            "entries/funding.yaml", r"the full cost of \{release_days\}", "until {closing_date} {release_days}"
        ),
        r"`funding-year-one` names a date of the window in one text",
    ),
    "a closed window that reads as open": (
        replaced(
            "entries/overview.yaml", "closed: Applications closed on .*", "closed: It closes on {closing_date}."
        ),
        r"entries/overview\.yaml, line 1: `closing-date`, `closed:` does not say that the closing date is past",
    ),
    "another cohort in a phrasing": (
        replaced("entries/funding.yaml", "- is it funded\n", "- is cohort 13 funded\n"),
        r"entries/funding\.yaml, line \d+: names cohort 13",
    ),
    "another year in an outcome": (
        replaced("eligibility.yaml", "title: Nothing here rules", "title: For 2027/28 nothing rules"),
        r"eligibility\.yaml, line \d+: “2” is a figure or month",
    ),
    "a criterion that the walk leaves out": (
        replaced("eligibility.yaml", r"who 16\.1, ", ""),
        r"sheet_index\.yaml, line \d+: the eligibility check neither asks nor shows who 16\.1",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_with_its_file_and_line(folder: Path, slip: str) -> None:
    change, said = SLIPS[slip]
    change(folder)
    try:
        found = check(folder)
    except KnowledgeError as error:
        found = str(error).splitlines()
    assert any(re.search(said, one) for one in found), found
