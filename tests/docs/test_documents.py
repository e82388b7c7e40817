"""What the README and the decisions say is so: commands, folders, figures, checks."""

import argparse
import re
import tomllib
from pathlib import Path

import pytest

from adapters.console.parser import parser
from knowledge.house_rules import MOST_WORDS
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text()
OPERATING = (ROOT / "docs" / "operating.md").read_text()
PAGES = sorted(
    page
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "tests" / "README.md")
    if page.name != "002-a-glance-then-a-reading.md"  # replaced by another decision
)
FOLDERS = ("knowledge", "bot", "adapters", "scheduler", "tests")
FILES = [path.as_posix() for name in FOLDERS for path in (ROOT / name).rglob("*.py")]
FILES += [path.as_posix() for path in ROOT.glob("*.py")]
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)


def commands() -> set[str]:
    actions = parser()._subparsers._group_actions  # type: ignore[union-attr]
    return {
        name for action in actions if isinstance(action, argparse._SubParsersAction) for name in action.choices
    }


def test_the_operating_page_names_every_command_and_the_readme_some_of_them() -> None:
    assert set(re.findall(r"^\| `mastery (\w+)", OPERATING, re.MULTILINE)) == commands()
    assert set(re.findall(r"^\| `mastery (\w+)", README, re.MULTILINE)) < commands()


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_folder_and_target_that_a_document_names_is_there(page: Path) -> None:
    """A decision that was replaced may name what is gone; a play on a name (`reminders_NAME.py`) is no file."""
    text = page.read_text()
    for name in re.findall(r"`((?:knowledge|bot|adapters|scheduler|tests|docs)/[\w/.]*)`", text):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"`((?:\w+/)*[a-z0-9]\w*\.py)`", text):
        assert "NAME" in name or any(path.endswith(f"/{name}") for path in FILES), name
    for link in re.findall(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / link).exists(), link
    for target in re.findall(r"(?:^\$ |`)make ([a-z-]+)(?:`|$| +#)", text, re.MULTILINE):
        assert target in TARGETS, target


def test_the_architecture_page_lists_the_layers_as_the_contract_has_them() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if "bot.core" in one.get("layers", ()))
    page = (ROOT / "docs" / "architecture.md").read_text()
    listed = re.findall(r"^\| `(\w+)(?:/\*)?` \|", page[page.index("| layer |") :], re.MULTILINE)
    assert listed == [name.removeprefix("bot.") for name in reversed(layers)]


def test_each_step_of_a_messages_path_names_files_that_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    path = page[page.index("## The path of a message") : page.index("## What is sent without being asked")]
    named = re.findall(r"`((?:adapters|bot)/[\w/]+\.py)`", path)
    assert len(named) >= 8
    assert [one for one in named if not (ROOT / one).exists()] == []
    log, repository = [one for one in named if "/release_days/" in one]
    module = repository.removesuffix(".py").replace("/", ".")
    assert f"from {module} import ReleaseDays" in (ROOT / log).read_text(), "the handler calls what the page says"


def test_the_architecture_picture_draws_the_imports_as_they_are() -> None:
    """Every arrow is an import that is there; whatever is imported can be reached by arrows."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    picture = page[page.index("```mermaid") : page.index("## Which way imports run")]
    drawn = {(one, other) for one, other in re.findall(r"^ +(\w+)(?:\[[^]]*\])? --> (\w+)", picture, re.MULTILINE)}
    there = {(part_of(path), other) for path in FILES for other in imported(path)}
    there = {(one, other) for one, other in there if one not in (other, "tests", "hatch_build")}
    assert len(drawn) >= 12
    assert drawn - there == set()
    assert [pair for pair in there if pair[1] not in reached(pair[0], drawn)] == []


def part_of(path: str) -> str:
    parts = Path(path).relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "bot" else parts[0]


def imported(path: str) -> set[str]:
    found = re.findall(r"^\s*from (bot\.\w+|adapters|scheduler|knowledge)\b", Path(path).read_text(), re.MULTILINE)
    return {name.removeprefix("bot.") for name in found}


def reached(part: str, drawn: set[tuple[str, str]]) -> set[str]:
    further = {other for one, other in drawn if one == part}
    return further.union(*(reached(one, drawn) for one in further))
