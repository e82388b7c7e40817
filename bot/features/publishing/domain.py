"""What was published when, and what would change if a draft were. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.errors import BotError
from bot.db.audit_domain import declare_changes
from knowledge.cohorts import cohort_name
from knowledge.facts import OPEN_REVIEWS
from knowledge.model import Entry, Knowledge
from knowledge.snapshot import Snapshot

declare_changes("knowledge.published", "knowledge.gone_back", "knowledge.retired", undoable=False)
PREVIEW_LASTS = timedelta(days=1)
DRAFTS_LAST = timedelta(days=30)


class PublicationKind(StrEnum):
    """How something came to be served."""

    AT_THE_START = "at the start"
    PUBLISHED = "published"
    WENT_BACK = "put live again"
    RETIRED = "taken out of service"


class NothingToPublish(BotError):
    """Every cohort's folder is served as it is: there is no draft to preview or to publish."""


class NothingBefore(BotError):
    """Nothing was published before what is served now, so there is nothing to go back to."""


class OnlyOneLive(BotError):
    """People are answered from this cohort alone."""

    def __init__(self, name: str) -> None:
        super().__init__(f"People are answered from {name} alone, so it stays. Publish the next cohort first.")


class Overtaken(BotError):
    """Something else was published meanwhile, so nothing was changed. To see what, type “knowledge history”."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One time that a cohort's answers were put live.

    edition: the record of the files; None where the cohort was taken out again. by: a name, empty where unknown.
    after: the publication that it followed; 0 for the first of its cohort.
    """

    id: int
    folder: str
    edition: int | None
    digest: str
    kind: PublicationKind
    at: datetime
    by: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class PlacesInCohort:
    """How many have a place in a cohort now, and at how many hubs. ends: its last day, where it is known."""

    people: int
    hubs: int
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class WhatChanges:
    """From what is served to what would be. figures: name in words → how it reads, and how it read before."""

    entries: int
    changed: Sequence[str]
    added: Sequence[str]
    gone: Sequence[str]
    wordings: int
    figures: Sequence[tuple[str, str, str]]
    walk: bool


def what_changes(old: Knowledge | None, new: Knowledge, files: tuple[Snapshot | None, Snapshot]) -> WhatChanges:
    """old: what is served of that cohort; None where nothing is. files: both, for the eligibility check."""
    before, now = old.entries if old else {}, new.entries
    both = [name for name in now if name in before]
    figures = [
        (name.replace("_", " "), fact.says, old.facts[name].says if old and name in old.facts else "")
        for name, fact in new.facts.items()
        if old is None or name not in old.facts or old.facts[name].says != fact.says
    ]
    walks = [one.files.get("eligibility.yaml", "") if one else "" for one in files]
    return WhatChanges(
        len(now),
        [now[name].title for name in both if _said(now[name]) != _said(before[name])],
        [now[name].title for name in now if name not in before],
        [before[name].title for name in before if name not in now],
        sum(len(set(now[name].phrasings) ^ set(before[name].phrasings)) for name in both),
        figures,
        walks[0] != walks[1],
    )


def _said(entry: Entry) -> tuple[object, ...]:
    return (entry.title, entry.status, entry.section, tuple(sorted(entry.answers.items())))


def waiting(draft: Knowledge) -> list[str]:
    """The titles of what nobody has reviewed yet, or what was changed since."""
    found = [entry.title for entry in draft.entries.values() if not entry.review.done]
    found += [f"the fact {name}" for name, fact in draft.facts.items() if fact.review in OPEN_REVIEWS]
    return [*found, *(["the eligibility check"] if draft.dialog.waits else [])]


def is_of(knowledge: Knowledge, folder: str, words: str) -> bool:
    """Whether words name that folder's cohort: “cohort 13”, “13”, “cohort_13”."""
    wanted = words.casefold().replace("_", " ").strip()
    name = cohort_name(knowledge).casefold()
    return wanted in (folder.casefold().replace("_", " "), name, name.removeprefix("cohort").strip())
