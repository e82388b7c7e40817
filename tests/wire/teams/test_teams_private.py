"""In Teams: what is somebody's own never plays where others read, and what was pressed becomes its outcome."""

from typing import Any

import pytest

from adapters.console.ask import SetClock
from adapters.teams.private_replies import PRIVATELY
from bot.db.store import Store
from bot.features.eligibility import views
from bot.features.people.repository_codes import Codes
from tests.support.fakes.teams_client import TeamsPerson, find, shown
from tests.support.ground import NOON, Ground, ground
from tests.support.kept import kept
from tests.support.teams_world import TeamsWorld

IN_THE_CHANNEL = "19:channel@thread.tacv2;messageid=100"
FIRST = "Question 1 of 5"


@pytest.fixture
@kept
async def hub(store: Store, clock: SetClock) -> Ground:
    """Sam is a specialist in Teams, Lee leads there."""
    clock.moment = NOON
    return await ground(store)


async def joined(w: TeamsWorld, store: Store, person_id: int, name: str) -> TeamsPerson:
    code = await Codes(store).make(person_id, None, NOON)
    person = w.person(name)
    await person.type(f"join {code.words}")
    return person


def posted(w: TeamsWorld, where: str) -> list[str]:
    """What others read there: every word and every button."""
    bodies = [post.body for post in w.teams.said if post.conversation == where]
    return [line for body in bodies for line in _words(body)]


def _words(body: dict[str, Any]) -> list[str]:
    return [body["text"]] if "text" in body else shown(body["attachments"][0]["content"])


def last_card(w: TeamsWorld) -> dict[str, Any]:
    card: dict[str, Any] = w.teams.said[-1].body["attachments"][0]["content"]
    return card


async def test_the_check_is_one_line_in_a_channel_and_plays_in_the_private_chat(w: TeamsWorld) -> None:
    await w.person("sam", "channel").type("am i eligible?")
    assert posted(w, IN_THE_CHANNEL) == [views.IN_PRIVATE]
    assert FIRST in posted(w, "a:sam")
    sam = w.person("sam")
    sam.card = next(p.body["attachments"][0]["content"] for p in w.teams.said if p.conversation == "a:sam")
    assert "bot: Question 2 of 5" in await sam.press("Yes")
    assert "bot: Question 3 of 5" in await sam.type("yes")
    assert posted(w, IN_THE_CHANNEL) == [views.IN_PRIVATE]


async def test_a_strangers_press_on_somebodys_check_is_answered_to_the_stranger(w: TeamsWorld) -> None:
    sam = w.person("sam")
    await sam.type("am i eligible?")
    bob = w.person("bob", "channel")
    bob.card = sam.card
    await bob.press("Yes")
    assert bob.answers[-1][1]["value"] == PRIVATELY
    assert posted(w, IN_THE_CHANNEL) == []
    assert posted(w, "a:bob") == [views.SOMEBODY_ELSES]
    assert "bot: Question 2 of 5" in await sam.press("Yes"), "and the check goes on"


async def test_a_refusal_about_ones_own_is_said_to_them_alone(w: TeamsWorld, store: Store, hub: Ground) -> None:
    await joined(w, store, (await hub.enrol("Sam Patel")).id, "sam")
    await w.person("sam", "channel").type("report done zzz")
    assert posted(w, IN_THE_CHANNEL) == [PRIVATELY]


async def test_an_answer_in_the_middle_of_the_check_stays(w: TeamsWorld) -> None:
    sam = w.person("sam")
    await sam.type("am i eligible?")
    asked = w.teams.said[-1].message
    await sam.type("how many release days do I get?")
    answer, again = w.teams.said[1:3]
    assert "ten days" in " ".join(_words(answer.body))
    assert "Back to your check" in " ".join(_words(again.body))
    retired = w.teams.said[3]
    assert (retired.method, retired.message, _words(retired.body)) == ("PUT", asked, [views.BELOW])
    assert "bot: Question 2 of 5" in await sam.press("Yes")
    changed = [post.message for post in w.teams.said if post.method == "PUT"]
    assert answer.message not in changed, "the answer is still there"


async def test_a_question_that_is_answered_in_words_loses_its_buttons(w: TeamsWorld) -> None:
    sam = w.person("sam")
    await sam.type("am i eligible?")
    asked = w.teams.said[-1].message
    await sam.type("yes")
    retired = w.teams.said[-1]
    assert (retired.method, retired.message) == ("PUT", asked)
    assert _words(retired.body) == ["Qualified Teacher Status: Yes"]


async def test_a_form_that_was_sent_becomes_its_outcome(w: TeamsWorld, store: Store, hub: Ground) -> None:
    sam = await joined(w, store, (await hub.enrol("Sam Patel")).id, "sam")
    await sam.type("releaseday log workshop")
    await sam.press("Save", {"day": "2026-10-30"})
    answer = sam.answers[-1][1]
    assert answer["type"].endswith("card.adaptive"), "it takes the form's place"
    assert not any(one["type"].startswith("Input.") for one in answer["value"]["body"])
    assert "Logged" in shown(answer["value"])[0]


async def test_a_form_that_is_refused_stays_with_what_was_typed(w: TeamsWorld, store: Store, hub: Ground) -> None:
    sam = await joined(w, store, (await hub.enrol("Sam Patel")).id, "sam")
    await sam.type("releaseday log workshop")
    await sam.press("Save", {"day": "2031-10-30", "note": "with St Mary's"})
    notes = [one["value"] for one in sam.card["body"] if one["type"] == "Input.Text"]
    assert notes == ["with St Mary's"]


async def test_a_confirmation_that_was_pressed_becomes_its_outcome(
    w: TeamsWorld, store: Store, hub: Ground
) -> None:
    sam = await joined(w, store, (await hub.enrol("Sam Patel")).id, "sam")
    await sam.type("log sunday 1 november workshop")
    await sam.press("Log it anyway")
    assert sam.answers[-1][1]["type"].endswith("card.adaptive")


async def test_added_again_after_a_removal_greets_again(w: TeamsWorld) -> None:
    sam = w.person("sam")
    for _ in range(2):
        await sam.send(sam.activity("installationUpdate", action="add"))
        await sam.send(sam.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]))
        await sam.send(sam.activity("installationUpdate", action="remove"))
    assert len(w.teams.said) == 2


async def test_the_welcome_in_a_group_says_how_the_bot_is_spoken_to_there(w: TeamsWorld) -> None:
    team = w.person(kind="channel")
    await team.send(team.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]))
    (said,) = [" ".join(_words(post.body)) for post in w.teams.said]
    assert "Mention me" in said
    assert "type “eligibility”" not in said


async def test_an_edited_message_is_heard_once(w: TeamsWorld) -> None:
    sam = w.person("sam")
    edited = {**sam.message("when is the deadline?"), "type": "messageUpdate"}
    edited["channelData"] = {**edited["channelData"], "eventType": "editMessage"}
    await sam.send(edited)
    await sam.send(edited)
    assert len(w.teams.said) == 1
    await sam.send({**edited, "channelData": {**edited["channelData"], "eventType": "undeleteMessage"}})
    assert len(w.teams.said) == 1


async def test_a_link_under_a_label_keeps_its_address(w: TeamsWorld, store: Store, hub: Ground) -> None:
    lee = await joined(w, store, hub.lead.id, "lee")
    await hub.enrol("Sam Patel")
    said = lee.message("cohort announce The agenda is here for everybody to read")
    html = '<p>The <a href="https://x.example/a?b=1&amp;c=2" title="t">agenda</a> is here</p>'
    await lee.send({**said, "attachments": [{"contentType": "text/html", "content": html}]})
    assert "agenda (https://x.example/a?b=1&c=2) is here" in " ".join(shown(last_card(w)))
    runs = [run for one in last_card(w)["body"] for run in one.get("inlines", [])]
    opens = [run["selectAction"]["url"] for run in runs if "selectAction" in run]
    assert opens == ["https://x.example/a?b=1&c=2"]
    assert find(last_card(w), "Don't send")
