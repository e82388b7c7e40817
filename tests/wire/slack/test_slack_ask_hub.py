"""The shortcut “Ask the hub about this”: a message is shown as it would be sent, and sent once agreed."""

from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.ask_hub.domain import HubQuestion
from bot.features.ask_hub.repository import Questions
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from tests.support.fakes.slack import Shown
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import Rig, rigged
from tests.support.slack_talk import label

QUESTION = "Do supply teachers &amp; TAs count?"


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    """USAM is Sam, a specialist; ULEE and UFAY lead the hubs; anybody else is a stranger."""
    clock.moment = NOON
    g = await ground(store)
    fay = await PeopleRegister(store).add("Fay Fen", "fay@hub.example", NOON)
    await HubRegister(store).make_lead(fay.id, g.other.id, None, NOON)
    for person, user in ((await g.enrol("Sam Patel"), "USAM"), (g.lead, "ULEE"), (fay, "UFAY")):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON, {"team": "T1", "user": user})
    async with rigged(core, store, clock) as rig:
        yield rig


async def choose(rig: Rig, user: str, text: str = QUESTION) -> Shown:
    await rig.interact(
        {
            "type": "message_action",
            "callback_id": "ask_hub",
            "user": {"id": user},
            "channel": {"id": "C1"},
            "message": {"text": text, "ts": "4.4", "user": "UOTHER"},
            "response_url": rig.slack.response_url(),
        }
    )
    return rig.slack.shown[-1]


async def press(rig: Rig, user: str, shown: Shown, name: str) -> Shown:
    await rig.press(user, shown, next(one for one in shown.elements if label(one) == name))
    return rig.slack.shown[-1]


async def asked(store: Store, user: str) -> tuple[HubQuestion, ...]:
    return tuple(await Questions(store).mine(account(user)))


async def test_somebody_elses_message_is_sent_only_once_it_was_seen(rig: Rig, store: Store) -> None:
    preview = await choose(rig, "USAM")
    assert (preview.way, preview.args["response_type"]) == ("respond", "ephemeral")
    assert "To North Mersey Maths Hub" in preview.text
    assert "“Do supply teachers &amp; TAs count?”" in preview.text
    assert await asked(store, "USAM") == ()
    sent = await press(rig, "USAM", preview, "Send")
    assert (sent.way, sent.args["replace_original"]) == ("respond", True)
    assert "Sent to North Mersey Maths Hub" in sent.text
    assert [one.text for one in await asked(store, "USAM")] == ["Do supply teachers & TAs count?"]


async def test_nothing_is_sent_by_who_decides_against_it(rig: Rig, store: Store) -> None:
    preview = await choose(rig, "USAM")
    assert "Nothing was sent" in (await press(rig, "USAM", preview, "Don't send")).text
    assert await asked(store, "USAM") == ()


async def test_a_stranger_says_first_which_hub_is_theirs(rig: Rig, store: Store) -> None:
    modal = await choose(rig, "USTRANGER")
    assert modal.way == "modal", "and nothing beside it: the small print is in the form"
    assert "Nothing has been sent yet" in str(modal.blocks[-1])
    assert len(rig.slack.shown) == 1
    hubs = {one["text"]["text"]: one["value"] for one in modal.blocks[0]["element"]["options"]}
    await rig.submit("USTRANGER", modal, {"hub": hubs["Fenland Maths Hub"]})
    preview = rig.slack.shown[-1]
    assert "To Fenland Maths Hub" in preview.text
    assert await asked(store, "USTRANGER") == ()
    await press(rig, "USTRANGER", preview, "Send")
    assert [one.hub for one in await asked(store, "USTRANGER")] == ["Fenland Maths Hub"]


async def test_a_message_without_words_asks_for_some(rig: Rig, store: Store) -> None:
    modal = await choose(rig, "USAM", "")
    (field,) = (one for one in modal.blocks if one["type"] == "input")
    assert (modal.way, field["label"]["text"]) == ("modal", "Your question")
    assert await asked(store, "USAM") == ()
