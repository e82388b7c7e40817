"""The closing date for a teacher's calendar, with alarms, while one can apply."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from adapters.console.ask import SetClock
from bot.core.activity import Message, Sender, Submit
from bot.core.dispatcher import Core
from bot.core.plain_text import plain

ANN = Sender("slack", "T1", "ann")
LAST = date(2026, 4, 23)


@pytest.mark.parametrize(
    "words",
    ["deadline", "Remind me of the closing date", "put the deadline in my calendar please", "remind me to apply"],
)
async def test_the_deadline_is_a_calendar_entry_with_alarms(core: Core, words: str) -> None:
    reply = await core.handle(Message(ANN, "C", words.removesuffix(" please")))
    (file,) = reply.files
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert event.decoded("dtstart") == LAST
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [
        timedelta(hours=9) - timedelta(days=7),
        timedelta(hours=9) - timedelta(days=1),
    ]
    assert "I keep nothing for it" in plain(reply)


async def test_it_is_the_same_file_for_everybody_and_every_day(core: Core, clock: SetClock) -> None:
    first = await core.handle(Message(ANN, "C", "deadline"))
    clock.moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    again = await core.handle(Submit(Sender("teams", "T", "bo"), "D", "deadline_file"))
    assert first.files[0].content == again.files[0].content


async def test_after_the_last_day_there_is_no_file(core: Core, clock: SetClock) -> None:
    clock.moment = datetime(2026, 4, 23, 12, tzinfo=UTC)
    assert (await core.handle(Message(ANN, "C", "deadline"))).files, "on the last day it is still open"
    clock.moment = datetime(2026, 4, 24, 12, tzinfo=UTC)
    reply = await core.handle(Message(ANN, "C", "remind me of the deadline"))
    assert not reply.files
    assert "closed" in plain(reply)


async def test_who_asks_to_be_reminded_is_offered_it(core: Core) -> None:
    reply = await core.handle(Message(ANN, "C", "can you send me reminders"))
    assert "Deadline for my calendar" in [one.label for one in reply.buttons]
