"""A specialist's own conversation about days, held by their lead: the same questions, buttons and forms.

What a release-day handler replies is made the lead's: its buttons and forms name the person, and come back here.
"""

import re
from collections.abc import Awaitable, Mapping
from dataclasses import replace

from bot.core.activity import Message
from bot.core.errors import BotError, StaleButton
from bot.core.form import Form
from bot.core.identity import Person
from bot.core.open_question import OpenQuestion, SpokenOf
from bot.core.permissions import allow_hub
from bot.core.reply import Actions, Block, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.release_days import views
from bot.hubs import resolving
from bot.hubs.resolving import WhichPerson
from bot.identity.repository import People

KIND = "cohort_days"
READS, WRITES = "cohort_day", "cohort_day_save"
DETAILS = "cohort day details"
OURS = "releaseday_"
LOOKS = frozenset(f"{OURS}{one}" for one in ("form", "change_form", "dont", "leave"))
"""The release days' own buttons that change nothing."""
LIST = re.compile(r"[Tt]ype “releaseday (?:list|delete)”( to see (?:it|what is on record))?")
LOGGED = re.compile(r"(Logged|Not logged yet|Not changed yet):")
CHANGE = re.compile(r"(?<=for example “)(?:change|delete) (?=\d)")


def as_theirs(turn: Turn, person: Person, text: str = "") -> Turn:
    """The turn as that person's, by the hand of the lead; `text`: what was said, without the name."""
    spoken = turn.standing.spoken_of
    mine = spoken is not None and spoken.kind == _spoken_as(person)
    known = SpokenOf(views.SPOKEN_AS, spoken.ids, spoken.at) if spoken and mine else None
    said = turn.activity
    activity = Message(said.sender, said.conversation, text, said.address, said.key) if text else said
    standing = replace(turn.standing, spoken_of=known)
    return replace(turn, person=person, acting=turn.me, activity=activity, standing=standing)


async def person_of(turn: Turn, values: Mapping[str, str]) -> Person:
    """Whom a button names, at a hub that the presser leads. Raises StaleButton, PermissionDenied."""
    named = values.get("person", "")
    if not (named.isascii() and named.isdecimal() and len(named) < 10):
        raise StaleButton
    found = await People(turn.store).by_id(int(named))
    if found is None or not found.enrolments:
        raise WhichPerson
    led = {hub.id for hub in await resolving.led(turn)}
    here = tuple(place for place in found.enrolments if place.hub.id in led)
    if not here:
        allow_hub(turn.me, found.enrolments[0].hub.id)
    return replace(found, enrolments=here)


async def told(person: Person, asked: Awaitable[Reply]) -> Reply:
    """The reply to what was asked, as the lead's; a refusal says how a lead would put it."""
    try:
        return for_lead(await asked, person)
    except (StaleButton, WhichPerson):
        raise
    except BotError as error:
        raise _refused(error, person) from None


def for_lead(reply: Reply, person: Person) -> Reply:
    blocks = tuple(_block(block, person) for block in reply.blocks)
    if blocks and isinstance(blocks[0], Text):
        blocks = (Text(_for(blocks[0].text, person)), *blocks[1:])
    elif not blocks or not isinstance(blocks[0], Form):
        blocks = (Text(f"For {person.name}:"), *blocks)
    spoken = reply.spoken_of
    kept = SpokenOf(_spoken_as(person), spoken.ids) if spoken else None
    asks = _question(reply.asks, person) if reply.asks else None
    return replace(reply, blocks=blocks, kind=KIND, entry="", spoken_of=kept, asks=asks)


def spoken_of_whom(turn: Turn) -> int | None:
    """The person whose day was last spoken of in this conversation."""
    spoken = turn.standing.spoken_of
    kind, _, number = spoken.kind.partition(":") if spoken else ("", "", "")
    return int(number) if kind == views.SPOKEN_AS and number.isdecimal() else None


def button(label: str, person: Person, do: str, values: Mapping[str, str], style: str = "") -> Button:
    """A button of the release days that acts for this person."""
    return _button(Button(label, do, values, "primary" if style == "primary" else ""), person)


def list_button(person: Person) -> Button:
    return Button("List their days", "say", {"text": f"cohort days {person.name}"})


def _spoken_as(person: Person) -> str:
    return f"{views.SPOKEN_AS}:{person.id}"


def _block(block: Block, person: Person) -> Block:
    match block:
        case Actions(buttons=buttons):
            return Actions(tuple(_button(one, person) for one in buttons))
        case Form(action=action, values=values) if action.startswith(OURS):
            named = {**values, "do": action, "person": str(person.id)}
            return replace(
                block, title=f"{block.title} for {person.name}"[:75], action=_ours(action), values=named
            )
        case Text(text=text):
            return Text(_words(text, person))
        case _:
            return block


def _button(button: Button, person: Person) -> Button:
    if button.action.startswith(OURS):
        values = {**button.values, "do": button.action, "person": str(person.id)}
        return replace(button, action=_ours(button.action), values=values)
    if button.action == "say" and button.values.get("text", "").startswith("releaseday list"):
        return list_button(person)
    return button


def _ours(action: str) -> str:
    return READS if action in LOOKS else WRITES


def _question(asks: OpenQuestion, person: Person) -> OpenQuestion:
    if not asks.reader:
        return asks
    return replace(asks, reader=DETAILS, values={**asks.values, "reader": asks.reader, "person": str(person.id)})


def _for(text: str, person: Person) -> str:
    """“Logged for Sam Patel: Thu 12 Nov”; of anything else, for whom it is comes first."""
    logged = LOGGED.match(text)
    return f"{logged[1]} for {person.name}:{text[logged.end() :]}" if logged else f"For {person.name}. {text}"


def _words(text: str, person: Person) -> str:
    text = LIST.sub(f"Type “cohort days {person.name}”\\1", text)
    return CHANGE.sub(lambda found: f"{found[0]}{person.name}'s ", text)


def _refused(error: BotError, person: Person) -> BotError:
    if hasattr(error, "errors"):
        return error
    return type(error)(_words(str(error), person))
