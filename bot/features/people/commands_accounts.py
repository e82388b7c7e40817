"""The accounts that are linked to one's record: shown, and unlinked once that is confirmed."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.errors import BotError, StaleButton
from bot.core.identity import Account, Person
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import Actions, Button, Facts, Note, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.people.notices import HOW, KIND, platform_of
from bot.features.people.repository_accounts import Accounts
from bot.identity.repository import People

MOST = 5  # accounts with a button each; whoever has more unlinks some first
MINE = "Whoever writes from one of these accounts sees and changes your record. Unlink what isn't yours."


class NotLinked(BotError):
    """This account isn't linked to a record. If your Maths Hub gave you a code, type “join” and the code."""

    personal = True


@command(
    "accounts",
    role=Role.ANYONE,
    help="Which accounts are linked to your record; unlink one",
    writes=False,
)
async def accounts(turn: Turn, _words: str) -> Reply:
    """Each account with when and how it was linked, and a button to unlink it."""
    linked = await People(turn.store).accounts(_person(turn).id)
    rows = tuple((_named(turn, one), _since(turn, one)) for one in linked)
    buttons = tuple(
        Button(f"Unlink {platform_of(one)} ({_ending(one)})", "account_unlink", {"account": str(one.id)})
        for one in linked[-MOST:]
    )
    return Reply((Facts(rows, "Linked to your record"), Note(MINE), Actions(buttons)), KIND, personal=True)


@action("accounts_show", of="accounts", writes=False)
async def show(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await accounts(turn, "")


@action("account_unlink", of="accounts", writes=False)
async def unlink(turn: Turn, values: Mapping[str, str]) -> Reply:
    """What it would mean; nothing is changed yet."""
    linked = await People(turn.store).accounts(_person(turn).id)
    one = next((one for one in linked if one.id == record_id(values.get("account", ""))), None)
    if one is None:
        raise StaleButton
    only = " It is the only one: after that nobody reaches your record here." if len(linked) == 1 else ""
    text = (
        f"Unlink your {platform_of(one)} account, {_since(turn, one)}?{only} Your record stays; a new joining "
        "code from your Maths Hub links an account again. Nothing is changed yet."
    )
    yes = Button("Yes, unlink it", "account_unlink_sure", {"account": str(one.id)}, "danger")
    no = Button("Keep it", "account_keep")
    asks = OpenQuestion(yes.label, no.label)
    return Reply((Text(text), Actions((yes, no))), KIND, personal=True, asks=asks)


@action("account_unlink_sure", of="accounts", writes=True)
async def unlink_confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    account = record_id(values.get("account", ""))
    gone = await Accounts(turn.store).unlink(_person(turn).id, account, turn.activity.sender, turn.now)
    if gone is None:
        raise StaleButton
    text = f"Your {platform_of(gone)} account is unlinked. If you didn't know it, tell your Maths Hub."
    return Reply((Text(text),), KIND, replaces=True, personal=True)


@action("account_keep", of="accounts", writes=False)
async def keep(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("Nothing was unlinked."),), KIND, replaces=True, personal=True)


def _person(turn: Turn) -> Person:
    """Raises NotLinked."""
    if turn.person is None:
        raise NotLinked
    return turn.person


def _named(turn: Turn, account: Account) -> str:
    sender = turn.activity.sender
    this = (account.platform, account.tenant, account.user) == (sender.platform, sender.tenant, sender.user)
    return f"{platform_of(account)}{', this one' if this else ''}"


def _since(turn: Turn, account: Account) -> str:
    day = _local(turn, account.linked_at)
    return f"linked on {day.day} {day:%B %Y} {HOW[account.linked_by]}, id ending in {_ending(account)}"


def _ending(account: Account) -> str:
    """Enough of the platform's own id to tell two accounts apart."""
    return account.user[-4:]


def _local(turn: Turn, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(turn.activity.sender.zone))
