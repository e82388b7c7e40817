"""To whom joining codes are sent, as SQL."""

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.identity.email_choices import by_email
from bot.identity.queries import at_hub
from bot.identity.tables import AccountRow, EnrolmentRow, PersonRow


def not_joined(here: HubCohort) -> ColumnElement[bool]:
    """An enrolment at this hub whose person has no account yet."""
    person = col(AccountRow.person_id) == col(EnrolmentRow.person_id)
    return and_(at_hub(here), ~exists().where(person).correlate(EnrolmentRow))


def not_joined_with_email(here: HubCohort) -> ColumnElement[bool]:
    """The same, of those who can be written to by e-mail."""
    person = col(PersonRow.id) == col(EnrolmentRow.person_id)
    return and_(not_joined(here), exists().where(person, by_email()).correlate(EnrolmentRow))
