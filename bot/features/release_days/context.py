"""The record of whoever is asking: in which cohort, and how a change of it is asked for."""

from bot.core.activity import Joined
from bot.core.identity import Cohort
from bot.core.turn import Turn
from bot.features.people.domain import NotEnrolled
from bot.features.release_days.domain import ChangeRequest, RecordOwner, ReleaseDay
from bot.features.release_days.repository import ReleaseDays


def cohort(turn: Turn) -> Cohort:
    if turn.me.enrolment is None:
        raise NotEnrolled
    return turn.me.enrolment.cohort


def whose(turn: Turn) -> RecordOwner:
    return RecordOwner(turn.me.id, cohort(turn).id, turn.me.id)


def request(turn: Turn, key: str = "") -> ChangeRequest:
    """`key` names what was pressed, where it may be pressed twice; else it is the platform's for the event."""
    given = None if isinstance(turn.activity, Joined) else turn.activity.key
    return ChangeRequest(turn.now, turn.today, key or given)


async def on_record(turn: Turn) -> tuple[ReleaseDay, ...]:
    return await ReleaseDays(turn.store).list(turn.me.id, cohort(turn).id)
