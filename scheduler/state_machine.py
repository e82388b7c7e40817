"""One delivery from claimed to ended, the same for both engines: it looks before it sends again."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from prometheus_client import Counter

from bot.db.outage import is_outage
from bot.delivery.domain import Delivery, DeliveryOutcome, DeliveryStatus, FinishedDelivery
from bot.delivery.kinds import UnknownRule
from bot.delivery.leases import Leases
from bot.delivery.shared_reads import SharedReads
from scheduler.delivery_context import DeliveryContext
from scheduler.handing_over import what_to_do
from scheduler.ports import Ambiguous, CannotTell, NotThere, Outcome, PlatformSender, Refused, Sent, Throttled

LEASE = timedelta(seconds=60)
IN_TIME = timedelta(seconds=20)  # a send may take this long; who has less left of the lease does not begin
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
GIVE_UP, NOT_BEFORE = timedelta(days=1), 5  # a day of trying, and so many times: a night may lie between two
MOST_BROKEN = 3  # tries of what fails here and not at the platform
CLOCKS_DIFFER = timedelta(minutes=5)  # the platform's may be behind ours by so much: it is asked from then on
SENDS = Counter("mastery_sends", "Messages given to a platform unasked, by what it said", ["platform", "outcome"])
log = structlog.get_logger(__name__)


async def filter_sendable(
    context: DeliveryContext, batch: Sequence[Delivery]
) -> tuple[list[Delivery], list[FinishedDelivery]]:
    """What of a batch that was just claimed is to be sent now, and what becomes of the rest."""
    now = context.clock()
    known = [one for one in batch if context.kinds.know(one.rule)]
    ended = [FinishedDelivery(one, _unknown(context, one)) for one in batch if not context.kinds.know(one.rule)]
    if not known:
        return [], ended
    owed = await Leases(context.store, context.kinds).recheck_before_send(known, now.date())
    sendable = list[Delivery]()
    for one in known:
        ending = await _reason_not_to(context, one, owed, now)
        if ending is None:
            sendable.append(one)
        else:
            ended.append(FinishedDelivery(one, ending))
    return sendable, ended


async def deliver(
    context: DeliveryContext, one: Delivery, reads: SharedReads, lease: timedelta = LEASE
) -> DeliveryOutcome | None:
    """Send a claimed delivery; returns its outcome. None: the lease may be over, so whoever is next must look.

    reads: what is read once for all that are sent in a stretch.
    """
    sender = context.senders[one.platform]
    try:
        hand_over = await what_to_do(context.kinds.of(one.rule), one, sender, reads)
    except Exception as error:
        if is_outage(error):  # no fault of the message's, so it is no try of it either
            context.store.outage.seen(error)
            return DeliveryOutcome(DeliveryStatus.READY, context.clock(), counts=False)
        return await _in_hours(context, one, _broken(context, one))
    if one.attempted_at is None or context.clock() > one.attempted_at + lease - IN_TIME:
        return None  # this process was paused
    try:
        outcome = await hand_over()
    except Exception:
        outcome = Ambiguous(f"the sending broke off (reference {_logged(one, 'sending broke off')})")
    SENDS.labels(one.platform, type(outcome).__name__.lower()).inc()
    return await _in_hours(context, one, _after(context, one, sender, outcome))


async def look(context: DeliveryContext, one: Delivery) -> DeliveryOutcome:
    """A sender did not come back, or did not know: ask the platform, and send again only what is not there."""
    sender = context.senders.get(one.platform)
    if one.attempted_at is None or sender is None:
        return DeliveryOutcome(DeliveryStatus.READY, context.clock(), counts=False)
    if not context.kinds.know(one.rule):
        return DeliveryOutcome(DeliveryStatus.UNKNOWN, why=f"it may have arrived: {UnknownRule(one.rule)}")
    if not sender.can_look or context.kinds.of(one.rule).policy.changes:  # there is no message of its own to find
        return _blind(context, one, "the sending was interrupted")
    try:
        found = await sender.find(one.address, one.name, one.attempted_at - CLOCKS_DIFFER)
    except Exception:
        found = CannotTell(f"the looking broke off (reference {_logged(one, 'looking broke off')})")
    match found:
        case Sent(message):
            return DeliveryOutcome(DeliveryStatus.SENT, message=message)
        case NotThere():
            return await _in_hours(context, one, _again(context, one, "it had not arrived", at_once=True))
        case CannotTell(why):
            return _ask_later(context, one, why)


async def _reason_not_to(
    context: DeliveryContext, one: Delivery, owed: frozenset[int], now: datetime
) -> DeliveryOutcome | None:
    if one.id not in owed:
        return DeliveryOutcome(
            DeliveryStatus.SKIPPED, why="done, stopped or changed before it was sent", counts=False
        )
    policy = context.kinds.of(one.rule).policy
    if policy.lapses and one.occasion.owed.expires_at <= now:
        return DeliveryOutcome(
            DeliveryStatus.SKIPPED, why="was of no use any more when it could be sent", counts=False
        )
    if policy.keeps_hours and (opens := await context.opening.next(one, now)) > now:
        return DeliveryOutcome(
            DeliveryStatus.READY, opens, why="waits for the hours in which people are written to", counts=False
        )
    if one.platform not in context.senders:
        return await _in_hours(context, one, _again(context, one, f"{one.platform} is not connected"))
    return None


def _after(context: DeliveryContext, one: Delivery, sender: PlatformSender, outcome: Outcome) -> DeliveryOutcome:
    now = context.clock()
    match outcome:
        case Sent(message, replacement):
            return DeliveryOutcome(DeliveryStatus.SENT, message=message, why=replacement or None)
        case Throttled() if one.occasion.owed.expires_at <= now:
            return DeliveryOutcome(
                DeliveryStatus.FAILED,
                why="given up: the platform asked us to wait until it was of no use any more",
            )
        case Throttled(after):
            pause = timedelta(seconds=max(after, 1.0))
            return DeliveryOutcome(
                DeliveryStatus.READY, now + pause, why="the platform asked us to wait", counts=False, pause=pause
            )
        case Refused(gone=True) if context.kinds.of(one.rule).policy.deletes:
            return DeliveryOutcome(DeliveryStatus.SENT)  # somebody deleted it, or this is the second time
        case Refused(why, for_good=True):
            return DeliveryOutcome(DeliveryStatus.FAILED, why=why)
        case Refused(why):
            return _again(context, one, why)
        case Ambiguous(why) if sender.can_look and not context.kinds.of(one.rule).policy.changes:
            return DeliveryOutcome(DeliveryStatus.SENDING, now + timedelta(seconds=sender.settle), why=why)
        case Ambiguous(why):
            return _blind(context, one, why)


def _blind(context: DeliveryContext, one: Delivery, why: str) -> DeliveryOutcome:
    """The platform cannot be asked: a reminder twice is worse than one too few, an announcement the other way."""
    policy = context.kinds.of(one.rule).policy
    if policy.deletes or policy.changes:
        return _again(context, one, why)
    if one.attempts + 1 < policy.most_blind_sends:
        return DeliveryOutcome(DeliveryStatus.READY, context.clock() + _wait(context, one.attempts), why=why)
    return DeliveryOutcome(DeliveryStatus.UNKNOWN, why=f"it may have arrived: {why}")


def _broken(context: DeliveryContext, one: Delivery) -> DeliveryOutcome:
    """It has no words: for the lead, a reference to what the log says of it."""
    why = f"what it says could not be put together (reference {_logged(one, 'no words')})"
    if one.attempts + 1 >= MOST_BROKEN:
        return DeliveryOutcome(DeliveryStatus.FAILED, why=why)
    return DeliveryOutcome(DeliveryStatus.READY, context.clock() + _wait(context, one.attempts), why=why)


def _unknown(context: DeliveryContext, one: Delivery) -> DeliveryOutcome:
    """No kind declares its rule: another version of the program may, so it is tried as often as what breaks."""
    why = str(UnknownRule(one.rule))
    log.error(why, delivery=one.id)
    if one.attempts + 1 >= MOST_BROKEN:
        return DeliveryOutcome(DeliveryStatus.FAILED, why=why)
    return DeliveryOutcome(DeliveryStatus.READY, context.clock() + _wait(context, one.attempts), why=why)


def _again(context: DeliveryContext, one: Delivery, why: str, *, at_once: bool = False) -> DeliveryOutcome:
    now = context.clock()
    if _is_given_up(one, now):
        return DeliveryOutcome(DeliveryStatus.FAILED, why=f"given up after a day: {why}")
    return DeliveryOutcome(DeliveryStatus.READY, now if at_once else now + _wait(context, one.attempts), why=why)


def _ask_later(context: DeliveryContext, one: Delivery, why: str) -> DeliveryOutcome:
    now = context.clock()
    if _is_given_up(one, now):
        return DeliveryOutcome(
            DeliveryStatus.UNKNOWN, why=f"it may have arrived, and could not be looked up for a day: {why}"
        )
    return DeliveryOutcome(DeliveryStatus.SENDING, now + _wait(context, one.attempts), why=why)


def _is_given_up(one: Delivery, now: datetime) -> bool:
    return now - one.first_at >= GIVE_UP and one.attempts >= NOT_BEFORE


async def _in_hours(context: DeliveryContext, one: Delivery, ending: DeliveryOutcome) -> DeliveryOutcome:
    """A reminder that goes again does so when people are written to."""
    keeps_hours = context.kinds.of(one.rule).policy.keeps_hours
    if ending.status is not DeliveryStatus.READY or ending.next_at is None or not keeps_hours:
        return ending
    try:
        return replace(ending, next_at=await context.opening.next(one, ending.next_at))
    except Exception as error:
        if not is_outage(error):
            raise
        context.store.outage.seen(error)
        return ending  # the hours are looked up again before it is sent


def _wait(context: DeliveryContext, attempts: int) -> timedelta:
    """Doubling, with jitter from half to the whole of it."""
    longest: timedelta = min(FIRST_WAIT * 2 ** min(attempts, 12), LONGEST_WAIT)
    return longest * context.random.uniform(0.5, 1.0)


def _logged(one: Delivery, what: str) -> str:
    """The reference under which the log keeps what was raised."""
    reference = secrets.token_hex(4)
    log.exception(what, reference=reference, delivery=one.id, rule=one.rule)
    return reference
