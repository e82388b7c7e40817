"""Which residential a lead means: by its number, the one that a button names, or the next that is to come."""

from collections.abc import Mapping

from bot.core.identity import Hub
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.residentials.domain import (
    NoSuchResidential,
    Residential,
    ResidentialState,
)
from bot.features.residentials.repository import Residentials
from bot.hubs import resolving


async def led(turn: Turn, number: int | None, words: str) -> Residential:
    """Raises WhichHub, NoSuchResidential."""
    hubs = await resolving.led(turn)
    named = words.partition(",")[2].strip()
    return one_of(await there_at(turn, resolving.named(hubs, named)), number, turn)


async def named_by_button(turn: Turn, values: Mapping[str, str]) -> Residential:
    hub = await resolving.hub_of_button(turn, values)
    return one_of(await there_at(turn, hub), record_id(values.get("number", "")), turn)


async def there_at(turn: Turn, hub: Hub) -> tuple[Residential, ...]:
    return await Residentials(turn.store).list(await resolving.here(turn, hub))


def one_of(there: tuple[Residential, ...], number: int | None, turn: Turn) -> Residential:
    held = [one for one in there if one.state is not ResidentialState.CANCELLED]
    if number is not None:
        found = [one for one in there if one.number == number]
    else:
        found = sorted((one for one in held if one.last_day >= turn.today), key=lambda one: one.first_day)[:1]
    if not found:
        raise NoSuchResidential
    return found[0]
