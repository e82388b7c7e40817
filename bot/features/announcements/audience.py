"""Whom an announcement is for, as SQL: asked for the head-count, and again when it is sent."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, not_, true
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.features.announcements.domain import Audience, Who
from bot.features.reports.tables import ReportRow, ReportSubmissionRow
from bot.features.residentials.domain import AttendanceAnswer
from bot.features.residentials.tables import AttendanceRow, ResidentialRow
from bot.identity.queries import at_hub
from bot.identity.tables import EnrolmentRow

WHO = col(EnrolmentRow.person_id)


def audience_of(here: HubCohort, audience: Audience, today: date) -> ColumnElement[bool]:
    """The condition on an enrolment: at this hub now, and one of those that are meant."""
    return and_(at_hub(here), _meant(here, audience, today))


def _meant(here: HubCohort, audience: Audience, today: date) -> ColumnElement[bool]:
    match audience.who:
        case Who.ALL:
            return true()
        case Who.PEOPLE:
            return WHO.in_(audience.people)
        case Who.LATE:
            return _has_a_report_late(here, today)
        case Who.CANNOT:
            return _answered(here, audience.number, AttendanceAnswer.CANNOT)
        case Who.UNANSWERED:
            return not_(_answered(here, audience.number, *AttendanceAnswer))


def _has_a_report_late(here: HubCohort, today: date) -> ColumnElement[bool]:
    done = exists().where(
        col(ReportSubmissionRow.report_id) == col(ReportRow.id), col(ReportSubmissionRow.person_id) == WHO
    )
    return exists().where(
        col(ReportRow.hub_id) == here.hub_id,
        col(ReportRow.cohort_id) == here.cohort_id,
        col(ReportRow.removed_at).is_(None),
        col(ReportRow.due) < today,
        not_(done.correlate(ReportRow, EnrolmentRow)),
    )


def _answered(here: HubCohort, number: int, *answers: AttendanceAnswer) -> ColumnElement[bool]:
    """For the day as it is: an answer to another one counts for none."""
    return exists().where(
        col(ResidentialRow.hub_id) == here.hub_id,
        col(ResidentialRow.cohort_id) == here.cohort_id,
        col(ResidentialRow.number) == number,
        col(AttendanceRow.residential_id) == col(ResidentialRow.id),
        col(AttendanceRow.person_id) == WHO,
        col(AttendanceRow.for_day) == col(ResidentialRow.first_day),
        col(AttendanceRow.answer).in_([answer.value for answer in answers]),
    )
