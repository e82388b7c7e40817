"""Who somebody is: a person with accounts, a place in a cohort at a hub, and the hubs that they lead."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.activity import Address, Sender


@dataclass(frozen=True, slots=True)
class Hub:
    id: int
    name: str
    zone: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class Cohort:
    """One year's specialists. `half_days`: the release that the year funds, in half-days."""

    id: int
    name: str
    starts: date
    ends: date
    half_days: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A place in a cohort at a hub; `ended_at` and why, once it is over."""

    id: int
    hub: Hub
    cohort: Cohort
    school: str
    started_at: datetime
    ended_at: datetime | None = None
    ended_because: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is and what they may do: `enrolments` are open ones, the newest cohort first.

    needs_code: they hold a role that is left out here, since no code has linked the account that asks.
    """

    id: int
    name: str
    email: str | None = None
    admin: bool = False
    zone: str | None = None
    enrolments: tuple[Enrolment, ...] = ()
    leads: tuple[Hub, ...] = ()
    needs_code: bool = False

    @property
    def enrolment(self) -> Enrolment | None:
        return self.enrolments[0] if self.enrolments else None


class LinkedBy(StrEnum):
    """How an account came to a person. A platform's word for an e-mail address is enough for no further role."""

    CODE = "code"
    EMAIL = "e-mail"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a person. `address`: where it was last reached; the adapter's own, empty when unknown."""

    platform: str
    tenant: str
    user: str
    address: Address
    linked_at: datetime
    linked_by: LinkedBy = LinkedBy.CODE
    id: int = 0

    @property
    def sender(self) -> Sender:
        """As whoever writes from it."""
        return Sender(self.platform, self.tenant, self.user)


@dataclass(frozen=True, slots=True)
class HubCohort:
    """A hub's cohort: what residentials and reports belong to."""

    hub_id: int
    cohort_id: int
