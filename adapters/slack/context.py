"""What the Slack platform is given: its credentials, the core, the store, the clocks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from adapters.slack.web_api import API, PATIENCE
from bot.core.clock import Clock
from bot.core.dispatcher import Core
from bot.db.store import Store

__all__ = ["API", "Seconds", "SlackContext", "SlackCredentials", "Sleep", "Trusts", "serves_all", "trusts_none"]

Sleep = Callable[[float], Awaitable[None]]
Seconds = Callable[[], float]
"""A clock that only runs forward, in seconds."""
Trusts = Callable[[str], bool]
"""Whether a workspace's word for somebody's e-mail address is taken (app.yaml)."""


@dataclass(frozen=True, slots=True)
class SlackCredentials:
    """signing_secret for HTTP, app_token for Socket Mode; one of them at least.

    token: of the one workspace that needs no installing. client_id, client_secret, token_key: for those that do it
    by themselves.
    """

    token: str
    signing_secret: str = ""
    app_token: str = ""
    api: str = API
    client_id: str = ""
    client_secret: str = ""
    token_key: str = ""

    @property
    def installs(self) -> bool:
        """Whether workspaces may install the bot by themselves."""
        return bool(self.client_id)


def trusts_none(_team: str) -> bool:
    return False


def serves_all(_team: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class SlackContext:
    """`zone`: of whoever Slack cannot tell us about.

    form_patience: seconds for a form that was sent to be answered in place; Slack gives up after three.
    call_patience: seconds for Slack to answer a call.
    serves: whether a workspace may install the bot and use it (app.yaml).
    """

    core: Core
    store: Store
    clock: Clock
    seconds: Seconds
    sleep: Sleep
    zone: str
    form_patience: float = 2.5
    call_patience: float = PATIENCE
    trusts: Trusts = trusts_none
    serves: Callable[[str], bool] = serves_all
