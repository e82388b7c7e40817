"""Announcements on their way and afterwards, on both databases: failed, unknown, tried again, taken back."""

from bot.core.plain_text import plain
from bot.features.people.repository_enrolments import Enrolments
from bot.identity.repository import People
from scheduler.ports import Ambiguous, Refused
from tests.support.announcing import ANN, LATER, LEE, NEXT, SAM, TOMORROW, announced, looked_at, users, weeks
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import NOON
from tests.support.reminding import Weeks
from tests.support.stores import store, url

__all__ = ["store", "url", "weeks"]


async def test_who_leaves_while_it_waits_for_the_platform_is_not_told(weeks: Weeks) -> None:
    g, store = weeks.talk.ground, weeks.talk.ground.store
    await announced(weeks)
    weeks.faults = {"slack": [Refused("Slack could not be reached", for_good=False)]}
    assert users(await weeks.tick(NEXT)) == [ANN]
    (sam,) = await People(store).named("Sam Patel", [g.hub.id])
    await Enrolments(store).leave(sam.id, g.cohort.id, "left", g.lead.id, NOON)
    assert users(await weeks.tick(LATER)) == []
    assert "Not sent: 1" in await looked_at(weeks)
    assert "Nothing to try again" in await weeks.talk.say(LEE, "cohort announcements retry 1")


async def test_what_failed_is_named_with_its_reason_and_tried_again_by_itself(weeks: Weeks) -> None:
    await announced(weeks)
    weeks.faults = {"slack": [Refused("this Slack account is switched off")]}
    assert users(await weeks.tick(NEXT)) == [ANN]
    said = await looked_at(weeks)
    assert "Sent to: 1\nFailed: 1" in said
    assert "• 1 failed (Sam Patel): this Slack account is switched off" in said
    assert "Trying 1 again." in await weeks.talk.press(LEE, "Try the 1 that failed again")
    assert users(await weeks.tick(LATER)) == [SAM]
    assert users(await weeks.tick(TOMORROW)) == []
    assert "Sent to: 2" in await looked_at(weeks)


async def test_the_lead_reads_why_somebodys_waits(weeks: Weeks) -> None:
    await announced(weeks)
    weeks.faults = {"slack": [Refused("Slack could not be reached", for_good=False)]}
    await weeks.tick(NEXT)
    said = await looked_at(weeks)
    assert "Sent to: 1\nWaiting: 1" in said
    assert "• Sam Patel: waiting: Slack could not be reached" in said


async def test_what_may_have_arrived_is_said_so_and_never_sent_a_third_time(weeks: Weeks) -> None:
    await announced(weeks)
    weeks.platforms["teams"] = FakePlatform("teams", can_look=False)
    weeks.faults = {"teams": [Ambiguous("timed out"), Ambiguous("timed out")]}
    await weeks.tick(NEXT)
    weeks.faults = {"teams": [Ambiguous("timed out")]}
    await weeks.tick(LATER)
    await weeks.tick("2026-11-02T13:30")
    said = await looked_at(weeks)
    assert "May have arrived: 1" in said
    assert "• Ann Jones: it may have arrived: timed out" in said
    assert max(weeks.platforms["teams"].arrived.values()) == 2


async def test_who_had_not_joined_is_told_later_when_they_have(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await announced(weeks)
    await weeks.tick(NEXT)
    await looked_at(weeks)
    assert "haven't joined yet" in await weeks.talk.press(LEE, "Send to new joiners")
    (al,) = await People(g.store).named("Al Fox", [g.hub.id])
    await weeks.talk.joined("slack:al", al)
    assert "Trying 1 again." in await weeks.talk.press(LEE, "Send to new joiners")
    assert users(await weeks.tick(LATER)) == ["slack:al"]


async def test_taken_back_it_is_deleted_everywhere_and_what_waited_is_not_sent(weeks: Weeks) -> None:
    await announced(weeks)
    weeks.faults = {"slack": [Refused("Slack could not be reached", for_good=False)]}
    assert users(await weeks.tick(NEXT)) == [ANN]
    await looked_at(weeks)
    assert "recalled (it was sent on" in await weeks.talk.press(LEE, "Recall")
    assert users(await weeks.tick(LATER)) == []
    assert [len(weeks.platforms[name].deleted) for name in ("slack", "teams")] == [0, 1]
    assert "Removed from chats: 1 of 1" in await looked_at(weeks)
    assert "recalled (it was sent on" in await weeks.talk.say(LEE, "cohort announcements recall 1")
    await weeks.tick(TOMORROW)
    assert len(weeks.platforms["teams"].deleted) == 1


async def test_what_was_on_its_way_when_it_was_taken_back_is_deleted_when_it_has_arrived(weeks: Weeks) -> None:
    await announced(weeks)
    weeks.faults = {"slack": [Ambiguous("timed out")]}
    await weeks.tick(NEXT)
    await weeks.talk.say(LEE, "cohort announcements recall 1")
    await weeks.tick("2026-11-02T12:02")
    await weeks.tick("2026-11-02T12:05")
    await weeks.tick("2026-11-02T12:06")
    assert [len(weeks.platforms[name].deleted) for name in ("slack", "teams")] == [1, 1]
    assert "Removed from chats: 2 of 2" in await looked_at(weeks)


async def test_deleting_that_ended_in_doubt_is_done_again_and_gone_is_gone(weeks: Weeks) -> None:
    await announced(weeks)
    await weeks.tick(NEXT)
    await weeks.talk.say(LEE, "cohort announcements recall 1")
    weeks.faults = {"teams": [Ambiguous("timed out")], "slack": [Ambiguous("timed out")]}
    await weeks.tick(LATER)
    for minute in (35, 40, 45):
        await weeks.tick(f"2026-11-02T12:{minute}")
    assert "Removed from chats: 2 of 2" in await looked_at(weeks)


async def test_what_cannot_be_deleted_says_that_it_is_taken_back(weeks: Weeks) -> None:
    await announced(weeks)
    await weeks.tick(NEXT)
    weeks.faults = {"slack": [Refused("Slack refused it (cant_delete_message)")]}
    await weeks.talk.say(LEE, "cohort announcements recall 1")
    await weeks.tick(LATER)
    assert [plain(reply) for reply in weeks.platforms["slack"].changed.values()] == [
        "Your hub has recalled this announcement."
    ]
    said = await looked_at(weeks)
    assert "Removed from chats: 1 of 2\nSays now that it was recalled: 1" in said
    assert "• Sam Patel: changed, since it can't be deleted: Slack refused it (cant_delete_message)" in said


async def test_what_can_be_neither_deleted_nor_changed_is_named_with_the_reason(weeks: Weeks) -> None:
    await announced(weeks)
    await weeks.tick(NEXT)
    weeks.faults = {"slack": [Refused("the channel is archived"), Refused("the channel is archived")]}
    await weeks.talk.say(LEE, "cohort announcements recall 1")
    await weeks.tick(LATER)
    said = await looked_at(weeks)
    assert "Removed from chats: 1 of 2" in said
    assert "• Sam Patel: not deleted: the channel is archived" in said


async def test_changing_what_cannot_be_deleted_is_done_again_after_a_doubt(weeks: Weeks) -> None:
    await announced(weeks)
    await weeks.tick(NEXT)
    weeks.faults = {"teams": [Refused("Teams did not take it"), Ambiguous("timed out")]}
    await weeks.talk.say(LEE, "cohort announcements recall 1")
    await weeks.tick(LATER)
    assert "• Ann Jones: not deleted yet: " in await looked_at(weeks)
    weeks.faults = {"teams": [Refused("Teams did not take it")]}
    await weeks.tick("2026-11-02T12:40")
    await weeks.tick("2026-11-02T12:45")
    assert len(weeks.platforms["teams"].changed) == 1
    assert "Says now that it was recalled: 1" in await looked_at(weeks)


async def test_of_what_may_have_arrived_the_lead_reads_what_is_left_to_do(weeks: Weeks) -> None:
    await announced(weeks)
    weeks.platforms["teams"] = FakePlatform("teams", can_look=False)
    for moment in (NEXT, LATER):
        weeks.faults = {"teams": [Ambiguous("timed out")]}
        await weeks.tick(moment)
    asks = "What may have arrived I neither send again nor delete; please ask them."
    assert asks in await looked_at(weeks)
    assert "Nothing to try again" in await weeks.talk.say(LEE, "cohort announcements retry 1")
    await weeks.talk.say(LEE, "cohort announcements recall 1")
    await weeks.tick(TOMORROW)
    said = await looked_at(weeks)
    assert "May have arrived: 1" in said
    assert "Removed from chats: 1 of 1" in said
    assert asks in said


async def test_to_try_again_says_why_there_is_nothing_to_try(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await announced(weeks)
    await weeks.tick(NEXT)
    retry = "cohort announcements retry 1"
    assert "those who are missing haven't joined yet" in await weeks.talk.say(LEE, retry)
    (al,) = await People(g.store).named("Al Fox", [g.hub.id])
    await weeks.talk.joined("slack:al", al)
    assert "Trying 1 again." in await weeks.talk.say(LEE, retry)
    await weeks.tick(LATER)
    assert "Nothing to try again: nothing has failed." in await weeks.talk.say(LEE, retry)
    await weeks.talk.say(LEE, "cohort announcements recall 1")
    assert "That was recalled, so it isn't sent again." in await weeks.talk.say(LEE, retry)


async def test_what_was_cancelled_or_is_on_its_way_says_so_and_not_that_it_can_be_changed(weeks: Weeks) -> None:
    await announced(weeks)
    said = await weeks.talk.say(LEE, "cohort announcements recall 1")
    assert said == "Announcement 1 is on its way: there is nothing to recall yet. Try again in a few minutes."
    await announced(weeks, "at 8am tomorrow: Bring your folders.", "Schedule it (2 people)")
    assert "You can still change or cancel it." in await weeks.talk.say(LEE, "cohort announcements recall 2")
    assert "cancelled" in await weeks.talk.say(LEE, "cohort announcements cancel 2")
    said = await weeks.talk.say(LEE, "cohort announcements recall 2")
    assert said == "Announcement 2 was cancelled, so it wasn't sent and there is nothing to recall."
    assert "nothing to send again" in await weeks.talk.say(LEE, "cohort announcements retry 2")


async def test_who_has_read_it_is_answered_though_the_newest_was_cancelled(weeks: Weeks) -> None:
    await announced(weeks, "at 8am tomorrow: Bring your folders.", "Schedule it (2 people)")
    await weeks.talk.say(LEE, "cohort announcements cancel 1")
    said = await weeks.talk.say(LEE, "who has read my last announcement")
    assert said.startswith("Announcement 1 was cancelled, so nobody can have read it.")
    assert "The last one sent" not in said
    await announced(weeks, "Bring your laptops.")
    await weeks.tick(NEXT)
    await announced(weeks, "at 9am tomorrow: Bring your folders.", "Schedule it (2 people)")
    said = await weeks.talk.say(LEE, "who has read my last announcement")
    assert "Announcement 3 hasn't been sent yet, so nobody can have read it." in said
    assert "The last one sent was announcement 2: it didn't ask people" in said
