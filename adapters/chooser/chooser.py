"""Asks a language model which reviewed answer a question means; whatever goes wrong, the search's own stays."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

import structlog

from adapters.chooser.guarded_model import Spend
from adapters.chooser.in_memory import InMemory, Records
from adapters.chooser.repository import ChooserRecords
from adapters.chooser.tasks import ELSEWHERE, NONE, Candidate, Choice, Task, WhichAnswer, WhichAreAlike
from bot.core.choosing import Chosen
from bot.core.turn import Turn
from bot.language.redaction import Cleaner
from knowledge.model import Entry, Knowledge, Request, Topic
from knowledge.search import Finding, FindingKind, Hit, PastTurn, Search
from knowledge.search.candidates import candidates, in_doubt, may_be_asked
from knowledge.search.thresholds import DoubtLimits

log = structlog.get_logger(__name__)
T = TypeVar("T")
AS_CHOSEN = 0.9  # how likely what was chosen is; whoever chooses with care is right about nine times in ten
MOST_ALIKE = 12  # other questions that are looked at
NEAREST = 3  # entries offered where none is chosen
NOTICE = (
    "New here: when I'm not sure what is meant, I ask a language model that your hub has chosen, from the next "
    "question on. It gets the question without names, addresses and numbers, and only picks one of my reviewed "
    "answers; it writes nothing. The privacy page says more."
)


class Asks(Protocol):
    """A guarded model, or choices in a file."""

    async def ask(self, task: Task, read: Callable[[object], T], spend: Spend) -> T | None:
        """What `read` makes of the reply; None where there is none."""

    async def close(self) -> None: ...


class AnswerChooser:
    """daily: how many questions may go out in a day. always: for every question, not only in doubt.

    tells: each workspace is told before anything goes out; not needed where nothing does.
    """

    def __init__(self, asks: Asks, daily: int, *, always: bool, tells: bool = True) -> None:
        self._asks = asks
        self._daily = daily
        self._in_memory = InMemory(daily)
        self._always = always
        self._tells = tells

    async def chosen(
        self,
        turn: Turn,
        search: Search,
        text: str,
        before: Sequence[PastTurn],
        finding: Finding,
        masked: Collection[str],
    ) -> Chosen:
        """As `bot.core.choosing.Chooser` says. In a workspace that was not told yet nothing goes out."""
        try:
            if not self._is_asked(finding):
                return Chosen(finding)
            if await self._tell(turn):
                return Chosen(finding, notice=NOTICE)
            return await self._chosen(turn, search, text, before, finding, masked)
        except Exception:
            log.exception("the chooser failed")
            return Chosen(finding)

    async def alike(self, turn: Turn, question: str, others: Mapping[str, str]) -> tuple[str, ...]:
        """As `bot.core.choosing.Chooser` says."""
        try:
            if not others or await self._tell(turn):
                return ()
            clean = Cleaner(await self._records(turn).names()).clean
            names = {f"q{at}": key for at, key in enumerate(list(others)[:MOST_ALIKE], 1)}
            task = WhichAreAlike(clean(question), {name: clean(others[key]) for name, key in names.items()})
            found = await self._ask(turn, task, task.read)
            return tuple(names[name] for name in found or ())
        except Exception:
            log.exception("the chooser failed")
            return ()

    async def close(self) -> None:
        await self._asks.close()

    def _is_asked(self, finding: Finding) -> bool:
        return may_be_asked(finding) and (self._always or in_doubt(finding, DoubtLimits()))

    def _records(self, turn: Turn) -> Records:
        return self._in_memory if turn.store.is_empty else ChooserRecords(turn.store, self._daily)

    async def _tell(self, turn: Turn) -> bool:
        return self._tells and await self._records(turn).tell(turn.activity.sender, turn.now)

    async def _ask(self, turn: Turn, task: Task, read: Callable[[object], T]) -> T | None:
        return await self._asks.ask(task, read, partial(self._records(turn).spend, turn.now.date()))

    async def _chosen(
        self,
        turn: Turn,
        search: Search,
        text: str,
        before: Sequence[PastTurn],
        finding: Finding,
        masked: Collection[str],
    ) -> Chosen:
        topics = candidates(search, text, before, finding, masked)
        cleaner = Cleaner(await self._records(turn).names(), search.knows)
        task = task_of(turn, cleaner, text, before, topics)
        choice = await self._ask(turn, task, task.read)
        if choice is None:
            return Chosen(finding)
        found = as_finding(choice, finding, topics, masked)
        return Chosen(found, differs=found is not finding)


def task_of(
    turn: Turn, cleaner: Cleaner, text: str, before: Sequence[PastTurn], topics: Sequence[Topic]
) -> WhichAnswer:
    """What goes out: the cleaned question, and nothing else but words of the knowledge base."""
    by_id = sorted(topics, key=lambda topic: topic.id)  # their order must not say which is likely
    offered = tuple(Candidate(one.id, one.title, turn.knowledge.for_reader(one, turn.today)) for one in by_id)
    return WhichAnswer(cleaner.clean(text), subject_of(turn.knowledge, before), offered)


def subject_of(knowledge: Knowledge, before: Sequence[PastTurn]) -> tuple[str, ...]:
    """Titles of what was spoken of, the latest last; never somebody's words."""
    topics: Mapping[str, Entry | Request] = {**knowledge.entries, **knowledge.requests}
    about = [name for turn in before for name in turn.about[:1] if name in topics]
    return tuple(topics[name].title for name in about)


def as_finding(choice: Choice, finding: Finding, topics: Sequence[Topic], masked: Collection[str] = ()) -> Finding:
    """What the choice means; `finding` itself where the search has found the same."""
    by_id = {one.id: one for one in topics}
    first, second = by_id.get(choice.first), by_id.get(choice.second)
    entries = tuple(Hit(one, AS_CHOSEN) for one in (first, second) if isinstance(one, Entry))
    hit = finding.hits[0].topic.id if finding.hits else ""
    if choice.first == NONE:
        near = tuple(Hit(one, finding.score) for one in topics if isinstance(one, Entry))[:NEAREST]
        stays = finding.kind is FindingKind.ABSTAIN or hit in masked
        return finding if stays else Finding(FindingKind.ABSTAIN, near, finding.barred)
    if choice.first == ELSEWHERE:
        stays = finding.kind is FindingKind.OFFTOPIC or hit in masked
        return finding if stays else Finding(FindingKind.OFFTOPIC, (), finding.barred)
    if first is None or _found(choice, finding):
        return finding
    if isinstance(first, Entry):
        return Finding(FindingKind.ANSWER, entries, finding.barred)
    kind = FindingKind.REQUEST if isinstance(first, Request) else FindingKind.SMALLTALK
    return Finding(kind, (Hit(first, AS_CHOSEN),), finding.barred)


def _found(choice: Choice, finding: Finding) -> bool:
    """The search says the same: then it stays as it is, with all that it knows of it."""
    ids = tuple(hit.topic.id for hit in finding.hits)
    if finding.kind is FindingKind.ANSWER:
        return ids == ((choice.first, choice.second) if choice.second else (choice.first,))
    return finding.kind in (FindingKind.REQUEST, FindingKind.SMALLTALK) and ids[0] == choice.first
