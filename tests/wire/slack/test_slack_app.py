"""What somebody in Slack sees: commands, forms, mentions, the home page, buttons in place, a welcome."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from adapters.base import Off, Surroundings
from adapters.console.ask import SetClock
from adapters.slack import connect
from adapters.slack.app import SlackPlatform
from adapters.slack.context import SlackContext, SlackCredentials
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.reply import Reply, Text
from bot.core.settings import Settings
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from scheduler.ports import Refused, Sent
from tests.support.fakes.slack import BOT_USER, BROKEN, GATED, TEAM, TOKEN, FakeSlack, dm_with, refused
from tests.support.ground import NOON, account, ground
from tests.support.slack_rig import EVER, Rig, rigged, until
from tests.support.slack_talk import label

QUESTION = "when is the deadline?"


@pytest.fixture
async def rig(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Rig]:
    """USAM is Sam, a specialist; ULEE leads the hub; anybody else is a stranger."""
    clock.moment = NOON
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    for person, by, user in ((g.lead, None, "ULEE"), (sam, g.lead, "USAM")):
        code = await Codes(store).make(person.id, by, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    async with rigged(core, store, clock) as rig:
        yield rig


async def test_the_form_for_a_day_opens_is_corrected_and_logs(rig: Rig) -> None:
    assert (await rig.command("USAM", "/releaseday", "log")).body == ""
    (modal,) = rig.slack.shown
    assert modal.way == "modal"
    wrong = await rig.submit("USAM", modal, {"day": "2026-10-30"})
    assert wrong.json == {"response_action": "errors", "errors": {"purpose": "Choose what it was for."}}
    right = await rig.submit("USAM", modal, {"day": "2026-10-30", "purpose": "workshop"})
    assert (right.status, right.body) == (200, "")
    logged = rig.slack.shown[-1]
    assert (logged.way, logged.args["response_type"]) == ("respond", "ephemeral")
    assert "Fri 30 Oct" in logged.text
    assert "1 day used" in logged.text
    assert "Undo" in [label(one) for one in logged.elements]


async def test_undo_changes_the_message_that_it_belongs_to(rig: Rig) -> None:
    await rig.dm("USAM", "releaseday log 30 october workshop")
    logged = rig.slack.shown[-1]
    undo = next(one for one in logged.elements if label(one) == "Undo")
    await rig.press("USAM", logged, undo)
    after = rig.slack.shown[-1]
    assert after.way in {"update", "post"}
    await rig.command("USAM", "/releaseday", "balance")
    assert "0 days used" in rig.slack.shown[-1].text


async def test_a_form_that_was_sent_twice_logs_once(rig: Rig) -> None:
    await rig.command("USAM", "/releaseday", "log")
    modal = rig.slack.shown[-1]
    for _ in range(2):
        await rig.submit("USAM", modal, {"day": "2026-10-30", "purpose": "workshop"})
    await rig.command("USAM", "/releaseday", "balance")
    assert "1 day used" in rig.slack.shown[-1].text


async def test_a_forms_button_in_a_dm_opens_it(rig: Rig) -> None:
    await rig.dm("USAM", "releaseday log")
    shown = rig.slack.shown[-1]
    await rig.press("USAM", shown, shown.elements[0])
    modal = rig.slack.shown[-1]
    await rig.submit("USAM", modal, {"day": "2026-10-30", "purpose": "workshop"})
    logged = rig.slack.shown[-1]
    assert (logged.way, logged.args["channel"]) == ("update", dm_with("USAM"))


async def test_a_forms_button_that_was_forged_is_refused_in_words(rig: Rig) -> None:
    await rig.dm("USAM", "releaseday log")
    shown = rig.slack.shown[-1]
    await rig.press("USAM", shown, {**shown.elements[0], "value": '["a"]'})
    assert "can't be opened any more" in rig.slack.shown[-1].text


@pytest.mark.parametrize("value", ["{}", "[]", "nothing", '{"a": 7, "v": []}', '{"a": "no_such", "v": {"x": 1}}'])
async def test_a_button_that_was_forged_is_refused_in_words(rig: Rig, value: str) -> None:
    await rig.dm("USAM", QUESTION)
    shown = rig.slack.shown[-1]
    await rig.press("USAM", shown, {**shown.elements[0], "value": value})
    assert "earlier message" in rig.slack.shown[-1].text


async def test_a_command_is_answered_for_its_sender_only(rig: Rig) -> None:
    await rig.command("USTRANGER", "/mastery", QUESTION)
    (shown,) = rig.slack.shown
    assert (shown.way, shown.args["response_type"]) == ("respond", "ephemeral")
    assert "23 April 2026" in shown.text


async def test_each_command_reaches_its_part_of_the_bot(rig: Rig) -> None:
    await rig.command("USAM", "/releaseday", "balance")
    await rig.command("ULEE", "/cohort", "status")
    await rig.command("USAM", "/cohort", "status")
    balance, status, not_his = (one.text for one in rig.slack.shown)
    assert "0 days used" in balance
    assert "Sam Patel" in status
    assert "Sam Patel" not in not_his


@pytest.mark.parametrize("words", ["", "  ", "help", "HELP"])
async def test_each_command_without_words_or_with_help_says_how_it_is_used(rig: Rig, words: str) -> None:
    usages = {
        "/mastery": "Press a button, or tell me",
        "/releaseday": "To log a day",
        "/cohort": "What you can type",
    }
    for name, usage in usages.items():
        await rig.command("ULEE" if name == "/cohort" else "USAM", name, words)
        assert usage in rig.slack.shown[-1].text


async def test_a_mention_is_answered_in_its_thread(rig: Rig) -> None:
    await rig.mention("USTRANGER", f"<@{BOT_USER}> {QUESTION}", ts="5.5")
    (shown,) = rig.slack.shown
    assert (shown.way, shown.args["channel"], shown.args["thread_ts"]) == ("post", "C1", "5.5")
    await rig.mention("USTRANGER", f"<@{BOT_USER}> and the second year?", ts="6.5", thread_ts="5.5")
    assert rig.slack.shown[-1].args["thread_ts"] == "5.5"


async def test_what_is_personal_is_shown_to_its_reader_only(rig: Rig) -> None:
    await rig.mention("USAM", f"<@{BOT_USER}> releaseday balance")
    (shown,) = rig.slack.shown
    assert (shown.way, shown.args["user"], shown.args["channel"]) == ("ephemeral", "USAM", "C1")


async def test_what_is_personal_goes_into_the_dm_where_nothing_else_is_allowed(rig: Rig) -> None:
    rig.slack.fail("chat.postEphemeral", refused("user_not_in_channel"))
    await rig.mention("USAM", f"<@{BOT_USER}> releaseday balance")
    assert [(one.way, one.args["channel"]) for one in rig.slack.shown] == [("post", dm_with("USAM"))]


async def test_a_file_goes_to_the_person_and_nowhere_else(rig: Rig) -> None:
    await rig.command("USAM", "/releaseday", "log 30 october workshop")
    await rig.command("USAM", "/releaseday", "export")
    (upload,) = rig.slack.uploads.values()
    assert upload.channel == dm_with("USAM")
    assert b"2026-10-30" in upload.content
    assert "in your messages with me" in rig.slack.shown[-1].text


async def test_the_check_goes_on_in_place(rig: Rig) -> None:
    await rig.dm("USTRANGER", "eligibility")
    first = rig.slack.shown[-1]
    await rig.press("USTRANGER", first, first.elements[0])
    second = rig.slack.shown[-1]
    assert (second.way, second.ts) == ("update", first.ts)
    assert len(rig.slack.history[dm_with("USTRANGER")]) == 1


async def test_the_check_goes_on_in_place_where_only_one_person_sees_it(rig: Rig) -> None:
    await rig.command("USTRANGER", "/mastery", "eligibility", channel=dm_with("USTRANGER"))
    first = rig.slack.shown[-1]
    first.args["channel"] = dm_with("USTRANGER")
    await rig.press("USTRANGER", first, first.elements[0])
    second = rig.slack.shown[-1]
    assert (second.way, second.args["replace_original"]) == ("respond", True)
    assert "Question 2" in second.text


async def test_the_home_page_is_everybodys_own(rig: Rig) -> None:
    for user in ("USTRANGER", "USAM", "ULEE"):
        await rig.event({"type": "app_home_opened", "user": user, "channel": dm_with(user), "tab": "home"})
    stranger, sam, lee = (json.dumps(one.args["view"], ensure_ascii=False) for one in rig.slack.shown)
    assert [one.way for one in rig.slack.shown] == ["home"] * 3
    assert "Am I eligible?" in stranger
    assert "0 days used" in sam
    assert "Not joined yet" in lee


async def test_a_button_on_the_home_page_answers_in_the_dm(rig: Rig) -> None:
    await rig.event({"type": "app_home_opened", "user": "USAM", "channel": dm_with("USAM"), "tab": "home"})
    page = rig.slack.shown[-1]
    reports = next(one for one in page.elements if label(one) == "Reports")
    await rig.press("USAM", page, reports)
    shown = rig.slack.shown[-1]
    assert (shown.way, shown.args["channel"]) == ("post", dm_with("USAM"))


async def test_a_day_is_logged_from_the_home_page_in_one_press_and_a_form(rig: Rig) -> None:
    opened = {"type": "app_home_opened", "user": "USAM", "channel": dm_with("USAM"), "tab": "home"}
    await rig.event(opened)
    page = rig.slack.shown[-1]
    await rig.press("USAM", page, page.elements[0])
    modal = rig.slack.shown[-1]
    assert (modal.way, modal.args["view"]["title"]["text"]) == ("modal", "Log a release day")
    await rig.submit("USAM", modal, {"day": "2026-10-30", "purpose": "workshop"})
    logged = rig.slack.shown[-1]
    assert (logged.way, logged.args["channel"]) == ("post", dm_with("USAM"))
    assert "1 day used" in logged.text
    await rig.event(opened)
    assert "1 day used" in json.dumps(rig.slack.shown[-1].args["view"])


async def test_somebodys_own_day_counts(rig: Rig) -> None:
    rig.slack.zones["USAM"] = "Pacific/Auckland"  # there, it is the third already
    await rig.dm("USAM", "releaseday log today workshop")
    assert "3 Nov" in rig.slack.shown[-1].text


async def test_a_persons_turns_stay_in_order(rig: Rig) -> None:
    rig.waits = False
    rig.slack.fail("chat.postMessage", GATED)  # the first answer takes longest
    for day in range(12, 17):
        await rig.dm("USAM", f"releaseday log {day} october workshop")
    rig.slack.opened.set()
    await rig.platform.queue.wait_until_idle()
    assert [f"{day} Oct" in one.text for day, one in zip(range(12, 17), rig.slack.shown, strict=True)] == [
        True
    ] * 5


async def test_five_hundred_commands_at_once_are_all_acknowledged_and_answered(rig: Rig) -> None:
    """How fast, the bench measures."""
    rig.waits = False
    answers = await asyncio.gather(*(rig.command(f"U{number}", "/releaseday", "balance") for number in range(500)))
    await rig.platform.queue.wait_until_idle()
    assert [one.status for one in answers] == [200] * 500
    assert len(rig.slack.shown) == 500


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_half_of_the_credentials_is_said_in_words(
    core: Core, store: Store, environment: dict[str, str], says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        connect(Surroundings(core, store, Settings(), environment, True))


def test_without_credentials_slack_is_off(core: Core, store: Store) -> None:
    assert isinstance(connect(Surroundings(core, store, Settings(), {}, True)), Off)


async def test_a_slack_that_cannot_be_asked_at_the_start_is_asked_again(
    core: Core, store: Store, clock: SetClock
) -> None:
    """The other platform must start meanwhile, and nobody is told that the token is to blame."""
    held = asyncio.Event()

    async def waits(_seconds: float) -> None:
        await held.wait()

    async with FakeSlack().running() as slack:
        slack.fail("auth.test", BROKEN)
        context = SlackContext(core, store, clock, lambda: 0.0, waits, "Europe/London", EVER, EVER)
        platform = SlackPlatform(SlackCredentials(TOKEN, "s", api=f"{slack.url}/api/"), context)
        await platform.start()
        await until(lambda: platform.problem() != "")
        assert "HTTP 500" in platform.problem()
        assert "TOKEN" not in platform.problem()
        not_yet = await platform.sender.send(
            {"team": TEAM, "user": "UA"}, Reply((Text("Hello"),), "reminder"), "t"
        )
        assert isinstance(not_yet, Refused)
        assert not not_yet.for_good, "it is sent when Slack is there"
        held.set()
        there, hello = {"team": TEAM, "user": "UA"}, Reply((Text("Hello"),), "reminder")
        await until(lambda: platform.problem() == "")
        assert isinstance(await platform.sender.send(there, hello, "t"), Sent)
        await platform.stop()


async def test_a_token_that_slack_does_not_take_stops_the_start_in_words(
    rig: Rig, core: Core, store: Store
) -> None:
    api = rig.slack.url + "/api"
    environment = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": api}
    platform = connect(Surroundings(core, store, Settings(), environment, True))
    assert not isinstance(platform, Off)
    with pytest.raises(SettingsError, match="invalid_auth") as error:
        await platform.start()
    assert "xoxb-wrong" not in str(error.value)
