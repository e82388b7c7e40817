"""Who gets a draft once words under it have named or left out people. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.features.announcements.domain import MOST_PEOPLE, Audience, Who
from bot.features.announcements.head import HeadParts, HeadReader, HeadUnclear


def without(chosen: Sequence[int], out: Sequence[int], reader: HeadReader) -> tuple[int, ...]:
    """Raises HeadUnclear where nobody is left, too many are, or none of them was meant."""
    kept = tuple(one for one in chosen if one not in out)
    names = " and ".join(reader.roll.names[one] for one in out)
    if len(kept) == len(chosen):
        raise HeadUnclear(f"It is not for {names} anyway. Nothing was changed or sent.")
    if not 0 < len(kept) <= MOST_PEOPLE:
        raise HeadUnclear(f"Without {names} it is for {len(kept)} people. Nothing was changed or sent.")
    return kept


def parts_of_people(people: tuple[int, ...]) -> HeadParts:
    return HeadParts(replace(Audience(), who=Who.PEOPLE, people=people))
