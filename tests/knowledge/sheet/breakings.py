"""Ways in which a hand may break a cohort's folder or its sheet, each at a place that chance chooses."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

from knowledge.sheet.folder import FolderFiles, read_files
from knowledge.topic_files import read_facts

SAYS_OR_DAY = re.compile(r"""(?<=says: )"?[^,"}\n]+|(?<=day: )'?[\d-]+""")
NAME = re.compile(r"\{(\w+)\}")
PHASE = re.compile(r"^    (before|open|last day|closed):(.*\n(?:      .*\n)*)", re.MULTILINE)
FOUR_PHASES = re.compile(r"  answer:\n((?:    (?:before|open|last day|closed):.*\n(?:      .*\n)*){4})")
ANSWER = re.compile(r"^  answer:(?:.*\n(?:    .*\n)*)", re.MULTILINE)


@dataclass
class Broken:
    """A folder and the sheet's text, to be broken once."""

    folder: Path
    text: str
    chance: Random

    def __post_init__(self) -> None:
        _, self.sections, self.facts, _ = read_facts(self.folder)

    @property
    def files(self) -> FolderFiles:
        return read_files(self.folder)

    @property
    def answers(self) -> list[Path]:
        return sorted((self.folder / "entries").glob("*.yaml"))

    def lines(self) -> list[int]:
        """The places of the text's lines that say something, from its first section on."""
        lines = self.text.splitlines()
        headings = set(self.sections.values())
        first = next(at for at, line in enumerate(lines) if re.sub(r"^#+\s+", "", line).strip() in headings)
        return [at for at, line in enumerate(lines) if at > first and line.strip()]

    def line(self, change: Callable[[str], list[str]]) -> str:
        """One of those lines becomes what is given for it."""
        lines, at = self.text.splitlines(), self.chance.choice(self.lines())
        was = lines[at]
        lines[at : at + 1] = change(was)
        self.text = "\n".join(lines)
        return was

    def put(self, path: Path, found: Sequence[re.Match[str]], new: Callable[[re.Match[str]], str]) -> str:
        """One of the matches in that file becomes what is given for it."""
        match, text = self.chance.choice(found), path.read_text(encoding="utf-8")
        put = new(match)
        path.write_text(text[: match.start()] + put + text[match.end() :], encoding="utf-8")
        return f"{path.name}: {text[max(0, match.start() - 30) : match.end() + 15]!r} has {put!r} now"

    def sole(self) -> list[tuple[str, str, Path]]:
        """Sentences on which one entry alone rests: place, entry, file."""
        rests: dict[str, list[tuple[str, str, Path]]] = {}
        for name, entry in self.files.all_entries():
            for place in entry["rests_on"]:
                rests.setdefault(place, []).append((place, entry["id"], self.folder / "entries" / name))
        declared = {place for place, one in self.files.index.items() if "declared" in one}
        return [those[0] for place, those in rests.items() if len(those) == 1 and place not in declared]

    def names_in_answers(self) -> tuple[Path, list[re.Match[str]]]:
        """A file, and the facts that its answers name."""
        while True:
            path = self.chance.choice(self.answers)
            text = path.read_text(encoding="utf-8")
            spans = [one.span() for one in ANSWER.finditer(text)]
            found = [
                one
                for one in NAME.finditer(text)
                if one[1] in self.facts and any(start < one.start() < end for start, end in spans)
            ]
            if found:
                return path, found

    def with_phases(self) -> tuple[Path, list[re.Match[str]]]:
        """A file, and its answers of four phases."""
        files = [(one, list(FOUR_PHASES.finditer(one.read_text(encoding="utf-8")))) for one in self.answers]
        return self.chance.choice([(path, found) for path, found in files if found])


def a_line_goes(it: Broken) -> str:
    return it.line(lambda _: [])


def a_sentence_comes(it: Broken) -> str:
    return it.line(lambda line: [line, "", "A new sentence about lunch that nobody has read."])


def a_word_changes(it: Broken) -> str:
    new = it.chance.choice(["never", "other", "banana", "not"])
    return it.line(lambda line: [re.sub(r"[A-Za-z]{4,}", new, line, count=1)])


def a_figure_of_the_sheet_changes(it: Broken) -> str:
    found = list(re.finditer(r"\b(?:twelve|four|three|ten|two-day|thirteenth|20\d\d|\d\d)\b", it.text))
    match = it.chance.choice(found)
    it.text = it.text[: match.start()] + it.chance.choice(["nine", "2031", "17", "five"]) + it.text[match.end() :]
    return match[0]


def a_fact_changes(it: Broken) -> str:
    path = it.folder / "facts.yaml"
    found = list(SAYS_OR_DAY.finditer(path.read_text(encoding="utf-8")))
    is_day = re.compile(r"'?\d{4}-\d\d-")
    other = it.chance.choice(["nine", "Cohort 15", "2030/31", "fifteenth"])
    return it.put(path, found, lambda one: "2027-03-07" if is_day.match(one[0]) else f'"{other}"'.strip("'"))


def a_figure_of_the_index_changes(it: Broken) -> str:
    path = it.folder / "sheet_index.yaml"
    found = list(re.finditer(r"""(?<=figures: \[)["']?[^\],]+""", path.read_text(encoding="utf-8")))
    return it.put(path, found, lambda _: it.chance.choice(['"7"', '"2031/32"']))


def a_sentence_of_the_index_goes(it: Broken) -> str:
    path = it.folder / "sheet_index.yaml"
    found = list(re.finditer(r"^\w+ [\d.]+: .*\n", path.read_text(encoding="utf-8"), re.MULTILINE))
    return it.put(path, found, lambda _: "")


def a_digest_changes(it: Broken) -> str:
    path = it.folder / "sheet_index.yaml"
    found = list(re.finditer(r"""(?<=digest: )["']?\w""", path.read_text(encoding="utf-8")))
    return it.put(path, found, lambda one: one[0][:-1] + ("1" if one[0][-1] == "0" else "0"))


def an_answer_names_another_fact(it: Broken) -> str:
    path, found = it.names_in_answers()

    def another(one: re.Match[str]) -> str:
        says = it.facts[one[1]].says
        return "{" + it.chance.choice([name for name in it.facts if it.facts[name].says != says]) + "}"

    return it.put(path, found, another)


def an_answer_writes_a_figure(it: Broken) -> str:
    path, found = it.names_in_answers()
    return it.put(path, found, lambda _: it.chance.choice(["15", "nine", "30 May 2026", "2029/30"]))


def the_walk_writes_a_figure(it: Broken) -> str:
    path = it.folder / "eligibility.yaml"
    found = list(NAME.finditer(path.read_text(encoding="utf-8")))
    return it.put(path, found, lambda _: it.chance.choice(["twelve", "30 May", "2029/30"]))


def a_phase_goes(it: Broken) -> str:
    path, found = it.with_phases()
    gone = it.chance.choice(["before", "open", "last day", "closed"])
    return it.put(path, found, lambda one: PHASE.sub(lambda p: "" if p[1] == gone else p[0], one[0]))


def two_phases_change_places(it: Broken) -> str:
    path, found = it.with_phases()
    other = it.chance.choice(["before", "open", "last day"])

    def swapped(one: re.Match[str]) -> str:
        said = {phase[1]: phase[2] for phase in PHASE.finditer(one[0])}
        said["closed"], said[other] = said[other], said["closed"]
        return PHASE.sub(lambda phase: f"    {phase[1]}:{said[phase[1]]}", one[0])

    return it.put(path, found, swapped)


def one_phase_is_said_in_all(it: Broken) -> str:
    path, found = it.with_phases()
    return it.put(
        path, found, lambda one: f"  answer:{next(p[2] for p in PHASE.finditer(one[1]) if p[1] == 'open')}"
    )


def a_wording_names_a_cohort_or_year(it: Broken) -> str:
    path = it.chance.choice([*it.answers, it.folder / "eligibility.yaml"])
    found = list(re.finditer(r"^    - (?:\w.*)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    named = [" cohort 14", " in 2029/30", " Cohort 11", " for the eleventh cohort", " autumn 2029", " in 2030"]
    return it.put(path, found, lambda one: one[0] + it.chance.choice(named)) if found else a_line_goes(it)


def nobody_rests_on_a_sentence(it: Broken) -> str:
    place, entry, path = it.chance.choice(it.sole())
    those = yaml.safe_load(path.read_text(encoding="utf-8"))
    next(one for one in those if one["id"] == entry)["rests_on"].remove(place)
    path.write_text(yaml.safe_dump(those, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return f"{entry} does not rest on {place}"


def an_entry_goes(it: Broken) -> str:
    _, entry, path = it.chance.choice(it.sole())
    those = [one for one in yaml.safe_load(path.read_text(encoding="utf-8")) if one["id"] != entry]
    path.write_text(yaml.safe_dump(those, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return f"{entry} is gone"


WAYS: Sequence[Callable[[Broken], str]] = (
    *(a_line_goes, a_sentence_comes, a_word_changes, a_figure_of_the_sheet_changes),
    *(a_fact_changes, a_figure_of_the_index_changes, a_sentence_of_the_index_goes, a_digest_changes),
    *(an_answer_names_another_fact, an_answer_writes_a_figure, the_walk_writes_a_figure),
    *(a_phase_goes, two_phases_change_places, one_phase_is_said_in_all),
    *(a_wording_names_a_cohort_or_year, nobody_rests_on_a_sentence, an_entry_goes),
)


def ways(count: int) -> Iterator[Callable[[Broken], str]]:
    """Every way in turn."""
    return (WAYS[at % len(WAYS)] for at in range(count))
