"""A link to one's own dates for a calendar that follows them: made, replaced and stopped."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.permissions import WHO_CAN, PermissionDenied, Role, roles
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.features.calendar_feed.domain import address
from bot.features.calendar_feed.repository import CalendarLinks
from bot.language.acts import Mood, act_in

KIND = "calendar_link"
MAKE = Button("Make a link", "calendar_link")
NEW = Button("New link", "calendar_link_new", confirm="The link you have now will stop working. Make a new one?")
STOP = Button("Stop the link", "calendar_link_stop")
FILE = Button("Calendar file", "say", {"text": "residentials calendar"})
HOW = (
    "In Outlook: Add calendar, Subscribe from web. In Google Calendar: Other calendars, From URL. On an iPhone: "
    "open the webcal link. A residential that moves or is cancelled follows by itself, mostly within a few hours."
)
SECRET = "Anyone who has this link can read these dates, so keep it to yourself. To end it, type “calendar stop”."  # noqa: S105
NO_ADDRESS = "I have no web address here, so a calendar can't follow me. I can give you the dates as a file."
WANTED = re.compile(
    r"\b(?:subscrib\w*|calendar\s+(?:link|feed|url|address)|webcal|ical\s+(?:link|feed)|"
    r"follow(?!ing\s+(?:week|day|month|term|mon|tue|wed|thu|fri))\w*)\b",
    re.I,
)
ABOUT_IT = re.compile(r"\b(?:calendars?|webcal|ical|outlook|diary|residentials?|dates)\b", re.I)
ENDS = re.compile(r"\b(?:stop|end|revoke|remove|delete|cancel|unsubscribe|switch off|turn off)\b", re.I)


@command(
    "calendar link",
    role=Role.ANYONE,
    help="A link by which your calendar follows the dates",
    writes=True,
)
async def link(turn: Turn, _words: str) -> Reply:
    """The first time, the link; later, how to get a new one, for the old one is kept nowhere."""
    _allowed(turn)
    if not turn.public_url:
        return Reply((Text(NO_ADDRESS), Actions((FILE,))), KIND)
    if await CalendarLinks(turn.store).exists(turn.me.id):
        text = (
            "You have a link already, and your calendar follows it. I can't show it again, for only its hash is "
            "kept. A new link ends the old one."
        )
        return Reply((Text(text), Actions((NEW, STOP))), KIND)
    return await _made(turn)


@command(
    "calendar stop",
    role=Role.ANYONE,
    help="End the link that your calendar follows",
    writes=True,
)
async def stop(turn: Turn, _words: str) -> Reply:
    _allowed(turn)
    ended = await CalendarLinks(turn.store).end(turn.me.id)
    text = (
        "Your calendar link has ended: whoever has it sees nothing any more."
        if ended
        else "You have no calendar link."
    )
    return Reply((Text(text), Actions((MAKE,))), KIND)


@action("calendar_link", of="calendar link", writes=True)
async def link_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return replace(await link(turn, ""), personal=True)


@action("calendar_link_new", of="calendar link", writes=True)
async def new_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    _allowed(turn)
    if not turn.public_url:
        return replace(await link(turn, ""), personal=True)
    return replace(await _made(turn), personal=True)


@action("calendar_link_stop", of="calendar stop", writes=True)
async def stop_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return replace(await stop(turn, ""), personal=True)


@middleware(
    "calendar link",
    order=92,
    because="“subscribe to the residentials” must be read before what reads residentials",
    role=(Role.SPECIALIST, Role.LEAD),
    may_take=lambda text: bool(WANTED.search(text) and ABOUT_IT.search(text)),
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Calendar link please”, “stop my calendar link”; a question about it is answered with the button."""
    if not {Role.SPECIALIST, Role.LEAD} & roles(turn.person):
        return await call_next()
    if not (WANTED.search(text) and ABOUT_IT.search(text)):
        return await call_next()
    act = act_in(text)
    if act.mood is Mood.REFUSAL:
        return await call_next()
    if act.asks:
        offer = STOP if ENDS.search(text) else MAKE
        return Reply((Text(f"Yes, with a secret link. {HOW}"), Actions((offer,))), KIND, personal=True)
    if ENDS.search(text):
        return replace(await stop(turn, ""), personal=True)
    return replace(await link(turn, ""), personal=True)


async def _made(turn: Turn) -> Reply:
    url = address(turn.public_url, await _link_of(turn))
    lines = f"Your calendar link:\n{url}\nOn a phone or a Mac:\n{re.sub('^https?', 'webcal', url)}"
    return Reply((Text(lines), Text(HOW), Note(SECRET), Actions((NEW, STOP))), KIND, personal=True)


async def _link_of(turn: Turn) -> str:
    return await CalendarLinks(turn.store).make(turn.me.id, turn.now, as_lead=bool(turn.me.leads))


def _allowed(turn: Turn) -> None:
    """Specialists and leads have dates. Raises PermissionDenied."""
    if not {Role.SPECIALIST, Role.LEAD} & roles(turn.person):
        raise PermissionDenied(WHO_CAN[Role.SPECIALIST])
