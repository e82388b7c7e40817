"""What is asked back about an announcement that is ordered, but not whole: its text, or its time."""

import re

from bot.core.reply import Reply
from bot.core.turn import Turn
from bot.features.announcements import service
from bot.features.announcements.half_ordered import half_ordered
from bot.features.announcements.head import HeadReader, HeadUnclear, InThePast
from bot.features.announcements.views_asked import offered, what_to_say
from bot.hubs import resolving
from bot.language.acts import act_in

EVERYONE = "everyone"
PREPOSITION = re.compile(r"^(?:for|to\s+go(?:\s+out)?)\s+", re.I)


async def without_text(turn: Turn, typed: str) -> Reply | None:
    """None for a question, and for what orders no announcement."""
    half = half_ordered(typed)
    if half is None or act_in(typed).asks:
        return None
    led = await resolving.led(turn)
    if not led:
        return None
    head = _head(half.when, await service.head_reader(turn, led))
    if half.text and (head or not half.when):
        said = f"{head}: {half.text}" if head else half.text
        return offered(half.text, said)
    return what_to_say(half.question, head or EVERYONE if not half.when else head)


def _head(when: str, reader: HeadReader) -> str:
    """For everyone at that time; empty where it cannot be read."""
    when = PREPOSITION.sub("", when)
    if not when:
        return ""
    try:
        parts = reader.parts(f"{EVERYONE} {when}", addressed=True)
    except (HeadUnclear, InThePast):
        return ""
    return f"{EVERYONE} {when}" if parts and parts.send_at else ""
