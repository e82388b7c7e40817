"""Turns in Teams, over the wire: personal chat, group and channel, buttons, forms, files, installing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from adapters.teams.conversation_references import GONE
from adapters.teams.inbound import FIELD
from adapters.teams.turns import BELOW, NOT_OURS, TWICE
from bot.core.activity import Sender, Submit
from bot.core.form import Form, TextField
from bot.core.reply import Actions, Button, File, Reply, Text
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.identity.repository import People
from knowledge.model import Knowledge
from knowledge.search import Search
from scheduler.ports import Refused, Sent
from tests.support.fakes.microsoft import TENANT
from tests.support.fakes.teams import DROPPED, TeamsFault
from tests.support.fakes.teams_client import find
from tests.support.ground import NOON, ground
from tests.support.made_up_bot import Answering
from tests.support.stores import store, url
from tests.support.teams_world import TeamsWorld, world

__all__ = ["store", "url"]

SAM = Sender("teams", TENANT, "aad-sam")


@pytest.fixture
def bot() -> Answering:
    return Answering()


@pytest.fixture
async def w(
    bot: Answering, knowledge: Knowledge, search: Search, store: Store, clock: SetClock
) -> AsyncIterator[TeamsWorld]:
    clock.moment = NOON
    async with world(bot.core(knowledge, search, store, clock), store, clock) as one:
        yield one


async def enrolled(store: Store) -> int:
    """Sam, with an account here."""
    g = await ground(store)
    done = await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)
    assert done.code
    await Codes(store).redeem(done.code.words, SAM, NOON)
    return done.person.id


async def test_people_are_known_by_tenant_and_directory_id(w: TeamsWorld, bot: Answering) -> None:
    await w.person().type("hello")
    assert bot.heard[0].sender == SAM
    assert bot.heard[0].key


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
async def test_in_a_channel_the_mention_goes_and_the_answer_stands_in_the_thread(
    w: TeamsWorld, bot: Answering, kind: str
) -> None:
    assert await w.person(kind=kind).type("releaseday <log> & more") == ["bot: heard releaseday <log> & more"]
    assert bot.words == ["releaseday <log> & more"]
    post = w.teams.said[0]
    assert post.conversation == w.person(kind=kind).conversation
    assert post.reply_to == post.body["replyToId"] != ""
    assert bot.heard[0].address["conversation"] == {"tenantId": TENANT}, "reminders never go where others listen"


async def test_of_who_is_not_enrolled_no_address_is_kept(w: TeamsWorld, store: Store) -> None:
    await w.person().type("hello")
    assert await People(store).of(SAM) is None


async def test_one_welcome_although_installing_is_announced_twice(w: TeamsWorld, bot: Answering) -> None:
    sam = w.person()
    both = [
        sam.activity("installationUpdate", action="add"),
        sam.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]),
        sam.activity("conversationUpdate", membersAdded=[{"id": "29:other"}]),
    ]
    for activity in both:
        assert (await sam.send(activity))[0] == 200
    assert [post.body["text"] for post in w.teams.said] == ["heard help"]
    assert len(bot.heard) == 1


async def test_whoever_adds_the_bot_to_a_team_is_not_greeted_by_name_in_front_of_the_others(
    w: TeamsWorld, bot: Answering
) -> None:
    team = w.person(kind="channel")
    await team.send(team.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]))
    assert [one.sender for one in bot.heard] == [Sender("teams", TENANT, "")]
    assert [post.conversation for post in w.teams.said] == [team.conversation]


@pytest.mark.parametrize("kind", ["messageReaction", "messageUpdate", "messageDelete", "typing", "event"])
async def test_what_is_no_message_is_taken_and_not_answered(w: TeamsWorld, bot: Answering, kind: str) -> None:
    sam = w.person()
    assert (await sam.send({**sam.message("an edited message"), "type": kind}))[0] == 200
    assert not bot.heard
    assert not w.teams.posts


async def test_removing_the_bot_is_remembered_until_it_is_added_again(w: TeamsWorld, store: Store) -> None:
    person_id = await enrolled(store)
    sam = w.person()
    await sam.type("hello")
    await sam.send(sam.activity("installationUpdate", action="remove"))

    async def sent() -> object:
        address = (await People(store).accounts(person_id))[0].address
        return await w.platform.sender.send(address, Reply((Text("A reminder"),), "reminder"), "t")

    assert await sent() == Refused(GONE)
    await sam.send(sam.activity("installationUpdate", action="add"))
    assert isinstance(await sent(), Sent)


async def test_an_activity_that_comes_twice_is_answered_once_also_after_a_restart(
    w: TeamsWorld, bot: Answering, knowledge: Knowledge, search: Search, store: Store, clock: SetClock
) -> None:
    sam = w.person()
    activity = sam.message("hello")
    await sam.send(activity)
    await sam.send(activity)
    async with world(bot.core(knowledge, search, store, clock), store, clock) as again:
        await again.person().send({**activity, "serviceUrl": again.teams.url})
        assert not again.teams.posts
    assert len(w.teams.said) == len(bot.heard) == 1


async def test_a_pressed_button_is_answered_in_place(w: TeamsWorld, bot: Answering) -> None:
    buttons = Actions((Button("Yes", "yes", {"question": "qts"}), Button("Delete", "gone", confirm="Really?")))
    bot.replies["start"] = Reply((Text("Ready?"), buttons), "x")
    bot.replies["yes"] = Reply((Text("Next."), buttons), "x", replaces=True)
    sam = w.person()
    await sam.type("start")
    assert await sam.press("Yes") == ["bot: Next.", "[Yes] [Delete]"]
    assert len(w.teams.said) == 1, "the old card became the new one"
    pressed = bot.heard[-1]
    assert isinstance(pressed, Submit)
    assert pressed.values == {"question": "qts"}
    assert await sam.press("Delete") == ["bot: heard gone"], "what does not replace is posted"
    assert sam.answers[-1][1]["value"] == BELOW


async def test_a_button_in_an_old_client_comes_as_a_message_and_changes_the_card(
    w: TeamsWorld, bot: Answering
) -> None:
    bot.replies["start"] = Reply((Text("First?"),), "x")
    bot.replies["yes"] = Reply((Text("Next."),), "x", replaces=True)
    sam = w.person()
    await sam.type("start")
    value = {"mastery": {"action": "yes", "values": {"a": "b"}}}
    await sam.send(sam.activity("message", value=value, replyToId="1"))
    assert [(post.method, post.message) for post in w.teams.said] == [("POST", "1"), ("PUT", "1")]


FORM = Form(
    "Log", "log", (TextField("day", "Which day?"), TextField("why", "Why?", required=False)), "Log it", {"id": "7"}
)


async def test_a_form_that_cannot_be_taken_comes_back_filled_in_with_what_is_wrong(
    w: TeamsWorld, bot: Answering
) -> None:
    bot.replies["start"] = Reply((FORM,), "x")
    bot.replies["log"] = Reply((Text("Not a day."),), "help", errors={"day": "That is a Saturday."})
    sam = w.person()
    await sam.type("start")
    lines = await sam.press("Log it", {"day": "14 Feb", "why": "pilot"})
    assert lines == [
        "bot: Log",
        "bot: • Which day?",
        "bot: ⚠ That is a Saturday.",
        "bot: • Why?, optional",
        "[Log it]",
    ]
    assert [one["value"] for one in sam.card["body"] if one["type"] == "Input.Text"] == ["14 Feb", "pilot"]
    pressed = bot.heard[-1]
    assert isinstance(pressed, Submit)
    assert pressed.values == {"day": "14 Feb", "why": "pilot", "id": "7"}
    bot.replies["log"] = Reply((Text("Logged."),), "x", replaces=True)
    assert await sam.press("Log it", {"day": "13 Feb"}) == ["bot: Logged."], "what was sent again can be sent"


async def test_a_form_from_an_old_client_comes_back_in_its_own_place(w: TeamsWorld, bot: Answering) -> None:
    bot.replies["start"] = Reply((FORM,), "x")
    bot.replies["log"] = Reply((Text("Not a day."),), "help", errors={"day": "That is a Saturday."})
    sam = w.person()
    await sam.type("start")
    fallback = find(sam.card, "Log it")["fallback"]
    assert fallback["type"] == "Action.Submit"
    value = {**fallback["data"], f"{FIELD}0.day": "14 Feb"}
    lines = await sam.read_after(sam.activity("message", value=value, replyToId="1"))
    assert "bot: ⚠ That is a Saturday." in lines
    assert [(post.method, post.message) for post in w.teams.said] == [("POST", "1"), ("PUT", "1")]


async def test_an_action_that_is_not_ours_or_comes_twice_changes_nothing(w: TeamsWorld, bot: Answering) -> None:
    sam = w.person()
    odd = [None, 5, {}, {"action": 5}, {"action": {"data": {"mastery": 5}}}, {"action": {"data": {FIELD: "x"}}}]
    for value in odd:
        status, answer = await sam.send(sam.activity("invoke", name="adaptiveCard/action", value=value))
        assert (status, answer["value"]) == (200, NOT_OURS)
    assert not bot.heard
    data = {"mastery": {"action": "a", "values": 5, "form": 9, "copy": 4}}
    twice = sam.activity("invoke", name="adaptiveCard/action", value={"action": {"data": data}})
    await sam.send(twice)
    assert (await sam.send(twice))[1]["value"] == TWICE
    assert len(bot.heard) == 1
    assert (await sam.send(sam.activity("invoke", name="something/else")))[0] == 501


async def test_a_file_is_behind_a_link_that_cannot_be_guessed(w: TeamsWorld, bot: Answering) -> None:
    kept = File("days, 2026.csv", b"day\r\n2026-11-12\r\n", "text/csv", "Your days")
    bot.replies["export"] = Reply((kept,), "x")
    sam = w.person()
    lines = await sam.type("export")
    assert lines == ["bot: Your days (days, 2026.csv)", "  | day", "  | 2026-11-12"]
    url = w.teams.said[0].body["attachments"][0]["content"]["body"][-1]["actions"][0]["url"]
    async with w.session.get(url) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''days%2C%202026.csv")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    async with w.session.get(url[:-1]) as answer:
        assert answer.status == 404


async def test_typing_is_shown_only_when_a_turn_is_slow(w: TeamsWorld, bot: Answering) -> None:
    await w.person().type("hello")
    assert [post.body["type"] for post in w.teams.posts] == ["message"]
    w.hands.slow, bot.waits = True, w.teams.typing
    async with asyncio.timeout(60):  # it waits until typing was shown
        assert await w.person().type("hello") == ["bot: heard hello"]
    assert [post.body["type"] for post in w.teams.posts] == ["message", "typing", "message"]


async def test_an_answer_is_repeated_after_a_429_and_never_after_anything_unclear(w: TeamsWorld) -> None:
    sam = w.person()
    w.teams.faults.append(TeamsFault(429, retry_after="2"))
    await sam.type("one")
    assert w.hands.slept == [pytest.approx(2.2)], "Retry-After with jitter"
    w.hands.seconds += 10
    for fault in (TeamsFault(500), TeamsFault(408), TeamsFault(502), TeamsFault(DROPPED)):
        w.teams.faults.append(fault)
        assert (await sam.send(sam.message("two")))[0] == 200, "Teams need not deliver it again"
    assert [post.body["text"] for post in w.teams.said] == ["heard one", "heard two"]


async def test_the_time_zone_is_the_senders_own_where_it_is_one(w: TeamsWorld, bot: Answering) -> None:
    sam = w.person()
    await sam.send({**sam.message("hello"), "localTimezone": "Europe/Lisbon"})
    await sam.send({**sam.message("hello"), "localTimezone": "../etc/passwd"})
    assert [one.sender.zone for one in bot.heard] == ["Europe/Lisbon", "Europe/London"]
