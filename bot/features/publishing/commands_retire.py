"""An administrator takes a cohort that is over out of service: its answers go, everybody's records stay."""

from collections.abc import Mapping
from datetime import date

from bot.core.editions import Edition
from bot.core.errors import StaleButton
from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.publishing import views_retire
from bot.features.publishing.commands import at_the_start, live_of
from bot.features.publishing.domain import OnlyOneLive, Overtaken, PublicationKind, is_of
from bot.features.publishing.repository import Publications, WhatIsPublished
from bot.features.publishing.service import follow_soon
from bot.features.publishing.views import which
from knowledge.cohorts import LiveCohorts, cohort_name
from knowledge.facts import Phase


@command(
    "knowledge retire",
    role=Role.ADMIN,
    help="Take a cohort that is over out of service",
    example="knowledge retire; knowledge retire cohort 12",
    writes=False,
)
async def retire(turn: Turn, words: str) -> Reply:
    """`knowledge retire [COHORT]`: whom it concerns, and the button. Raises OnlyOneLive."""
    live = live_of(turn).now.live
    if len(live) == 1:
        raise OnlyOneLive(cohort_name(live[0].knowledge))
    named = [one for one in live if words and is_of(one.knowledge, one.folder, words)]
    meant = named or [one for one in live if not words and _is_over(one, turn.today)]
    if len(meant) != 1:
        return which([one.folder for one in meant or live], "knowledge retire", "Which cohort is to go?")
    this = meant[0]
    name = cohort_name(this.knowledge)
    newest = next(iter(await Publications(turn.store).of(this.folder, 1)), None)
    values = {"folder": this.folder, "after": str(newest.id if newest else 0)}
    concerned = await Publications(turn.store).places_in(name)
    instead = LiveCohorts([one.knowledge for one in live if one is not this]).recruiting(turn.today)
    return views_retire.to_retire(
        name, concerned, cohort_name(instead), _warning(this, concerned.ends, turn.today), values
    )


@action("knowledge_retire_sure", of="knowledge retire", writes=True)
async def retire_sure(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Raises OnlyOneLive, and Overtaken where it was published again meanwhile."""
    folder, after = values.get("folder", ""), record_id(values.get("after") or "0")
    live = live_of(turn).now.live
    this = next((one for one in live if one.folder == folder), None)
    if this is None:
        raise StaleButton
    if len(live) == 1:
        raise OnlyOneLive(cohort_name(this.knowledge))
    newest = next(iter(await Publications(turn.store).of(folder, 1)), None)
    if (newest.id if newest else 0) != after:
        raise Overtaken
    before = await at_the_start(turn, folder) if not after else []
    gone = WhatIsPublished(folder, None, PublicationKind.RETIRED, after, turn.me.id)
    await Publications(turn.store).publish([*before, gone], turn.now)
    follow_soon(turn.store, live_of(turn))
    return views_retire.retired(cohort_name(this.knowledge))


def _is_over(one: Edition, today: date) -> bool:
    return one.knowledge.window.phase(today) is Phase.CLOSED


def _warning(one: Edition, ends: date | None, today: date) -> str:
    """Why somebody may want to wait; empty where nothing speaks against it."""
    window = one.knowledge.window
    if window.phase(today) is not Phase.CLOSED:
        return f"Its applications are not over: the window closes on {views_retire.day(window.closes)}."
    if ends and today <= ends:
        return f"Its year is not over: it runs until {views_retire.day(ends)}."
    return ""
