"""A residential's sheet for leads: who comes and who cannot, who needs what, where it is."""

from collections.abc import Mapping

from bot.core.errors import FieldErrors
from bot.core.permissions import Role
from bot.core.reply import Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.visible_text import visible
from bot.features.residential_sheet import views
from bot.features.residential_sheet.chosen import led, named_by_button
from bot.features.residential_sheet.domain import LONGEST_PLACE, Place
from bot.features.residential_sheet.repository import ResidentialSheets
from bot.features.residentials.own_words import number_in
from bot.features.residentials.views_needs import KIND


@command(
    "residential sheet",
    role=Role.LEAD,
    help="Who comes, who can't and why, who needs what",
    example="residential sheet 1",
    writes=False,
)
async def sheet(turn: Turn, words: str) -> Reply:
    """The one of that number; without one, the next that is to come."""
    one = await led(turn, number_in(words), words)
    return views.sheet(await ResidentialSheets(turn.store).sheet(one), turn.today)


@command(
    "residential details",
    role=Role.LEAD,
    help="A residential's times, address and joining link",
    example="residential details 1",
    writes=False,
)
async def details(turn: Turn, words: str) -> Reply:
    one = await led(turn, number_in(words), words)
    return Reply((views.place_form(one, await ResidentialSheets(turn.store).place(one.id)),), KIND)


@action("residential_sheet_file", of="residential sheet", writes=False)
async def file_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    one = await named_by_button(turn, values)
    return Reply((views.file(await ResidentialSheets(turn.store).sheet(one)),), KIND)


@action("residential_place_form", of="residential details", writes=False)
async def place_asked_for(turn: Turn, values: Mapping[str, str]) -> Reply:
    one = await named_by_button(turn, values)
    return Reply((views.place_form(one, await ResidentialSheets(turn.store).place(one.id)),), KIND)


@action("residential_place", of="residential details", writes=True)
async def place_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    one = await named_by_button(turn, values)
    place = Place(*(visible(values.get(name, ""))[:LONGEST_PLACE] for name in ("times", "address", "link")))
    if place.link and not place.link.startswith(("https://", "http://")):
        raise FieldErrors({"link": "Write the link with https://, or leave it empty."})
    await ResidentialSheets(turn.store).set_place(one, place, turn.me.id, turn.now)
    lines = [f"Residential {one.number}:", *views.place_lines(place)]
    return Reply((Text("\n".join(lines) if len(lines) > 1 else f"{lines[0]} nothing is set now."),), KIND)
