"""What the README and the decisions say is so: commands, folders, figures, checks."""

import argparse
import re

from adapters.console.parser import parser
from knowledge.house_rules import MOST_WORDS
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text()


def commands() -> set[str]:
    actions = parser()._subparsers._group_actions  # type: ignore[union-attr]
    return {
        name for action in actions if isinstance(action, argparse._SubParsersAction) for name in action.choices
    }


def test_the_readme_names_every_command_and_no_other() -> None:
    assert set(re.findall(r"^\| `mastery (\w+)", README, re.MULTILINE)) == commands()


def test_the_readme_names_folders_that_are_there() -> None:
    for name in re.findall(r"`((?:knowledge|bot|adapters|scheduler|tests|docs)/[\w/.]*)`", README):
        assert (ROOT / name).exists(), name


def test_the_readme_gives_the_length_that_the_loader_holds_answers_to() -> None:
    assert f"{MOST_WORDS} words" in README


def test_every_decision_ends_with_its_check_and_the_check_is_there() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert [path.name[:3] for path in decisions] == [f"{at:03}" for at in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text()
        assert text.startswith(f"# {path.name[:3]} ")
        for part in ("**Context.**", "**Choice", "**Why not the others.**", "**The check.**"):
            assert part in text, (path.name, part)
        for name in re.findall(r"`((?:tests|knowledge)/[\w/]+\.py)`", text):
            assert (ROOT / name).exists(), (path.name, name)


def test_the_index_of_the_decisions_names_each_with_its_title_and_status() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    rows = re.findall(r"^\| \[(\d{3})\]\((\S+)\) \| (.+) \| (in force|replaced by \d{3}) \|$", index, re.MULTILINE)
    written = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert [name for _, name, _, _ in rows] == [path.name for path in written]
    for (number, name, title, _), path in zip(rows, written, strict=True):
        assert path.read_text().startswith(f"# {number} {title}\n"), name


def test_every_folder_that_the_documents_name_is_there() -> None:
    for page in ("docs/architecture.md", "tests/README.md"):
        for name in re.findall(
            r"`((?:knowledge|bot|adapters|scheduler|tests|docs)/[\w/.]*)`", (ROOT / page).read_text()
        ):
            assert (ROOT / name).exists(), (page, name)
