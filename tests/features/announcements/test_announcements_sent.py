"""Announcements on both databases: once, to whom is meant when it goes; and who says that they have read it."""

from datetime import date, timedelta

import pytest

from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from bot.features.announcements.domain import AnnouncementStage, NotAsItWas
from bot.features.announcements.repository import Announcements
from bot.features.ask_hub.domain import HubChannel
from bot.features.ask_hub.repository_channels import HubChannels
from bot.features.people.repository_enrolments import Enrolments
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import AttendanceAnswer, ResidentialInput
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
from tests.support.announcing import (
    ADA,
    ANN,
    FAY,
    KIM,
    LATER,
    LEE,
    NEXT,
    SAM,
    TOMORROW,
    announced,
    looked_at,
    users,
    weeks,
)
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import store, url

__all__ = ["store", "url", "weeks"]


async def test_it_goes_once_to_everybody_and_says_how_it_went(weeks: Weeks) -> None:
    await announced(weeks)
    assert "on its way" in await looked_at(weeks)
    sent = await weeks.tick(NEXT)
    assert users(sent) == [SAM, ANN]
    assert {said for _, said in sent} == {"From Lee Lead, North Mersey Maths Hub\nBring your folders."}
    assert users(await weeks.tick(LATER)) == []
    said = await looked_at(weeks)
    assert "Sent to: 2\nNot joined yet: " in said
    assert "Not joined yet: Al Fox." in said


async def test_quotation_marks_in_a_text_are_not_doubled(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "cohort announce to everyone: “Baseline” is late.")
    assert "“‘Baseline’ is late.”" in await weeks.talk.press(LEE, "Send it now (2 people)")


async def test_pressed_twice_or_by_two_leads_at_once_it_goes_once(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "cohort announce Bring your folders.")
    (button,) = (one for one in weeks.talk.seen[LEE].buttons if one.action == "announce_send")
    for user in (LEE, LEE, ADA):
        assert "on its way" in await weeks.talk.submit(user, button.action, dict(button.values))
    assert users(await weeks.tick(NEXT)) == [SAM, ANN]
    await weeks.talk.submit(LEE, button.action, dict(button.values))
    assert users(await weeks.tick(LATER)) == []


async def test_of_two_who_confirm_the_same_draft_at_once_one_is_heard(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await weeks.talk.say(LEE, "cohort announce Bring your folders.")
    as_both_saw_it = await Announcements(g.store).of_act(1, None)
    assert await Announcements(g.store).confirm(as_both_saw_it, g.lead.id, NOON)
    with pytest.raises(NotAsItWas):
        await Announcements(g.store).confirm(as_both_saw_it, g.lead.id, NOON)
    assert users(await weeks.tick(NEXT)) == [SAM, ANN]


async def test_a_button_of_an_earlier_wording_sends_nothing(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "cohort announce Bring your fodlers.")
    old = weeks.talk.seen[LEE].buttons[0]
    await weeks.talk.press(LEE, "Change")
    await weeks.talk.press(LEE, "Show me", text="Bring your folders.")
    assert "has changed since" in await weeks.talk.submit(LEE, old.action, dict(old.values))
    assert users(await weeks.tick(NEXT)) == []


async def test_who_joins_before_it_goes_is_told_and_who_has_left_is_not(weeks: Weeks) -> None:
    g, store = weeks.talk.ground, weeks.talk.ground.store
    await announced(weeks, "at 8am tomorrow: Bring your folders.", "Schedule it (2 people)")
    assert users(await weeks.tick("2026-11-03T07:59")) == [], "not ahead of its time, in no zone"
    await weeks.talk.joined("slack:ben", await g.enrol("Ben New"))
    (sam,) = await People(store).named("Sam Patel", [g.hub.id])
    await Enrolments(store).leave(sam.id, g.cohort.id, "left", g.lead.id, NOON)
    assert users(await weeks.tick(TOMORROW)) == ["slack:ben", ANN]


async def test_cancelled_or_changed_before_its_time_it_goes_as_it_stands_or_not_at_all(weeks: Weeks) -> None:
    await announced(weeks, "at 8am tomorrow: Bring your folders.", "Schedule it (2 people)")
    await weeks.talk.press(LEE, "Change")
    said = await weeks.talk.press(LEE, "Show me", text="Bring nothing.", day="2026-11-04", time="9am")
    assert "will be sent on Wed 4 Nov at 09:00" in said
    await announced(weeks, "at 8am tomorrow: Another one.", "Schedule it (2 people)")
    assert "cancelled" in await weeks.talk.press(LEE, "Cancel it")
    assert await weeks.tick(TOMORROW) == []
    sent = await weeks.tick("2026-11-04T09:00")
    assert [said.splitlines()[1] for _, said in sent] == ["Bring nothing."] * 2
    for text in ("cancel 1", "change 1"):
        assert "That has been sent meanwhile" in await weeks.talk.say(LEE, f"cohort announcements {text}")


async def test_it_reaches_those_who_are_meant_at_that_moment(weeks: Weeks) -> None:
    g, store = weeks.talk.ground, weeks.talk.ground.store
    await Reports(store).add(g.here, "Baseline", NOON.date() - timedelta(1), None, NOON)
    await Residentials(store).set(g.here, ResidentialInput(1, date(2026, 12, 8), date(2026, 12, 9)), None, NOON)
    (residential,) = await Residentials(store).list(g.here)
    (sam,), (ann,) = [await People(store).named(name, [g.hub.id]) for name in ("Sam Patel", "Ann Jones")]
    (report,) = await Reports(store).list(g.here)
    await Reports(store).done(report.id, ann.id, NOON)
    await Residentials(store).attend(residential.id, ann.id, AttendanceAnswer.CANNOT, NOON)
    meant = {
        "to those with late reports at 8am tomorrow: late": [SAM],
        "to whoever can't come to residential 1 at 8am tomorrow: cannot": [ANN],
        "to those who haven't answered for residential 1 at 8am tomorrow: unanswered": [SAM],
        "to Ann Jones at 8am tomorrow: named": [ANN],
    }
    for words in meant:
        await announced(weeks, words, "Schedule it (1 person)")
    await Reports(store).done(report.id, sam.id, NOON)
    await Residentials(store).attend(residential.id, sam.id, AttendanceAnswer.CANNOT, NOON)
    sent = [(user, said) for user, said in await weeks.tick(TOMORROW) if "From Lee" in said]
    assert sorted((user, said.splitlines()[1]) for user, said in sent) == [
        (SAM, "cannot"),
        (ANN, "cannot"),
        (ANN, "named"),
    ]


async def test_an_answer_to_a_day_that_moved_is_none(weeks: Weeks) -> None:
    g, store = weeks.talk.ground, weeks.talk.ground.store
    await Residentials(store).set(g.here, ResidentialInput(1, date(2026, 12, 8), date(2026, 12, 9)), None, NOON)
    for name in ("Sam Patel", "Ann Jones", "Al Fox"):
        (person,) = await People(store).named(name, [g.hub.id])
        (residential,) = await Residentials(store).list(g.here)
        await Residentials(store).attend(residential.id, person.id, AttendanceAnswer.COMING, NOON)
    said = await weeks.talk.say(LEE, "cohort announce to those without an answer for residential 1: Well?")
    assert "It will reach 0 people." in said
    assert not [one for one in weeks.talk.seen[LEE].buttons if one.action == "announce_send"]
    await Residentials(store).set(g.here, ResidentialInput(1, date(2026, 12, 15), date(2026, 12, 16)), None, NOON)
    said = await weeks.talk.say(LEE, "cohort announce to those without an answer for residential 1: Well?")
    assert "It will reach 2 people (1 on Slack, 1 on Teams)." in said


async def test_into_the_hubs_channel_too_where_who_is_in_it_may_say_that_they_have_read_it(weeks: Weeks) -> None:
    g, store = weeks.talk.ground, weeks.talk.ground.store
    channel = HubChannel(g.hub.id, "slack", "slack-tenant", "C1", {"channel": "C1"})
    await HubChannels(store).set(channel, g.lead.id, NOON)
    await weeks.talk.say(LEE, "cohort announce")
    said = await weeks.talk.press(LEE, "Show me", text="Look @channel, <!here>!", also="read,channel,everyone")
    assert "Also in the channel in Slack." in said
    assert "Everybody in the channel will be pinged." in said
    await weeks.talk.press(LEE, "Send it now (2 people)")
    assert users(await weeks.tick(NEXT)) == ["C1", SAM, ANN]
    pings = {user: reply.pings for user, reply in weeks.told}
    assert pings == {"C1": True, SAM: False, ANN: False}, "in the channel alone"
    assert all("@channel" not in said and "<!" not in said for _, said in await weeks.tick(LATER))
    assert "✓ You have read this" in await weeks.talk.press(SAM, "I've read this")
    assert "Read: 1 of 2" in await looked_at(weeks)
    await weeks.talk.say(LEE, "cohort announcements recall 1")
    await weeks.tick(TOMORROW)
    assert len(weeks.platforms["slack"].deleted) == 2


async def test_read_counts_once_and_only_for_whom_it_was_for(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "cohort announce")
    await weeks.talk.press(LEE, "Show me", text="Please read.", also="read")
    await weeks.talk.press(LEE, "Send it now (2 people)")
    assert "wasn't for you" in await weeks.talk.submit(SAM, "announcement_read", {"id": "1"}), "not sent yet"
    await weeks.tick(NEXT)
    for _ in range(3):
        await weeks.talk.submit(ANN, "announcement_read", {"id": "1"})
    assert "wasn't for you" in await weeks.talk.submit(KIM, "announcement_read", {"id": "1"})
    assert "Read: 1 of 2" in await looked_at(weeks)
    said = await weeks.talk.press(LEE, "Who has read it")
    assert "Read by 1: Ann Jones." in said
    assert "Not yet, of those it reached: Sam Patel." in said
    assert "Please read." in await weeks.talk.say(SAM, "announcements")
    assert "Please read." in await weeks.talk.press(SAM, "I've read the one of 2 Nov")


async def test_the_report_is_a_file_of_names_and_no_addresses(weeks: Weeks) -> None:
    await announced(weeks)
    assert "nothing to put into a file yet" in await weeks.talk.say(LEE, "cohort announcements file 1")
    await weeks.tick(NEXT)
    await looked_at(weeks)
    await weeks.talk.press(LEE, "As a file")
    (file,) = weeks.talk.seen[LEE].files
    assert file.name == "announcement-1.csv"
    hub = weeks.talk.ground.hub.name
    assert file.content.decode("utf-8-sig").splitlines() == [
        "Name,Hub,Where,How it went,Why,Read,Recalled",
        f"Al Fox,{hub},,not sent,has not joined the bot yet,,",
        f"Ann Jones,{hub},teams,accepted,,,",
        f"Sam Patel,{hub},slack,accepted,,,",
    ]
    assert "another hub" in await weeks.talk.say(FAY, "cohort announcements 1 csv")


async def test_an_administrator_tells_several_hubs_in_one_act_and_each_lead_sees_their_own(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await weeks.talk.say(ADA, "cohort announce The sheet has changed.")
    said = await weeks.talk.press(ADA, "Show me", hubs=f"{g.hub.id},{g.other.id}")
    assert "2 hubs (Fenland Maths Hub, North Mersey Maths Hub)" in said
    assert "Fenland Maths Hub: It will reach 1 person (1 on Teams)." in said
    await weeks.talk.press(ADA, "Send it now (3 people)")
    sent = await weeks.tick(NEXT)
    assert users(sent) == [SAM, ANN, KIM]
    assert {said.splitlines()[0] for user, said in sent if user == KIM} == {"From Ada Boss, Fenland Maths Hub"}
    assert "Sent to: 3" in await weeks.talk.say(ADA, "cohort announcements 1")
    for user, hub, count in ((LEE, "North Mersey", 2), (FAY, "Fenland", 1)):
        said = await weeks.talk.say(user, "cohort announcements 1")
        assert f"Sent to: {count}" in said
        assert hub in said
    await weeks.talk.press(FAY, "Recall")
    await weeks.tick(LATER)
    assert len(weeks.platforms["teams"].deleted) == 1, "Fay takes back what went to hers"
    (mine, theirs) = await Announcements(g.store).of_act(1, None)
    assert [mine.stage, theirs.stage] == [AnnouncementStage.RECALLED, AnnouncementStage.SENT]


async def test_what_somebody_drafted_and_left_is_forgotten_after_a_day(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await weeks.talk.say(LEE, "cohort announce A draft.")
    old = weeks.talk.seen[LEE].buttons[0]
    weeks.clock.moment = NOON + timedelta(days=2)
    await weeks.talk.say(LEE, "cohort announce Another.")
    assert "A draft" not in await looked_at(weeks, 1)
    assert "no announcement of that number" in await weeks.talk.submit(LEE, old.action, dict(old.values))
    listed = await weeks.talk.say(LEE, "cohort announcements")
    assert "hasn't been sent yet: “Another.”" in listed
    assert "A draft" not in listed
    assert await Leases(g.store).tally() == {}


async def test_who_stopped_every_reminder_still_gets_announcements(weeks: Weeks) -> None:
    await weeks.talk.say(SAM, "reminders stop all")
    await announced(weeks)
    assert users(await weeks.tick(NEXT)) == [SAM, ANN]
    assert (await Leases(weeks.talk.ground.store).tally("announcement:1"))[DeliveryStatus.SENT] == 2
