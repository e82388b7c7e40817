"""“Who changed what”: a hub's changes with who made them and when, the newest first."""

import re
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core.identity import Hub
from bot.core.permissions import Role, roles
from bot.core.reply import LONGEST_LABEL, LONGEST_REPLY, Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.hub_history.domain import HubChange, sentence
from bot.features.hub_history.repository import HubHistory
from bot.hubs import resolving
from bot.hubs.resolving import WhichHub
from bot.hubs.which_hub import which_hub
from bot.language.dates import in_short

KIND = "hub_history"
MOST = 10
UNDO = "To take back your own last change in this chat, type “undo”."
SAID = re.compile(
    r"^\W*(?:please\s+)?(?:(?:show|tell|give)\s+(?:me\s+|us\s+)?)?(?:who\s+(?:did|changed|set|moved|cancelled)\s+"
    r"(?:what|that|this|things|(?:the|a|which)\s+(?:dates?|residentials?|records?|reports?))(?:\s+and\s+when)?|"
    r"what\s+(?:has|was|have)\s+(?:been\s+)?changed(?:\s+at\s+(?:my|our|the)\s+hub)?|"
    r"what\s+(?:did|has)\s+my\s+co-?lead\s+(?:do|done|change|changed)|"
    r"(?:the\s+|our\s+|my\s+)?(?:hub['’]?s?\s+)?(?:change\s+)?(?:history|audit\s+trail|log\s+of\s+changes))"
    r"(?:\s+(?:here|lately|recently|today|this\s+week))*\W*$",
    re.I,
)


@command(
    "hub history",
    role=Role.LEAD,
    help="Who changed what",
    example="hub history",
    writes=False,
)
async def history(turn: Turn, words: str) -> Reply:
    """`hub history [HUB]`."""
    hubs = resolving.all_named(await resolving.led(turn), words) if words else await resolving.led(turn)
    if len(hubs) == 1:
        return await _shown(turn, hubs[0])
    return which_hub(
        hubs, lambda hub: Button(hub.name[:LONGEST_LABEL], KIND, {"hub": str(hub.id)}), KIND, WhichHub
    )


@action("hub_history", of="hub history", writes=False)
async def pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await resolving.hub_of_button(turn, values)
    return await _shown(turn, hub, record_id(values.get("before") or "0"))


@middleware(
    "who changed what",
    order=84,
    because="before “who” is searched for in the programme",
    role=Role.LEAD,
    may_take=lambda text: SAID.match(text) is not None,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    if Role.LEAD in roles(turn.person) and SAID.match(text):
        return replace(await history(turn, ""), personal=True)
    return await call_next()


async def _shown(turn: Turn, hub: Hub, before: int = 0) -> Reply:
    found = await HubHistory(turn.store).of(hub.id, MOST + 1, before)
    if not found:
        return Reply((Text(f"{hub.name}: nothing was changed {'before that' if before else 'yet'}."),), KIND)
    shown = found[:MOST]
    of = await HubHistory(turn.store).by_id({one for each in shown for one in each.entry.detail.get("of", ())})
    lines = [f"• {_when(turn, hub, one)}: {sentence(one, of)}{_taken_back(one)}" for one in shown]
    kept = [line for at, line in enumerate(lines) if sum(map(len, lines[: at + 1])) < LONGEST_REPLY - 120]
    more = len(found) > len(kept)
    values = {"hub": str(hub.id), "before": str(shown[len(kept) - 1].entry.id)}
    buttons = (Actions((Button("Earlier", KIND, values),)),) if more else ()
    return Reply((Text(f"{hub.name}, who changed what:\n" + "\n".join(kept)), Note(UNDO), *buttons), KIND)


def _when(turn: Turn, hub: Hub, change: HubChange) -> str:
    at = change.entry.at.astimezone(ZoneInfo(hub.zone))
    year = "" if at.year == turn.today.year else f" {at.year}"
    return f"{in_short(at.date())}{year}, {at:%H:%M}"


def _taken_back(change: HubChange) -> str:
    return " (undone since)" if change.is_taken_back else ""
