"""One's own record: shown, and deleted once it is confirmed; nobody else's."""

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Message, Submit
from bot.core.dispatcher import Core
from bot.core.identity import Person
from bot.core.plain_text import plain
from bot.core.reply import LONGEST_REPLY, Reply
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.release_days.repository import ReleaseDays
from bot.identity.repository import People
from tests.support.ground import NOON, Ground, account, asked, full, ground
from tests.support.kept import kept
from tests.support.stores import store, url

__all__ = ["store", "url"]


@pytest.fixture
@kept
async def g(store: Store, clock: SetClock) -> Ground:
    clock.moment = NOON
    return await ground(store)


async def joined(g: Ground, name: str, user: str) -> Person:
    person = g.lead if user == "lead" else await g.enrol(name)
    code = await Codes(g.store).make(person.id, None, NOON)
    await Codes(g.store).redeem(code.words, account(user), NOON)
    return person


async def say(core: Core, user: str, text: str) -> Reply:
    return await core.handle(Message(account(user), "C", text))


async def press(core: Core, reply: Reply, label: str, user: str) -> str:
    (button,) = (button for button in reply.buttons if button.label == label)
    return plain(await core.handle(Submit(account(user), "C", button.action, dict(button.values))))


async def test_what_is_on_record_is_shown_to_whom_it_belongs(core: Core, g: Ground, clock: SetClock) -> None:
    core, clock.moment = core.over(g.store), NOON
    sam = await joined(g, "Sam Patel", "sam")
    await ReleaseDays(g.store).log(g.whose(sam), [full(2), full(3)], asked())
    shown = await say(core, "sam", "what do you hold about me")
    assert shown.personal
    for text in ("Name: Sam Patel", "sam.patel@school.example", "St Anne's (North Mersey", "removed ones too: 2"):
        assert text in plain(shown)
    assert "Account: Slack" in plain(shown)
    nobody = plain(await say(core, "a teacher", "what do you hold about me"))
    assert "Sam" not in nobody
    assert "release days and notes" in nobody


@pytest.mark.parametrize(
    "text", ["privacy", "what do you keep about me?", "what do you hold about me", "delete my data"]
)
async def test_what_is_kept_is_said_in_one_message_for_a_phone(core: Core, g: Ground, text: str) -> None:
    core = core.over(g.store)
    await joined(g, "Sam Patel", "sam")
    for user in ("sam", "a teacher"):
        assert 0 < len(plain(await say(core, user, text))) <= LONGEST_REPLY


async def test_a_record_goes_only_after_a_yes_and_only_ones_own(core: Core, g: Ground, clock: SetClock) -> None:
    core, clock.moment = core.over(g.store), NOON
    sam = await joined(g, "Sam Patel", "sam")
    await joined(g, "Kim Lee", "kim")
    await say(core, "sam", "eligibility")
    sure = await say(core, "sam", "delete my data")
    assert "can't be undone" in plain(sure)
    assert await People(g.store).by_id(sam.id)
    assert "Nothing was deleted" in await press(core, sure, "Keep it", "sam")
    for other in ("kim", "a teacher"):
        assert "no record of yours" in await press(core, sure, "Delete everything", other)
    assert len(await People(g.store).at([g.hub.id])) == 2
    assert "your record is deleted" in await press(core, sure, "Delete everything", "sam")
    assert await People(g.store).by_id(sam.id) is None
    assert await People(g.store).of(account("sam")) is None
    assert "nothing of yours to delete" in plain(await say(core, "sam", "delete my data")), "the walk went, too"
    assert [one.name for one in await People(g.store).at([g.hub.id])] == ["Kim Lee"]


async def test_a_lead_may_go_and_is_told_what_the_hub_then_needs(core: Core, g: Ground, clock: SetClock) -> None:
    core, clock.moment = core.over(g.store), NOON
    await joined(g, "Lee Lead", "lead")
    sure = await say(core, "lead", "delete my data")
    assert "administrator must name another" in plain(sure)
    assert "must now name another lead" in await press(core, sure, "Delete everything", "lead")
    assert await People(g.store).leading(g.hub.id) == ()
