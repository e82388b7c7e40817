"""A residential's sheet: for leads who comes and who cannot; for a specialist what the hub should know."""

from collections.abc import Mapping

from bot.core.errors import FieldErrors, StaleButton
from bot.core.permissions import Role
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.core.visible_text import visible
from bot.features.residential_sheet import views
from bot.features.residential_sheet.chosen import led, mine, named_by_button, open_to
from bot.features.residential_sheet.domain import LONGEST_PLACE, Detail, Place
from bot.features.residential_sheet.repository import ResidentialSheets
from bot.features.residential_sheet.views import CHOICES, KEPT, KIND
from bot.features.residentials.domain import (
    LONGEST_WORDS,
    AttendanceAnswer,
    DaysThere,
    NoSuchResidential,
    Residential,
)
from bot.features.residentials.own_words import number_in


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


async def asked_what_to_tell(turn: Turn, words: str) -> Reply:
    """The form for a specialist: days, reason, needs."""
    one = await mine(turn, number_in(words))
    return Reply((Text(KEPT), views.answer_form(one)), KIND)


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


@action("residential_more", of="residential needs", writes=False)
async def form_asked_for(turn: Turn, values: Mapping[str, str]) -> Reply:
    wanted = record_id(values.get("id", ""))
    one = next((one for one in await open_to(turn) if one.id == wanted), None)
    if one is None:
        raise NoSuchResidential
    return Reply((Text(KEPT), views.answer_form(one)), KIND)


@action("residential_told", of="residential needs", writes=True)
async def told(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The answer, for the dates that the form was shown with; and what the hub should know beside it."""
    wanted, choice = record_id(values.get("id", "")), values.get("coming", "")
    one = next((one for one in await open_to(turn) if one.id == wanted), None)
    if one is None:
        raise NoSuchResidential
    if choice not in CHOICES or values.get("for") != one.first_day.isoformat():
        raise StaleButton
    answer = AttendanceAnswer.CANNOT if choice == "cannot" else AttendanceAnswer.COMING
    days = DaysThere(choice) if choice in ("first", "last") else DaysThere.ALL
    why, said = (visible(values.get(name, ""))[:LONGEST_WORDS] for name in ("why", "needs"))
    wish = None if not said else "" if said.casefold() in ("none", "nothing", "no") else said
    await ResidentialSheets(turn.store).answer(one, turn.me.id, answer, Detail(days, why, wish), turn.now)
    return _noted(one, "Noted, and your hub's leads see it.")


def _noted(one: Residential, text: str) -> Reply:
    again = Button("Change it", "residential_more", {"id": str(one.id)})
    return Reply((Text(f"{text} Residential {one.number}."), Note(KEPT), Actions((again,))), KIND)
