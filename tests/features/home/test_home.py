"""The first page and help, for whoever opens them; and a button that types a command for its presser."""

from adapters.console.ask import SetClock
from bot.core.activity import Joined, Message, Submit
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Progress
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.release_days.repository import ReleaseDays
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialInput
from bot.features.residentials.repository import Residentials
from tests.support.ground import NOON, account, asked, full, ground, half
from tests.support.stores import store, url

__all__ = ["store", "url"]


async def say(core: Core, user: str, text: str) -> str:
    return plain(await core.handle(Message(account(user), "C", text)))


async def test_everybody_gets_a_page_of_their_own(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment, core = NOON, core.over(store)
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    for user, person in (("sam", sam), ("lead", g.lead)):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    await ReleaseDays(store).log(g.whose(sam), [full(2), half(9)], asked())
    await Residentials(store).set(g.here, ResidentialInput(1, NOON.date(), NOON.date(), "Leeds"), g.lead.id, NOON)
    await Reports(store).add(g.here, "Baseline", NOON.date().replace(day=1), g.lead.id, NOON)

    mine = await core.handle(Message(account("sam"), "C", "home"))
    assert mine.personal
    assert [block.done for block in mine.blocks if isinstance(block, Progress)] == [2]
    assert "1 day used · ½ planned · 8½ left of 10" in plain(mine)
    assert "Residential 1: 2 Nov, Leeds" in plain(mine)
    assert "Baseline: late, was due 1 Nov" in plain(mine)
    theirs = await say(core, "lead", "home")
    assert "North Mersey Maths Hub\nSpecialists: 1" in theirs
    assert "With a report late: 1" in theirs

    assert "releaseday change" in await say(core, "sam", "help")
    assert "cohort enrol" in await say(core, "lead", "menu")
    for text in ("help", "start", "home"):
        said = await say(core, "a teacher", text)
        assert "type “eligibility”" in said
        assert "cohort" not in said
    assert "releaseday change" in plain(await core.handle(Joined(account("sam"), "C")))


async def test_who_asks_whether_they_are_on_track_hears_of_their_own_record(
    core: Core, store: Store, clock: SetClock
) -> None:
    clock.moment, core = NOON, core.over(store)
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    code = await Codes(store).make(sam.id, None, NOON)
    await Codes(store).redeem(code.words, account("sam"), NOON)
    assert "at an even pace" in await say(core, "sam", "am I on track?")
    assert "North Mersey Maths Hub, led by Lee Lead" in await say(core, "sam", "who is my lead?")
    await ReleaseDays(store).log(g.whose(sam), [full(2)], asked())
    assert "1 day used" in await say(core, "sam", "what's next for me")
    for text in ("am I on track?", "who is my lead?", "what's next for me"):
        assert "led by" not in await say(core, "a teacher", text)


async def test_a_say_button_does_what_its_presser_may_type(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment, core = NOON, core.over(store)
    g = await ground(store)
    code = await Codes(store).make(g.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("lead"), NOON)

    async def press(user: str, text: str) -> str:
        return plain(await core.handle(Submit(account(user), "C", "say", {"text": text})))

    assert "Nobody is enrolled" in await press("lead", "cohort status")
    assert "Only hub leads" in await press("a teacher", "cohort status")
    for text in ("when is the deadline?", "", "x" * 100_000, "delete my data"):
        assert "no longer does anything" in await press("lead", text)
