"""Who still owes a report, as an SQL condition on an enrolment."""

from sqlalchemy import ColumnElement, exists, not_
from sqlmodel import col

from bot.features.reports.tables import ReportSubmissionRow
from bot.identity.tables import EnrolmentRow


def has_not_done(report_id: int) -> ColumnElement[bool]:
    return not_(
        exists().where(
            col(ReportSubmissionRow.report_id) == report_id,
            col(ReportSubmissionRow.person_id) == col(EnrolmentRow.person_id),
        )
    )
