"""`mastery try` without its page: three columns over one throw-away hub, and a clock that is moved."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.console.ask import SetClock
from adapters.console.demo_records import DemoRecords
from adapters.trial.columns import Origin, ShownMessage, TrialPerson
from adapters.trial.stage import MessageGone, Stage
from adapters.trial.timeline import Jump, Timeline
from adapters.trial.watch import Play, Watching, plays
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reminder_rules import Rules
from bot.core.reply import Reply

LONDON = ZoneInfo("Europe/London")
BEGINS = datetime(2026, 11, 9, 12, tzinfo=LONDON)
TEACHER, SPECIALIST, LEAD = TrialPerson
FIRST, *MORE = plays()


class Seen:
    """What the page was told."""

    def __init__(self) -> None:
        self.changed: list[tuple[TrialPerson, int]] = []
        self.fresh = 0

    def change(self, who: TrialPerson, shown: ShownMessage) -> None:
        self.changed.append((who, shown.id))

    def anew(self) -> None:
        self.fresh += 1


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
async def stage(core: Core, demo_records: DemoRecords, clock: SetClock, seen: Seen) -> AsyncIterator[Stage]:
    stage = Stage(core, demo_records, clock, Rules(), seen.change, seen.anew)
    await stage.begin(BEGINS)
    yield stage
    await stage.close()


@pytest.fixture
def timeline(stage: Stage, core: Core) -> Timeline:
    return Timeline(stage, LONDON, core.knowledge.window, Rules())


def last(stage: Stage, who: TrialPerson) -> ShownMessage:
    return stage.columns[who].messages[-1]


def said(stage: Stage, who: TrialPerson) -> str:
    return plain(last(stage, who).reply)


async def press(stage: Stage, who: TrialPerson, label: str) -> None:
    shown = last(stage, who)
    labels = [button.label for button in shown.reply.buttons]
    await stage.press(who, shown.id, labels.index(label))


async def test_a_question_goes_to_the_lead_and_the_answer_comes_back(stage: Stage) -> None:
    await stage.say(TEACHER, "is there somewhere to park at the residential?")
    await press(stage, TEACHER, "Ask my hub")
    shown = last(stage, TEACHER)
    await stage.send(TEACHER, shown.id, 0, {"hub": "1"})
    await press(stage, TEACHER, "Send")
    assert last(stage, LEAD).origin is Origin.UNASKED
    assert "is there somewhere to park" in said(stage, LEAD)
    await press(stage, LEAD, "Answer")
    await stage.send(LEAD, last(stage, LEAD).id, 0, {"text": "Yes, behind the hotel."})
    assert last(stage, TEACHER).origin is Origin.UNASKED
    assert "Yes, behind the hotel." in said(stage, TEACHER)


async def test_a_form_that_cannot_be_taken_stays_with_what_was_typed(stage: Stage) -> None:
    await stage.say(SPECIALIST, "releaseday log")
    shown = last(stage, SPECIALIST)
    before = len(stage.columns[SPECIALIST].messages)
    await stage.send(SPECIALIST, shown.id, 0, {"day": "2031-01-01", "amount": "full", "purpose": "workshop"})
    assert len(stage.columns[SPECIALIST].messages) == before
    assert shown.filled["day"] == "2031-01-01"
    assert shown.reply.errors


async def test_a_button_of_a_message_that_has_changed_presses_nothing(stage: Stage) -> None:
    await stage.say(TEACHER, "when is the deadline?")
    with pytest.raises(MessageGone):
        await stage.press(TEACHER, last(stage, TEACHER).id, 99)
    with pytest.raises(MessageGone):
        await stage.press(LEAD, last(stage, TEACHER).id, 0)


async def test_the_step_before_in_the_check_cannot_be_pressed_any_more(stage: Stage) -> None:
    await stage.say(TEACHER, "eligibility")
    first = last(stage, TEACHER)
    await stage.say(TEACHER, "yes")
    assert first.reply.buttons == ()
    assert last(stage, TEACHER).reply.buttons


async def test_the_next_thing_that_is_sent_arrives_at_its_own_moment(stage: Stage, timeline: Timeline) -> None:
    words = await timeline.jump(Jump.NEXT)
    arrived = [one for column in stage.columns.values() for one in column.messages if one.origin is Origin.UNASKED]
    assert words.endswith("sent.")
    assert {one.at.astimezone(LONDON) for one in arrived} == {timeline.now}
    assert timeline.now > BEGINS


async def test_on_the_way_to_a_later_day_nothing_is_left_out(stage: Stage, timeline: Timeline) -> None:
    await timeline.go(date(2026, 11, 26))
    reminders = [plain(one.reply) for one in stage.columns[SPECIALIST].messages if one.origin is Origin.UNASKED]
    assert [words for words in reminders if "“Autumn report” is due in" in words]
    assert [words for words in reminders if "is due today" in words]
    assert timeline.now.date() == date(2026, 11, 26)


async def test_back_in_time_everything_begins_anew(stage: Stage, timeline: Timeline, seen: Seen) -> None:
    await stage.say(TEACHER, "when is the deadline?")
    await timeline.jump(Jump.CLOSING)
    assert seen.fresh == 2
    assert [one.origin for one in stage.columns[TEACHER].messages] == [Origin.REPLY]
    await stage.say(TEACHER, "can I still apply?")
    assert "which is the last day" in said(stage, TEACHER)


async def test_a_term_starts_in_september_and_a_day_is_a_day(timeline: Timeline) -> None:
    await timeline.jump(Jump.DAY)
    assert (timeline.now.date() - BEGINS.date()).days == 1
    assert timeline.days[Jump.TERM] == date(2027, 9, 1)
    with pytest.raises(ValueError, match="too far"):
        await timeline.go(date(2040, 1, 1))


@pytest.mark.parametrize(
    "play", [FIRST, *(pytest.param(one, marks=pytest.mark.everywhere) for one in MORE)], ids=lambda play: play.name
)
async def test_a_play_can_be_watched_to_its_end(stage: Stage, timeline: Timeline, play: Play) -> None:
    watching = Watching(stage, timeline)
    await watching.begin(play.name)
    while watching.next:
        await watching.step()
    replies = [one.reply for column in stage.columns.values() for one in column.messages]
    assert not [plain(one) for one in replies if _was_not_understood(one)]


def _was_not_understood(reply: Reply) -> bool:
    return reply.refused or reply.kind == "offtopic"
