"""“What needs me today” for a lead: on request, and whether it comes in the morning; each line with its action."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import BotError, StaleButton
from bot.core.identity import Hub
from bot.core.permissions import Role, roles
from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.announcements.commands_draft import draft_for
from bot.features.announcements.domain import MOST_PEOPLE, AnnouncementText, Audience, Who
from bot.features.ask_hub.domain import AskedState
from bot.features.ask_hub.repository import Questions
from bot.features.cohort.domain import CohortStatus
from bot.features.cohort.repository import CohortStatuses
from bot.features.today import views
from bot.features.today.needs import Need, What, needs
from bot.features.today.repository import LeadMornings
from bot.features.today.views import KIND
from bot.hubs import resolving
from bot.hubs.which_hub import which_hub

SAID = re.compile(
    r"^\W*(?:please\s+|so\s+|ok\s+)?"
    r"(?:what(?:'s|’s|s| is| are)?\s+(?:needs?|there (?:for me )?to do|on my (?:list|plate)|"
    r"do i (?:need|have) to do|should i do|must i do|to do|waiting(?: for me)?|needed (?:of|from) me)|"
    r"(?:show me |give me )?my (?:to[- ]?do(?: list)?|jobs|tasks)|"
    r"(?:is |have i (?:got )?)?(?:there )?anything "
    r"(?:for me|waiting(?: for me)?|that needs me|i need to do|to do)|"
    r"does anything need me|who (?:do i|should i) (?:need to )?(?:chase|nudge))"
    r"(?:\s+(?:me|my attention|doing|for me|to do|today|now|this (?:morning|week)|right now|next|first))*\W*$",
    re.I,
)


class NobodyIsLeft(BotError):
    """That is settled meanwhile: nobody is left to write to. Nothing was written."""


@command(
    "cohort today",
    role=Role.LEAD,
    help="What needs you",
    example="cohort today; cohort today off",
    writes=True,
    menu=75,
)
async def today(turn: Turn, words: str) -> Reply:
    """`cohort today [HUB]`, `cohort today off`, `cohort today on`."""
    said, hubs = words.strip(" .!").lower(), await resolving.led(turn)
    if said in ("off", "on"):
        return await _switched(turn, on=said == "on")
    if said:
        hubs = tuple(resolving.all_named(hubs, said))
    return await _of(turn, hubs[0]) if len(hubs) == 1 else _which(hubs)


@action("cohort_today", of="cohort today", writes=False)
async def pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await _of(turn, await resolving.hub_of_button(turn, values))


@action("today_nudge", of="cohort announce", writes=True)
async def nudge(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A draft for exactly those who were shown and of whom it is still true; looked at before it goes."""
    hub = await resolving.hub_of_button(turn, values)
    if values.get("what") not in list(What):
        raise StaleButton
    named = values.get("people", "").split(",")
    if len(named) > MOST_PEOPLE:
        raise StaleButton
    shown = {record_id(one) for one in named}
    status, number = await _status(turn, hub), record_id(values.get("number") or "0")
    need = next((one for one in needs(status, ()) if one.what == values["what"] and one.number == number), None)
    people = tuple(one.person_id for one in need.people if one.person_id in shown) if need else ()
    if need is None or not people:
        raise NobodyIsLeft
    return await draft_for(turn, [hub], AnnouncementText(need.text, Audience(Who.PEOPLE, people=people)))


@middleware(
    "what needs me",
    order=88,
    because="before “who” and “what” are searched for in the programme",
    role=Role.LEAD,
    may_take=lambda text: SAID.match(text) is not None,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    if Role.LEAD in roles(turn.person) and SAID.match(text):
        return replace(await today(turn, ""), personal=True)
    return await call_next()


async def _of(turn: Turn, hub: Hub) -> Reply:
    status = await _status(turn, hub)
    return views.shown(status, await _needs(turn, hub, status))


async def _needs(turn: Turn, hub: Hub, status: CohortStatus) -> list[Need]:
    return needs(status, await Questions(turn.store).at([hub.id], AskedState.WAITING))


async def _status(turn: Turn, hub: Hub) -> CohortStatus:
    return await CohortStatuses(turn.store).of(hub.id, (await resolving.current_cohort(turn)).id, turn.today)


async def _switched(turn: Turn, *, on: bool) -> Reply:
    """For the hubs that they lead themselves."""
    await LeadMornings(turn.store).switch(turn.me.id, [hub.id for hub in turn.me.leads], turn.today, on=on)
    text = (
        "On mornings when something is new, I'll send you what needs you."
        if on
        else "All right: I won't send you a morning message any more. Type “cohort today” whenever you want to "
        "see what needs you."
    )
    other = Button("Turn morning messages off", "say", {"text": "cohort today off"}) if on else None
    other = other or Button("Turn morning messages on", "say", {"text": "cohort today on"})
    return Reply((Text(text), Actions((other,))), KIND)


def _which(hubs: tuple[Hub, ...]) -> Reply:
    def button(hub: Hub) -> Button:
        return Button(hub.name[:LONGEST_LABEL], "cohort_today", {"hub": str(hub.id)})

    otherwise = BotError("Which hub? Put its name after the command, for example: cohort today North Mersey.")
    return which_hub(hubs, button, KIND, otherwise)
