"""“Announce to Ben”, and then “your report is late”: the second is the text for the first. It is shown first."""

from collections.abc import Mapping

from bot.core.activity import Message
from bot.core.conversation import Fill
from bot.core.reply import Reply
from bot.core.routing import answer
from bot.core.turn import Turn
from bot.features.announcements import parsing as reading
from bot.features.announcements import service
from bot.features.announcements.commands_draft import draft_for
from bot.features.announcements.domain import AnnouncementText
from bot.features.announcements.views_asked import TEXT_SAID
from bot.hubs import resolving
from bot.language.act_words import Deed
from bot.language.acts import act_in

ORDERS = frozenset(Deed) - {Deed.SEND, Deed.LOG, Deed.NOTE, Deed.TICK}
"""With one of these verbs in front it is an order to the bot, and no text."""


@answer(TEXT_SAID, of="cohort announce", writes=True)
async def text_said(turn: Turn, _said: Fill, values: Mapping[str, str]) -> Reply | None:
    """None for a question, another order or another head, and after something else was said."""
    asked, led = turn.standing.asked, await resolving.led(turn)
    if asked is None or asked.overtaken or len(led) != 1 or not isinstance(turn.activity, Message):
        return None
    typed = turn.as_written(turn.activity.text).strip()
    act, reader = act_in(typed), await service.head_reader(turn, led)
    another = act.asks or (act.certain and act.deed in ORDERS) or reading.may_be_a_wish(typed)
    found = None if another else reader.read(values.get("head", ""), addressed=True)
    if found is None:
        return None
    return await draft_for(
        turn, led, AnnouncementText(reading.checked(typed), found.audience, send_at=found.send_at)
    )
