"""What a specialist tells their hub beside the answer: which days, why not, what they need there."""

from collections.abc import Mapping

from bot.core.errors import StaleButton
from bot.core.permissions import Role
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.core.visible_text import visible
from bot.features.residentials.domain import (
    LONGEST_WORDS,
    AttendanceAnswer,
    AttendanceDetail,
    DaysThere,
    NoSuchResidential,
    Residential,
)
from bot.features.residentials.own_words import number_in
from bot.features.residentials.repository_details import AttendanceDetails
from bot.features.residentials.to_come import one_to_come, theirs_to_come
from bot.features.residentials.views_needs import CHOICES, KEPT, KIND, answer_form


@command(
    "residential needs",
    role=Role.SPECIALIST,
    help="Tell your hub about days, reasons and needs",
    writes=False,
)
async def needs(turn: Turn, words: str) -> Reply:
    one = await one_to_come(turn, number_in(words))
    return Reply((Text(KEPT), answer_form(one)), KIND)


@action("residential_more", of="residential needs", writes=False)
async def form_asked_for(turn: Turn, values: Mapping[str, str]) -> Reply:
    return Reply((Text(KEPT), answer_form(await _named_by_button(turn, values))), KIND)


@action("residential_told", of="residential needs", writes=True)
async def told(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The answer, for the dates that the form was shown with; and what the hub should know beside it."""
    one, choice = await _named_by_button(turn, values), values.get("coming", "")
    if choice not in CHOICES or values.get("for") != one.first_day.isoformat():
        raise StaleButton
    answer = AttendanceAnswer.CANNOT if choice == "cannot" else AttendanceAnswer.COMING
    days = DaysThere(choice) if choice in ("first", "last") else DaysThere.ALL
    why, said = (visible(values.get(name, ""))[:LONGEST_WORDS] for name in ("why", "needs"))
    wish = None if not said else "" if said.casefold() in ("none", "nothing", "no") else said
    detail = AttendanceDetail(days, why, wish)
    await AttendanceDetails(turn.store).answer(one, turn.me.id, answer, detail, turn.now)
    return _noted(one, "Noted, and your hub's leads see it.")


async def _named_by_button(turn: Turn, values: Mapping[str, str]) -> Residential:
    """Raises NotEnrolled, NoSuchResidential."""
    wanted = record_id(values.get("id", ""))
    one = next((one for one in await theirs_to_come(turn) if one.id == wanted), None)
    if one is None:
        raise NoSuchResidential
    return one


def _noted(one: Residential, text: str) -> Reply:
    again = Button("Change it", "residential_more", {"id": str(one.id)})
    return Reply((Text(f"{text} Residential {one.number}."), Note(KEPT), Actions((again,))), KIND)
