"""A platform's inbox: an event that is delivered twice is claimed once, also after a restart.

Claims that come in together share one write: a disk takes as long for one as for twenty.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

import structlog
from cachetools import TTLCache

from adapters.inbox_repository import InboxRepository, UnansweredEvent
from adapters.inbox_tables import WORTH_ANSWERING
from bot.core.clock import Clock
from bot.db.store import Store

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 200  # claims in one write
ANSWERED_WAIT = 0.05  # seconds that answered events wait for others to be deleted with
ANOTHER_RUN = timedelta(minutes=1)  # what nobody renewed for longer is not being answered by another process
LOOKS_AGAIN = 1.0  # seconds until what could not be deleted is deleted
MOST_TRIES = 3  # of one event by later runs; then whoever wrote is told that it could not be answered
LOOKS_EVERY = 20.0  # seconds between two looks for events that another process left unanswered
CLAIM_WITHIN = 2.0  # seconds; a platform waits for three
MOST_HERE, HERE_FOR = 20_000, 600.0  # events that only this process knows, and for how many seconds


class WaitingEvent(NamedTuple):
    """One key that waits for the next write: its body, and everybody who claims it."""

    body: str
    claims: "list[asyncio.Future[bool]]"


class Inbox:
    """Claims of one platform.

    batch_wait: seconds that the first of several claims waits for others to share its write. Without it those
    share the next write that come in during one.
    """

    def __init__(self, store: Store, platform: str, clock: Clock, batch_wait: float = 0.0) -> None:
        self._repository = InboxRepository(store)
        self._platform, self._clock, self._batch_wait = platform, clock, batch_wait
        self._older_than = timedelta() if store.is_sqlite else ANOTHER_RUN  # SQLite has one process
        self._waiting: dict[str, WaitingEvent] = {}
        self._answered = list[str]()
        self._writing: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None
        self._in_hand = set[str]()
        self._here: TTLCache[str, bool] = TTLCache(MOST_HERE, HERE_FOR)
        self._late: TTLCache[str, asyncio.Future[bool]] = TTLCache(MOST_HERE, HERE_FOR)

    async def claim(self, key: str, body: str = "") -> bool:
        """Whether this is the first claim of an event. Raises what the store raises, TimeoutError when it is slow.

        key: the platform's name for the event; what is stored is its hash, which says nothing of people in it.
        body: kept until `answered`, so that a later run can answer the event; empty keeps nothing.
        """
        claimed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        name = _hashed(key)
        ours = bool(body) and name not in self._in_hand
        if ours:  # also while it is not known whether it could be stored: it is answered, and may be stored later
            self._in_hand.add(name)
        self._waiting.setdefault(name, WaitingEvent(body, [])).claims.append(claimed)
        self._write_now()
        try:
            async with asyncio.timeout(CLAIM_WITHIN):
                new = await asyncio.shield(claimed)
        except TimeoutError:
            claimed.add_done_callback(_heard)
            self._late.setdefault(name, claimed)  # the first: those after it are the event delivered again
            raise
        if ours and not new:
            self._in_hand.discard(name)
        return new

    def is_anothers(self, key: str) -> bool:
        """Whether a claim that was too slow has turned out to come after another process's."""
        late = self._late.get(_hashed(key))
        return late is not None and late.done() and late.exception() is None and not late.result()

    def let_go(self, key: str) -> None:
        """A claim that failed is not answered here after all."""
        self._in_hand.discard(_hashed(key))

    def first_here(self, key: str) -> bool:
        """Whether this process sees an event for the first time: for when the store cannot say so."""
        name = _hashed(key)
        known = name in self._here
        self._here[name] = True
        return not known

    async def forget(self, key: str) -> None:
        """Let an event be claimed once more: what it told of was taken back. Raises what the store raises."""
        await self._repository.forget(self._platform, _hashed(key))

    def answered(self, key: str) -> None:
        """Delete the event's body, together with those of others that are answered about now."""
        self.done(_hashed(key))

    def done(self, name: str) -> None:
        """The same for an event by the name that `take_unanswered` gives it."""
        self._in_hand.discard(name)
        self._answered.append(name)
        if self._later is None and self._writing is None:
            self._later = asyncio.get_running_loop().call_later(ANSWERED_WAIT, self._write_now)

    def put_back(self, name: str) -> None:
        """It could not be taken up now; the next look finds it again."""
        self._in_hand.discard(name)

    async def take_unanswered(self) -> list[tuple[UnansweredEvent, bool]]:
        """What an earlier run claimed and did not answer, each counted as one more try. Never raises.

        With each, whether it is still worth answering; else it was tried too often, or is too old, and whoever
        wrote is told so. It is taken up again, by whichever process, until `done`.
        """
        repository, platform, now = self._repository, self._platform, self._clock()
        try:
            if self._in_hand:
                await repository.renew(platform, self._in_hand, now)
            found = await repository.unanswered(platform, now, self._older_than)
            ours = [one for one in found if one.key not in self._in_hand and one.key not in self._answered]
            taken = [one for one in ours if await repository.adopt(platform, one, now)]
        except Exception as error:
            log.error("events not looked up", error=type(error).__name__)
            return []
        self._in_hand |= {one.key for one in taken}
        return [(one, one.tries < MOST_TRIES and now - one.at <= WORTH_ANSWERING) for one in taken]

    async def close(self) -> None:
        """Write what still waits, also what came in while a batch was being written."""
        for _ in range(2):
            if self._answered or self._waiting:
                self._write_now()
            if self._writing is not None:
                await self._writing
        if self._later is not None:
            self._later.cancel()

    def _write_now(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        try:
            if self._batch_wait:
                await asyncio.sleep(self._batch_wait)
            first = True
            while self._waiting or (first and self._answered):
                first = False
                batch = {key: self._waiting.pop(key) for key in list(self._waiting)[:MOST_AT_ONCE]}
                answered, self._answered = self._answered, []
                await self._write_batch(batch, answered)
        finally:
            self._writing = None
            if self._answered and self._later is None:  # those that came in meanwhile, or could not be deleted
                self._later = asyncio.get_running_loop().call_later(LOOKS_AGAIN, self._write_now)

    async def _write_batch(self, batch: dict[str, WaitingEvent], answered: list[str]) -> None:
        bodies = {key: waiting.body for key, waiting in batch.items()}
        try:
            new = await self._repository.claim(self._platform, bodies, answered, self._clock())
        except Exception as error:
            _fail(error, batch)
            self._answered += answered  # deleted with the next write
            return
        for key, waiting in batch.items():
            for at, claimed in enumerate(waiting.claims):
                if not claimed.done():
                    claimed.set_result(key in new and at == 0)


async def resumed_regularly(resume: Callable[[], Awaitable[None]]) -> None:
    """Take up what other processes left behind, and say what is in hand here, until it is cancelled."""
    while True:
        await asyncio.sleep(LOOKS_EVERY)
        await resume()


def _heard(claimed: "asyncio.Future[bool]") -> None:
    """Nobody waits for it any more, so nobody else would look at its error."""
    if not claimed.cancelled():
        claimed.exception()


def _fail(error: Exception, batch: dict[str, WaitingEvent]) -> None:
    for waiting in batch.values():
        for claimed in waiting.claims:
            if not claimed.done():
                claimed.set_exception(error)


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
