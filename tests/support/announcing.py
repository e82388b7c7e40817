"""A hub whose lead announces, and its people in Slack and Teams: what the tests of announcements stand on.

Import `weeks` into a test file together with `store` and `url`.
"""

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.reminder_rules import Rules
from bot.db.store import Store
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, ground
from tests.support.kept import kept
from tests.support.reminding import Weeks

LEE, FAY, ADA, SAM, ANN, KIM = "slack:lee", "slack:fay", "slack:ada", "slack:sam", "teams:ann", "teams:kim"
NEXT, LATER = "2026-11-02T12:01", "2026-11-02T12:30"
TOMORROW = "2026-11-03T08:00"


@pytest.fixture
@kept
async def weeks(core: Core, store: Store, clock: SetClock) -> Weeks:
    """Sam and Ann have joined Lee's hub, Al has not; Kim is at Fay's; Ada administers."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core.over(store), g, clock)
    for user, name, hub in ((SAM, "Sam Patel", g.hub), (ANN, "Ann Jones", g.hub), (KIM, "Kim Lee", g.other)):
        await talk.joined(user, await g.enrol(name, hub))
    await g.enrol("Al Fox")
    await talk.joined(LEE, g.lead)
    fay = await g.lead_elsewhere()
    await talk.joined(FAY, fay)
    await talk.joined(ADA, await g.administrator())
    return Weeks(talk, clock, Rules(nudge_on=20, pace_on=20))


async def announced(
    weeks: Weeks, words: str = "Bring your folders.", label: str = "Send it now (2 people)"
) -> None:
    await weeks.talk.say(LEE, f"cohort announce {words}")
    await weeks.talk.press(LEE, label)


def users(sent: list[tuple[str, str]]) -> list[str]:
    return sorted(user for user, _ in sent)


async def looked_at(weeks: Weeks, act: int = 1) -> str:
    return await weeks.talk.say(LEE, f"cohort announcements {act}")
