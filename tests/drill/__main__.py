"""Make things fail around real servers, one fault after another, and say what people heard.

    python -m tests.drill [NAME…] [--database sqlite|postgresql] [--at-once 3] [--list]

NAME: a fault, or the beginning of the names of several. Prints the table; ends with 1 if anything was lost or
doubled, or somebody heard nothing.
"""

import argparse
import asyncio
import logging
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import cast

from tests.drill import alternating, clocks, connections, database, kills, platforms
from tests.drill.report import Row, table
from tests.drill.world import POSTGRES, SQLITE

Drill = Callable[[str], Awaitable[Row]]
FAMILIES = (database, platforms, kills, connections, clocks, alternating)
FAULTS: dict[str, tuple[Drill, tuple[str, ...]]] = {
    name: cast("tuple[Drill, tuple[str, ...]]", found)
    for family in FAMILIES
    for name, found in family.FAULTS.items()
}
DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRES}


async def drilled(names: list[str], engines: list[str], at_once: int) -> list[Row]:
    """A row for each fault on each of its databases, in the order of the list."""
    places = asyncio.Semaphore(at_once)

    async def one(name: str, engine: str) -> Row | None:
        async with places:
            try:
                row = await FAULTS[name][0](engine)
            except Exception:
                traceback.print_exc()
                sys.stderr.write(f"{name} on {engine} could not be drilled\n")
                return None
        sys.stderr.write(f"{name}: {' | '.join(row.cells())}\n")
        return row

    rows = [one(name, engine) for name in names for engine in FAULTS[name][1] if engine in engines]
    return [row for row in await asyncio.gather(*rows) if row is not None]


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.drill")
    asked.add_argument("names", nargs="*")
    asked.add_argument("--database", choices=[*DATABASES])
    asked.add_argument("--at-once", type=int, default=3)
    asked.add_argument("--list", action="store_true")
    given = asked.parse_args()
    names = [name for name in FAULTS if not given.names or name.startswith(tuple(given.names))]
    if given.list or not names:
        sys.stdout.write("\n".join(FAULTS) + "\n")
        return 0 if given.list else 1
    engines = [DATABASES[given.database]] if given.database else [*DATABASES.values()]
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # the fakes' own: a kill cuts what they read
    rows = asyncio.run(drilled(names, engines, given.at_once))
    sys.stdout.write(table(rows) + "\n")
    return 0 if rows and all(row.well for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
