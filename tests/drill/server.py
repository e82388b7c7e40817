"""`mastery serve` in a process of its own, with Microsoft's servers on loopback and a clock that can be put wrong.

    python -m tests.drill.server

DRILL_MICROSOFT: the address that stands for Microsoft's. DRILL_CLOCK: a file with the seconds that the clock is
wrong by, read each time that the clock is.
"""

import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path

from bot.core import clock

ISSUER = "https://api.botframework.com"


def put_the_clock_wrong(by: Path) -> None:
    """Before anything else is imported: some keep the clock that they find."""
    right = clock.system

    def wrong() -> datetime:
        return right() + timedelta(seconds=float(by.read_text() or 0))

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return wrong().astimezone(tz)

    setattr(clock, "system", wrong)  # noqa: B010  as if the machine's own clock were wrong
    from apscheduler.schedulers import base  # noqa: PLC0415
    from apscheduler.triggers import interval  # noqa: PLC0415

    for module in (base, interval):
        setattr(module, "datetime", Wrong)  # noqa: B010


def main() -> int:
    put_the_clock_wrong(Path(os.environ["DRILL_CLOCK"]))
    from adapters import __main__, teams  # noqa: PLC0415  after the clock
    from adapters.platforms import PLATFORMS  # noqa: PLC0415
    from adapters.teams.credentials import Endpoints  # noqa: PLC0415

    there = os.environ["DRILL_MICROSOFT"]
    endpoints = Endpoints(there, f"{there}/openid", ISSUER, f"{ISSUER}/.default")
    for at, one in enumerate(PLATFORMS):
        if one is teams.PLATFORM:
            PLATFORMS[at] = replace(one, connect=partial(teams.connect, endpoints=endpoints))
    return __main__.main(["serve"])


if __name__ == "__main__":
    sys.exit(main())
