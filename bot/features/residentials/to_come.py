"""Which residential a specialist speaks of: one of their own that is still to come."""

from bot.core.errors import BotError
from bot.core.identity import HubCohort
from bot.core.turn import Turn
from bot.features.people.domain import NotEnrolled
from bot.features.residentials.domain import Residential, ResidentialState
from bot.features.residentials.repository import Residentials


class NoneIsComing(BotError):
    """There is no residential to come for which your hub could note that. To see them, type “residentials”."""


async def theirs_to_come(turn: Turn) -> list[Residential]:
    """The specialist's own that are not over and not cancelled. Raises NotEnrolled."""
    if turn.me.enrolment is None:
        raise NotEnrolled
    here = HubCohort(turn.me.enrolment.hub.id, turn.me.enrolment.cohort.id)
    there = await Residentials(turn.store).list(here, turn.me.id)
    return [one for one in there if one.state is not ResidentialState.CANCELLED and one.last_day >= turn.today]


async def one_to_come(turn: Turn, number: int | None) -> Residential:
    """The one of that number; without a number, the next. Raises NotEnrolled, NoneIsComing."""
    there = sorted(await theirs_to_come(turn), key=lambda one: one.first_day)
    found = [one for one in there if number is None or one.number == number]
    if not found:
        raise NoneIsComing
    return found[0]
