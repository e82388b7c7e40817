"""Make things fail around real servers, one fault after another, and say what people heard.

    python -m tests.drill [NAME…] [--database sqlite|postgresql] [--at-once 4] [--list]

NAME: a fault, or the beginning of the names of several; none is all of them, on both databases, in some twenty
minutes on a quiet machine with two cores. Prints the table and what was missed; ends with 1 if any figure was, or
if a fault could not be drilled. A small disk needs root to be mounted.
"""

import argparse
import asyncio
import logging
import sys
import traceback
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import cast

from tests.drill import alternating, clocks, connections, database, kills, platforms, senders
from tests.drill.report import Row, table
from tests.drill.world import POSTGRES, SQLITE

Drill = Callable[[str], Awaitable[Row]]
FAMILIES = (database, senders, kills, platforms, clocks, alternating, connections)  # the long ones first
FAULTS: dict[str, tuple[Drill, tuple[str, ...]]] = {
    name: cast("tuple[Drill, tuple[str, ...]]", found)
    for family in FAMILIES
    for name, found in family.FAULTS.items()
}
ALONE = tuple(connections.FAULTS)  # its figure is a time to which others would add
DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRES}
LONGEST = 480.0  # seconds that one fault may take; then it could not be drilled, and the others are told of


async def drilled(names: list[str], engines: list[str], at_once: int) -> tuple[list[Row], list[str]]:
    """A row for each fault on each of its databases, in the order of the list; and what could not be drilled."""
    places, failed = asyncio.Semaphore(at_once), list[str]()

    async def one(name: str, engine: str) -> Row | None:
        async with places:
            try:
                async with asyncio.timeout(LONGEST):
                    row = await FAULTS[name][0](engine)
            except Exception:
                traceback.print_exc()
                failed.append(f"{name} on {engine}: could not be drilled")
                return None
        sys.stderr.write(f"{name}: {' | '.join(row.cells())}\n")
        return row

    wanted = [(name, engine) for name in names for engine in FAULTS[name][1] if engine in engines]
    rows = await asyncio.gather(*(one(*which) for which in wanted if which[0] not in ALONE))
    rows += [await one(*which) for which in wanted if which[0] in ALONE]
    return [row for row in rows if row is not None], failed


def verdict(rows: list[Row], failed: list[str], seconds: float) -> str:
    """The sums of all rows, and what was missed, a line each; or that nothing was."""
    missed = [f"{row.fault}, {row.engine}: {', '.join(row.missed)}" for row in rows if row.missed]
    sums = {
        name: sum(getattr(row, name) for row in rows) for name in ("wrote", "said", "lost", "doubled", "silent")
    }
    recovered = [(row.recovered, row.fault, row.engine) for row in rows if row.recovered is not None]
    slowest = "none recovered" if not recovered else "slowest recovery {:.1f} s ({}, {})".format(*max(recovered))
    counts = (
        f"{len(rows)} rows in {seconds / 60:.0f} minutes: {sums['wrote']} wrote, {sums['said']} heard something "
        f"true, {sums['lost']} lost, {sums['doubled']} doubled where the platform can be asked, "
        f"{sums['silent']} silent; {slowest}."
    )
    return "\n".join([counts, *(f"Missed: {one}" for one in (*missed, *failed))]) + (
        "" if missed or failed else "\nEvery figure is kept."
    )


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.drill")
    asked.add_argument("names", nargs="*")
    asked.add_argument("--database", choices=[*DATABASES])
    asked.add_argument("--at-once", type=int, default=4)
    asked.add_argument("--list", action="store_true")
    given = asked.parse_args()
    names = [name for name in FAULTS if not given.names or name.startswith(tuple(given.names))]
    if given.list or not names:
        sys.stdout.write("\n".join(FAULTS) + "\n")
        return 0 if given.list else 1
    engines = [DATABASES[given.database]] if given.database else [*DATABASES.values()]
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # the fakes' own: a kill cuts what they read
    began = monotonic()
    rows, failed = asyncio.run(drilled(names, engines, given.at_once))
    sys.stdout.write(f"{table(rows)}\n\n{verdict(rows, failed, monotonic() - began)}\n")
    return 1 if not rows or failed or any(row.missed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
