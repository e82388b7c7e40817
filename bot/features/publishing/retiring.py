"""Which cohort is to go, whom that concerns, and taking it out of service: alike in the chat and the terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.reply import Reply
from bot.db.store import Store
from bot.features.publishing import views_retire
from bot.features.publishing.domain import OnlyOneLive, PublicationKind, is_of
from bot.features.publishing.repository import Publications, WhatIsPublished
from knowledge.cohorts import LiveCohorts, cohort_name
from knowledge.facts import Phase
from knowledge.model import Knowledge
from knowledge.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ServedCohort:
    """One that people are answered from. snapshot: the files that it was read from, if known."""

    folder: str
    knowledge: Knowledge
    snapshot: Snapshot | None

    @property
    def name(self) -> str:
        return cohort_name(self.knowledge)


@dataclass(frozen=True, slots=True)
class Retirement:
    """What is asked before a cohort goes. after: its newest publication then; 0 for none."""

    this: ServedCohort
    after: int
    question: Reply


def meant(live: Sequence[ServedCohort], words: str, today: date) -> list[ServedCohort]:
    """The cohorts that words name; without words those whose window is over. Raises OnlyOneLive."""
    _more_than_one(live)
    named = [one for one in live if words and is_of(one.knowledge, one.folder, words)]
    return named or [one for one in live if not words and _is_over(one, today)]


async def asked(store: Store, live: Sequence[ServedCohort], this: ServedCohort, today: date) -> Retirement:
    """Whom it concerns, and what to press."""
    after = await _newest(store, this.folder)
    concerned = await Publications(store).places_in(this.name)
    instead = LiveCohorts([one.knowledge for one in live if one is not this]).recruiting(today)
    values = {"folder": this.folder, "after": str(after)}
    warning = _warning(this, concerned.ends, today)
    question = views_retire.to_retire(this.name, concerned, cohort_name(instead), warning, values)
    return Retirement(this, after, question)


async def retire(
    store: Store, live: Sequence[ServedCohort], this: ServedCohort, after: int, by: int | None, now: datetime
) -> None:
    """Every process takes it out a few seconds later. by: a person's id; None for the operator.

    after: the publication that was newest when it was asked. Raises OnlyOneLive, and Overtaken where it was
    published again meanwhile.
    """
    _more_than_one(live)
    first = [] if after else await Publications(store).as_first(this.folder, this.snapshot, now)
    gone = WhatIsPublished(this.folder, None, PublicationKind.RETIRED, after, by)
    await Publications(store).publish([*first, gone], now)


async def _newest(store: Store, folder: str) -> int:
    newest = next(iter(await Publications(store).of(folder, 1)), None)
    return newest.id if newest else 0


def _more_than_one(live: Sequence[ServedCohort]) -> None:
    if len(live) == 1:
        raise OnlyOneLive(live[0].name)


def _is_over(one: ServedCohort, today: date) -> bool:
    return one.knowledge.window.phase(today) is Phase.CLOSED


def _warning(one: ServedCohort, ends: date | None, today: date) -> str:
    """Why somebody may want to wait; empty where nothing speaks against it."""
    window = one.knowledge.window
    if window.phase(today) is not Phase.CLOSED:
        return f"Its applications are not over: the window closes on {views_retire.day(window.closes)}."
    if ends and today <= ends:
        return f"Its year is not over: it runs until {views_retire.day(ends)}."
    return ""
