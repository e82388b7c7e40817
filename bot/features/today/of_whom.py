"""What a group that a lead names needs as things stand, and whom the last list showed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.conversation import Standing
from bot.core.open_question import SpokenOf
from bot.features.announcements.domain import MOST_PEOPLE
from bot.features.cohort import status as cohort_status
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.reports.domain import Report
from bot.features.residentials.domain import Residential, ResidentialState
from bot.features.today.needs import Need, What, names_of, needs
from bot.language.dates import in_words

SHOWN = "people shown"  # the kind under which a conversation keeps whom a list was about


class NotOnRecord(Exception):
    """A report or a residential that was named is not on record; `what` says which kind."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(what)
        self.what, self.name = what, name


@dataclass(frozen=True, slots=True)
class ShownPeople:
    """Whom the last list was about: at which hub, what they have in common, and their ids."""

    hub_id: int
    what: What
    number: int
    people: tuple[int, ...]


def spoken_of(hub_id: int, need: Need) -> SpokenOf | None:
    """What “them” means after this list; None for one that is too long to be meant so."""
    people = tuple(one.person_id for one in need.people)
    if not people or len(people) > MOST_PEOPLE:
        return None
    return SpokenOf(f"{SHOWN}:{need.what.value}:{need.number}", (hub_id, *people))


def shown_last(standing: Standing) -> ShownPeople | None:
    """The people whom “them” means; None where something else was said since, or no list was shown."""
    spoken = standing.spoken_of
    if spoken is None or spoken.overtaken or not spoken.kind.startswith(f"{SHOWN}:"):
        return None
    _, what, number = spoken.kind.split(":")
    hub_id, *people = spoken.ids
    return ShownPeople(hub_id, What(what), int(number), tuple(people))


def need_of(status: CohortStatus, what: What, title: str = "", number: int = 0) -> Need | None:
    """Who is meant now, and what may be written to them; None where it is true of nobody. Raises NotOnRecord."""
    if what is What.LATE and title:
        return _of_a_report(status, _report(status, title))
    if what is What.UNANSWERED:
        return _of_a_residential(status, _residential(status, number))
    return next((one for one in needs(status, ()) if one.what is what), None)


def _report(status: CohortStatus, title: str) -> Report:
    wanted = set(title.casefold().split())
    found = [one for one in status.reports if wanted <= set(one.title.casefold().split())]
    if len(found) != 1:
        raise NotOnRecord("report", title)
    return found[0]


def _of_a_report(status: CohortStatus, report: Report) -> Need | None:
    """Who has not handed in this one; before its day nobody is late, and they are told when it is due."""
    if report.due < status.today:
        return next((one for one in needs(replace(status, reports=[report]), ()) if one.what is What.LATE), None)
    owing = [one for one in status.people if report.id not in one.done]
    if not owing:
        return None
    due = in_words(report.due)
    text = f"“{report.title}” is due on {due}. Please send it, then tell me: “report done”."
    line = f"“{report.title}” is due on {due}, so nobody is late. {counted(owing, 'not sent it yet')}"
    return Need(What.LATE, line, owing, text=text)


def _residential(status: CohortStatus, number: int) -> Residential:
    held = [one for one in status.residentials if one.state is not ResidentialState.CANCELLED]
    found = [one for one in held if one.number == number] if number else []
    if not number and (coming := cohort_status.next_residential(status)):
        found = [coming]
    if not found:
        raise NotOnRecord("residential", str(number) if number else "")
    return found[0]


def _of_a_residential(status: CohortStatus, one: Residential) -> Need | None:
    for need in needs(replace(status, residentials=[one]), ()):
        if need.what is What.UNANSWERED:
            return need
    silent = [person for person in status.people if one.id not in person.coming]
    if not silent or one.last_day < status.today:
        return None
    text = f"Will you be at residential {one.number}? Type “residentials” and press your answer."
    line = f"{counted(silent, f'not said whether they will come to residential {one.number}')}"
    return Need(What.UNANSWERED, line, silent, one.number, text)


def counted(people: Sequence[SpecialistProgress], what: str) -> str:
    """“3 people have not sent it yet: …”, with the first names of the list."""
    have = "1 person has" if len(people) == 1 else f"{len(people)} people have"
    return f"{have} {what}: {names_of(people)}."
