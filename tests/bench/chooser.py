"""What a careful reader's choices are worth: `python -m tests.bench.chooser` prints the table.

    python -m tests.bench.chooser [FILE] [--curve] [--misses]

FILE: lines as in tests/bench/strangers/choices.jsonl. Turns before a follow-up are read as the search reads them.
--curve: for one bound of doubt after the other, how many questions leave, and how many are answered rightly.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.chooser.chooser import as_finding
from adapters.chooser.tasks import ELSEWHERE, NONE, Choice
from knowledge.load import load
from knowledge.search import Finding, FindingKind, PastTurn, Search
from knowledge.search.candidates import candidates, in_doubt, may_be_asked
from knowledge.search.thresholds import DoubtLimits
from tests.support.paths import COHORT, TESTS
from tests.support.transcript import CACHE_DIR

CHOICES = TESTS / "bench" / "strangers" / "choices.jsonl"
OFF_TOPIC = "off_topic"
BOUNDS = (0.8, 0.9, 0.94, 0.97, 0.98, 0.99)
SAYS = frozenset(FindingKind) - {
    FindingKind.CHOICE,
    FindingKind.ABSTAIN,
    FindingKind.OFFTOPIC,
    FindingKind.UNKNOWN_WORD,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: what the search found, what the choice made of it, and the ids among which it was."""

    label: dict[str, Any]
    alone: Finding
    always: Finding
    offered: frozenset[str]

    def right(self, finding: Finding) -> bool:
        label = self.label
        if label["topic"] == OFF_TOPIC:
            return finding.kind is FindingKind.OFFTOPIC
        if finding.kind is FindingKind.ABSTAIN:
            return bool(label.get("unanswered"))
        return finding.kind in SAYS and finding.hits[0].topic.id in {label["topic"], *label["also"]}

    @property
    def is_offered(self) -> bool:
        """Whether the reader could choose rightly: something of the label is among the candidates."""
        label = self.label
        by_itself = label["topic"] == OFF_TOPIC or bool(label.get("unanswered"))
        return by_itself or not {label["topic"], *label["also"]}.isdisjoint(self.offered)


def judged(search: Search, lines: Iterable[dict[str, Any]]) -> Iterator[Judged]:
    for line in lines:
        before = turns_before(search, line["before"])
        alone = search.find(line["q"], before)
        always = alone
        topics = candidates(search, line["q"], before, alone)
        names = {*(topic.id for topic in topics), NONE, ELSEWHERE}
        if line["first"] in names and may_be_asked(alone):
            second = line.get("second", "")
            always = as_finding(Choice(line["first"], second if second in names else ""), alone, topics)
        yield Judged(line, alone, always, frozenset(names))


def turns_before(search: Search, texts: Iterable[str]) -> list[PastTurn]:
    before: list[PastTurn] = []
    for text in texts:
        found = search.find(text, before)
        hits = found.hits[:1] if found.kind is FindingKind.REQUEST else found.hits
        before.append(PastTurn(text, tuple(hit.topic.id for hit in hits), found.barred))
    return before


def row(name: str, asked: Sequence[Judged], doubt: DoubtLimits) -> str:
    """Right first: alone, in doubt, always, of those that stay; then the shares that leave and are offered."""
    leaves = [in_doubt(one.alone, doubt) for one in asked]
    alone = [one.right(one.alone) for one in asked]
    always = [one.right(one.always) for one in asked]
    doubtful = [two if leave else one for one, two, leave in zip(alone, always, leaves, strict=True)]
    stays = [right for right, leave in zip(alone, leaves, strict=True) if not leave]
    offered = [one.is_offered for one in asked]
    shares = "".join(f"{share(of):>9.1%}" for of in (alone, doubtful, always, stays, leaves, offered))
    return f"{name:24}{len(asked):>6}{shares}"


def share(of: Sequence[bool]) -> float:
    return sum(of) / max(1, len(of))


def main(file: Path = CHOICES) -> None:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    asked = list(judged(Search(load(COHORT), CACHE_DIR), lines))
    kinds = {
        "questions": [one for one in asked if not one.label["before"]],
        "follow-ups": [one for one in asked if one.label["before"]],
    }
    columns = "".join(f"{name:>9}" for name in ("alone", "doubt", "always", "staying", "leaves", "offered"))
    print(f"{'right first':24}{'asked':>6}{columns}")
    for name, ones in kinds.items():
        print(row(name, ones, DoubtLimits()))
    for bound in BOUNDS if "--curve" in sys.argv else ():
        for name, ones in kinds.items():
            print(row(f"{name}, below {bound}", ones, DoubtLimits(bound, bound, bound, bound)))
    for one in asked if "--misses" in sys.argv else []:
        if not one.right(one.always):
            chose = [hit.topic.id for hit in one.always.hits]
            print(one.label["q"], "|", one.label["topic"], "|", one.always.kind, chose)


if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(Path(named[0]) if named else CHOICES)
