"""A release day as it stands in a hub's claim: whose, at which school, and the day."""

from dataclasses import dataclass

from bot.features.release_days.domain import ReleaseDay


@dataclass(frozen=True, slots=True)
class ClaimedDay:
    """`hub_id`, `school`: the place that the day counts for."""

    person_id: int
    name: str
    email: str | None
    school: str
    hub_id: int
    day: ReleaseDay
