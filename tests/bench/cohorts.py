"""What a second live cohort costs: the time to open its search and to find in it, and its memory."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from knowledge.load import load
from knowledge.model import Knowledge
from knowledge.search import Search
from knowledge.search.encoder import Encoder
from tests.support.cohort_13 import made
from tests.support.paths import COHORT
from tests.support.scoring import QUESTIONS, read
from tests.support.transcript import CACHE_DIR

MOST = 300  # questions


def main() -> None:
    for line in measured():
        print(line)


def measured() -> Iterator[str]:
    """A line for one cohort, and one for two that take turns; both share the language model."""
    questions = [one.q for path in sorted(QUESTIONS.glob("*.jsonl")) for one in read(path)][:MOST]
    encoder, live = Encoder(), list[Search]()
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        both = [load(COHORT), load(made(Path(folder)))]
    for knowledge in both:
        Search(knowledge, CACHE_DIR, encoder=encoder)  # learned before anything is measured
    before = _resident()
    half = len(questions) // 2  # other questions for each line: what was found once is remembered
    for knowledge, asked in zip(both, (questions[:half], questions[half:]), strict=True):
        took = _opened(knowledge, encoder, live)
        yield (
            f"{len(live)} cohort{'s' if len(live) > 1 else ''} live: opened in {took:.1f} s more, found in "
            f"{_found(live, asked):.1f} ms (median), {(_resident() - before) / 2**20:.0f} MB in all"
        )


def _opened(knowledge: Knowledge, encoder: Encoder, live: list[Search]) -> float:
    """Seconds."""
    began = time.perf_counter()
    live.append(Search(knowledge, CACHE_DIR, encoder=encoder))
    live[-1].find("how many days")
    return time.perf_counter() - began


def _found(live: Sequence[Search], questions: Sequence[str]) -> float:
    """Milliseconds for a question, asked of each cohort in turn."""
    times = []
    for number, question in enumerate(questions):
        began = time.perf_counter()
        live[number % len(live)].find(question)
        times.append(1_000 * (time.perf_counter() - began))
    return median(times)


def _resident() -> int:
    """Bytes of this process's memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
