"""The walk is data: what a change of it changes, what the loader refuses, and the chart that is drawn of it."""

import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.db.store import Store
from knowledge.dialog.chart import chart_of, markdown, mermaid, readme_block, with_chart
from knowledge.dialog.chart_file import write_chart
from knowledge.dialog.chart_svg import picture
from knowledge.dialog.model import SUMMARY, AnswerEffect, longest
from knowledge.facts import KnowledgeError
from knowledge.load import load
from knowledge.model import Knowledge
from tests.support.dialog_paths import paths
from tests.support.paths import COHORT
from tests.support.transcript import IN_MEMORY
from tests.support.walker import Walker, small_folder

README = COHORT.parent.parent / "README.md"
NEW_QUESTION = """
  - id: lessons
    ask: Would you open your classroom to visitors?
    short: Lessons open to visitors
    about: [visitors, lessons, open]
    section: involve
    why: Observing lessons together is part of the programme's work.
    options:
      - {answer: yes, to: summary}
      - {answer: no, to: summary, sort_out: talk to a colleague who has done it.}
      - {answer: not_sure, to: summary, ask_hub: ask what a visit looks like.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_folder(tmp_path / "cohort")


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await Store.open(IN_MEMORY)
    yield store
    await store.close()


def change(folder: Path, old: str, new: str, times: int = -1) -> None:
    path = folder / "eligibility.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def with_new_question(folder: Path) -> Knowledge:
    """A copy of the data in which the last question leads on to one more."""
    change(folder, "to: summary", "to: lessons")
    change(folder, "\noutcomes:\n", f"{NEW_QUESTION}\noutcomes:\n")
    return load(folder)


async def test_a_new_question_in_the_data_is_asked_summed_up_and_in_the_result(folder: Path, store: Store) -> None:
    walker = Walker(with_new_question(folder), store)
    await walker.say("eligibility")
    assert "Question 1 of 6" in walker.text
    await walker.press(*["Yes"] * 5)
    assert "Question 6 of 6\nWould you open your classroom to visitors?" in walker.text
    await walker.say("nope")
    assert "Lessons open to visitors: No" in walker.text
    await walker.press("Change an answer")
    assert "Lessons open to visitors" in walker.labels
    await walker.say("change the one about visitors")
    await walker.say("not sure")
    await walker.press("See the result")
    assert "Ask your Maths Hub" in walker.text
    assert "• Lessons open to visitors (Not sure): ask what a visit looks like." in walker.text


async def test_facts_in_names_and_on_buttons_are_filled_in(folder: Path, store: Store) -> None:
    """Whatever is shown as a name: of a question, a list, an outcome, the check itself."""
    change(folder, "short: Qualified Teacher Status", "short: Qualified since {since_year}")
    for old in ("title: ", "    title: "):
        change(folder, f"\n{old}", f"\n{old}Of {{cohort}}. ")
    walker = Walker(load(folder), store)
    await walker.say("eligibility")
    await walker.press("No")
    assert "Qualified since 2014: No" in walker.text
    await walker.press(*["Yes"] * 4)
    assert "{" not in walker.text
    await walker.press("Change an answer")
    assert any(label.startswith("Qualified since 2014") for label in walker.labels)
    await walker.press("Back", "See the result") if "Back" in walker.labels else await walker.say("see the result")
    assert "Of Cohort 12. " in walker.text
    assert "{" not in walker.text


def test_what_no_button_can_say_is_refused(folder: Path) -> None:
    change(folder, "short: Qualified Teacher Status", "short: Qualified, with {days_left}")
    with pytest.raises(KnowledgeError, match=r"line \d+: \{days_left\} cannot stand in a name or on a button"):
        load(folder)


def test_a_new_question_in_the_data_is_in_the_chart(folder: Path) -> None:
    before = load(folder).dialog
    after = with_new_question(folder).dialog
    assert "Lessons open to visitors" not in mermaid(chart_of(before)) + picture(chart_of(before))
    assert 'q_lessons["Lessons open to visitors"]' in mermaid(chart_of(after))
    assert "Lessons open to visitors" in picture(chart_of(after))
    assert len(list(paths(after))) == 3 * len(list(paths(before)))


async def test_a_branch_asks_only_those_whom_it_concerns(folder: Path, store: Store) -> None:
    change(folder, "to: school\n        words: [i don't have qts", "to: class\n        words: [i don't have qts")
    walker = Walker(load(folder), store)
    await walker.say("eligibility")
    await walker.press("No")
    assert "Question 2 of 4\nDo you regularly teach maths" in walker.text
    await walker.press("Yes", "Yes", "Yes", "Change an answer", "Qualified Teacher Status", "Yes")
    assert await walker.due() == "school", "the change leads through a question not asked before"
    await walker.press("Yes")
    assert await walker.due() == SUMMARY, "and the answers given later still stand"
    await walker.press("Change an answer", "Qualified Teacher Status", "No", "See the result")
    assert "Post in a primary" not in walker.text, "an answer off the way counts for nothing"


REFUSALS = {
    "a dangling edge": (
        "to: time",
        "to: tyme",
        r"line \d+: “Yes” of `class` leads to `tyme`, which is not a question",
    ),
    "a circle": ("to: time", "to: qts", r"leads round in a circle \(qts → school → class → qts\)"),
    "an edge to itself": ("to: time", "to: class", r"circle \(class → class\)"),
    "a question nobody reaches": ("to: class", "to: time", r"nobody reaches `class`; lead an option to it"),
    "an unknown start": ("first: qts", "first: quts", r"`quts` is not a question"),
    "an outcome nobody can reach": (
        "ask_hub:",
        "sort_out:",
        r"nobody can reach the outcome `ask_hub` \(to ask\)",
    ),
    "an ending without an outcome": ("when: to ask", "when: to sort out", r"no outcome has `when: to ask`"),
    "an unknown ending": ("when: to ask", "when: to shout", r"`to shout` is not known here"),
    "an unknown answer": ("answer: not_sure", "answer: perhaps", r"`perhaps` is not under `answers:`"),
    "two next steps": ("        sort_out: send", "        ask_hub: x\n        sort_out: send", "keep one"),
    "an id twice": ("- id: school", "- id: qts", r"`qts` is already used at eligibility.yaml, line \d+"),
    "an id that cannot be one": ("- id: school", "- id: The School!", "cannot be an id"),
    "the summary as an id": ("- id: school", "- id: summary", "cannot be an id"),
    "a section that is not there": ("section: involve", "section: evolve", "`evolve` is not a section"),
    "the same short name": ("short: Requirements and time", "short: Qualified Teacher Status", "same `short:`"),
    "a name too long for a button": ("short: Requirements", f"short: {'very ' * 12}", "at most 60 characters"),
    "one word for two answers": (
        "      - dunno\n",
        "      - nope\n",
        "“nope” stands for both “No” and “Not sure”",
    ),
    "a figure": ("short: Requirements and time", "short: 10 days", "“1” is a figure or month"),
    "a month": ("Job share,", "Job share from September,", "“September” is a figure or month"),
    "a verdict": (
        "You said yes to every",
        "You will get in; you said yes to every",
        "is a verdict; Maths Hubs decide",
    ),
    "a fact that is not there": ("{release_days}", "{release_dayz}", "facts.yaml does not have"),
    "half a brace": ("{closing_date}", "{closing_date", "a brace without its partner"),
    "days left when there are none": (
        '"Applications open on',
        '"{days_left}',
        "counts nothing in the phase “before”",
    ),
    "a phase too few": ('  last day: "Today', '  last evening: "Today', "`last evening` is not known here"),
    "an unknown field": ("    hint: Job", "    hunt: Job", "`hunt` is not known here"),
    "a missing field": ("    why: >-\n      Qualified", "    hint: >-\n      Qualified", "`why:` is missing"),
    "an empty text": ("first: qts", 'first: ""', "this text is empty"),
}


@pytest.mark.parametrize("slip", REFUSALS)
def test_the_loader_refuses_in_words(slip: str, folder: Path) -> None:
    old, new, words = REFUSALS[slip]
    assert load(folder).dialog.questions
    change(folder, old, new)
    with pytest.raises(KnowledgeError, match=words) as refusal:
        load(folder)
    assert all(re.match(r"eligibility\.yaml, line \d+: ", line) for line in str(refusal.value).splitlines())


def test_a_question_without_a_choice_is_refused(folder: Path) -> None:
    text = (folder / "eligibility.yaml").read_text(encoding="utf-8")
    first, last = text.index("      - answer: no\n        to: summary"), text.index("\noutcomes:\n")
    (folder / "eligibility.yaml").write_text(text[:first] + text[last:], encoding="utf-8")
    with pytest.raises(KnowledgeError, match="at least two options"):
        load(folder)


def test_the_walk_is_missing(folder: Path) -> None:
    (folder / "eligibility.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"eligibility\.yaml: this file is missing"):
        load(folder)


def test_every_figure_of_the_walk_comes_from_the_facts(folder: Path) -> None:
    shutil.copy(COHORT / "facts.yaml", folder)
    facts = folder / "facts.yaml"
    facts.write_text(facts.read_text().replace("says: ten,", "says: twelve,"), encoding="utf-8")
    shows = [value for question in load(folder).dialog.questions.values() for _, value in question.shows]
    knowledge = load(folder)
    said = " ".join(knowledge.say(value, knowledge.window.opens) for value in shows)
    assert "twelve days" in said
    assert "ten days" not in said


def test_the_chart_has_every_question_edge_and_outcome(folder: Path) -> None:
    dialog = load(folder).dialog
    chart = chart_of(dialog)
    labels = {node.label for node in chart.nodes}
    assert {question.short for question in dialog.questions.values()} <= labels
    assert {outcome.title for outcome in dialog.outcomes} <= labels
    options = sum(len(question.options) for question in dialog.questions.values())
    assert sum(len(edge.labels) for edge in chart.edges) == options + len(dialog.outcomes)
    place = {node.id: number for number, node in enumerate(chart.nodes)}
    assert all(place[edge.start] < place[edge.end] for edge in chart.edges)


def test_marks_in_a_name_do_not_break_the_chart(folder: Path) -> None:
    change(folder, "short: Requirements and time", "short: 'Time & \"room\" <b>#'")
    dialog = load(folder).dialog
    assert "Time & #quot;room#quot; #lt;b#gt;#35;" in mermaid(chart_of(dialog))
    ET.fromstring(picture(chart_of(dialog)))  # noqa: S314  our own picture


def test_the_picture_is_well_formed_and_nothing_in_it_lies_outside(folder: Path) -> None:
    change(folder, "to: school\n        words: [i don't have qts", "to: head\n        words: [i don't have qts")
    picture_of = ET.fromstring(picture(chart_of(load(folder).dialog)))  # noqa: S314  our own picture
    width, height = float(picture_of.attrib["width"]), float(picture_of.attrib["height"])
    texts = [element for element in picture_of.iter() if element.tag.endswith("text")]
    assert len(texts) > 20
    assert all(0 < float(t.attrib["x"]) < width and 0 < float(t.attrib["y"]) < height for t in texts)


def test_a_chart_is_written_by_the_ending_of_its_name(folder: Path, tmp_path: Path) -> None:
    dialog = load(folder).dialog
    write_chart(dialog, tmp_path / "walk.svg")
    write_chart(dialog, tmp_path / "walk.md")
    assert (tmp_path / "walk.svg").read_text(encoding="utf-8").startswith("<svg")
    assert markdown(dialog) in (tmp_path / "walk.md").read_text(encoding="utf-8")
    readme = tmp_path / "README.md"
    readme.write_text("# Title\n<!-- chart: eligibility -->\nold\n<!-- /chart -->\nThe end.\n", encoding="utf-8")
    write_chart(dialog, readme)
    assert readme.read_text(encoding="utf-8") == f"# Title\n{readme_block(dialog)}\nThe end.\n"
    with pytest.raises(KnowledgeError, match=r"\.svg or \.md"):
        write_chart(dialog, tmp_path / "walk.pdf")
    with pytest.raises(KnowledgeError, match="cannot be written"):
        write_chart(dialog, tmp_path / "nowhere" / "walk.svg")


def test_the_readme_shows_the_walk_as_it_is(folder: Path) -> None:
    dialog = load(folder).dialog
    assert readme_block(dialog) in README.read_text(encoding="utf-8"), (
        "README.md shows an older walk; draw it anew with: .venv/bin/mastery chart eligibility --out README.md"
    )


def test_the_readmes_chart_is_drawn_between_its_markers_and_nothing_else_is_touched(folder: Path) -> None:
    dialog = load(folder).dialog
    old = "# Title\n<!-- chart: eligibility -->\nold\n<!-- /chart -->\nThe end.\n"
    new = with_chart(old, dialog)
    assert new == f"# Title\n{readme_block(dialog)}\nThe end.\n"
    assert with_chart(new, dialog) == new
    with pytest.raises(KnowledgeError, match="needs the lines"):
        with_chart("# Title", dialog)


def test_many_questions_that_branch_are_still_counted_at_once(folder: Path) -> None:
    """Twenty questions with three answers each have billions of paths; the position must not walk them all."""
    dialog = load(folder).dialog
    question = dialog.questions[dialog.first]
    names = [f"q{number}" for number in range(20)]
    questions = {
        name: replace(question, id=name, options=tuple(replace(option, to=to) for option in question.options))
        for name, to in zip(names, [*names[1:], SUMMARY], strict=True)
    }
    assert longest(replace(dialog, first="q0", questions=questions), "q0") == 20


def test_the_three_outcomes_are_the_only_ones(folder: Path) -> None:
    assert [outcome.when for outcome in load(folder).dialog.outcomes] == [
        AnswerEffect.NOTHING,
        AnswerEffect.SORT_OUT,
        AnswerEffect.ASK_HUB,
    ]
