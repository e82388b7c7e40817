"""“Tell my lead I'm late on Monday”: what is for one's hub is shown as it would be sent, and goes on a press."""

import re
from dataclasses import replace

from bot.core.permissions import Role, roles
from bot.core.reply import Reply
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.ask_hub.commands_asker import ask_pressed
from bot.identity.repository import People, called_among
from bot.language.acts import Mood, act_in

TO_MY_HUB = re.compile(
    r"^(?:(?:please|pls|can you|could you|would you|hi|hello)[\s,]+)*(?:tell|let|ask|message|e-?mail|text|"
    r"inform|warn)\s+"
    r"(?:my|the|our)\s+(?:maths\s+)?(?:hub(?:\s+leads?)?|leads?)\b(?:\s+know)?(?:\s+that\b)?\s*[:,-]?\s*(?P<text>\S.*\s\S.*)$",
    re.I | re.S,
)
BY_NAME = re.compile(
    r"^(?:(?:please|pls|can you|could you|would you|hi|hello)[\s,]+)*(?:tell|let|ask|message|e-?mail|text|"
    r"inform|warn)\s+(?P<who>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*)?)(?:\s+know\b)?(?:\s+that\b)?\s*[:,-]?\s+"
    r"(?P<text>(?:i|i['’]m|i['’]ve|i['’]ll|im|ive|ill|my|we|if|to|about|the|there)\b.*\s\S.*)$",
    re.I | re.S,
)


@middleware(
    "to my hub",
    order=94,
    because="“tell my lead I can't make Friday” is for a person, and is nobody's answer to anything",
    may_take=lambda text: bool(TO_MY_HUB.match(text) or BY_NAME.match(text)),
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """A lead tells her own people; see announcements."""
    if Role.LEAD in roles(turn.person):
        return await call_next()
    form = TO_MY_HUB if TO_MY_HUB.match(text) else BY_NAME
    found = form.match(text)
    if found is None or act_in(text).mood in (Mood.SUPPOSITION, Mood.REFUSAL):
        return await call_next()
    if form is BY_NAME and not await _leads(turn, found["who"]):
        return await call_next()
    said = form.match(turn.as_written(text)) or found
    # What is told to a person is told by a person: the name goes along, and can be left out before it is sent.
    values = {"text": said["text"].strip()} | ({"named": "yes"} if turn.person else {})
    return replace(await ask_pressed(turn, values), personal=True)


async def _leads(turn: Turn, name: str) -> bool:
    """Whether somebody who leads the hub of who asks is called that."""
    place = turn.person.enrolment if turn.person else None
    there = await People(turn.store).leading(place.hub.id) if place else ()
    return bool(called_among(there, name))
