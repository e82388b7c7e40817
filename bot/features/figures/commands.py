"""Monthly figures for a hub's leads and for the programme, as a file and as a picture; nothing of who."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import BotError
from bot.core.identity import Cohort, Hub
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role, allow, roles
from bot.core.reply import LONGEST_LABEL, Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.features.figures import views
from bot.features.figures.domain import YearFigures
from bot.features.figures.repository import Figures
from bot.hubs import resolving
from bot.hubs.repository import Cohorts
from bot.hubs.which_hub import MOST_HUBS
from bot.language.act_words import Deed
from bot.language.acts import act_in

KIND = "hub_figures"
ALL = ("all", "all hubs", "programme", "the programme", "everybody")
SAID = re.compile(
    r"^\W*(?:please\s+)?(?:(?:show|give|send|get|export|download|i need|can i have|what are)\s+(?:me\s+|us\s+)?)?"
    r"(?:the\s+|our\s+|my\s+|last\s+year['’]?s\s+)*(?P<what>(?:hub['’]?s?\s+|programme['’]?s?\s+)?"
    r"(?:(?:monthly|usage)\s+(?:figures|numbers|statistics|stats|totals|counts)|"
    r"(?:figures|statistics|stats|numbers)\s+(?:by|per|for each|for every)\s+month|(?:figures|statistics|stats)))"
    r"(?:\s+(?:for|of|from)\s+(?:the\s+|our\s+|my\s+)?(?:hub|(?:whole\s+)?programme|year|cohort|all hubs))?"
    r"(?P<year>\s+(?:for\s+|of\s+|from\s+)?last\s+year)?\W*$",
    re.I,
)


@command(
    "hub figures",
    role=Role.LEAD,
    help="Figures by month",
    example="hub figures; hub figures last year; hub figures all",
    writes=False,
)
async def figures(turn: Turn, words: str) -> Reply:
    """`hub figures [YEAR] [HUB]`; for an administrator `hub figures all [YEAR]` is the programme's."""
    cohort, name = await resolving.year_meant(turn, words)
    if name.strip(" .").lower() in ALL:
        allow(Role.ADMIN, turn.person)
        return await of_the_programme(turn, {"cohort": str(cohort.id)})
    hubs = resolving.all_named(await resolving.led(turn), name) if name else await resolving.led(turn)
    return await _of_hub(turn, hubs[0], cohort) if len(hubs) == 1 else _which(turn, tuple(hubs), cohort)


@action("hub_figures", of="hub figures", writes=False)
async def pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await resolving.hub_of_button(turn, values)
    return await _of_hub(turn, hub, await resolving.year_of(turn, values))


@action("programme_figures", role=Role.ADMIN, writes=False)
async def of_the_programme(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Every hub's, and all hubs together."""
    year = await Figures(turn.store).of(
        await Cohorts(turn.store).hubs(), await resolving.year_of(turn, values), turn.today
    )
    rows = views.programme_rows(year)
    together = [row for row in rows if row[1] == views.ALL]
    return await _shown(year, (rows, together), "The programme")


@middleware(
    "monthly figures",
    order=86,
    because="before figures are searched for in the programme's sheet",
    role=Role.LEAD,
    may_take=lambda text: SAID.match(text) is not None,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    if Role.LEAD in roles(turn.person) and (found := SAID.match(text)) and act_in(text).deed in (None, Deed.SHOW):
        words = "last year" if found["year"] or "last year" in text.lower() else ""
        if "programme" in text.lower() or "all hubs" in text.lower():
            words = f"all {words}"
        return replace(await figures(turn, words), personal=True)
    return await call_next()


async def _of_hub(turn: Turn, hub: Hub, cohort: Cohort) -> Reply:
    year = await Figures(turn.store).of([hub], cohort, turn.today)
    rows = views.hub_rows(year)
    return await _shown(year, (rows, rows[:-1]), hub.name)


async def _shown(year: YearFigures, rows: tuple[list[tuple[str | int | float, ...]], ...], whose: str) -> Reply:
    """The picture, the file, and why a number may be missing. rows: the file's, and the picture's."""
    from bot.features.figures.picture import picture  # noqa: PLC0415  drawn when it is asked for

    if not year.months:
        return Reply((Text(f"{year.cohort.name}'s year has not begun, so there are no figures yet."),), KIND)
    every, drawn = rows
    seen = await asyncio.to_thread(picture, year, drawn, whose)
    return Reply((seen, views.as_csv(year, every, whose), Note(views.WHY)), KIND)


def _which(turn: Turn, hubs: tuple[Hub, ...], cohort: Cohort) -> Reply:
    """Which hub, with a button each; an administrator may want all together."""
    every = Button("All hubs", "programme_figures", {"cohort": str(cohort.id)})
    all_hubs = (every,) if Role.ADMIN in roles(turn.person) else ()
    if not (hubs or all_hubs) or (len(hubs) > MOST_HUBS and not all_hubs):
        raise BotError("Which hub? Put its name after the command, for example: hub figures North Mersey.")
    hubs = hubs if len(hubs) <= MOST_HUBS else ()
    buttons = tuple(
        Button(hub.name[:LONGEST_LABEL], "hub_figures", {"hub": str(hub.id), "cohort": str(cohort.id)})
        for hub in hubs
    )
    return Reply((Text("Which hub?"), Actions((*all_hubs, *buttons))), KIND, asks=OpenQuestion())
