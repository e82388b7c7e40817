"""`make bench`: this search beside plain BM25 and plain embedding similarity, and what the rest costs, in parts.

    python -m tests.bench [PART…]

All rows of the table come from one run on the same questions, over the same wordings, and are rendered and judged
alike. "Right first time" is the share of questions with an answer that get it; "refused rightly" is the share of
questions without one that get an honest no.
"""

import asyncio
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as time_of_day
from statistics import mean, median

import bm25s
import numpy as np

from bot.core.activity import Message, Sender
from bot.core.plain_text import plain
from bot.core.turn import Turn
from bot.db.store import Store
from bot.features.faq.commands import question as say
from knowledge.load import load
from knowledge.model import Knowledge, Topic
from knowledge.search import Finding, FindingKind, Hit, PastTurn, Search
from knowledge.search.deciding import KIND_OF
from knowledge.search.embedding_cache import EmbeddingFiles, cached_embeddings
from knowledge.search.encoder import Encoder, sense
from tests.bench import calibration, chooser, cohorts, public, records, sending, slack, teams, unseen
from tests.support.paths import COHORT
from tests.support.scoring import QUESTIONS, ScoredQuestion, read, wrong
from tests.support.transcript import CACHE_DIR, IN_MEMORY

Find = Callable[[str, Sequence[PastTurn]], Finding]


@dataclass
class Plain:
    """Topic by nearest wording, nothing else: what is usually built first."""

    topics: list[Topic]
    score: Callable[[str], "np.ndarray"]

    def find(self, text: str, _before: Sequence[PastTurn] = ()) -> Finding:
        topic = self.topics[int(np.argmax(self.score(text)))]
        return Finding(KIND_OF[type(topic)], (Hit(topic, 1.0),))


def wordings(knowledge: Knowledge) -> tuple[list[Topic], list[str]]:
    pairs = [(topic, text) for topic in knowledge.topics() for text in (topic.title, *topic.phrasings)]
    return [topic for topic, _ in pairs], [text for _, text in pairs]


def plain_bm25(knowledge: Knowledge) -> Plain:
    topics, texts = wordings(knowledge)
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, show_progress=False, stopwords=None), show_progress=False)
    return Plain(
        topics,
        lambda text: index.get_scores(
            bm25s.tokenize(text, show_progress=False, stopwords=None, return_ids=False)[0]
        ),
    )


def plain_embedding(knowledge: Knowledge) -> Plain:
    topics, texts = wordings(knowledge)
    model = Encoder()
    vectors = sense(cached_embeddings(texts, model, EmbeddingFiles(CACHE_DIR / "bench")))
    return Plain(topics, lambda text: vectors @ sense(model.read([text])[0]))


async def said(knowledge: Knowledge, question: ScoredQuestion, finding: Finding) -> tuple[str, str, bool]:
    """The text, kind and presence of a source that a finding leads to."""
    if finding.kind is FindingKind.REQUEST:
        return finding.hits[0].topic.title, finding.hits[0].topic.id, False
    store = Store(IN_MEMORY)
    moment = datetime.combine(question.today, time_of_day(12), UTC)
    turn = Turn(Message(Sender("bench", "", ""), "", question.q), moment, knowledge, store)
    reply = await say(turn, finding)
    return plain(reply), reply.kind, bool(reply.sources)


async def judge(
    knowledge: Knowledge, questions: Sequence[ScoredQuestion], find: Find
) -> tuple[float, float, float, float]:
    """Share right first time, share refused rightly, microseconds a question: mean and median."""
    tally: dict[bool, list[bool]] = {True: [], False: []}
    spent: list[float] = []
    for question in questions:
        before: list[PastTurn] = []
        for turn in question.context:
            earlier = find(turn, before)
            before.append(PastTurn(turn, tuple(hit.topic.id for hit in earlier.hits)))
        started = time.perf_counter()
        finding = find(question.q, before)
        spent.append(time.perf_counter() - started)
        right = not wrong(question, *await said(knowledge, question, finding))
        tally[question.kind in {"answer", "partial"}].append(right)
    share = {answerable: sum(right) / len(right) for answerable, right in tally.items()}
    return share[True], share[False], mean(spent) * 1e6, median(spent) * 1e6


CHILD = """
import re, sys, time
from adapters.__main__ import main
main(["ask", sys.argv[1]])
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
print(time.process_time(), int(peak[1]) / 1024, file=sys.stderr)
"""


def start_up(question: str) -> tuple[float, float]:
    """Seconds of CPU and MB of memory that one `mastery ask` takes from nothing to its answer."""
    done = subprocess.run([sys.executable, "-c", CHILD, question], check=True, capture_output=True, text=True)
    seconds, memory = done.stderr.split()
    return float(seconds), float(memory)


def searches(knowledge: Knowledge) -> None:
    questions = [
        question
        for path in sorted(QUESTIONS.glob("*.jsonl"))
        for question in read(path)
        if question.kind in {"answer", "partial", "abstain", "offtopic"}
    ]
    print(f"{len(questions)} questions, {len(knowledge.entries)} entries, {len(wordings(knowledge)[1])} wordings")
    print(f"{'':18}{'right first time':>18}{'refused rightly':>18}{'µs a question':>16}{'median':>9}")
    ways: dict[str, Find] = {
        "plain BM25": plain_bm25(knowledge).find,
        "plain embedding": plain_embedding(knowledge).find,
        "this search": Search(knowledge, CACHE_DIR).find,
    }
    for name, find in ways.items():
        right, refused, spent, usual = asyncio.run(judge(knowledge, questions, find))
        print(f"{name:18}{right:>18.1%}{refused:>18.1%}{spent:>16.0f}{usual:>9.0f}")


def starts() -> None:
    for question in ("when is the deadline?", "would they mind if my contract isn't a whole week"):
        seconds, memory = start_up(question)
        print(f"mastery ask “{question}”, from nothing to its answer: {seconds:.2f} s of CPU, {memory:.0f} MB")


def cpu() -> float:
    """Seconds of CPU that this process and those that it started and that ended have used."""
    return sum(os.times()[:4])


def main() -> int:
    """Each part, or those that are named; 1 if any could not be measured, and then which."""
    knowledge = load(COHORT)
    parts: dict[str, Callable[[], object]] = {
        "search": lambda: searches(knowledge),
        "calibration": lambda: calibration.main(knowledge),
        "chooser": chooser.main,
        "unseen": unseen.main,
        "start": starts,
        "cohorts": cohorts.main,
        "records": lambda: asyncio.run(records.main()),
        "teams": teams.main,
        "slack": lambda: asyncio.run(slack.main()),
        "sending": lambda: asyncio.run(sending.main()),
        "public": lambda: asyncio.run(public.main()),
    }
    if unknown := set(sys.argv[1:]) - parts.keys():
        print(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(parts)}", file=sys.stderr)
        return 1
    failed = list[str]()
    for name in sys.argv[1:] or parts:
        began, used = time.monotonic(), cpu()
        try:
            parts[name]()
        except Exception:
            traceback.print_exc()
            failed.append(name)
        print(f"[{name}: {time.monotonic() - began:.0f} s, {cpu() - used:.0f} s of CPU]\n", flush=True)
    if failed:
        print(f"Could not be measured: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
