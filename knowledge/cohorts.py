"""The cohorts that one deployment answers for: which is meant, and what a cohort's year funds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.facts import KnowledgeError, Phase
from knowledge.model import Knowledge
from knowledge.quantities import NUMBER, figures, number

SUMMER_ENDS = date(2000, 8, 31)  # of any year: an academic year begins the day after
NUMBERED = re.compile(rf"\bcohort\s+(\d{{1,2}}|{NUMBER})\b|\bc\s?(\d{{1,2}})\b", re.IGNORECASE)
SAID_SHORT = re.compile(r"\bc\s?(\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CohortYear:
    """A cohort's year: from September to August; `half_days` is the release that it funds."""

    name: str
    starts: date
    ends: date
    half_days: int


class LiveCohorts:
    """The knowledge of every live cohort, by its name. Raises KnowledgeError for none, or two of one name."""

    def __init__(self, live: Iterable[Knowledge]) -> None:
        self.live: Sequence[Knowledge] = sorted(live, key=lambda one: one.window.opens)
        if not self.live:
            raise KnowledgeError("no cohort's folder is named in app.yaml; write it at `programme.knowledge`.")
        names = [cohort_name(one) for one in self.live] if len(self.live) > 1 else ["" for _ in self.live]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise KnowledgeError(f"two folders of app.yaml are of {twice[0]}; take one out.")
        self._by_name = dict(zip(names, self.live, strict=True))

    def of(self, name: str | None) -> Knowledge | None:
        """The knowledge of the cohort of that name, such as "Cohort 12", where several are live."""
        return self._by_name.get(" ".join((name or "").split()).capitalize())

    def recruiting(self, today: date) -> Knowledge:
        """The cohort that takes applications; else the one whose window is next; else the latest."""
        still = [one for one in self.live if one.window.phase(today) is not Phase.CLOSED]
        return still[0] if still else self.live[-1]

    def named_in(self, text: str, own: Knowledge) -> Knowledge | None:
        """The cohort that a text names, by its number or its year; None for none of the live ones, or for several.

        own: whose words are meant otherwise. A year that stands in its sheet is its own, though it may be another
        cohort's development year: its second year is the next one's first.
        """
        found = figures(SAID_SHORT.sub(r"cohort \1", text))
        named = {one for one in found if one.startswith("cohort ")}
        if named:
            live = [one for one in self.live if cohort_name(one).lower() in named]
            return live[0] if len(live) == 1 else None
        if found & {fact.says for fact in own.facts.values()}:
            return None
        years = [one for one in self.live if development_year(one) in found]
        return years[0] if len(years) == 1 else None

    def unnamed(self, text: str) -> str:
        """The text with "this cohort" where it names one of the live ones by its number; two stay as they are."""
        found = [*NUMBERED.finditer(text)]
        live = {cohort_number(one) for one in self.live}
        if len({number(one[1] or one[2]) for one in found}) == 1 and number(found[0][1] or found[0][2]) in live:
            return NUMBERED.sub("this cohort", text)
        return text

    def year_of(self, cohort: int) -> CohortYear:
        """Any cohort's year, counted from a live one's; its release is its own sheet's, else the nearest one's.

        Raises KnowledgeError where no live cohort says its number and year.
        """
        near = min(self.live, key=lambda one: abs(cohort_number(one) - cohort))
        starts = int(development_year(near)[:4]) + cohort - cohort_number(near)
        return CohortYear(
            f"Cohort {cohort}",
            date(starts, SUMMER_ENDS.month + 1, 1),
            SUMMER_ENDS.replace(year=starts + 1),
            release_half_days(near),
        )

    def running(self, today: date) -> CohortYear:
        """The cohort whose year it is, from September on the new one's."""
        near = self.live[0]
        starts = today.year if today.month > SUMMER_ENDS.month else today.year - 1
        return self.year_of(cohort_number(near) + starts - int(development_year(near)[:4]))


def cohort_name(knowledge: Knowledge) -> str:
    """ "Cohort 12". Raises KnowledgeError where facts.yaml has none."""
    return _fact("cohort", knowledge)


def cohort_number(knowledge: Knowledge) -> int:
    """Raises KnowledgeError where facts.yaml has none."""
    found = re.search(r"\d+", cohort_name(knowledge))
    if found is None:
        raise _slip(knowledge, "cohort", "add its number")
    return int(found[0])


def development_year(knowledge: Knowledge) -> str:
    """ "2026/27". Raises KnowledgeError where facts.yaml has none."""
    said = _fact("development_year", knowledge)
    if not re.fullmatch(r"20\d\d/\d\d", said):
        raise _slip(knowledge, "development_year", "write it as 2026/27")
    return said


def release_half_days(knowledge: Knowledge) -> int:
    """The release that the first year funds, in half-days, from the sheet's own figure. Raises KnowledgeError."""
    said = _fact("release_days", knowledge)
    days = number(said)
    if days is None:
        raise _slip(knowledge, "release_days", "write a number, such as ten")
    return 2 * days


def _slip(knowledge: Knowledge, name: str, advice: str) -> KnowledgeError:
    return KnowledgeError(f"{knowledge.name}: facts.yaml: `{name}` says “{knowledge.facts[name].says}”; {advice}.")


def _fact(name: str, knowledge: Knowledge) -> str:
    fact = knowledge.facts.get(name)
    if fact is None:
        raise KnowledgeError(f"{knowledge.name}: facts.yaml: `{name}` is missing; add it.")
    return fact.says
