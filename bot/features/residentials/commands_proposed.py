"""“Push it back a week”, “venue is the Bull”, of a residential that is asked about or was set just now."""

from collections.abc import Mapping

from bot.conversation.repository_undo import UndoLog
from bot.core.activity import Message
from bot.core.conversation import ANSWERED_WITHIN, Fill
from bot.core.permissions import Role, roles
from bot.core.reply import Reply
from bot.core.routing import CallNext, answer, middleware
from bot.core.turn import Turn
from bot.features.residentials.commands_lead import filled, plan, there_now
from bot.features.residentials.domain import ResidentialInput, ResidentialState
from bot.features.residentials.said_of_it import becomes
from bot.features.residentials.views_lead import PROPOSED
from bot.hubs import resolving
from bot.hubs.lead_dates import calendar_of
from bot.language.act_words import Deed
from bot.language.acts import act_in
from bot.language.tokens import tokenise

LONGEST = 100  # characters


@answer(PROPOSED, of="cohort residential", writes=True)
async def of_what_is_proposed(turn: Turn, _said: Fill, values: Mapping[str, str]) -> Reply | None:
    """What it would be then is shown; None for words that say anything else of it."""
    asked = turn.standing.asked
    if asked is None or asked.overtaken or not isinstance(turn.activity, Message):
        return None
    text, hub = turn.as_written(turn.activity.text).strip(), await resolving.hub_of_button(turn, values)
    return await _shown(turn, text, filled(values), hub.id)


@middleware(
    "residential just set",
    order=31,
    because="above the hub's dates, which read “the Thursday and Friday” as those that come next",
    role=Role.LEAD,
    may_take=lambda text: len(text) <= LONGEST and not act_in(text).asks and not _says_all(text),
)
async def of_what_was_set(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """Of the residential that was set last, just before in this conversation: shown, and set on a press."""
    if Role.LEAD not in roles(turn.person):
        return await call_next()
    last, led = await UndoLog(turn.store).last_here(turn), await resolving.led(turn)
    if last is None or last.kind != "residential" or last.at < turn.now - ANSWERED_WITHIN or len(led) != 1:
        return await call_next()
    number = last.entries[0].detail.get("number") if len(last.entries) == 1 else None
    before = await there_now(turn, await resolving.here(turn, led[0]), number) if number else None
    if before is None or before.state is ResidentialState.CANCELLED:
        return await call_next()
    days = (before.first_day, before.last_day)
    stands = ResidentialInput(before.number, *days, before.venue, before.state)
    return await _shown(turn, turn.as_written(text).strip(), stands, led[0].id) or await call_next()


def _says_all(text: str) -> bool:
    """“Move it to 27 January”, “confirm it”: an order with all that is to be, which is carried out elsewhere."""
    act = act_in(text)
    dated = any(one.month is not None for one in tokenise(text))
    return text.lower().lstrip().startswith("confirm") or (act.certain and act.deed is Deed.CHANGE and dated)


async def _shown(turn: Turn, text: str, stands: ResidentialInput, hub_id: int) -> Reply | None:
    if len(text) > LONGEST or act_in(text).asks:
        return None
    hub = next((one for one in await resolving.led(turn) if one.id == hub_id), None)
    new = becomes(text, stands, await calendar_of(turn, hub)) if hub else None
    if hub is None or new is None:
        return None
    return await plan(turn, hub, await resolving.here(turn, hub), new, shown=True)
