"""Right first on questions of eight authors who teach nothing: `python -m tests.bench.unseen` prints the table.

    python -m tests.bench.unseen [--misses]

Lines of tests/bench/strangers/authors.jsonl. A question that no entry answers (`new`) is right with an honest no,
or with the nearest entry that its label names; of two things asked, with the first or the second.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.load import load
from knowledge.model import Entry, Knowledge
from knowledge.search import Finding, FindingKind, Search
from tests.bench.chooser import turns_before
from tests.support.paths import COHORT, TESTS
from tests.support.transcript import CACHE_DIR

AUTHORS = TESTS / "bench" / "strangers" / "authors.jsonl"
SAYS = frozenset({FindingKind.ANSWER, FindingKind.REQUEST, FindingKind.SMALLTALK, FindingKind.REASON})
SAYS_NO = frozenset({FindingKind.ABSTAIN, FindingKind.UNKNOWN_WORD})
REPEATS = frozenset({FindingKind.AGAIN, FindingKind.RECALL, FindingKind.SIMPLY, FindingKind.MORE})


def right(finding: Finding, label: Mapping[str, Any]) -> bool:
    """Whether the first thing said is what was asked for."""
    if label.get("off"):
        return finding.kind is FindingKind.OFFTOPIC
    wanted = {label["topic"], *label.get("also", ())}
    if finding.kind in SAYS_NO:
        return bool(label.get("new")) or label["topic"] == "none"
    return finding.kind in SAYS | REPEATS and bool(finding.hits) and finding.hits[0].topic.id in wanted


def sort_of(label: Mapping[str, Any], knowledge: Knowledge) -> str:
    """What the question is, by its label."""
    if label.get("off"):
        return "off topic"
    if label.get("new") or label["topic"] == "none":
        return "no entry for it"
    if label["topic"] in knowledge.requests:
        return "request"
    if label["topic"] in knowledge.small_talk:
        return "small talk"
    entry = knowledge.entries[label["topic"]]
    return entry.status.value if isinstance(entry, Entry) else ""


def asked(search: Search, knowledge: Knowledge, file: Path) -> Iterator[tuple[str, Mapping[str, Any], Finding]]:
    """Each question with its sort and what was found: single ones, and the later turns of dialogues."""
    for line in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        if "q" in line:
            yield sort_of(line, knowledge), line, search.find(line["q"])
            continue
        turns = line["turns"]
        for number, turn in enumerate(turns[1:], 1):
            before = turns_before(search, [one["q"] for one in turns[:number]])
            yield "follow-up", turn, search.find(turn["q"], before)


def main(*options: str) -> None:
    knowledge = load(COHORT)
    search = Search(knowledge, CACHE_DIR)
    found: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for sort, label, finding in asked(search, knowledge, AUTHORS):
        judged = right(finding, label), finding.kind is FindingKind.CHOICE
        found[sort].append(judged)
        if sort != "follow-up":
            found["all single"].append(judged)
        if "--misses" in options and not judged[0]:
            said = ", ".join(f"{hit.topic.id} {hit.score:.2f}" for hit in finding.hits[:2])
            print(f"{sort}: {label['q']!r} wants {label['topic']}, said {finding.kind.value}: {said}")
    print(f"{'questions of eight authors':28}{'asked':>7}{'right first':>13}{'cards':>8}")
    for sort, judgements in sorted(found.items()):
        count = len(judgements)
        firsts, cards = (sum(one) / count for one in zip(*judgements, strict=True))
        print(f"{sort:28}{count:>7}{firsts:>13.1%}{cards:>8.1%}")


if __name__ == "__main__":
    main(*sys.argv[1:])
