"""What a lead's buttons and forms for residentials and reports share: the hub, a picked day, a doubt."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import wraps

from bot.core.identity import Hub
from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Checklist, Reply, Text
from bot.core.turn import Turn
from bot.hubs import resolving
from bot.hubs.holidays import Holidays
from bot.hubs.lead_calendar import DateInDoubt, LeadCalendar
from bot.hubs.repository import Cohorts
from bot.hubs.resolving import WhichHub
from bot.language import HolidayCalendar, Span

KIND = "cohort_dates"
ROOM = 380  # characters for a form and how to type the same
MOST_HUBS = 8  # offered as buttons
MOST_ANSWERS = 5
SHOWS = frozenset(("list", "show", "all", "show all", "list all", "all of them"))
LEAVE_IT = Button("Leave it", "cohort_leave_it")


def asks_what_is_set(words: str) -> bool:
    """Whether the words behind a lead's command for dates only ask to see them: none, or “list”."""
    return not words or words.strip(" .!?").lower() in SHOWS


async def at_each(turn: Turn, command: str, shown: Callable[[Turn, Hub], Awaitable[Reply]]) -> Reply:
    """What is set at the only hub, or a button for each of several."""
    led = await resolving.led(turn)
    if len(led) == 1:
        return await shown(turn, led[0])
    if not led:
        raise WhichHub
    buttons = tuple(Button(hub.name[:75], "say", {"text": f"{command} {hub.name}"}) for hub in led[:MOST_HUBS])
    text = Text("Which hub? You can also put its name last, after a comma.")
    return Reply((text, Actions(buttons)), KIND, entry=KIND, asks=OpenQuestion())


async def calendar_of(turn: Turn, hub: Hub) -> LeadCalendar:
    """What the dates of a hub's lead are read with."""
    cohort = await Cohorts(turn.store).current(turn.today)
    holidays = HolidayCalendar.of(await Holidays(turn.store).of(hub.id))
    return LeadCalendar(turn.today, Span(cohort.starts, cohort.ends) if cohort else None, holidays)


def asks_back(handler: Callable[[Turn, str], Awaitable[Reply]]) -> Callable[[Turn, str], Awaitable[Reply]]:
    """The handler, but a date in doubt is asked about, with its ready answers as buttons."""

    @wraps(handler)
    async def asked(turn: Turn, words: str) -> Reply:
        try:
            return await handler(turn, words)
        except DateInDoubt as doubt:
            return in_doubt(doubt)

    return asked


def in_doubt(doubt: DateInDoubt) -> Reply:
    buttons = [Button(one.label[:75], "say", {"text": one.text}) for one in doubt.answers[:MOST_ANSWERS]]
    actions = (Actions((*buttons, LEAVE_IT)),) if buttons else ()
    return Reply((Text(str(doubt)), *actions), KIND, entry=KIND)


def ask(
    text: Text, odd: Sequence[str], sure: Button, reader: str = "", values: Mapping[str, str] | None = None
) -> Reply:
    """reader: the function that is given words which are neither yes nor no; values: what it gets with them."""
    blocks = (text, Checklist(tuple(odd), "Please check:"), Actions((sure, LEAVE_IT)))
    return Reply(blocks, KIND, entry=KIND, asks=OpenQuestion(sure.label, LEAVE_IT.label, reader, values or {}))


def picked(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
