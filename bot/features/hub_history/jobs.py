"""A hub's other leads hear, once, when one of them moves a residential or somebody leaves or moves."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.identity import Account
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.working_days import Hours
from bot.db.audit_domain import UNDONE
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.recurring import recurring
from bot.features.hub_history.domain import HubChange, is_told, sentence
from bot.features.hub_history.repository import HubHistory
from bot.identity.repository import People

LOOKS_BACK = timedelta(hours=6)  # a clock that stood still for longer tells nothing old
KIND = "co_lead"


@recurring("changes by co-leads")
async def tell_co_leads(store: Store, now: datetime, _hours: Hours) -> int:
    """Leaves what is to be told under the change's number, so that again it does no harm; returns how many."""
    found = await HubHistory(store).to_tell(now - LOOKS_BACK)
    told = {one.entry.id: one for one in found if is_told(one.entry)}
    news = [*(one for one in told.values() if not one.is_taken_back), *_undone(found, told)]
    if not news:
        return 0
    leads = await People(store).leads({hub for one in news for hub in _hubs(one, told)})
    posts = [(post, one) for one in news for post in _posts(one, leads, told)]
    asked = {key for post, one in posts for key in (post.key, *_keys_before(post, one))}
    known = await DirectMessages(store).known(asked)
    fresh = [post for post, one in posts if post.key not in known and _makes_sense(post, one, known)]
    if fresh:
        await DirectMessages(store).leave(fresh, now)
    return len(fresh)


def _undone(found: Sequence[HubChange], told: Mapping[int, HubChange]) -> Iterator[HubChange]:
    """The undos of something that was told."""
    for one in found:
        if one.entry.what == UNDONE and any(each in told for each in one.entry.detail.get("of", ())):
            yield one


def _keys_before(post: OutgoingMessage, undo: HubChange) -> list[str]:
    """Under which what it takes back was told to the same account."""
    account = post.key.split(":", 2)[2]
    return [f"co-lead:{one}:{account}" for one in undo.entry.detail.get("of", ())]


def _makes_sense(post: OutgoingMessage, change: HubChange, known: frozenset[str]) -> bool:
    """What was taken back before anybody heard of it is not spoken of."""
    return change.entry.what != UNDONE or any(key in known for key in _keys_before(post, change))


def _hubs(change: HubChange, told: Mapping[int, HubChange]) -> set[int]:
    """Whose leads hear of it: of a move, those of the place that was left, too."""
    of = [change, *(told[one] for one in change.entry.detail.get("of", ()) if one in told)]
    hubs = {one.entry.hub_id for one in of} | {one.entry.detail.get("from_hub") for one in of}
    return {hub for hub in hubs if hub is not None}


def _posts(
    change: HubChange, leads: Mapping[int, Sequence[tuple[int, Account]]], told: Mapping[int, HubChange]
) -> Iterator[OutgoingMessage]:
    buttons = Actions((_next(change, told), _history(change)))
    reply = Reply((Text(sentence(change, told)), buttons), KIND, personal=True)
    seen: set[str] = set()
    for hub in sorted(_hubs(change, told)):
        for person, account in leads.get(hub, ()):
            post = OutgoingMessage.to_account(f"co-lead:{change.entry.id}", account, reply)
            if person == change.entry.by or not account.address or post.key in seen:
                continue
            seen.add(post.key)
            yield post


def _next(change: HubChange, told: Mapping[int, HubChange]) -> Button:
    """Of a date, the dates; of somebody who goes, the cohort."""
    of = [change, *(told[one] for one in change.entry.detail.get("of", ()) if one in told)]
    if any(one.entry.what == "residential.set" for one in of):
        return Button("Residentials", "say", {"text": "cohort residential"})
    return Button("Cohort status", "say", {"text": "cohort status"})


def _history(change: HubChange) -> Button:
    return Button("Who changed what", "hub_history", {"hub": str(change.entry.hub_id)})
