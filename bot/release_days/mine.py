"""The record of whoever is asking: in which cohort, and how a change of it is asked for."""

from bot.activity import Joined
from bot.store.records_days import ReleaseDay, Request, Whose
from bot.store.records_people import Cohort, NotEnrolled
from bot.turn import Turn


def cohort(turn: Turn) -> Cohort:
    if turn.me.enrolment is None:
        raise NotEnrolled
    return turn.me.enrolment.cohort


def whose(turn: Turn) -> Whose:
    return Whose(turn.me.id, cohort(turn).id, turn.me.id)


def request(turn: Turn, key: str = "") -> Request:
    """`key` names what was pressed, where it may be pressed twice; else it is the platform's for the event."""
    given = None if isinstance(turn.activity, Joined) else turn.activity.key
    return Request(turn.now, turn.today, key or given)


async def on_record(turn: Turn) -> tuple[ReleaseDay, ...]:
    return await turn.store.release_days.list(turn.me.id, cohort(turn).id)
