"""A hub's channel: set in it by a lead, told what waits and how it was settled; refused, it goes to each lead."""

from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.core.permissions import OTHER_HUB, WHO_CAN, Role
from bot.db.erasure import Erasures
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.features.ask_hub.domain import AskedState
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_askers import AskerHubs
from bot.features.ask_hub.repository_channels import HubChannels
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_hubs import HubRegister
from bot.identity.repository import People
from scheduler.ports import Ambiguous, Refused
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, ground
from tests.support.kept import kept
from tests.support.rounds import rounds
from tests.support.stores import store, url

__all__ = ["store", "url"]
ANN, LEE, KIM, FAY = "teams:ann", "slack:lee", "slack:kim", "slack:fay"
HERE = "the-hubs-channel"
GIVEN_UP = "I can't write in your hub's channel"
NOT_IN = Refused("the bot is not in that channel", for_good=True)


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> Talk:
    """Lee and Kim lead one hub, Fay another."""
    clock.moment = NOON
    talk = Talk(core, await ground(store), clock)
    await talk.joined(LEE, talk.ground.lead)
    for user, hub in ((KIM, talk.ground.hub), (FAY, talk.ground.other)):
        name = user.partition(":")[2]
        lead = await PeopleRegister(store).add(f"{name.title()} Lead", f"{name}@hub.example", NOON)
        await HubRegister(store).make_lead(lead.id, hub.id, None, NOON)
        await talk.joined(user, lead)
    return talk


async def chosen(talk: Talk) -> None:
    """The channel is set, and has been told so."""
    await talk.say(LEE, "questions channel here", channel=HERE)
    (opening,) = await talk.arrives()
    assert (opening.platform, opening.to) == ("slack", HERE)


async def asked(talk: Talk, text: str = "Is there parking?") -> str:
    return await talk.submit(ANN, "ask_hub_send", {"text": text, "hub": str(talk.ground.hub.id)})


@pytest.fixture(autouse=True)
async def known(talk: Talk) -> None:
    await AskerHubs(talk.ground.store).remember_hub(talk.sender(ANN), talk.ground.hub.id, NOON)


async def test_a_question_goes_to_the_channel_and_how_it_was_settled_does_too(talk: Talk, clock: SetClock) -> None:
    assert "North Mersey Maths Hub: new questions go to each lead alone" in await talk.say(
        LEE, "questions channel"
    )
    await chosen(talk)
    assert "new questions go to its channel in Slack" in await talk.say(KIM, "questions channel")
    await asked(talk)
    (told,) = await talk.arrives()
    assert (told.to, told.text.partition("\n")[0]) == (HERE, "A teacher asks North Mersey Maths Hub:")

    talk.seen[KIM] = told.reply
    assert "Answer 1" in await talk.press(KIM, "Answer")
    await talk.press(KIM, "Send the answer", text="Behind the hotel.")
    assert [(one.to, one.text.partition("\n")[0]) for one in await talk.arrives()] == [
        (HERE, "Answered by Kim Lead: “Is there parking?”"),
        (ANN, "North Mersey Maths Hub has answered your question “Is there parking?”"),
    ]
    talk.seen[LEE] = told.reply
    said = await talk.press(LEE, "Answer")
    assert "The answer: Behind the hotel." in said, "the first one counts, the second sees it"

    await talk.submit(ANN, "ask_hub_again", {"id": "1"})
    assert [one.to for one in await talk.arrives()] == [HERE]
    clock.moment = NOON + timedelta(days=2, hours=1)
    await rounds(talk.ground.store, clock.moment)
    (nudge,) = (one for one in await talk.arrives() if "Still waiting" in one.text)
    assert nudge.to == HERE
    await talk.submit(LEE, "question_not_for_us", {"id": "1"})
    closed = {one.to: one.text.partition("\n")[0] for one in await talk.arrives()}
    assert closed[HERE] == "Closed, as not one for this hub, by Lee Lead: “Is there parking?”"


async def test_who_presses_in_the_channel_must_lead_that_hub(talk: Talk) -> None:
    await chosen(talk)
    await asked(talk)
    (told,) = await talk.arrives()
    for user, refusal in ((FAY, OTHER_HUB), (ANN, WHO_CAN[Role.LEAD])):
        for label in ("Answer", "Not for us", "Same as another question"):
            talk.seen[user] = told.reply
            assert await talk.press(user, label) == refusal
    assert (await Questions(talk.ground.store).one(1)).state is AskedState.WAITING


async def test_only_its_own_leads_set_a_hubs_channel_and_only_in_a_channel(talk: Talk) -> None:
    assert await talk.say(ANN, "questions channel here", channel=HERE) == WHO_CAN[Role.LEAD]
    assert "not sure which hub" in await talk.say(FAY, "questions channel here North Mersey", channel=HERE)
    assert "not sure which hub" in await talk.say(FAY, "questions channel off North Mersey", channel=HERE)
    assert "our private chat, not a channel" in await talk.say(LEE, "questions channel here")
    assert "North Mersey" not in await talk.say(FAY, "questions channel")
    assert not await HubChannels(talk.ground.store).of([talk.ground.hub.id, talk.ground.other.id])
    assert not await talk.arrives()
    await talk.joined(
        "slack:ada", await PeopleRegister(talk.ground.store).add("Ada", "ada@x.example", NOON, admin=True)
    )
    assert "not sure which hub" in await talk.say("slack:ada", "questions channel here", channel=HERE)
    await talk.say("slack:ada", "questions channel here, Fenland", channel=HERE)
    assert [one.hub_id for one in await HubChannels(talk.ground.store).of([1, 2])] == [talk.ground.other.id]


async def test_off_sends_to_each_lead_alone_again(talk: Talk) -> None:
    await chosen(talk)
    assert "to each of its leads alone again" in await talk.say(LEE, "questions channel off")
    assert "alone, as before" in await talk.say(LEE, "questions channel off")
    await asked(talk)
    assert [one.to for one in await talk.arrives()] == [LEE, KIM]


async def test_a_channel_is_enough_to_reach_a_hub(talk: Talk) -> None:
    await chosen(talk)
    for lead in await People(talk.ground.store).leading(talk.ground.hub.id):
        await HubRegister(talk.ground.store).unmake_lead(lead.id, talk.ground.hub.id, None, NOON)
    assert "Sent to North Mersey Maths Hub" in await asked(talk)


async def test_a_channel_that_refuses_is_given_up_and_its_leads_are_told_once(talk: Talk) -> None:
    store = talk.ground.store
    await chosen(talk)
    await asked(talk)
    talk.platforms["slack"].faults.append(NOT_IN)
    assert await talk.arrives() == []
    for _ in range(3):
        await rounds(store, NOON + timedelta(minutes=1))
    told = await talk.arrives(minutes=1)
    why = f"{GIVEN_UP} (the bot is not in that channel), so questions come to each lead alone for now."
    openings = ("A teacher asks North Mersey Maths Hub:", why)
    expected = {(user, opening) for user in (LEE, KIM) for opening in openings}
    assert ({(one.to, one.text.partition("\n")[0]) for one in told}, len(told)) == (expected, 4)
    assert not await HubChannels(store).of([talk.ground.hub.id])
    assert not await DirectMessages(store).not_taken(NOON + timedelta(days=1)), (
        "it is seen to, and not looked at again"
    )
    talk.seen[LEE] = next(one.reply for one in told if "asks" in one.text)
    await talk.press(LEE, "Answer")
    await talk.press(LEE, "Send the answer", text="Yes.")
    assert [one.to for one in await talk.arrives()] == [ANN]
    await rounds(store, NOON + timedelta(minutes=2))
    assert not await talk.arrives()


async def test_what_a_channel_does_not_take_within_ten_minutes_goes_to_its_leads(talk: Talk) -> None:
    await chosen(talk)
    await asked(talk)
    later = Refused("Slack could not be reached", for_good=False)
    talk.platforms["slack"].faults += [later] * 3
    await talk.arrives()
    await rounds(talk.ground.store, NOON + timedelta(minutes=5))
    assert not await talk.arrives(minutes=5)
    await rounds(talk.ground.store, NOON + timedelta(minutes=11))
    assert {one.to for one in await talk.arrives(minutes=11)} == {LEE, KIM}


async def test_what_may_have_arrived_in_a_channel_is_told_again_and_the_channel_kept(talk: Talk) -> None:
    await chosen(talk)
    await asked(talk)
    talk.platforms["slack"].can_look = False
    talk.platforms["slack"].faults.append(Ambiguous("timed out"))
    await talk.arrives()
    await rounds(talk.ground.store, NOON + timedelta(minutes=1))
    assert {one.to for one in await talk.arrives(minutes=1)} == {LEE, KIM}
    assert await HubChannels(talk.ground.store).of([talk.ground.hub.id])


async def test_what_was_settled_meanwhile_is_told_to_nobody_again(talk: Talk) -> None:
    await chosen(talk)
    await asked(talk)
    talk.platforms["slack"].faults += [NOT_IN, NOT_IN]
    await talk.arrives()
    await talk.submit(LEE, "question_not_for_us", {"id": "1"})
    await talk.arrives()
    await rounds(talk.ground.store, NOON + timedelta(minutes=1))
    assert [GIVEN_UP in one.text for one in await talk.arrives(minutes=1)] == [True, True]


async def test_a_channel_that_was_set_anew_is_not_given_up_for_what_it_refused_before(
    talk: Talk, clock: SetClock
) -> None:
    await chosen(talk)
    await asked(talk)
    talk.platforms["slack"].faults.append(NOT_IN)
    await talk.arrives()
    clock.moment = NOON + timedelta(minutes=1)
    await talk.say(LEE, "questions channel here", channel=HERE)
    await rounds(talk.ground.store, clock.moment)
    assert await HubChannels(talk.ground.store).of([talk.ground.hub.id])
    assert {LEE, KIM} <= {one.to for one in await talk.arrives()}, "but what it refused is told"


async def test_who_asked_is_told_when_no_lead_could_be_written_to(talk: Talk) -> None:
    store, gone = talk.ground.store, Refused("this account is switched off")
    await asked(talk)
    talk.platforms["slack"].faults += [gone]
    assert len(await talk.arrives()) == 1, "one of two heard of it, whichever was written to second"
    await rounds(store, NOON + timedelta(minutes=1))
    assert not await talk.arrives(minutes=1)

    await asked(talk, "Who cooks?")
    talk.platforms["slack"].faults += [gone, gone]
    await talk.arrives(minutes=1)
    for _ in range(2):
        await rounds(store, NOON + timedelta(minutes=2))
    (told,) = await talk.arrives(minutes=2)
    assert told.to == ANN
    assert told.text.startswith(
        "I couldn't bring your question to anybody at North Mersey Maths Hub: “Who cooks?”"
    )
    await Erasures(store).erase(None, [talk.sender(ANN)], NOON)
    await rounds(store, NOON + timedelta(minutes=3))
    assert not await talk.arrives(minutes=3)


async def test_a_question_that_was_heard_when_asked_again_is_not_said_to_have_reached_nobody(talk: Talk) -> None:
    store, gone = talk.ground.store, Refused("this account is switched off")
    await asked(talk)
    talk.platforms["slack"].faults += [gone, gone]
    assert not await talk.arrives()
    await talk.submit(LEE, "question_not_for_us", {"id": "1"})
    await talk.submit(LEE, "question_reopen", {"id": "1"})
    assert {one.to for one in await talk.arrives(minutes=1)} == {LEE, KIM, ANN}
    await rounds(store, NOON + timedelta(minutes=2))
    assert not await talk.arrives(minutes=2)
