"""A kind of reminder is added in one file: it is planned, sent, listed as coming, stopped and put off."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.reminder_rules import Rules
from bot.core.routes import modules_in
from bot.db.store import Store
from bot.delivery.registry import declared_besides
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, ground
from tests.support.reminding import Weeks

SAM, KIM = "slack:sam", "slack:kim"


@pytest.fixture(autouse=True)
def visits() -> Iterator[None]:
    with declared_besides("tests.support.made_up_reminders"):
        yield


@pytest.fixture
async def weeks(core: Core, clock: SetClock, store: Store) -> Weeks:
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core.over(store), g, clock)
    await talk.joined(SAM, await g.enrol("Sam"))
    await talk.joined(KIM, await g.enrol("Kim"))
    return Weeks(talk, clock, Rules(nudge_on=20, pace_on=20))


async def test_it_is_planned_and_sent_to_everybody_once(weeks: Weeks) -> None:
    assert await weeks.tick("2026-12-07 12:00") == []
    told = await weeks.tick("2026-12-08 08:00")
    assert sorted(user for user, _ in told) == [KIM, SAM]
    assert "A school visit is on Thu 10 Dec." in told[0][1]
    assert "Stop school-visit reminders" in weeks.talk.labels(SAM)
    assert await weeks.tick("2026-12-08 09:00") == []


async def test_it_is_listed_by_the_day_on_which_it_comes(weeks: Weeks) -> None:
    await weeks.tick("2026-12-07 12:00")
    said = await weeks.talk.say(SAM, "reminders")
    assert ": School visit (Thu 10 Dec)" in said
    assert said.index("School visit") < said.index("Mon 21 Dec: release days"), "by the day on which it comes"
    assert weeks.talk.labels(SAM)[-2:] == ["Stop school visits", "Change the time"]


async def test_it_is_stopped_by_its_name_and_on_again(weeks: Weeks) -> None:
    await weeks.tick("2026-12-07 12:00")
    assert "any more reminders about school visits" in await weeks.talk.say(SAM, "reminders stop visits")
    assert "School visit (" not in await weeks.talk.say(SAM, "reminders")
    assert [user for user, _ in await weeks.tick("2026-12-08 08:00")] == [KIM]
    assert "are on again" in await weeks.talk.say(SAM, "reminders start visits")


async def test_one_that_was_sent_is_put_off_and_that_is_undone(weeks: Weeks) -> None:
    await weeks.tick("2026-12-08 08:00")
    assert "remind you again on Wed 9 Dec" in await weeks.talk.press(SAM, "Remind me tomorrow")
    assert "Undone: reminders about school visits are on again" in await weeks.talk.press(SAM, "Undo")


def test_a_feature_declares_its_kinds_in_files_that_are_found_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feature = tmp_path / "made_up_features" / "visits"
    feature.mkdir(parents=True)
    for file in (feature.parent / "__init__.py", feature / "__init__.py", feature / "reminders.py"):
        file.write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [*modules_in("made_up_features", "reminders")] == ["made_up_features.visits.reminders"]
