"""Nobody reads or changes another hub's questions: every command and button of the desk × role × hub."""

from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES
from bot.core.activity import Submit
from bot.core.dispatcher import Core
from bot.core.permissions import OTHER_HUB, WHO_CAN, Role
from bot.core.plain_text import plain
from bot.core.routes import discover
from bot.db.store import Store
from bot.features.ask_hub.domain import AskedState, Asker, EntryState, HubQuestion, NewQuestion, Proposed
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_counts import HubCounts
from bot.features.ask_hub.repository_entries import HubEntries
from bot.features.people.repository_hubs import HubRegister
from tests.support.desk_talk import Talk
from tests.support.direct_messages import messages_to_send
from tests.support.ground import NOON, account, ground
from tests.support.kept import kept
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url"]
RUFUS = "May I bring my guide dog Rufus to the residential?"
ANSWER = "Rufus is welcome."
BUTTONS = (
    "questions",
    "questions_week",
    "question_open",
    "question_answer",
    "question_answer_send",
    "question_not_for_us",
    "question_reopen",
    "question_same",
    "question_same_send",
    "question_knowledge",
    "question_knowledge_save",
    "entry_withdraw",
    "entry_accept",
)
COMMANDS = (
    "questions",
    "/questions 1",
    "questions week",
    "questions added",
    "questions digest",
    "questions summary",
    "questions channel",
    "knowledge",
    "knowledge proposed",
    "knowledge accept 1",
    "knowledge withdraw 1",
    "knowledge export",
    "my questions",
)
OF_ONE = frozenset(BUTTONS) - {"questions", "questions_week", "entry_accept"}
NOT_THEIRS = ("slack:nobody", "slack:sam", "slack:fay")
THEIRS = ("slack:lee", "slack:ada")


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> Talk:
    """Lee leads the hub of the question, Fay another one, Sam is enrolled at the first, Ada administers."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core, g, clock)
    await talk.joined("slack:lee", g.lead)
    await talk.joined("slack:sam", await g.enrol("Sam Patel"))
    fay = await g.lead_elsewhere()
    await talk.joined("slack:fay", fay)
    await talk.joined("slack:ada", await g.administrator())
    asker = Asker(account("ann", "T9", "teams"), "C", {"reach": "ann"})
    for text in (RUFUS, "and another one"):
        await Questions(store).ask(asker, NewQuestion(g.hub.id, text), lambda _asked: (), NOON)
    return talk


async def answered(talk: Talk) -> HubQuestion:
    question = await Questions(talk.ground.store).one(1)
    lead = talk.ground.lead.id
    (done,) = await Questions(talk.ground.store).answer(question, ANSWER, (), lead, lambda _asked: (), NOON)
    hub = talk.ground.hub
    entry = Proposed(0, hub.id, hub.name, RUFUS, (), ANSWER, EntryState.PROPOSED, lead, NOON)
    await HubEntries(talk.ground.store).propose(entry, 1, NOON)
    return done


def values(question: HubQuestion) -> dict[str, str]:
    return {
        "id": "1",
        "revision": str(question.revision),
        "text": "forged",
        "other": "2",
        "question": "forged?",
        "answer": "forged",
        "at": NOON.isoformat(),
    }


def test_the_walk_leaves_no_button_or_command_of_the_desk_out() -> None:
    routes = discover(FEATURES)
    modules = ("bot.features.ask_hub.commands_lead", "bot.features.ask_hub.commands_knowledge")
    there = {name for name, handler in routes.actions.items() if handler.__module__ in modules}
    assert there == set(BUTTONS)
    begins = ("questions", "knowledge", "my questions")
    of_the_desk = {name for name, one in routes.commands.items() if ".ask_hub." in one.__module__}
    typed = {name for name in of_the_desk if name.startswith(begins)}
    assert typed == {text.removeprefix("/").rstrip(" 1") for text in COMMANDS}
    needs = routes.catalogue.roles
    assert needs["questions"] is needs["questions week"] is Role.LEAD
    assert needs["knowledge"] is Role.ADMIN


async def desk(talk: Talk) -> object:
    """All of the desk that a button could change."""
    store = talk.ground.store
    return await Questions(store).one(1), await Questions(store).one(2), await HubEntries(store).at()


@pytest.mark.parametrize("state", ["waiting", "answered"])
@pytest.mark.parametrize("user", NOT_THEIRS)
async def test_no_button_is_for_who_does_not_lead_the_hub(talk: Talk, user: str, state: str) -> None:
    question = await answered(talk) if state == "answered" else await Questions(talk.ground.store).one(1)
    before = await desk(talk)
    for button in BUTTONS:
        said = await talk.submit(user, button, values(question))
        assert before == await desk(talk), button
        assert "Rufus" not in said, button
        assert "another one" not in said, button
        assert not await messages_to_send(talk.ground.store), button
        if user == "slack:fay" and button in OF_ONE - {"entry_withdraw"}:
            assert said == OTHER_HUB, button
        elif user != "slack:fay":
            assert said in WHO_CAN.values(), button


@pytest.mark.parametrize("state", ["waiting", "answered"])
@pytest.mark.parametrize("user", THEIRS)
@pytest.mark.parametrize("button", BUTTONS)
async def test_every_button_is_for_its_hubs_leads(talk: Talk, button: str, user: str, state: str) -> None:
    question = await answered(talk) if state == "answered" else await Questions(talk.ground.store).one(1)
    said = await talk.submit(user, button, values(question))
    assert OTHER_HUB not in said
    assert "went wrong" not in said


@pytest.mark.parametrize("user", NOT_THEIRS)
async def test_no_command_shows_another_hub(talk: Talk, user: str) -> None:
    await HubCounts(talk.ground.store).count(talk.ground.hub.id, "closing-date", NOON.date())
    await answered(talk)
    before = await desk(talk)
    for text in COMMANDS:
        await shows_its_own_only(talk, user, text)
        assert before == await desk(talk), text


@pytest.mark.parametrize("user", THEIRS)
@pytest.mark.parametrize("text", COMMANDS)
async def test_every_command_shows_its_own_hub_only(talk: Talk, text: str, user: str) -> None:
    await HubCounts(talk.ground.store).count(talk.ground.hub.id, "closing-date", NOON.date())
    await answered(talk)
    await shows_its_own_only(talk, user, text)


async def shows_its_own_only(talk: Talk, user: str, text: str) -> None:
    said = await talk.say(user, text)
    assert "went wrong" not in said, text
    sees = user == "slack:ada" or (user == "slack:lee" and not text.startswith("knowledge"))
    if not sees:
        assert "Rufus" not in said, text
        assert "another one" not in said, text
        assert "When applications close" not in said, text
    if sees and text == "questions":
        assert "another one" in said
    alone = text in {"questions", "knowledge"} and not sees  # then it is a word like any other, for the sheet
    if text != "my questions" and not alone:
        assert talk.seen[user].personal or said == OTHER_HUB or said in WHO_CAN.values(), text


async def test_an_entry_and_a_forged_answer_reach_one_hub_only(talk: Talk) -> None:
    g = talk.ground
    asker = Asker(account("fen", "T9", "teams"), "C", {"reach": "fen"})
    await Questions(g.store).ask(asker, NewQuestion(g.other.id, RUFUS), lambda _asked: (), NOON)
    said = await talk.submit("slack:lee", "question_answer", {"id": "1"})
    assert "3:" not in said, "a like question of another hub is not offered"
    await talk.submit("slack:lee", "question_answer_send", {"id": "1", "revision": "0", "text": "x", "also": "3"})
    assert (await Questions(g.store).one(3)).answer is None
    assert await talk.submit("slack:lee", "question_same_send", {"id": "2", "other": "3"}) == OTHER_HUB
    await talk.submit("slack:ada", "question_same_send", {"id": "2", "other": "3"})
    assert (await Questions(g.store).one(2)).same_as is None, "nor by who may see both"


@pytest.mark.parametrize("number", ["", "0", "999", "-1", "1; DROP TABLE", "²", "1e3", "9" * 40])
async def test_a_number_that_is_none_is_said(talk: Talk, number: str) -> None:
    for button in OF_ONE:
        said = await talk.submit("slack:lee", button, {"id": number})
        assert "no longer on record" in said or "no proposed answer" in said, (button, said)


async def test_an_askers_question_is_reopened_by_nobody_else(talk: Talk) -> None:
    await answered(talk)
    for user in (*NOT_THEIRS, *THEIRS):
        assert "That question of yours is no longer on record" in await talk.submit(
            user, "ask_hub_again", {"id": "1"}
        )


async def test_who_stops_leading_sees_nothing_from_then_on(talk: Talk) -> None:
    g = talk.ground
    assert "guide dog" in await talk.say("slack:lee", "questions")
    await HubRegister(g.store).unmake_lead(g.lead.id, g.hub.id, None, NOON + timedelta(hours=1))
    assert "guide dog" not in await talk.say("slack:lee", "questions")
    assert await talk.say("slack:lee", "questions week") == WHO_CAN[Role.LEAD]


async def test_a_settled_question_is_asked_again_by_its_asker_alone(talk: Talk) -> None:
    await answered(talk)
    other = Asker(account("bob", "T9", "teams"), "C", {"reach": "bob"})
    await Questions(talk.ground.store).ask(
        other, NewQuestion(talk.ground.hub.id, "Mine?"), lambda _asked: (), NOON
    )
    reply = await talk.core.handle(Submit(other.sender, "C", "ask_hub_again", {"id": "1"}))
    assert "That question of yours is no longer on record" in plain(reply)
    assert (await Questions(talk.ground.store).one(1)).state is AskedState.ANSWERED


async def test_the_store_answers_no_question_of_another_hub_along(talk: Talk) -> None:
    g = talk.ground
    asker = Asker(account("fen", "T9", "teams"), "C", {})
    away = await Questions(g.store).ask(asker, NewQuestion(g.other.id, RUFUS), lambda _asked: (), NOON)
    question = await Questions(g.store).one(1)
    done = await Questions(g.store).answer(question, "x", [away.id], g.lead.id, lambda _asked: (), NOON)
    assert [one.id for one in done] == [1]


async def test_an_answer_to_what_has_changed_since_is_not_sent(talk: Talk) -> None:
    await answered(talk)
    question = await Questions(talk.ground.store).one(1)
    await Questions(talk.ground.store).reopen(question, None, lambda _asked: (), NOON)
    old = {"id": "1", "revision": "0", "text": "An old form."}
    assert "nothing was sent" in await talk.submit("slack:lee", "question_answer_send", old)


async def test_what_was_accepted_for_all_or_changed_since_is_not_decided_unseen(talk: Talk) -> None:
    await answered(talk)
    stale = {"id": "1", "at": (NOON - timedelta(hours=1)).isoformat()}
    assert "1 proposed" in await talk.submit("slack:ada", "entry_accept", stale), "shown again instead"
    assert (await HubEntries(talk.ground.store).one(1)).state is EntryState.PROPOSED
    await talk.say("slack:ada", "knowledge accept 1")
    assert "a programme administrator can withdraw it" in await talk.submit(
        "slack:lee", "entry_withdraw", {"id": "1"}
    )
    assert (await HubEntries(talk.ground.store).one(1)).state is EntryState.ACCEPTED
