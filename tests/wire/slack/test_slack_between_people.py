"""A DM between two people: commands and the shortcut work there, though the bot cannot write in it to anybody."""

from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.reply import Reply, Text
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.identity.repository import People
from scheduler.ports import Sent
from tests.support.fakes.slack import dm_with, throttled
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import Rig, rigged
from tests.support.slack_talk import label

THEIRS = "DSAMANDANN"
REMINDER = Reply((Text("The autumn report is due on Friday."),), "reminder")


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    """USAM is Sam, a specialist; ULEE leads the hub."""
    clock.moment = NOON
    g = await ground(store)
    for person, user in ((await g.enrol("Sam Patel"), "USAM"), (g.lead, "ULEE")):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    async with rigged(core, store, clock) as rig:
        rig.slack.between_people.add(THEIRS)
        yield rig


async def reached(rig: Rig, store: Store) -> str:
    """Into which conversation a reminder for Sam goes."""
    sam = await People(store).of(account("USAM"))
    assert sam is not None
    (known,) = await People(store).accounts(sam.id)
    assert isinstance(await rig.platform.sender.send(known.address, REMINDER, "t"), Sent)
    return str(rig.slack.shown[-1].args["channel"])


async def test_reminders_still_reach_who_typed_a_command_to_a_colleague(rig: Rig, store: Store) -> None:
    await rig.command("USAM", "/releaseday", "balance", channel=THEIRS)
    assert "0 days used" in rig.slack.shown[-1].text
    assert await reached(rig, store) == dm_with("USAM")


async def test_reminders_still_reach_who_pressed_a_button_there(rig: Rig, store: Store) -> None:
    await rig.command("USAM", "/releaseday", "log 30 october workshop", channel=THEIRS)
    logged = rig.slack.shown[-1]
    logged.args["channel"] = THEIRS
    rig.platform.people._known.clear()  # as on the next day
    await rig.press("USAM", logged, next(one for one in logged.elements if label(one) == "Undo"))
    assert rig.slack.shown[-1].way == "respond"
    assert await reached(rig, store) == dm_with("USAM")


async def test_reminders_still_reach_who_chose_a_message_there(rig: Rig, store: Store) -> None:
    await rig.interact(
        {
            "type": "message_action",
            "callback_id": "ask_hub",
            "user": {"id": "USAM"},
            "channel": {"id": THEIRS},
            "container": {"type": "message", "message_ts": "4.4", "channel_id": THEIRS},
            "message": {"text": "Do supply teachers count?", "ts": "4.4", "user": "UANN"},
            "response_url": rig.slack.response_url(),
        }
    )
    assert "Do supply teachers count?" in rig.slack.shown[-1].text
    assert await reached(rig, store) == dm_with("USAM")


async def test_a_file_asked_for_there_goes_into_the_bots_own_dm(rig: Rig) -> None:
    await rig.command("USAM", "/releaseday", "export", channel=THEIRS)
    assert [one.channel for one in rig.slack.uploads.values()] == [dm_with("USAM")]
    assert "in your messages with me" in rig.slack.shown[-1].text


async def test_an_answer_that_the_response_url_does_not_take_goes_into_the_bots_own_dm(rig: Rig) -> None:
    rig.slack.fail("response_url", throttled(60))
    await rig.command("USAM", "/releaseday", "balance", channel=THEIRS)
    (shown,) = rig.slack.shown
    assert (shown.way, shown.args["channel"]) == ("post", dm_with("USAM"))


async def test_it_is_no_channel_for_a_hubs_questions(rig: Rig) -> None:
    await rig.command("ULEE", "/mastery", "questions channel here", channel=THEIRS)
    assert "This is our private chat, not a channel" in rig.slack.shown[-1].text
