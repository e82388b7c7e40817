"""Messages that nobody asked for: sent once at Teams' pace, and every ending told truly."""

import pytest

from adapters.teams.sender import BLOCKED, NAMELESS
from bot.core.activity import Address
from bot.core.reply import Reply, Text
from scheduler.ports import Ambiguous, CannotTell, Outcome, Refused, Sent, Throttled
from tests.support.fakes.teams import DROPPED, PAGE, TeamsFault
from tests.support.ground import NOON
from tests.support.teams_world import TeamsWorld

REMINDER = Reply((Text("Your report is due on Friday."),), "reminder")


def to(w: TeamsWorld, name: str = "sam") -> Address:
    conversation = {"id": f"a:{name}", "conversationType": "personal", "tenantId": "t"}
    ends = {"bot": {"id": "28:bot"}, "user": {"id": f"29:{name}"}}
    return {"serviceUrl": w.teams.url, "channelId": "msteams", "conversation": conversation, **ends}


async def send(w: TeamsWorld, name: str = "sam") -> Outcome:
    return await w.platform.sender.send(to(w, name), REMINDER, "token")


async def test_a_message_is_sent_once_changed_and_taken_back(w: TeamsWorld) -> None:
    sent = await send(w)
    assert isinstance(sent, Sent)
    assert await w.platform.sender.update(to(w), sent.message, REMINDER) == sent
    assert await w.platform.sender.delete(to(w), sent.message) == sent
    assert [(p.method, p.conversation, p.message) for p in w.teams.posts] == [
        (method, "a:sam", sent.message) for method in ("POST", "PUT", "DELETE")
    ]
    assert w.teams.posts[0].body["recipient"] == {"id": "29:sam"}


@pytest.mark.parametrize("how", [408, 412, 500, 502, 503, 504, DROPPED])
async def test_what_may_have_arrived_is_ambiguous_and_not_sent_again(w: TeamsWorld, how: int | str) -> None:
    w.teams.faults.append(TeamsFault(how))
    assert isinstance(await send(w), Ambiguous)
    assert len(w.teams.posts) == (1 if how == DROPPED else 0)
    assert not w.teams.faults


async def test_a_429_says_when_with_jitter_and_is_not_sent(w: TeamsWorld) -> None:
    w.teams.faults += [
        TeamsFault(429, retry_after="10"),
        TeamsFault(429),
        TeamsFault(429, retry_after="soon"),
        TeamsFault(429, retry_after="nan"),
    ]
    assert await send(w) == Throttled(11.0)
    for _ in range(3):
        assert await send(w) == Throttled(5.5)
    assert not w.teams.posts


async def test_a_page_in_place_of_teams_answer_is_no_delivery(w: TeamsWorld) -> None:
    w.teams.faults.append(TeamsFault(PAGE))
    assert await send(w) == Refused(
        "Teams did not take it: a page came in place of Teams' answer.", for_good=False
    )
    assert isinstance(await send(w), Sent)


async def test_an_error_under_a_good_status_is_no_delivery(w: TeamsWorld) -> None:
    w.teams.faults.append(TeamsFault(200, "ServiceError"))
    assert await send(w) == Refused("Teams did not take it: ServiceError.", for_good=False)
    assert isinstance(await send(w), Sent)


async def test_whoever_blocked_the_bot_is_named_as_that(w: TeamsWorld) -> None:
    w.teams.faults.append(TeamsFault(403, "MessageWritesBlocked"))
    assert await send(w) == Refused(BLOCKED, for_good=True)


async def test_other_refusals_keep_teams_own_word_and_a_bad_token_may_pass(w: TeamsWorld) -> None:
    w.teams.faults += [TeamsFault(404, "SomethingNew"), TeamsFault(401), TeamsFault(401)]
    assert await send(w) == Refused("Teams did not take it: SomethingNew.")
    refused = await send(w)
    assert isinstance(refused, Refused)
    assert not refused.for_good
    assert isinstance(await send(w), Sent)
    assert w.microsoft.asked["token"] == 3, "each refused token was replaced"


async def test_nobody_to_reach_and_no_server_are_refused_in_words(w: TeamsWorld) -> None:
    assert isinstance(await w.platform.sender.send({}, REMINDER, "t"), Refused)
    nowhere = {**to(w), "serviceUrl": "http://127.0.0.1:9"}
    assert await w.platform.sender.send(nowhere, REMINDER, "t") == Refused(
        "Teams did not take it: Teams cannot be reached.", for_good=False
    )


async def test_a_message_whose_id_teams_has_not_said_cannot_be_changed(w: TeamsWorld) -> None:
    assert await w.platform.sender.update(to(w), "", REMINDER) == Refused(NAMELESS)
    assert await w.platform.sender.delete(to(w), "") == Refused(NAMELESS)
    assert not w.teams.posts


async def test_teams_cannot_be_asked_what_arrived(w: TeamsWorld) -> None:
    assert isinstance(await w.platform.sender.find(to(w), "token", NOON), CannotTell)
    assert not w.platform.sender.can_look
