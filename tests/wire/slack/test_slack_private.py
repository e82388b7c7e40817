"""In Slack: what is somebody's own never plays where others read, and what was pressed becomes its outcome."""

from collections.abc import AsyncIterator

import pytest

from adapters.console.ask import SetClock
from adapters.slack.inbound import plain_text
from adapters.slack.replies import IN_YOUR_MESSAGES
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.eligibility import views
from bot.features.people.repository_codes import Codes
from tests.support.fakes.slack import Shown, dm_with
from tests.support.ground import NOON, Ground, account, ground
from tests.support.kept import kept
from tests.support.slack_rig import Rig, rigged
from tests.support.slack_talk import label


@pytest.fixture
@kept
async def hub(store: Store, clock: SetClock) -> Ground:
    """USAM is a specialist, ULEE leads."""
    clock.moment = NOON
    g = await ground(store)
    for person, user in ((await g.enrol("Sam Patel"), "USAM"), (g.lead, "ULEE")):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    return g


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    async with rigged(core, store, clock) as rig:
        yield rig


def in_public(rig: Rig) -> list[str]:
    ways = ("post", "update")
    return [one.text for one in rig.slack.shown if one.way in ways and one.args["channel"] == "C1"]


def in_dm(rig: Rig, user: str) -> list[Shown]:
    return [one for one in rig.slack.shown if one.args.get("channel") == dm_with(user)]


async def press(rig: Rig, user: str, shown: Shown, wanted: str) -> None:
    await rig.press(user, shown, next(one for one in shown.elements if label(one) == wanted))


@pytest.mark.parametrize("command", [False, True])
async def test_the_check_is_one_line_in_a_channel_and_plays_in_the_dm(rig: Rig, command: bool) -> None:
    if command:
        await rig.command("UNEW", "/mastery", "eligibility")
    else:
        await rig.mention("UNEW", "<@UBOT> am i eligible?")
    assert in_public(rig) == ([] if command else [views.IN_PRIVATE])
    assert "Question 1 of 5" in in_dm(rig, "UNEW")[-1].text
    await press(rig, "UNEW", in_dm(rig, "UNEW")[-1], "Yes")
    assert "Question 2 of 5" in in_dm(rig, "UNEW")[-1].text
    await rig.dm("UNEW", "yes")
    assert any("Question 3 of 5" in one.text for one in in_dm(rig, "UNEW"))


async def test_a_strangers_press_on_somebodys_check_is_answered_to_the_stranger(rig: Rig) -> None:
    await rig.dm("UNEW", "eligibility")
    asked = rig.slack.shown[-1]
    forwarded = Shown("post", {**asked.args, "channel": "C1"}, asked.ts)
    await press(rig, "UBOB", forwarded, "Yes")
    assert [(one.way, one.args["user"]) for one in rig.slack.shown[1:]] == [("ephemeral", "UBOB")]
    assert rig.slack.shown[-1].text == views.SOMEBODY_ELSES
    await press(rig, "UNEW", asked, "Yes")
    assert "Question 2 of 5" in rig.slack.shown[-1].text


async def test_an_answer_in_the_middle_of_the_check_stays_and_the_old_question_is_retired(rig: Rig) -> None:
    await rig.dm("UNEW", "eligibility")
    await rig.dm("UNEW", "how many release days do I get?")
    asked, answer, again, retired = rig.slack.shown
    assert "ten days" in answer.text
    assert "Back to your check" in again.text
    assert (retired.way, retired.ts or retired.args["ts"], retired.text) == ("update", asked.ts, views.BELOW)
    await press(rig, "UNEW", again, "Yes")
    changed = [one.args["ts"] for one in rig.slack.shown if one.way == "update"]
    assert answer.ts not in changed


@pytest.mark.usefixtures("hub")
async def test_a_joining_code_asked_for_in_a_channel_is_found_again_in_the_dm(rig: Rig) -> None:
    await rig.command("ULEE", "/cohort", "enrol Ann Jones, ann@school.example, Oakfield Primary")
    (code,) = in_dm(rig, "ULEE")
    assert "Joining code" in code.text
    told = rig.slack.shown[-1]
    assert (told.way, told.text) == ("respond", IN_YOUR_MESSAGES.text)
    assert in_public(rig) == []


@pytest.mark.usefixtures("hub")
async def test_a_form_in_a_message_becomes_its_outcome_there(rig: Rig) -> None:
    await rig.dm("USAM", "releaseday log workshop")
    asked = rig.slack.shown[-1]
    await press(rig, "USAM", asked, "Save")
    modal = rig.slack.shown[-1]
    await rig.submit("USAM", modal, {"day": "2026-10-30"})
    done = rig.slack.shown[-1]
    assert (done.way, done.args["ts"]) == ("update", asked.ts)
    assert "Logged" in done.text


@pytest.mark.usefixtures("hub")
async def test_a_form_that_a_button_opens_leaves_its_message_alone(rig: Rig) -> None:
    await rig.dm("USAM", "releaseday balance")
    asked = rig.slack.shown[-1]
    await press(rig, "USAM", asked, "Log a day")
    await rig.submit("USAM", rig.slack.shown[-1], {"day": "2026-10-30", "purpose": "workshop"})
    assert rig.slack.shown[-1].way == "post"
    assert "Logged" in rig.slack.shown[-1].text


@pytest.mark.usefixtures("hub")
async def test_a_form_that_is_refused_stays_open_with_what_was_typed(rig: Rig) -> None:
    await rig.dm("USAM", "releaseday log workshop")
    await press(rig, "USAM", rig.slack.shown[-1], "Save")
    seen = len(rig.slack.shown)
    answer = await rig.submit("USAM", rig.slack.shown[-1], {"day": "2031-10-30"})
    assert answer.json["response_action"] == "errors"
    assert len(rig.slack.shown) == seen, "nothing else is shown"


def test_a_link_that_comes_in_keeps_its_address() -> None:
    assert plain_text("the <https://x.example/a?b=1&amp;c=2|agenda>") == "the agenda (https://x.example/a?b=1&c=2)"
    assert plain_text("<https://www.ncetm.org.uk/x|www.ncetm.org.uk/x>") == "www.ncetm.org.uk/x"
    assert plain_text("<mailto:a@b.example|a@b.example> <http://oak.example>") == "a@b.example http://oak.example"


async def test_a_file_is_fetched_from_slack_alone_and_only_in_the_dm(rig: Rig, hub: Ground) -> None:
    rig.slack.files["F1"] = b"Name,E-mail,School\nBo Ash,bo@school.example,Oakfield\n"
    link = {"name": "a.csv", "url_private_download": f"{rig.slack.url}/file/F1"}
    await rig.dm("ULEE", "", subtype="file_share", files=[link])
    assert "I would bring in 1 person to enrol" in in_dm(rig, "ULEE")[-1].text
    elsewhere = {"name": "a.csv", "url_private": "http://127.0.0.1:9/x"}
    await rig.dm("ULEE", "", subtype="file_share", files=[elsewhere])
    assert "couldn't fetch that file" in in_dm(rig, "ULEE")[-1].text
    assert hub.hub.name in in_dm(rig, "ULEE")[-2].text
