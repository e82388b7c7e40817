"""The loader refuses bad data in words: which file, which line, what to do."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.facts import ApplicationWindow, KnowledgeError, Phase
from knowledge.load import SHARED, load
from knowledge.model import EntryStatus, Knowledge, OffTopic
from tests.support.paths import COHORT

GOOD = """- id: lunch
  title: Lunch on a residential
  status: answered
  section: involve
  rests_on: [involve 3.1]
  answer: Lunch is at the venue of each of the {residentials} residentials.
  phrasings: [is lunch given, do we eat together, what is for lunch on a residential]
"""

BAD: dict[str, tuple[Callable[[str], str], str]] = {
    "no id": (
        lambda text: text.replace("- id: lunch\n  title", "- title"),
        "line 1: `id:` is missing; add it",
    ),
    "unknown name": (lambda text: text + "  colour: red\n", "line 8: `colour` is not known here; use one of"),
    "unknown status": (
        lambda text: text.replace("status: answered", "status: perhaps"),
        "line 3: `perhaps` is not a status; use one of: answered, partly, not in the sheet",
    ),
    "unknown section": (
        lambda text: text.replace("section: involve", "section: lunch"),
        "line 1: `lunch` is not a section; use one of: overview",
    ),
    "unknown fact": (
        lambda text: text.replace("{residentials}", "{dinners}"),
        "uses {dinners}, which facts.yaml does not have",
    ),
    "a figure of its own": (
        lambda text: text.replace("Lunch is at", "Lunch is at 12 at"),
        "has a figure or month of its own (“1”); write it once in facts.yaml",
    ),
    "a month of its own": (
        lambda text: text.replace("Lunch is at", "Lunch in March is at"),
        "has a figure or month of its own (“March”)",
    ),
    "too long": (
        lambda text: text.replace("Lunch is at", "Lunch is " + "very " * 70 + "much at"),
        "at most 65 are read on a phone",
    ),
    "opens with yes": (lambda text: text.replace("Lunch is", "Yes, lunch is"), "open with the fact"),
    "a verdict": (
        lambda text: text.replace("Lunch is", "You are ineligible if lunch is"),
        "gives a verdict (“ineligible”); Maths Hubs decide",
    ),
    "funded by nobody": (
        lambda text: text.replace("Lunch is", "Fully funded lunch is"),
        "says “fully funded” without “through the Maths Hub”",
    ),
    "admits first": (
        lambda text: text.replace("Lunch is", "The sheet doesn't say that lunch is"),
        "open with what it does say",
    ),
    "rests on nothing that there is": (
        lambda text: text.replace("involve 3.1", "involve 93.1"),
        "rests on “involve 93.1”, which sheet_index.yaml does not have",
    ),
    "says what was looked for": (
        lambda text: text.replace("status: answered", "status: not in the sheet"),
        "does not say what was looked for; add `looked_for:`",
    ),
    "not in the sheet, nobody to ask": (
        lambda text: text.replace("status: answered", "status: not in the sheet"),
        "names nobody to ask; point to the Maths Hub",
    ),
    "a lone brace": (
        lambda text: text.replace("{residentials}", "{residentials"),
        "has a brace without its partner",
    ),
    "few phrasings": (
        lambda text: text.replace("is lunch given, do we eat together, ", ""),
        "line 7: at least 3 phrasings are needed",
    ),
    "a phrasing of another entry": (
        lambda text: text.replace("is lunch given", "When is the deadline?"),
        "keep it where it belongs",
    ),
    "a dangling relation": (
        lambda text: text + "  related: [dinner]\n",
        "names `dinner`, which is not an entry",
    ),
    "a long title": (
        lambda text: text.replace("title: Lunch", "title: " + "Lunch " * 12),
        "at most 60 characters",
    ),
    "not YAML": (
        lambda text: text.replace("answer: Lunch is", "answer: Lunch: it is"),
        "not readable as YAML",
    ),
    "empty": (lambda _: "# nothing\n", "the file is empty; write at least one item"),
    "an id twice": (
        lambda text: text + text.replace("is lunch given", "lunches"),
        "`lunch` is already used at",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COHORT, tmp_path / "cohort"))


def test_a_new_entry_needs_no_code(folder: Path) -> None:
    (folder / "entries" / "lunch.yaml").write_text(GOOD)
    knowledge = load(folder)
    lunch = knowledge.entries["lunch"]
    assert knowledge.answer(lunch, date(2026, 2, 10)) == "Lunch is at the venue of each of the three residentials."


@pytest.mark.parametrize("slip", BAD)
def test_bad_data_is_refused_in_words(folder: Path, slip: str) -> None:
    spoil, said = BAD[slip]
    (folder / "entries" / "lunch.yaml").write_text(spoil(GOOD))
    with pytest.raises(KnowledgeError) as refusal:
        load(folder)
    assert "lunch.yaml" in str(refusal.value)
    assert said in str(refusal.value)


def test_every_slip_is_named_at_once(folder: Path) -> None:
    (folder / "entries" / "lunch.yaml").write_text(GOOD.replace("{residentials}", "{dinners} or 3"))
    with pytest.raises(KnowledgeError) as refusal:
        load(folder)
    assert len(str(refusal.value).splitlines()) == 2


@pytest.mark.parametrize("name", ["facts.yaml", "sheet_index.yaml", "eligibility.yaml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(KnowledgeError, match=f"{name}: this file is missing"):
        load(folder)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        ("2025-12-15", Phase.BEFORE),
        ("2025-12-16", Phase.OPEN),
        ("2026-04-22", Phase.OPEN),
        ("2026-04-23", Phase.LAST_DAY),
        ("2026-04-24", Phase.CLOSED),
    ],
)
def test_the_window_is_open_on_its_last_day(day: str, phase: Phase) -> None:
    window = ApplicationWindow(opens=date(2025, 12, 16), closes=date(2026, 4, 23))
    assert window.phase(date.fromisoformat(day)) is phase


def test_every_answer_reads_whole_on_every_kind_of_day(knowledge: Knowledge) -> None:
    days = [date(2025, 11, 1), date(2026, 2, 10), date(2026, 4, 22), date(2026, 4, 23), date(2026, 11, 23)]
    for entry in knowledge.entries.values():
        for day in days:
            text = knowledge.answer(entry, day)
            assert 20 < len(text) <= 700, entry.id
            assert "{" not in text
            assert 10 < len(knowledge.gist(entry, day)) <= len(text)


def test_after_the_closing_date_nothing_reads_as_if_it_were_to_come(knowledge: Knowledge) -> None:
    for entry in knowledge.entries.values():
        text = entry.answers[Phase.CLOSED]
        if "{closing_date}" in text:
            assert re.search(r"\b(?:closed|passed|was)\b", text), entry.id
        assert "{days_left}" not in text


def test_each_section_of_the_sheet_is_answered_from(knowledge: Knowledge) -> None:
    used = {entry.section for entry in knowledge.entries.values() if entry.status is EntryStatus.ANSWERED}
    assert used == set(knowledge.sections)


def test_related_entries_are_other_entries(knowledge: Knowledge) -> None:
    wrong = [entry.id for entry in knowledge.entries.values() if entry.id in entry.related]
    assert not wrong


def test_no_two_entries_say_the_very_same_thing(knowledge: Knowledge) -> None:
    said = {entry.answers[Phase.OPEN] for entry in knowledge.entries.values()}
    assert len(said) == len(knowledge.entries)


def test_a_reader_who_chooses_is_told_each_topic_apart(knowledge: Knowledge) -> None:
    topics = {topic.id: topic for topic in knowledge.topics() if not isinstance(topic, OffTopic)}
    named = re.findall(r"^([\w-]+):", (SHARED / "told_apart.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(named) == len(set(named))
    assert set(named) <= set(topics)
    read = {name: knowledge.for_reader(topic, date(2026, 2, 10)) for name, topic in topics.items()}
    assert all(10 < len(said) <= 700 for said in read.values()), min(read.values(), key=len)
    assert len(set(read.values())) == len(read)
