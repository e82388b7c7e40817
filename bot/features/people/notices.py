"""What people are told, unasked, about their accounts and roles: words, which `repository_notices.py` leaves."""

from collections.abc import Iterable, Mapping

from bot.core.identity import Account, LinkedBy
from bot.core.reply import Actions, Button, Note, Reply, Text

KIND = "accounts"
OPERATOR = "an administrator"
SHOW = Actions((Button("My accounts", "accounts_show"),))
HOW = {LinkedBy.CODE: "with a joining code", LinkedBy.EMAIL: "by its e-mail address"}
CODE_NEEDED = "To act in that role from this account, ask for a joining code, then type “join” and the code here."
NOT_YOURS = "If an account isn't yours, type “accounts” and unlink it."
WRONG = "If that is wrong, tell your Maths Hub."
TELL_HUB = "If that wasn't you, tell your Maths Hub."


def platform_of(account: Account) -> str:
    """The platform as people call it."""
    return account.platform.capitalize()


def platforms_of(accounts: Iterable[Account]) -> str:
    """ "Slack, Teams and Slack"."""
    *most, last = [platform_of(one) for one in accounts]
    return f"{', '.join(most)} and {last}" if most else last


def account_linked(platform: str, by: LinkedBy) -> Reply:
    text = f"Another account was linked to your record: {platform.capitalize()}, {HOW[by]}."
    what = "If that was you, all is well. If it wasn't, type “accounts”, unlink it, and tell your Maths Hub."
    return Reply((Text(text), Text(what), SHOW), KIND, personal=True)


def account_unlinked(unlinked: Account, by: str) -> Reply:
    """For the person's other accounts. by: the platform from which it was done."""
    text = f"Your {platform_of(unlinked)} account was unlinked from your record, from {by}. {TELL_HUB}"
    return Reply((Text(text), SHOW), KIND, personal=True)


def this_account_unlinked(by: str) -> Reply:
    """For the account itself."""
    text = (
        f"This account was unlinked from your record, from {by}. A new joining code from your Maths Hub links it "
        f"again. {TELL_HUB}"
    )
    return Reply((Text(text),), KIND, personal=True)


def role_given(role: str, by: str, account: Account, accounts: Iterable[Account]) -> Reply:
    """role: "a lead of Kent", "a programme administrator". account: the one that this is sent to."""
    needs_code = f" {CODE_NEEDED}" if account.linked_by is not LinkedBy.CODE else ""
    text = f"You are now {role}: {by} made you one. Type “cohort” to see what you can do.{needs_code}"
    linked = f"Your record is linked to {platforms_of(accounts)}. {NOT_YOURS}"
    return Reply((Text(text), Note(linked), SHOW), KIND, personal=True)


def role_taken(no_longer: str, by: str) -> Reply:
    """no_longer: "You no longer lead Kent"."""
    text = f"{no_longer}: {by} took that back. If that is a mistake, ask a programme administrator."
    return Reply((Text(text),), KIND, personal=True)


CALLED = {"name": "name", "email": "e-mail address", "school": "school"}


def details_changed(by: str, was: Mapping[str, str | None], now: Mapping[str, str | None]) -> Reply:
    """For whose record it is: what a lead has put right there."""
    changed = [name for name in CALLED if was[name] != now[name]]
    lines = [f"• {CALLED[name]}: {was[name] or 'none'} → {now[name] or 'none'}" for name in changed]
    text = "\n".join([f"{by} at your hub has changed your record:", *lines, WRONG])
    return Reply((Text(text),), "person_edited", personal=True)
