"""One undo: exactly the last change of this person in this conversation, and back. On both databases."""

from datetime import timedelta

import pytest

from adapters.console.ask import SetClock
from bot.core.undoing import UndoersDoNotFit, undoers_in
from bot.db.audit_domain import AuditNote
from bot.features.people.repository_hubs import HubRegister
from tests.support.ground import NOON
from tests.support.stores import store, url
from tests.support.talking import LEE, SAM, Hub

__all__ = ["store", "url"]

CHANGES = {
    "a day is logged": (SAM, ["log 30 october workshop"]),
    "two days are logged": (SAM, ["log 29 and 30 october workshop"]),
    "a day is changed": (SAM, ["log 30 october workshop", "releaseday change 30 october to half"]),
    "a day is deleted": (SAM, ["log 30 october workshop", "releaseday delete 30 october"]),
    "reminders are stopped": (SAM, ["reminders stop reports"]),
    "reminders are put off": (SAM, ["reminders snooze 3 days"]),
    "reminders are started": (SAM, ["reminders stop", "reminders start"]),
    "a report is ticked off": (SAM, ["report done autumn"]),
    "a tick is taken back": (SAM, ["report done autumn", "report undo autumn"]),
    "a residential is answered": (SAM, ["residentials coming 1"]),
    "a residential is answered otherwise": (SAM, ["residentials coming 1", "residentials coming no 1"]),
    "a residential is set": (LEE, ["cohort residential 2 8-9 March 2027"]),
    "a residential is moved": (LEE, ["cohort residential 1 move to 19-20 January 2027"]),
    "a residential is confirmed": (LEE, ["cohort residential 1 confirm"]),
    "a residential is cancelled": (LEE, ["cohort residential 1 cancel", "yes"]),
    "a report is added": (LEE, ['cohort report add "Summer report" due 25 June 2027']),
    "a report is changed": (LEE, ['cohort report change "Autumn report" due 18 December 2026']),
    "a report is removed": (LEE, ['cohort report remove "Autumn report"', "yes"]),
    "holidays are set": (LEE, ["cohort holidays 21 December 2026 to 1 January 2027"]),
    "holidays grow": (
        LEE,
        ["cohort holidays 21 to 24 December 2026", "cohort holidays 23 December 2026 to 1 January 2027"],
    ),
    "holidays are removed": (
        LEE,
        ["cohort holidays 21 December 2026 to 1 January 2027", "cohort holidays remove 21 December 2026"],
    ),
    "somebody has left": (LEE, ["cohort leave Ben Okoro", "yes"]),
    "somebody has moved": (LEE, ["cohort move Ben Okoro, Fenland, St Peter's", "yes"]),
    "an announcement is scheduled": (LEE, ["cohort announce at 8am on 9 November: Bring your folders", "yes"]),
}
AGAIN = ("[Put it back]", "[Take it off again]", "[Redo]")


@pytest.mark.parametrize("name", CHANGES)
async def test_what_was_changed_last_is_taken_back_and_put_back(hub: Hub, name: str) -> None:
    who, lines = CHANGES[name]
    for line in lines[:-1]:
        await hub.say(who, line)
    before = await hub.records()
    said = await hub.say(who, lines[-1])
    after = await hub.records()
    assert "[Undo]" in said
    assert after != before
    undone = await hub.say(who, "undo")
    assert await hub.records() == before
    await hub.say(who, next(label for label in AGAIN if label in undone))
    assert await hub.records() == after
    await hub.say(who, "undo that")
    assert await hub.records() == before


async def test_an_enrolment_is_taken_back_and_the_person_forgotten(hub: Hub) -> None:
    before = await hub.records()
    await hub.say(LEE, "cohort enrol Ella Jones, ella@school.example, Hill View")
    assert "is not enrolled after all" in await hub.say(LEE, "undo")
    assert await hub.records() == before


async def test_the_button_takes_back_its_own_change_also_when_another_came_later(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    undo = hub.last[SAM]
    await hub.say(SAM, "report done autumn")
    hub.last[SAM] = undo
    assert "30 Oct" in await hub.say(SAM, "[Undo]")
    hub.last[SAM] = undo
    assert "done already" in await hub.say(SAM, "[Undo]")
    assert "✓ Autumn report" in await hub.say(SAM, "reports")


async def test_twice_undo_goes_one_further_back_each_said_by_name(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    await hub.say(SAM, "report done autumn")
    assert "Not done after all: Autumn report" in await hub.say(SAM, "undo")
    assert "Fri 30 Oct" in await hub.say(SAM, "undo")
    assert "nothing more to undo" in await hub.say(SAM, "undo")


async def test_what_was_changed_elsewhere_is_offered_by_name_when_its_kind_is_named(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop", where="another chat")
    before = await hub.records()
    assert "such as “undo the release day”" in await hub.say(SAM, "undo")
    said = await hub.say(SAM, "undo the day")
    assert "logged Fri 30 Oct" in said
    assert await hub.records() == before
    assert "Undone" in await hub.say(SAM, "yes")


@pytest.mark.parametrize("words", ["undo report", "undo 30 october", "undo everything", "undo my residential"])
async def test_an_undo_of_something_else_than_the_last_change_is_asked_about(hub: Hub, words: str) -> None:
    await hub.say(SAM, "log 30 october workshop")
    before = await hub.records()
    assert "Undo that?" in await hub.say(SAM, words)
    assert await hub.records() == before


async def test_a_change_that_cannot_be_taken_back_is_not_passed_over(hub: Hub) -> None:
    await hub.say(LEE, "cohort holidays 21 to 24 December 2026")
    await hub.say(LEE, "cohort code Ben Okoro")
    before = await hub.records()
    assert "can't be taken back" in await hub.say(LEE, "undo")
    assert await hub.records() == before


async def test_what_was_changed_again_since_is_left_alone(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    undo = hub.last[SAM]
    await hub.say(SAM, "releaseday change 30 october to half")
    before, hub.last[SAM] = await hub.records(), undo
    assert "somebody has changed the same day since" in await hub.say(SAM, "[Undo]")
    assert await hub.records() == before


async def test_a_lead_cannot_take_back_what_she_may_not_change_any_more(hub: Hub) -> None:
    g = hub.ground
    await hub.say(LEE, "cohort holidays 21 to 24 December 2026")

    await HubRegister(g.store).unmake_lead(g.lead.id, g.hub.id, None, NOON)
    before = await hub.records()
    assert "hub leads" in await hub.say(LEE, "undo")
    assert await hub.records() == before


async def test_after_a_day_a_plain_undo_asks_first(hub: Hub, clock: SetClock) -> None:
    await hub.say(SAM, "log 30 october workshop")
    clock.moment = NOON + timedelta(hours=25)
    before = await hub.records()
    assert "“undo the release day”" in await hub.say(SAM, "undo")
    assert "Undo that?" in await hub.say(SAM, "undo the release day")
    assert await hub.records() == before


async def test_nobody_else_takes_it_back(hub: Hub) -> None:
    await hub.say(SAM, "log 30 october workshop")
    before, hub.last[LEE] = await hub.records(), hub.last[SAM]
    await hub.say(LEE, "[Undo]")
    await hub.say("stranger", "undo")
    assert await hub.records() == before


def test_a_change_that_nobody_declares_cannot_be_written_down() -> None:
    with pytest.raises(ValueError, match=r"moon\.painted"):
        AuditNote("moon.painted")


def test_an_undoable_change_without_an_undoer_is_refused_at_start() -> None:
    with pytest.raises(UndoersDoNotFit, match=r"report\.done"):
        undoers_in([])
