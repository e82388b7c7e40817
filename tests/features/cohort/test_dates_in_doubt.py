"""Where residentials and reports could go wrong unseen: old buttons, questions, cut names, several hubs."""

from datetime import date, timedelta

import pytest

from adapters.console.ask import SetClock
from bot.core.plain_text import plain
from bot.core.reply import LONGEST_REPLY, Button
from bot.features.people.repository_hubs import HubRegister
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import ResidentialInput, ResidentialState
from bot.features.residentials.repository import Residentials
from tests.features.cohort.test_cohort_dates_talk import DatesTalk, button, entry, hub, store, url
from tests.support.audit_trail import Audit
from tests.support.ground import NOON

__all__ = ["hub", "store", "url"]
SET = "cohort residential 1 12-13 November 2026 at The Grange, York"


async def test_a_button_of_older_dates_notes_nothing_and_asks_again(hub: DatesTalk) -> None:
    await hub.say("lead", SET)
    old = button(await hub.reply("sam", "residentials"), "I'll be at")
    await hub.say("lead", "cohort residential 1 move to 19-20 November")
    said = await hub.press("sam", old)
    assert "Not noted yet: residential 1 has moved. It is now on Thu 19 Nov and Fri 20 Nov" in said
    assert "Will you be there?" in await hub.say("sam", "residentials")
    new = button(await hub.reply("sam", "residentials"), "I'll be at")
    for _ in range(2):
        assert "Noted: you'll be there" in await hub.press("sam", new)
    trail = await Audit(hub.ground.store).recent(hub_id=hub.ground.hub.id)
    assert {change.detail["answer"] for change in trail if change.what == "attendance.answered"} == {"coming"}


async def test_a_residential_that_is_over_is_not_answered_any_more(hub: DatesTalk, clock: SetClock) -> None:
    await hub.say("lead", SET)
    old = button(await hub.reply("sam", "residentials"), "I can't come")
    clock.moment = NOON + timedelta(days=12)
    assert "is over" in await hub.press("sam", old)
    assert "It's over" in await hub.say("sam", "residentials")


@pytest.mark.parametrize(
    "text",
    [
        "can I miss residential 1?",
        "I can't find where residential 1 is",
        "I can't remember when residential 1 is",
        "do I have to attend residential 1",
        "I'm not sure I can come to residential 1",
        "can I come to residential 1 by car",
    ],
)
async def test_a_question_about_a_residential_is_no_answer_to_it(hub: DatesTalk, text: str) -> None:
    await hub.say("lead", SET)
    assert "Noted" not in await hub.say("sam", text)
    assert "Will you be there?" in await hub.say("sam", "residentials")


@pytest.mark.parametrize("text", ["I can’t make residential 1", "sorry I can't come to the first residential"])
async def test_an_answer_in_words_is_one_from_a_phone_too(hub: DatesTalk, text: str) -> None:
    await hub.say("lead", SET)
    assert "Noted: you can't come. Residential 1" in await hub.say("sam", text)


async def test_no_with_a_full_stop_may_be_a_number_and_is_asked_about(hub: DatesTalk) -> None:
    await hub.say("lead", SET)
    assert "a no, or a number?" in await hub.say("sam", "residentials coming no. 1")
    assert "you can't come" in await hub.say("sam", "residentials coming no")
    assert "you'll be there" in await hub.say("sam", "residentials coming yes 1")


@pytest.mark.parametrize(
    "text", ["is my autumn report done?", "I haven't done my autumn report", "my autumn report is nearly done"]
)
async def test_only_a_report_that_is_said_to_be_done_is_ticked_off(hub: DatesTalk, text: str) -> None:
    await hub.say("lead", 'cohort report add "Autumn report" due 11 December 2026')
    await hub.say("sam", text)
    assert "• Autumn report: due" in await hub.say("sam", "reports")


async def test_a_report_that_is_not_done_after_all_is_taken_back_in_words(hub: DatesTalk) -> None:
    await hub.say("lead", 'cohort report add "Autumn report" due 11 December 2026')
    assert "Done: Autumn report" in await hub.say("sam", "my autumn report is done")
    assert "Not done after all" in await hub.say(
        "sam", "sorry the autumn report's not done, I ticked it by mistake"
    )


async def test_a_number_alone_shows_and_changes_nothing(hub: DatesTalk) -> None:
    await hub.say("lead", SET)
    asked = await hub.reply("lead", "cancel residential 1")
    await hub.press("lead", button(asked, "Cancel residential 1"))
    assert "cancelled" in await hub.say("lead", "cohort residential 1")
    assert "cancelled" in await hub.say("sam", "residentials")
    assert "No residential of that number is set" in await hub.say("lead", "cohort residential 2")


async def test_a_lead_says_it_without_a_command(hub: DatesTalk) -> None:
    await hub.say("lead", SET)
    assert "confirmed" in await hub.say("lead", "confirm residential 1")
    assert "provisional" in await hub.say("lead", "residential 2 14-15 January 2027 at Leeds")
    assert "confirmed" in await hub.say("lead", "residential 2 is confirmed")
    assert "Fri 20 Nov" in await hub.say("lead", "move the first residential to 19-20 November")
    assert "Cancel residential 1 at" in await hub.say("lead", "please cancel residential 1")
    said = await hub.say("lead", 'add a report called "Head\'s report" due 11 December 2026')
    assert "Head's report, due Fri 11 Dec" in said
    for who in ("sam", "a stranger"):
        said = await hub.say(who, "please cancel residential 1")
        assert "Cancel residential 1 at" not in said
        assert "which hub" not in said, "it is answered as if nobody had stepped in"


async def test_a_venue_is_never_lost_or_taken_for_the_hub(hub: DatesTalk) -> None:
    said = await hub.say("lead", "cohort residential 1 12-13 November 2026 at The Grange, Mersey")
    assert "The Grange, Mersey, provisional" in said
    assert "I can't tell what “unless” changes about the dates" in await hub.say(
        "lead", "cohort residential 2 14-15 January 2027 unless it snows"
    )
    assert "residential 2" not in (await hub.say("sam", "residentials")).lower()
    (form,) = (await hub.reply("lead", "cohort residential")).forms
    again = {"number": "1", "first": "2026-11-19", "last": "2026-11-20", "venue": "", "state": "confirmed"}
    sent = Button("x", form.action, {**form.values, **again})
    assert "The Grange, Mersey, confirmed" in await hub.press("lead", sent), "left empty, it stays"


async def test_a_doubt_is_settled_for_what_stood_there_when_it_was_asked(hub: DatesTalk) -> None:
    asked = button(await hub.reply("lead", "cohort residential 1 14-15 November 2026"), "Set it anyway")
    for _ in range(2):
        assert "Sat 14 Nov and Sun 15 Nov" in await hub.press("lead", asked)
    assert "Not set yet" not in await hub.press("lead", asked)
    await hub.say("lead", "cohort residential 1 move to 19-20 November")
    assert "Not set yet" in await hub.press("lead", asked), "it has changed since"
    for name, wrong in {"number": "77", "first": "yesterday", "state": "cancelled", "venue": "x" * 200}.items():
        said = await hub.press("lead", asked, **{name: wrong})
        assert "provisional." not in said
    other = await hub.press("lead", asked, hub=str(hub.ground.other.id))
    assert "belongs to another hub" in other
    assert "Thu 19 Nov and Fri 20 Nov" in await hub.say("sam", "residentials")


async def test_a_report_due_far_off_is_asked_about(hub: DatesTalk) -> None:
    asked = await hub.reply("lead", 'cohort report add "Autumn report" due 11 December 2062')
    assert "more than a year away" in plain(asked)
    assert "No reports are set" in await hub.say("sam", "reports")
    assert "Added at" in await hub.press("lead", button(asked, "Add it anyway"))


async def test_a_lead_of_two_hubs_chooses_with_a_button(hub: DatesTalk) -> None:
    g = hub.ground
    await HubRegister(g.store).make_lead(g.lead.id, g.other.id, None, NOON)
    for text, shown in {
        "cohort residential": "No residential is set",
        "cohort report": "No report is set",
    }.items():
        asked = await hub.reply("lead", text)
        assert [one.label for one in asked.buttons] == ["Fenland Maths Hub", "North Mersey Maths Hub"]
        assert f"Fenland Maths Hub:\n{shown}" in await hub.press("lead", asked.buttons[0])


async def test_long_lists_fit_a_phone_and_say_how_many_more_there_are(hub: DatesTalk) -> None:
    g = hub.ground
    for number in range(1, 10):
        planned = ResidentialInput(
            number, date(2027, 1, number), date(2027, 1, number + 1), "V" * 120, ResidentialState.CONFIRMED
        )
        await Residentials(g.store).set(g.here, planned, g.lead.id, NOON)
        await Reports(g.store).add(g.here, f"{number} {'T' * 78}", date(2026, 12, number), g.lead.id, NOON)
    for who, text in {
        ("sam", "residentials"),
        ("sam", "reports"),
        ("lead", "cohort residential"),
        ("lead", "cohort report"),
    }:
        reply = await hub.reply(who, text)
        assert len(plain(reply)) <= LONGEST_REPLY
        assert "more." in plain(reply)
        labels = [one.label for one in reply.buttons]
        assert len(labels) == len(set(labels))


async def test_a_cancelled_residential_goes_from_the_calendar_too(hub: DatesTalk) -> None:
    await hub.say("lead", SET)
    first = await hub.reply("sam", "residentials calendar")
    await hub.press("lead", button(await hub.reply("lead", "cohort residential 1 cancel"), "Cancel residential 1"))
    was, now = entry(first), entry(await hub.reply("sam", "residentials calendar"))
    assert (was["status"], now["status"]) == ("TENTATIVE", "CANCELLED")
    assert now["uid"] == was["uid"]
    assert (was["sequence"], now["sequence"]) == (1, 2)
    assert was["dtstamp"].dt == NOON
    assert b"The Grange\\, York" in first.files[0].content
