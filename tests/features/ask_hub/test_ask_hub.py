"""A question's whole life over two platforms, and what may not happen to it."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Submit
from bot.core.dispatcher import Core
from bot.core.identity import Account
from bot.core.plain_text import plain
from bot.db.store import Store
from bot.delivery.direct_domain import OutgoingMessage
from bot.features.ask_hub.domain import (
    LONGEST_QUESTION,
    MOST_WAITING,
    AskedState,
    Asker,
    ChangedMeanwhile,
    HubQuestion,
    NewQuestion,
)
from bot.features.ask_hub.notifications import Leads
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_askers import AskerHubs
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_hubs import HubRegister
from bot.identity.repository import People
from tests.support.desk_talk import Talk
from tests.support.direct_messages import messages_to_send
from tests.support.ground import NOON, Ground, account, ground
from tests.support.kept import kept
from tests.support.stores import store, url

__all__ = ["store", "url"]
PARKING = "Is there somewhere to park my car at the residential?"
ANN, BOB, FEN, LEE, FAY = "teams:ann", "teams:bob", "teams:fen", "slack:lee", "slack:fay"


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> Talk:
    """Two hubs, a lead at each, and two teachers of the one; Lee's and Fay's accounts are in Slack."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core, g, clock)
    await talk.joined(LEE, g.lead)
    fay = await g.lead_elsewhere()
    await talk.joined(FAY, fay)
    return talk


async def asked(talk: Talk, user: str = ANN, text: str = PARKING, hub: str = "") -> str:
    """The question as far as its preview."""
    await talk.say(user, text)
    if text == PARKING:
        said = await talk.press(user, "Ask my hub")
    else:  # whatever the search makes of it
        said = await talk.submit(user, "ask_hub", {"text": text})
    if "Which is your Maths Hub?" in said:
        said = await talk.press(user, "Continue", hub=str(hub or talk.ground.hub.id))
    return said


async def test_a_questions_whole_life(talk: Talk, clock: SetClock) -> None:
    preview = await asked(talk)
    assert "To North Mersey Maths Hub. A person will answer" in preview
    assert f"“{PARKING}”" in preview
    assert "they'll see “a teacher”" in preview
    assert not await talk.arrives(), "nothing is sent before it was agreed"
    assert "Sent to North Mersey Maths Hub" in await talk.press(ANN, "Send")
    assert "no answer yet" in await talk.say(ANN, "my questions")

    (told,) = await talk.arrives()
    assert told.to == LEE
    assert f"A teacher asks North Mersey Maths Hub:\n“{PARKING}”" in told.text
    clock.moment = NOON + timedelta(days=1, hours=2)
    assert "waiting for 1 day" in await talk.say(LEE, "questions")
    await talk.press(LEE, "Answer 1")
    assert "sending your answer to the person who asked" in await talk.press(
        LEE, "Send the answer", text="Yes: behind the hotel,\nno charge."
    )

    (answer,) = await talk.arrives()
    assert answer.to == ANN
    assert "Yes: behind the hotel,\nno charge." in answer.text
    assert "not from the sheet" in answer.text
    assert "answered" in await talk.say(ANN, "my questions")
    assert not await talk.arrives(), "an answer goes once"

    await talk.press(LEE, "Save this answer")
    assert "gets this answer straight away" in await talk.press(
        LEE, "Save it", question="Is there parking at the residential?"
    )
    await asked(talk, BOB, "something about the venue that nobody has written down")
    again = await talk.say(BOB, "is there any parking at the residential")
    assert "behind the hotel" in again
    assert "Answered by your hub, North Mersey Maths Hub, not from the sheet." in again
    await AskerHubs(talk.ground.store).remember_hub(talk.sender(FEN), talk.ground.other.id, NOON)
    elsewhere = await talk.say(FEN, "is there any parking at the residential")
    assert "behind the hotel" not in elsewhere

    boss = await talk.ground.administrator()
    await talk.joined("slack:ada", boss)
    assert "Is there parking" in await talk.say("slack:ada", "knowledge proposed")
    assert "every hub" in await talk.press("slack:ada", "Accept 1")
    assert "a Maths Hub, North Mersey Maths Hub and accepted" in await talk.say(
        FEN, "is there any parking at the residential"
    )
    await talk.say("slack:ada", "knowledge export")
    (file,) = talk.seen["slack:ada"].files
    assert "Yes: behind the hotel" in file.content.decode()
    await talk.say("slack:ada", "knowledge withdraw 1")
    assert "behind the hotel" not in await talk.say(FEN, "is there any parking at the residential")


async def test_what_was_asked_before_and_the_name_go_only_with_leave(talk: Talk) -> None:
    sam = await talk.ground.enrol("Sam Patel")
    await talk.joined(ANN, sam)
    await talk.say(ANN, "how many days release do I get")
    preview = await asked(talk)
    assert "what you asked just before:\n• “how many days release do I get”" in preview
    assert "Which is your Maths Hub" not in preview, "who is enrolled has a hub"
    await talk.press(ANN, "Send")
    (told,) = await talk.arrives()
    assert "Sam" not in told.text
    assert "how many days" not in told.text
    question = (await Questions(talk.ground.store).mine(talk.sender(ANN)))[0]
    assert (question.name, question.before) == (None, ())
    for said in (await talk.say(LEE, "questions"), await talk.say(LEE, "/questions 1")):
        assert "Sam" not in said
        assert "how many days" not in said

    await asked(talk)
    assert "Your name will be sent: Sam Patel." in await talk.press(ANN, "Put my name to it")
    await talk.press(ANN, "Send with what I asked before")
    (told,) = await talk.arrives()
    assert "Sam Patel asks North Mersey Maths Hub" in told.text
    assert "Just before, they asked me:\n• “how many days release do I get”" in told.text


async def test_dont_send_sends_nothing_and_the_hub_is_asked_once(talk: Talk) -> None:
    await asked(talk)
    assert "Nothing was sent" in await talk.press(ANN, "Don't send")
    assert "haven't asked your Maths Hub anything" in await talk.say(ANN, "my questions")
    await talk.say(ANN, PARKING)
    assert "To North Mersey Maths Hub" in await talk.press(ANN, "Ask my hub"), "remembered"
    await talk.press(ANN, "Another hub")
    assert "To Fenland Maths Hub" in await talk.press(ANN, "Continue", hub=str(talk.ground.other.id))


async def test_wishing_for_a_person_offers_what_was_asked_last_or_a_place_to_write(talk: Talk) -> None:
    said = await talk.say(ANN, "I want to talk to a person")
    assert "What would you like to ask your Maths Hub?" in said
    assert talk.seen[ANN].kind == "handoff"
    await talk.press(ANN, "Show me what will be sent", text=PARKING)
    await talk.press(ANN, "Continue", hub=str(talk.ground.hub.id))
    await talk.press(ANN, "Send")
    await talk.say(BOB, PARKING)
    assert "Which is your Maths Hub?" in await talk.say(BOB, "put me through to my hub")
    assert PARKING in await talk.press(BOB, "Continue", hub=str(talk.ground.hub.id))


async def test_where_no_hub_is_on_record_that_is_said(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment = NOON
    talk = Talk(core, Ground(store, None, None, None, None), clock)  # type: ignore[arg-type]
    await talk.say(ANN, PARKING)
    assert "can't pass a question on to a person yet" in await talk.press(ANN, "Ask my hub")
    assert "can't pass a question on to a person yet" in await talk.say(ANN, "I want to talk to a person")


async def test_where_nobody_can_be_reached_that_is_said_and_nothing_is_taken(talk: Talk) -> None:
    g = talk.ground
    await asked(talk, hub=str(g.other.id))
    preview = dict(talk.seen[ANN].buttons[0].values)
    fay = (await People(g.store).leading(g.other.id))[0]
    await HubRegister(g.store).unmake_lead(fay.id, g.other.id, None, NOON)
    nobody = "Nobody at Fenland Maths Hub can be reached through me yet, so nothing was sent."
    assert nobody in await talk.submit(ANN, "ask_hub_send", preview)
    assert nobody in await talk.submit(ANN, "ask_hub", {"text": PARKING})
    assert not await Questions(g.store).mine(talk.sender(ANN))
    await talk.press(ANN, "Another hub")
    await talk.press(ANN, "Continue", hub=str(g.hub.id))
    assert "I'll bring you the answer" in await talk.press(ANN, "Send")
    await HubRegister(g.store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    question = (await Questions(g.store).mine(talk.sender(ANN)))[0]
    await Questions(g.store).close(question, g.lead.id, lambda _asked: (), NOON)
    assert "nothing was sent" in await talk.submit(ANN, "ask_hub_again", {"id": "1"})


async def test_who_cannot_be_written_to_unasked_is_told_so_and_finds_the_answer(talk: Talk) -> None:
    await asked(talk)
    values = dict(talk.seen[ANN].buttons[0].values)
    said = plain(await talk.core.handle(Submit(talk.sender(ANN), "a channel", "ask_hub_send", values)))
    assert "I can't write to you unasked from here, so type “my questions” to see the answer" in said
    sam = await talk.ground.enrol("Sam Patel")
    await talk.joined(BOB, sam)
    values = {"text": "Where?", "hub": str(talk.ground.hub.id)}
    said = plain(await talk.core.handle(Submit(talk.sender(BOB), "a channel", "ask_hub_send", values)))
    assert "I'll bring you the answer" in said, "the bot knows where it can write to them"


async def test_not_for_us_is_told_and_asking_again_reopens(talk: Talk) -> None:
    await asked(talk)
    await talk.press(ANN, "Send")
    await talk.arrives()
    assert "closed" in await talk.press(LEE, "Not for us")
    (closed,) = await talk.arrives()
    assert "has closed your question" in closed.text
    reopen = talk.seen[ANN].buttons[0]
    await talk.press(ANN, "Ask again")
    (again,) = await talk.arrives()
    assert "reopened a moment ago, no answer yet" in await talk.submit(ANN, reopen.action, dict(reopen.values))
    assert not await talk.arrives(), "a second press tells the leads nothing"
    assert "A teacher asks North Mersey Maths Hub again" in again.text
    assert "reopened a moment ago" in await talk.say(ANN, "my questions")
    assert "reopened, waiting" in await talk.say(LEE, "questions")
    await talk.say(LEE, "/questions 1")
    await talk.press(LEE, "Not for us")
    await talk.arrives()
    assert "reopened, waiting" in await talk.press(LEE, "Reopen")


async def test_what_is_settled_is_not_settled_again_with_an_old_button(talk: Talk) -> None:
    await asked(talk)
    await talk.press(ANN, "Send")
    await talk.arrives()
    await talk.press(LEE, "Answer")
    await talk.press(LEE, "Send the answer", text="Yes.")
    await talk.arrives()
    assert "nothing was sent" in await talk.submit(LEE, "question_not_for_us", {"id": "1"})
    late = {"id": "1", "revision": "1", "text": "No."}
    assert "nothing was sent" in await talk.submit(LEE, "question_answer_send", late)
    assert not await talk.arrives()
    question = await Questions(talk.ground.store).one(1)
    assert (question.state, question.answer) == (AskedState.ANSWERED, "Yes.")


async def test_alike_questions_are_answered_together(talk: Talk) -> None:
    for user, text in (
        (ANN, PARKING),
        (BOB, PARKING.lower()),
        (FEN, "who brings the projector to the residential?"),
    ):
        await asked(talk, user, text)
        await talk.press(user, "Send")
    await talk.arrives()
    assert "Questions 1 and 2 ask the same" in await talk.say(LEE, "questions")
    assert "Answer these too" in await talk.press(LEE, "Answer 1")
    assert "and to 1 other person" in await talk.press(LEE, "Send the answer", text="Yes.", also="2,3")
    assert [one.to for one in await talk.arrives()] == [ANN, BOB], "3 is not alike"
    await talk.say(LEE, "questions")
    assert "“who brings the projector" in await talk.say(LEE, "Question 3")
    said = await talk.say(ANN, "question 3")
    assert not any(text in said for text in ("A teacher asked", "Only hub leads", "went wrong")), (
        "for others a message"
    )
    await asked(talk, ANN, "any projector there, or shall I carry mine?")
    await talk.press(ANN, "Send")
    await talk.press(LEE, "Same as another question")
    await talk.press(LEE, "Put together", other="4")
    assert "Questions 3 and 4 ask the same" in await talk.say(LEE, "questions")


async def test_of_two_leads_at_once_one_is_heard_and_the_other_told(talk: Talk) -> None:
    await asked(talk)
    await talk.press(ANN, "Send")
    await talk.arrives()
    other = await PeopleRegister(talk.ground.store).add("Kim Lead", "kim@hub.example", NOON)
    await HubRegister(talk.ground.store).make_lead(other.id, talk.ground.hub.id, None, NOON)
    await talk.joined("slack:kim", other)
    values = {"id": "1", "revision": "0", "text": "Yes."}
    said = await asyncio.gather(
        *(talk.submit(user, "question_answer_send", dict(values)) for user in (LEE, "slack:kim", LEE))
    )
    assert sum("sending your answer" in one for one in said) == 1
    assert len(await talk.arrives()) == 1


async def test_an_answer_and_what_is_sent_because_of_it_are_kept_together_or_not_at_all(talk: Talk) -> None:
    g = talk.ground
    asker = Asker(account("ann"), "C", {"user": ANN})
    question = await Questions(g.store).ask(asker, NewQuestion(g.hub.id, "Where?"), lambda _asked: (), NOON)

    def fails(_asked: HubQuestion) -> tuple[OutgoingMessage, ...]:
        raise RuntimeError("the process dies here")

    with pytest.raises(RuntimeError):
        await Questions(g.store).answer(question, "There.", (), g.lead.id, fails, NOON)
    assert (await Questions(g.store).one(question.id)).state is AskedState.WAITING
    assert not await messages_to_send(g.store)


async def test_an_event_that_is_delivered_twice_asks_once(talk: Talk) -> None:
    await asked(talk)
    values = dict(talk.seen[ANN].buttons[0].values)
    for _ in range(2):
        assert "Sent to" in await talk.submit(ANN, "ask_hub_send", values, key="Ev1")
    assert len(await talk.arrives()) == 1


async def test_an_account_has_five_waiting_at_the_most(talk: Talk) -> None:
    for number in range(MOST_WAITING + 1):
        await asked(talk, ANN, f"what is the colour of door {number * 7} at the venue?")
        said = await talk.press(ANN, "Send")
        assert ("Five questions of yours" in said) == (number == MOST_WAITING)
    await talk.submit(LEE, "question_not_for_us", {"id": "1"})
    await asked(talk, ANN, "what is the colour of the roof?")
    await talk.press(ANN, "Send")
    assert "Five questions of yours" in await talk.submit(ANN, "ask_hub_again", {"id": "1"})
    assert "reopened, waiting" in await talk.submit(LEE, "question_reopen", {"id": "1"}), (
        "a lead may, whatever waits"
    )


@pytest.mark.parametrize("text", ["a" * 3_900, "ü😀" * 1_500, '"\\' * 1_900, "<!channel> *bold* " * 200])
async def test_a_long_text_fits_the_button_and_is_shown_as_it_is_sent(talk: Talk, text: str) -> None:
    await talk.say(ANN, "how many days release do I get")
    await talk.say(ANN, "a" * 3_000)
    await talk.submit(ANN, "ask_hub", {"text": text, "entry": "e" * 300, "score": "nan"})
    await talk.press(ANN, "Continue", hub=str(talk.ground.hub.id))
    for button in talk.seen[ANN].buttons:
        assert len(json.dumps(dict(button.values))) <= 1_800, button.label
    shown = plain(talk.seen[ANN])
    await talk.press(ANN, "Send")
    (question,) = await Questions(talk.ground.store).mine(talk.sender(ANN))
    assert 0 < len(question.text) <= LONGEST_QUESTION
    assert f"“{question.text}”" in shown


async def test_what_is_forged_counts_for_nothing(talk: Talk) -> None:
    bad: list[Mapping[str, str]] = [
        {"text": PARKING, "hub": "99", "before": '{"a": 1}', "score": "inf"},
        {"text": PARKING, "hub": str(talk.ground.other.id), "before": "[1, 2", "named": "yes"},
        {},
    ]
    await AskerHubs(talk.ground.store).remember_hub(talk.sender(ANN), talk.ground.hub.id, NOON)
    for values in bad:
        said = await talk.submit(ANN, "ask_hub_send", dict(values))
        assert "went wrong" not in said
        assert not await Questions(talk.ground.store).mine(talk.sender(ANN))
    await talk.submit(ANN, "ask_hub_send", {"text": PARKING, "hub": str(talk.ground.hub.id), "named": "yes"})
    (question,) = await Questions(talk.ground.store).mine(talk.sender(ANN))
    assert question.name is None, "nobody knows the name of who is not enrolled"


async def test_what_was_settled_before_it_could_be_sent_bothers_no_lead(talk: Talk) -> None:
    store, later = talk.ground.store, NOON + timedelta(minutes=1)
    for text in (PARKING, "who brings the projector to the residential?"):
        await asked(talk, ANN, text)
        await talk.press(ANN, "Send")
    for number in (1, 2):
        question = await Questions(store).one(number)
        await Questions(store).close(question, talk.ground.lead.id, lambda _asked: (), NOON)
    leads = Leads([Account("slack", "slack-tenant", "lee", {"user": LEE}, NOON)])
    await Questions(store).reopen(await Questions(store).one(2), None, leads.waiting, later)
    (told,) = await talk.arrives(minutes=1)
    assert (told.to, "asks North Mersey Maths Hub again:" in told.text) == (LEE, True), "as it waits now, it does"


async def test_a_question_that_was_put_together_meanwhile_still_goes_to_its_leads(talk: Talk) -> None:
    for text in (PARKING, "who brings the projector to the residential?"):
        await asked(talk, ANN, text)
        await talk.press(ANN, "Send")
    first, second = await Questions(talk.ground.store).at(None)
    await Questions(talk.ground.store).put_together(second, first, talk.ground.lead.id, NOON)
    assert len(await talk.arrives()) == 2


async def test_who_leads_no_longer_gets_nothing_that_was_on_its_way(talk: Talk) -> None:
    g = talk.ground
    await asked(talk)
    await talk.press(ANN, "Send")
    await HubRegister(g.store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    await HubRegister(g.store).make_lead(g.lead.id, g.other.id, None, NOON)
    arrived = [plain(one.reply) for one in await talk.arrives()]
    assert [text for text in arrived if "no longer lead" not in text and "are now a lead" not in text] == [], (
        "leading another hub is no reason to get this one's questions"
    )


async def test_a_changed_question_is_not_changed_again_unseen(talk: Talk) -> None:
    g = talk.ground
    asker = Asker(account("ann"), "C", {})
    question = await Questions(g.store).ask(asker, NewQuestion(g.hub.id, "Where?"), lambda _asked: (), NOON)
    await Questions(g.store).close(question, g.lead.id, lambda _asked: (), NOON)
    for change in (
        Questions(g.store).answer(question, "There.", (), g.lead.id, lambda _asked: (), NOON),
        Questions(g.store).close(question, g.lead.id, lambda _asked: (), NOON),
        Questions(g.store).reopen(question, g.lead.id, lambda _asked: (), NOON),
    ):
        with pytest.raises(ChangedMeanwhile):
            await change
