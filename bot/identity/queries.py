"""How people and accounts are read from the tables: a person with roles and open enrolments in one query."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from bot.core.activity import Sender
from bot.core.identity import Cohort, Enrolment, Hub, HubCohort, LinkedBy, Person
from bot.db.base import TableModel
from bot.identity.tables import CohortRow, EnrolmentRow, HubRow, LeadRow, PersonRow

LED = aliased(HubRow)
HUB: tuple[Any, ...] = (
    col(HubRow.id).label("hub_id"),
    col(HubRow.name).label("hub_name"),
    col(HubRow.zone).label("hub_zone"),
)
COHORT: tuple[Any, ...] = (
    col(CohortRow.id).label("cohort_id"),
    col(CohortRow.name).label("cohort_name"),
    col(CohortRow.starts),
    col(CohortRow.ends),
    col(CohortRow.half_days),
)
ENROLMENT: tuple[Any, ...] = (
    *HUB,
    *COHORT,
    col(EnrolmentRow.id).label("enrolment_id"),
    col(EnrolmentRow.school),
    col(EnrolmentRow.started_at),
    col(EnrolmentRow.ended_at),
    col(EnrolmentRow.ended_because),
)
PERSON: tuple[Any, ...] = (
    col(PersonRow.id).label("person_id"),
    col(PersonRow.name).label("person_name"),
    col(PersonRow.email),
    col(PersonRow.admin),
    col(PersonRow.zone).label("person_zone"),
)
LEADS: tuple[Any, ...] = (
    col(LED.id).label("led_id"),
    col(LED.name).label("led_name"),
    col(LED.zone).label("led_zone"),
)
OPEN = and_(col(EnrolmentRow.person_id) == col(PersonRow.id), col(EnrolmentRow.ended_at).is_(None))

PEOPLE: Any = (
    select(*PERSON, *ENROLMENT, *LEADS)
    .select_from(PersonRow)
    .outerjoin(EnrolmentRow, OPEN)
    .outerjoin(HubRow, col(HubRow.id) == col(EnrolmentRow.hub_id))
    .outerjoin(CohortRow, col(CohortRow.id) == col(EnrolmentRow.cohort_id))
    .outerjoin(LeadRow, col(LeadRow.person_id) == col(PersonRow.id))
    .outerjoin(LED, col(LED.id) == col(LeadRow.hub_id))
    .order_by(col(PersonRow.name), col(PersonRow.id), col(CohortRow.starts).desc(), col(LED.name))
)
"""A row for each of a person's open enrolments and led hubs; add what narrows it down."""


def people_of(rows: Iterable[Any]) -> tuple[Person, ...]:
    """The people of rows of PEOPLE, in their order.

    Rows that say `linked_by`, too, are an account's: without roles if no code has linked it.
    """
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return tuple(map(_person, found.values()))


def _person(rows: Sequence[Any]) -> Person:
    first = rows[0]
    places = {row.enrolment_id: enrolment_of(row) for row in rows if row.enrolment_id is not None}
    leads = {row.led_id: Hub(row.led_id, row.led_name, row.led_zone) for row in rows if row.led_id is not None}
    in_role = getattr(first, "linked_by", LinkedBy.CODE) == LinkedBy.CODE
    return Person(
        first.person_id,
        first.person_name,
        first.email,
        first.admin and in_role,
        first.person_zone,
        tuple(places.values()),
        tuple(leads.values()) if in_role else (),
        not in_role and bool(first.admin or leads),
    )


def enrolment_of(row: Any) -> Enrolment:
    return Enrolment(
        row.enrolment_id,
        hub_of(row),
        cohort_of(row),
        row.school,
        row.started_at,
        row.ended_at,
        row.ended_because,
    )


def hub_of(row: Any) -> Hub:
    return Hub(row.hub_id, row.hub_name, row.hub_zone)


def cohort_of(row: Any) -> Cohort:
    return Cohort(row.cohort_id, row.cohort_name, row.starts, row.ends, row.half_days)


def at_hub(here: HubCohort) -> ColumnElement[bool]:
    """An enrolment in that hub's cohort which is open."""
    return and_(
        col(EnrolmentRow.hub_id) == here.hub_id,
        col(EnrolmentRow.cohort_id) == here.cohort_id,
        col(EnrolmentRow.ended_at).is_(None),
    )


def of_account(table: type[TableModel], sender: Sender) -> ColumnElement[bool]:
    """The rows of one account, in a table that names accounts."""
    named = {"platform": sender.platform, "tenant": sender.tenant, "user": sender.user}
    return and_(*(col(getattr(table, name)) == value for name, value in named.items()))
