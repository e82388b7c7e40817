"""When a question has waited for two working days its hub's leads are told once more. Pure: time is handed in."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.working_days import is_working_day
from bot.features.ask_hub.domain import AskedState, HubQuestion

NUDGE_AFTER = 2  # working days
DAY_STARTS, DAY_ENDS = 8, 18  # a nudge comes within these hours of a working day


def due_nudges(
    now: datetime, questions: Iterable[HubQuestion], zone: str = "Europe/London", closed: Collection[date] = ()
) -> tuple[HubQuestion, ...]:
    """The questions that have waited long enough, if it is a working hour now.

    closed: days beside weekends and bank holidays on which nobody answers. A nudge's key names the question and
    its revision (`bot.features.ask_hub.notifications`), so asking again each hour nudges once.
    """
    here = now.astimezone(ZoneInfo(zone))
    if not DAY_STARTS <= here.hour < DAY_ENDS or not is_working_day(here.date(), closed):
        return ()
    waiting = (question for question in questions if question.state is AskedState.WAITING)
    return tuple(one for one in waiting if now >= nudge_at(one.since, zone, closed))


def nudge_at(since: datetime, zone: str = "Europe/London", closed: Collection[date] = ()) -> datetime:
    """The same time of day, two working days on; what comes at a weekend counts from the next one's start."""
    here = since.astimezone(ZoneInfo(zone))
    day, left, time = here.date(), NUDGE_AFTER, here.time()
    if not is_working_day(day, closed):
        time = time.replace(hour=DAY_STARTS, minute=0, second=0, microsecond=0)
        while not is_working_day(day, closed):
            day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, closed)
    return datetime.combine(day, time, ZoneInfo(zone))
