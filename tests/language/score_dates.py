"""Scores the reader on ways to say a day: `python -m tests.language.score_dates FILE [--show asked|wrong]`.

A line of FILE is {"phrase", "today", "days"}; any of the lists of days is right, an empty one means "ask".
"""

import argparse
import json
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from bot.language.calendars import Span
from bot.language.reading import Reading, read

YEAR = Span(date(2026, 9, 1), date(2027, 8, 31))


def verdict(reading: Reading, right: list[list[str]]) -> str:
    """right, rightly asked, asked (though it could be read), or wrong."""
    wanted = [[day for day in days if day] for days in right]
    if not reading.certain or not reading.days:
        return "rightly asked" if any(not days for days in wanted) else "asked"
    return "right" if [day.isoformat() for day in reading.days] in wanted else "wrong"


def out(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", nargs="*", default=["wrong", "asked"])
    wanted = parser.parse_args()
    counts: Counter[str] = Counter()
    taken = 0.0
    for line in wanted.file.read_text().splitlines():
        one = json.loads(line)
        today = date.fromisoformat(one["today"])
        begun = time.perf_counter()
        reading = read(f"{one['phrase']} workshop", today, year=YEAR if today in YEAR else None)
        taken += time.perf_counter() - begun
        found = verdict(reading, one["days"])
        counts[found] += 1
        if found in wanted.show:
            days = ", ".join(day.isoformat() for day in reading.days)
            out(f"{found:6} {one['today']} {one['phrase']!r}: {days} | {one['days']} | {reading.question or ''}")
    total = sum(counts.values())
    out(str({name: f"{count} ({count / total:.1%})" for name, count in counts.most_common()}))
    out(f"{1000 * taken / total:.3f} ms each")
    sys.exit(bool(counts["wrong"]))


if __name__ == "__main__":
    main()
