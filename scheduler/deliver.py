"""One delivery from taken to ended, the same for both engines: it looks before it sends again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from bot.clock import Clock
from bot.reply import Reply
from bot.store import Store
from bot.store.records_outbox import Delivery, Ending, Status
from scheduler.ports import Ambiguous, CannotTell, NotThere, Outcome, Refused, Sender, Sent, Throttled
from scheduler.rules import kind_of

LEASE = timedelta(seconds=60)
IN_TIME = timedelta(seconds=20)  # a send may take this long; who has less left of the lease does not begin
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
GIVE_UP = timedelta(days=1)
MOST_SENDS_BLIND = 2  # an announcement whose end nobody can tell is sent once more, never a third time

Words = Callable[[Store, Delivery], Awaitable[Reply]]


@dataclass(frozen=True)
class Desk:
    """What a delivery needs: the store, the platforms, the words, the clock, and chance for the jitter.

    stopping: set when nothing new may be begun.
    """

    store: Store
    senders: Mapping[str, Sender]
    words: Words
    clock: Clock
    random: Random = field(default_factory=Random)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def settle(self) -> timedelta:
        """The longest that any platform needs until it can be believed."""
        return timedelta(seconds=max((one.settle for one in self.senders.values()), default=0.0))


async def deliver(desk: Desk, one: Delivery, lease: timedelta = LEASE) -> None:
    """Send what was just taken, and note what became of it."""
    now = desk.clock()
    ending = await _reason_not_to(desk, one, now)
    if ending is None:
        sender = desk.senders[one.platform]
        hand_over = await _what_to_do(desk, one, sender)
        if one.attempted_at is None or desk.clock() > one.attempted_at + lease - IN_TIME:
            return  # this process was paused; whoever takes it next will look
        ending = _after(desk, one, sender, await hand_over())
    await desk.store.sending.end(one, ending, desk.clock())


async def _what_to_do(desk: Desk, one: Delivery, sender: Sender) -> Callable[[], Awaitable[Outcome]]:
    """To send what there is to say; of what is taken back, to delete the message."""
    if one.takes_back:
        return partial(sender.delete, one.address, one.message or "")
    return partial(sender.send, one.address, await desk.words(desk.store, one), one.name)


async def look(desk: Desk, one: Delivery) -> None:
    """A sender did not come back, or did not know: ask the platform, and send again only what is not there."""
    sender = desk.senders.get(one.platform)
    if one.attempted_at is None or sender is None:
        ending = Ending(Status.READY, desk.clock(), counts=False)
    elif not sender.can_look:
        ending = _blind(desk, one, "the sending was interrupted")
    else:
        match await sender.find(one.address, one.name, one.attempted_at):
            case Sent(message):
                ending = Ending(Status.SENT, message=message)
            case NotThere():
                ending = _again(desk, one, "it had not arrived", at_once=True)
            case CannotTell(why):
                ending = _ask_later(desk, one, why)
    await desk.store.sending.end(one, ending, desk.clock())


async def _reason_not_to(desk: Desk, one: Delivery, now: datetime) -> Ending | None:
    owed = one.occasion.owed
    if one.platform not in desk.senders:
        return _again(desk, one, f"{one.platform} is not connected")
    if not one.is_announcement and owed.expires_at <= now:
        return Ending(Status.SKIPPED, why="was of no use any more when it could be sent", counts=False)
    if not await desk.store.sending.still_owed(one, kind_of(owed.rule)):
        return Ending(Status.SKIPPED, why="done, stopped or changed before it was sent", counts=False)
    return None


def _after(desk: Desk, one: Delivery, sender: Sender, outcome: Outcome) -> Ending:
    now = desk.clock()
    match outcome:
        case Sent(message):
            return Ending(Status.SENT, message=message)
        case Throttled(after):
            pause = timedelta(seconds=max(after, 1.0))
            return Ending(
                Status.READY, now + pause, why="the platform asked us to wait", counts=False, pause=pause
            )
        case Refused(why, for_good=True):
            return Ending(Status.FAILED, why=why)
        case Refused(why):
            return _again(desk, one, why)
        case Ambiguous(why) if sender.can_look:
            return Ending(Status.SENDING, now + timedelta(seconds=sender.settle), why=why)
        case Ambiguous(why):
            return _blind(desk, one, why)


def _blind(desk: Desk, one: Delivery, why: str) -> Ending:
    """The platform cannot be asked: a reminder twice is worse than one too few, an announcement the other way."""
    if one.takes_back:
        return _again(desk, one, why)
    if one.is_announcement and one.attempts + 1 < MOST_SENDS_BLIND:
        return Ending(Status.READY, desk.clock() + _wait(desk, one.attempts), why=why)
    return Ending(Status.UNKNOWN, why=f"it may have arrived: {why}")


def _again(desk: Desk, one: Delivery, why: str, *, at_once: bool = False) -> Ending:
    now = desk.clock()
    if now - one.first_at >= GIVE_UP:
        return Ending(Status.FAILED, why=f"given up after a day: {why}")
    return Ending(Status.READY, now if at_once else now + _wait(desk, one.attempts), why=why)


def _ask_later(desk: Desk, one: Delivery, why: str) -> Ending:
    now = desk.clock()
    if now - one.first_at >= GIVE_UP:
        return Ending(Status.UNKNOWN, why=f"it may have arrived, and could not be looked up for a day: {why}")
    return Ending(Status.SENDING, now + _wait(desk, one.attempts), why=why)


def _wait(desk: Desk, attempts: int) -> timedelta:
    """Doubling, with jitter from half to the whole of it."""
    longest: timedelta = min(FIRST_WAIT * 2 ** min(attempts, 12), LONGEST_WAIT)
    return longest * desk.random.uniform(0.5, 1.0)
