"""What Slack adds to what people type: signs as words, labelled links, people picked with @."""

from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from adapters.slack.inbound import plain_text
from bot.core.dispatcher import Core
from bot.core.identity import HubCohort
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.release_days.repository import ReleaseDays
from bot.identity.repository import People
from tests.support.fakes.slack import BOT_USER
from tests.support.ground import NOON, Ground, account, ground
from tests.support.slack_rig import Rig, rigged


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    clock.moment = NOON.replace(day=16)
    async with rigged(core, store, clock) as rig:
        yield rig


async def hub(store: Store) -> Ground:
    """Sam, who is a specialist, and Lee, who leads the hub; both have accounts here."""
    g = await ground(store)
    for user, person in (("USAM", await g.enrol("Sam Patel")), ("ULEE", g.lead)):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    return g


async def days_of(g: Ground, name: str) -> list[str]:
    (person,) = await People(g.store).named(name, [g.hub.id])
    return [
        f"{one.day} {one.note or ''}".strip() for one in await ReleaseDays(g.store).list(person.id, g.cohort.id)
    ]


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("log friday workshop :tada:", "log friday workshop 🎉"),
        (":+1::skin-tone-3:", "👍"),
        (":our_logo: hello", "hello"),
        ("at 9:30: pens", "at 9:30: pens"),
        ("from 10:15:20", "from 10:15:20"),
        ("<https://hub.example/form|the form>", "the form (https://hub.example/form)"),
        ("<http://hub.example|hub.example>", "hub.example"),
        ("<https://hub.example/a:b:c>", "https://hub.example/a:b:c"),
        ("<mailto:sam@school.example|sam@school.example>", "sam@school.example"),
        ("<tel:0123|ring us>", "ring us (0123)"),
        ("<#C1|general>", "general"),
        ("a &lt; b &amp; c", "a < b & c"),
    ],
)
def test_slacks_markup_is_read_as_the_person_typed_it(sent: str, typed: str) -> None:
    assert plain_text(sent) == typed


async def test_a_sign_behind_a_day_is_no_note(rig: Rig, store: Store) -> None:
    g = await hub(store)
    await rig.dm("USAM", "log 12 november workshop :tada:")
    await rig.dm("USAM", "log 13 november workshop :our_logo:")
    assert await days_of(g, "Sam Patel") == ["2026-11-12", "2026-11-13"]


async def test_a_thumb_answers_a_question(rig: Rig, store: Store) -> None:
    g = await hub(store)
    await rig.dm("USAM", "log 14 november workshop")
    assert await days_of(g, "Sam Patel") == []
    await rig.dm("USAM", ":+1:")
    assert await days_of(g, "Sam Patel") == ["2026-11-14"]


async def test_somebody_picked_with_at_is_meant_by_name(rig: Rig, store: Store) -> None:
    await hub(store)
    await rig.dm("ULEE", "<@USAM>")
    assert "Sam Patel, North Mersey Maths Hub" in rig.slack.shown[-1].text
    await rig.command("ULEE", "/mastery", "cohort announce to <@USAM|sam.p>: ring me")
    assert "go to Sam Patel" in rig.slack.shown[-1].text


async def test_whoever_is_not_on_record_is_called_as_slack_calls_them(rig: Rig, store: Store) -> None:
    g = await hub(store)
    rig.slack.users["UZOE"] = {"profile": {"real_name": "Zoe <Park>"}}
    rig.slack.users["UROBOT"] = {"is_bot": True, "real_name": "Robot"}
    await rig.dm("ULEE", "cohort enrol <@UZOE>, zoe@park.example, Park Primary <@UROBOT>")
    (zoe,) = [one for one in await People(store).at([g.hub.id]) if "Zoe" in one.name]
    assert zoe.name == "Zoe <Park>"
    assert HubCohort(zoe.enrolments[0].hub.id, zoe.enrolments[0].cohort.id) == g.here


async def test_the_bots_own_mention_is_no_name(rig: Rig, store: Store) -> None:
    g = await hub(store)
    await rig.mention("USAM", f"<@{BOT_USER}> log 12 november workshop")
    assert await days_of(g, "Sam Patel") == ["2026-11-12"]
