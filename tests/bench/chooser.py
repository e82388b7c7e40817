"""What a careful reader's choices are worth: `python -m tests.bench.chooser` prints the table.

    python -m tests.bench.chooser [FILE]

FILE: lines as in tests/bench/strangers/choices.jsonl. Turns before a follow-up are read as the search reads them.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.chooser.chooser import as_finding
from adapters.chooser.tasks import ELSEWHERE, NONE, Choice
from knowledge.load import load
from knowledge.search import Finding, FindingKind, PastTurn, Search
from knowledge.search.candidates import candidates, in_doubt, may_be_asked
from knowledge.search.thresholds import Doubt
from tests.support.paths import COHORT, TESTS
from tests.support.transcript import CACHE_DIR

CHOICES = TESTS / "bench" / "strangers" / "choices.jsonl"
OFF_TOPIC = "off_topic"
SAYS = frozenset(FindingKind) - {
    FindingKind.CHOICE,
    FindingKind.ABSTAIN,
    FindingKind.OFFTOPIC,
    FindingKind.UNKNOWN_WORD,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: what the search found, what the choice made of it, whether the search was in doubt."""

    label: dict[str, Any]
    alone: Finding
    always: Finding
    doubt: bool

    def right(self, finding: Finding, *, since: bool) -> bool:
        """since: entries that were written after the labels count as well."""
        label = self.label
        if label["topic"] == OFF_TOPIC:
            return finding.kind is FindingKind.OFFTOPIC
        wanted = {label["topic"], *label["also"], *(label.get("since", ()) if since else ())}
        if finding.kind is FindingKind.ABSTAIN:
            return bool(label.get("unanswered")) or "none" in wanted
        return finding.kind in SAYS and finding.hits[0].topic.id in wanted


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
        yield Judged(line, alone, always, in_doubt(alone, Doubt()))


def turns_before(search: Search, texts: Iterable[str]) -> list[PastTurn]:
    before: list[PastTurn] = []
    for text in texts:
        found = search.find(text, before)
        hits = found.hits[:1] if found.kind is FindingKind.REQUEST else found.hits
        before.append(PastTurn(text, tuple(hit.topic.id for hit in hits), found.barred))
    return before


def row(name: str, asked: list[Judged], *, since: bool) -> str:
    """Right first by the search alone, where it asks in doubt, where it always asks; and the share that leaves."""
    count = len(asked)
    alone = sum(one.right(one.alone, since=since) for one in asked) / count
    always = sum(one.right(one.always, since=since) for one in asked) / count
    doubt = sum(one.right(one.always if one.doubt else one.alone, since=since) for one in asked) / count
    leaves = sum(one.doubt for one in asked) / count
    return f"{name:44}{count:>6}{alone:>9.1%}{doubt:>9.1%}{always:>9.1%}{leaves:>9.1%}"


def main(file: Path = CHOICES) -> None:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    asked = list(judged(Search(load(COHORT), CACHE_DIR), lines))
    singles = [one for one in asked if not one.label["before"] and one.label["author"] != "14"]
    later = [one for one in asked if one.label["before"]]
    columns = "".join(f"{name:>9}" for name in ("alone", "doubt", "always", "leaves"))
    print(f"{'right first, chosen by a careful reader':44}{'asked':>6}{columns}")
    for since, said in ((False, "as labelled"), (True, "with entries written since")):
        print(row(f"questions, {said}", singles, since=since))
        print(row(f"follow-ups, {said}", later, since=since))
    for one in asked if "--misses" in sys.argv else []:
        if not one.right(one.always, since=True):
            print(
                one.label["q"],
                "|",
                one.label["topic"],
                "|",
                one.always.kind,
                [hit.topic.id for hit in one.always.hits],
            )


if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(Path(named[0]) if named else CHOICES)
