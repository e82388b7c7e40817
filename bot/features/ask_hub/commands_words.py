"""“Tell my lead I'm late on Monday”: what is for one's hub is shown as it would be sent, and goes on a press."""

import re
from dataclasses import replace

from bot.core.permissions import Role, roles
from bot.core.reply import Reply
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.ask_hub.commands_asker import ask_pressed
from bot.language.acts import Mood, act_in

TO_MY_HUB = re.compile(
    r"^(?:(?:please|pls|can you|could you|would you|hi|hello)[\s,]+)*(?:tell|let|ask|message|e-?mail|text|"
    r"inform|warn)\s+"
    r"(?:my|the|our)\s+(?:maths\s+)?(?:hub(?:\s+leads?)?|leads?)\b(?:\s+know)?(?:\s+that\b)?\s*[:,-]?\s*(?P<text>\S.*\s\S.*)$",
    re.I | re.S,
)


@middleware(
    "to my hub",
    order=94,
    because="“tell my lead I can't make Friday” is for a person, and is nobody's answer to anything",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """A lead tells her own people; see announcements."""
    found = TO_MY_HUB.match(text) if Role.LEAD not in roles(turn.person) else None
    if found is None or act_in(text).mood in (Mood.SUPPOSITION, Mood.REFUSAL):
        return await call_next()
    words = turn.as_written(text)
    said = TO_MY_HUB.match(words) or found
    return replace(await ask_pressed(turn, {"text": said["text"].strip()}), personal=True)
