"""What this process answers from. It is swapped whole, so that no turn sees half of it; drafts stand beside it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.core.editions import Edition, Editions
from knowledge.facts import KnowledgeError
from knowledge.model import Knowledge
from knowledge.search import Search
from knowledge.snapshot import Snapshot, read_snapshot

log = structlog.get_logger(__name__)
MOST_READY = 2  # drafts that are held beside what is served; each takes as much memory as that
Learn = Callable[[Snapshot, Knowledge], Search]
"""The search over a snapshot's knowledge. It may take half a minute: it is called in a thread."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A cohort's folder that may be published. sheet: the text of its sheet, where that is at hand."""

    folder: Path
    sheet: Path | None = None


def no_drafts() -> Sequence[Draft]:
    return ()


def cannot_learn(_snapshot: Snapshot, _knowledge: Knowledge) -> Search:
    raise KnowledgeError("this process learns nothing anew")


class LiveEditions:
    """The cohorts that are answered for, and those that are got ready to be.

    drafts: the folders that may be published. `configured`: what app.yaml named at the start.
    """

    def __init__(
        self,
        editions: Sequence[Edition],
        drafts: Callable[[], Sequence[Draft]] = no_drafts,
        learn: Learn = cannot_learn,
        configured: Sequence[Edition] | None = None,
    ) -> None:
        self.configured = tuple(editions if configured is None else configured)
        self.now = Editions(editions)
        self.drafts = drafts
        self._learn = learn
        self._ready: dict[str, Edition] = {}
        self._under_way: dict[str, asyncio.Task[Edition]] = {}
        self.following = asyncio.Lock()
        self.seen = 0  # the newest publication that this process has taken over
        self._tasks = set[asyncio.Task[None]]()

    @classmethod
    def of_one(cls, knowledge: Knowledge, search: Search) -> "LiveEditions":
        """One cohort, and no draft of another."""
        return cls((Edition(knowledge, search),))

    def serve(self, editions: Sequence[Edition]) -> None:
        """From the next turn on. Raises KnowledgeError for two of one cohort; then all stays as it was."""
        self.now = Editions(editions)
        served = {one.digest for one in editions}
        self._ready = {digest: one for digest, one in self._ready.items() if digest not in served}

    def of(self, digest: str) -> Edition | None:
        """What was learned of that snapshot in this process, if anything was."""
        every = (*self.now.live, *self.configured, *self._ready.values())
        return next((one for one in every if digest and one.digest == digest), None)

    async def prepared(self, snapshot: Snapshot) -> Edition:
        """The edition of a snapshot, learned in the background if need be: turns go on. Raises KnowledgeError."""
        known = self.of(snapshot.digest)
        return known if known is not None else await asyncio.shield(self._learning(snapshot))

    async def read(self, snapshot: Snapshot) -> Knowledge:
        """The knowledge in a snapshot, without what has to be learned. Raises KnowledgeError."""
        known = self.of(snapshot.digest)
        return known.knowledge if known else await asyncio.to_thread(partial(read_snapshot, snapshot, draft=True))

    def is_preparing(self, digest: str) -> bool:
        return digest in self._under_way

    def prepare_soon(self, snapshot: Snapshot) -> None:
        """Begin to learn a draft, and wait for nothing. What goes wrong is logged."""
        self.soon(self._quietly(snapshot))

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside the turns."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Nothing is under way any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _quietly(self, snapshot: Snapshot) -> None:
        try:
            await self.prepared(snapshot)
        except KnowledgeError as error:
            log.warning("a draft cannot be read", folder=snapshot.folder, why=str(error))

    def _learning(self, snapshot: Snapshot) -> "asyncio.Task[Edition]":
        found = self._under_way.get(snapshot.digest)
        if found is None:
            found = asyncio.create_task(self._learned(snapshot))
            self._under_way[snapshot.digest] = found
            found.add_done_callback(lambda _: self._under_way.pop(snapshot.digest, None))
        return found

    async def _learned(self, snapshot: Snapshot) -> Edition:
        def work() -> Edition:
            knowledge = read_snapshot(snapshot, draft=True)
            return Edition(knowledge, self._learn(snapshot, knowledge), snapshot)

        edition = await asyncio.to_thread(work)
        self._ready[snapshot.digest] = edition
        while len(self._ready) > MOST_READY:
            self._ready.pop(next(iter(self._ready)))
        return edition
