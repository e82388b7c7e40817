"""What needs a lead, read off the records: each need with whom it is about and what can be done. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.features.ask_hub.domain import HubQuestion
from bot.features.cohort import status as cohort_status
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.status import Pace
from bot.features.residentials.domain import Residential, ResidentialState
from bot.language.phrasing import span, until

ASKED_BEFORE = timedelta(days=56)  # a residential's answers are missed from eight weeks before
MOST_NAMES = 6  # in one line
SURE_BEFORE = timedelta(days=42)  # and its dates should be certain from six weeks before


class What(StrEnum):
    QUESTIONS = "questions"
    LATE = "late"
    UNANSWERED = "unanswered"
    NOT_JOINED = "not_joined"
    PROVISIONAL = "provisional"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Need:
    """what: its kind. line: in words. people: whom it is about. number: of the residential.

    text: what may be written to them. about: what tells it from the same need of another day.
    """

    what: What
    line: str
    people: Sequence[SpecialistProgress] = ()
    number: int = 0
    text: str = ""
    about: str = ""


def needs(status: CohortStatus, waiting: Sequence[HubQuestion]) -> list[Need]:
    """The most urgent first: people who wait, then dates that are over, then those that come."""
    found = (_questions(waiting), _late(status), *_residentials(status), _not_joined(status), _behind(status))
    return [need for need in found if need is not None]


def state_of(found: Sequence[Need]) -> str:
    """The same for the same needs of the same people: what was told once is not told again."""
    said = [f"{one.what}:{one.number}:{one.about}:{[person.person_id for person in one.people]}" for one in found]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def people_of(status: CohortStatus, what: What, number: int) -> Sequence[SpecialistProgress]:
    """Whom a need is about as things stand now."""
    for need in needs(status, ()):
        if need.what is what and need.number == number:
            return need.people
    return ()


def _questions(waiting: Sequence[HubQuestion]) -> Need | None:
    if not waiting:
        return None
    oldest = min(one.since for one in waiting)
    number = len(waiting)
    many = "1 question waits" if number == 1 else f"{number} questions wait, the oldest"
    line = f"{many} since {oldest:%A} {oldest.day} {oldest:%B}."
    return Need(What.QUESTIONS, line, about=",".join(f"{one.id}.{one.revision}" for one in waiting))


def _late(status: CohortStatus) -> Need | None:
    late = [one for one in status.people if one.late(status.reports, status.today)]
    if not late:
        return None
    titles = list(dict.fromkeys(report.title for one in late for report in one.late(status.reports, status.today)))
    due = [report for report in status.reports if report.title in titles]
    named = " and ".join(f"“{one.title}”" for one in due)
    text = f"{named} {'was' if len(due) == 1 else 'were'} due. Please send it, then tell me: “report done”."
    about = ",".join(str(report.id) for report in due)
    return Need(What.LATE, f"{_have(late)} a report late: {names_of(late)}.", late, text=text, about=about)


def _residentials(status: CohortStatus) -> Iterator[Need]:
    for one in status.residentials:
        if one.state is ResidentialState.CANCELLED or one.first_day <= status.today:
            continue
        begins = f"residential {one.number} begins {until(one.first_day, status.today)}"
        if one.state is ResidentialState.PROVISIONAL and one.first_day - status.today <= SURE_BEFORE:
            line = f"{begins[0].upper()}{begins[1:]}, and its date is provisional."
            yield Need(What.PROVISIONAL, line, number=one.number, about=one.first_day.isoformat())
        if one.first_day - status.today <= ASKED_BEFORE and (need := _unanswered(status, one, begins)):
            yield need


def _unanswered(status: CohortStatus, one: Residential, begins: str) -> Need | None:
    silent = [person for person in status.people if one.id not in person.coming]
    if not silent:
        return None
    days = span(one.first_day, one.last_day)
    text = f"Residential {one.number} is on {days}. Will you be there? Type “residentials” and press your answer."
    line = f"{_have(silent)} not said whether they will come: {begins}. {names_of(silent)}."
    return Need(What.UNANSWERED, line, silent, one.number, text, one.first_day.isoformat())


def _not_joined(status: CohortStatus) -> Need | None:
    absent = [one for one in status.people if not one.joined]
    return (
        Need(What.NOT_JOINED, f"{_have(absent)} not joined yet: {names_of(absent)}.", absent) if absent else None
    )


def _behind(status: CohortStatus) -> Need | None:
    pace_of = cohort_status.paces(status)
    behind = [one for one in status.people if pace_of[one.person_id] is Pace.BEHIND and one.joined]
    if not behind:
        return None
    text = "You're behind an even pace with your release days. Have you taken any that you haven't logged?"
    line = f"{_count(behind)} behind an even pace with their days: {names_of(behind)}."
    return Need(What.BEHIND, line, behind, text=text)


def names_of(people: Sequence[SpecialistProgress]) -> str:
    """The first of them, and how many more."""
    names = [one.name for one in people]
    more = len(names) - MOST_NAMES
    return f"{', '.join(names[:MOST_NAMES])} and {more} more" if more > 0 else ", ".join(names)


def _have(people: Sequence[SpecialistProgress]) -> str:
    return "1 person has" if len(people) == 1 else f"{len(people)} people have"


def _count(people: Sequence[SpecialistProgress]) -> str:
    return "1 person is" if len(people) == 1 else f"{len(people)} people are"
