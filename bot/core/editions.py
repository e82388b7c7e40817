"""Which cohort's answers a turn is given: the one it names, else the person's own, else the one that recruits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.activity import Activity, Message, Submit
from bot.core.identity import Person
from knowledge.cohorts import LiveCohorts, cohort_name
from knowledge.cohorts_named import NOTHING_NAMED, CohortsMeant, meant, says_only_a_cohort, without_asides
from knowledge.model import Knowledge
from knowledge.search import PastTurn, Search
from knowledge.search.leaning import leans_on_what_was_said
from knowledge.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Edition:
    """One cohort's answers and the search over them. snapshot: the files that they were read from, if known."""

    knowledge: Knowledge
    search: Search
    snapshot: Snapshot | None = None

    @property
    def digest(self) -> str:
        return self.snapshot.digest if self.snapshot else ""

    @property
    def folder(self) -> str:
        return self.snapshot.folder if self.snapshot else self.knowledge.name


@dataclass(frozen=True, slots=True)
class ChosenEdition:
    """named: the cohort's name, where the turn names it or leans on one that did; else empty.

    meant: all that the message says of cohorts, also of those that are not live.
    """

    edition: Edition
    named: str = ""
    meant: CohortsMeant = NOTHING_NAMED


class Editions:
    """All that are live. Raises KnowledgeError for two of one cohort."""

    def __init__(self, live: Sequence[Edition]) -> None:
        self.live = tuple(live)
        self.cohorts = LiveCohorts([one.knowledge for one in live])

    def chosen(
        self, activity: Activity, person: Person | None, today: date, before: Sequence[PastTurn]
    ) -> ChosenEdition:
        own = self._own(person, today)
        said = meant(activity.text, self.cohorts, own) if isinstance(activity, Message) else NOTHING_NAMED
        if len(self.live) == 1:
            return ChosenEdition(self.live[0], meant=said)
        named = self._named(activity, before, said)
        if named is None:
            return ChosenEdition(self._of(own), meant=said)
        return ChosenEdition(self._of(named), cohort_name(named), said)

    def with_draft(self, draft: Edition) -> "Editions":
        """These, with a draft in the place of its cohort's."""
        mine = cohort_name(draft.knowledge)
        others = [one for one in self.live if cohort_name(one.knowledge) != mine]
        return Editions([*others, draft])

    def of_draft(self, draft: Edition, activity: Activity, before: Sequence[PastTurn] = ()) -> ChosenEdition:
        """The draft, which `with_draft` put among these; another cohort where the turn names that."""
        if len(self.live) == 1:
            return ChosenEdition(draft)
        said = (
            meant(activity.text, self.cohorts, draft.knowledge) if isinstance(activity, Message) else NOTHING_NAMED
        )
        named = self._named(activity, before, said)
        return ChosenEdition(self._of(named), cohort_name(named)) if named else ChosenEdition(draft)

    def worded(self, text: str) -> str:
        """The text for the search, which knows one cohort: "days in Cohort 13" → "days in this cohort"."""
        return text if len(self.live) == 1 else self.cohorts.unnamed(without_asides(text))

    def asked(self, text: str, before: Sequence[PastTurn]) -> str:
        """The question that a message asks: of "and for Cohort 12?" the one before."""
        return before[-1].text if before and says_only_a_cohort(text) else text

    def _own(self, person: Person | None, today: date) -> Knowledge:
        places = person.enrolments if person else ()
        found = (self.cohorts.of(place.cohort.name) for place in places)
        return next((one for one in found if one), self.cohorts.recruiting(today))

    def _named(self, activity: Activity, before: Sequence[PastTurn], said: CohortsMeant) -> Knowledge | None:
        match activity:
            case Message(text=text):
                if said.chosen or said.beside or said.unknown:
                    return said.chosen
                leans = before and before[-1].cohort and leans_on_what_was_said(text)
                return self.cohorts.of(before[-1].cohort) if leans else None
            case Submit(values=values):
                return self.cohorts.of(values.get("cohort"))
            case _:
                return None

    def _of(self, knowledge: Knowledge) -> Edition:
        return next(one for one in self.live if one.knowledge is knowledge)
