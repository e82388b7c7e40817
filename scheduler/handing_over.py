"""What is asked of a platform for one delivery: to send its words, or to change or delete a message."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.core.reply import Reply
from bot.delivery.domain import Delivery
from bot.delivery.kinds import NotificationKind
from bot.delivery.shared_reads import SharedReads
from bot.language.dates import said_in
from scheduler.ports import Outcome, PlatformSender, Refused, Sent


async def what_to_do(
    kind: NotificationKind, one: Delivery, sender: PlatformSender, reads: SharedReads
) -> Callable[[], Awaitable[Outcome]]:
    """To send what there is to say, to change a message into it, or to delete the message and say it there."""
    with said_in(one.their_date.year):
        words = await kind.message(reads, one)
    if kind.policy.changes:
        return partial(sender.update, one.address, one.message or "", words)
    if kind.policy.deletes:
        return partial(_delete, sender, one, words)
    return partial(sender.send, one.address, words, one.name)


async def _delete(sender: PlatformSender, one: Delivery, words: Reply) -> Outcome:
    """Deleted; where the platform does not let us, these words stand in its place."""
    message = one.message or ""
    outcome = await sender.delete(one.address, message)
    match outcome:
        case Refused(why, for_good=True, gone=False):
            replaced = await sender.update(one.address, message, words)
            if isinstance(replaced, Sent):
                return replace(replaced, replacement=why)
            return outcome if isinstance(replaced, Refused) and replaced.for_good else replaced
        case _:
            return outcome
