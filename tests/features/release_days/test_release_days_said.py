"""Ways to say a release day, as data: what is read right, and what must be asked about or refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.console.ask import SetClock
from bot.core.activity import Message
from bot.core.commands import readable
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.release_days.clauses import LogReading
from bot.features.release_days.domain import Part, Purpose
from bot.features.release_days.log_reading import reading_of
from bot.features.release_days.repository import ReleaseDays
from bot.identity.repository import People
from bot.language.calendars import Span
from tests.support.ground import COHORT_12, NOON, Ground, account, asked, full, ground, half
from tests.support.kept import kept

TODAY = date(2026, 11, 16)
YEAR = Span(COHORT_12.starts, COHORT_12.ends)
FOLDER = Path(__file__).parent
SAID: list[dict[str, Any]] = yaml.safe_load((FOLDER / "said.yaml").read_text())
ASKED: list[dict[str, Any]] = yaml.safe_load((FOLDER / "asked_or_refused.yaml").read_text())


def test_there_are_enough_of_each() -> None:
    assert len({one["text"] for one in SAID}) >= 60
    assert len({one["text"] for one in ASKED}) >= 30


@pytest.mark.parametrize("one", SAID, ids=lambda one: one["text"])
def test_a_day_is_read_as_it_is_meant(one: dict[str, Any]) -> None:
    reading = reading_of(readable(one["text"]), one.get("today", TODAY), YEAR)
    assert list(reading.days) == one["days"]
    assert {(said.part or Part.FULL).value for said in reading.said} == {one["part"]}
    assert reading.said[0].purpose == (Purpose[one["purpose"].upper()] if "purpose" in one else None)
    assert reading.said[0].note == one.get("note")
    assert how_sure(reading) == one.get("sure", "wholly")


def how_sure(reading: LogReading) -> str:
    """wholly: every word is understood. guessed: the purpose is. asked: something else is in doubt."""
    if reading.doubts:
        return "asked"
    return "guessed" if reading.guessed else "wholly"


@pytest.fixture
@kept
async def nearly_done(store: Store, clock: SetClock) -> Ground:
    """Sam has used nine and a half days, among them the morning of 11 and all of 12 November."""
    clock.moment = NOON.replace(day=16)
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    code = await Codes(store).make(sam.id, None, NOON)
    await Codes(store).redeem(code.words, account("sam"), NOON)
    days = [full(day, 9) for day in (1, 2, 3, 4, 7, 8, 9, 10)]
    await ReleaseDays(store).log(g.whose(sam), [*days, half(11), full(12)], asked())
    return g


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one["text"])
async def test_what_is_odd_is_asked_about_or_refused(one: dict[str, Any], core: Core, nearly_done: Ground) -> None:
    reply = await core.handle(Message(account("sam"), "C", f"releaseday {one['text']}"))
    assert one["says"] in plain(reply)
    assert how(reply) == one["how"]
    (sam,) = await People(nearly_done.store).at([nearly_done.hub.id])
    assert len(await ReleaseDays(nearly_done.store).list(sam.id, nearly_done.cohort.id)) == 10


def how(reply: Reply) -> str:
    if reply.forms:
        return "form"
    labels = [button.label for button in reply.buttons]
    if labels == ["Log it anyway", "Don't log it"]:
        return "confirm"
    if "Log it" in labels:
        return "shown"
    return "choice" if "Leave it" in labels else "refused"
