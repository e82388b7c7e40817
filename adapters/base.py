"""What a platform is to the server that runs it: what it needs, routes to mount, a way to send.

A platform is a folder in `adapters/` and a line in `adapters/platforms.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.core.environment import EnvironmentVariable
from bot.core.settings import Settings
from bot.core.settings_sections import SettingsSection

if TYPE_CHECKING:  # slow to import, and the command line only asks which platforms there are
    from aiohttp import web

    from bot.core.dispatcher import Core
    from bot.db.store import Store
    from scheduler.ports import PlatformSender

NOTHING = ("", "0")  # a variable that asks for nothing


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a platform is given to connect with. `environment` holds the secrets; it is never logged."""

    core: "Core"
    store: "Store"
    settings: Settings
    environment: Mapping[str, str]
    loopback: bool


@dataclass(frozen=True, slots=True)
class Off:
    """A platform that is not on in this process, and why, in words for the operator."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class PlatformDeclaration:
    """A platform that can be connected. `name`: as its senders, its settings and `mastery manifest` call it.

    connect: the platform, or Off; raises SettingsError for credentials that are incomplete.
    variables: what it reads from the environment; `on_with`: it is on when one of these holds something.
    settings: its own part of app.yaml, under its name; None when it has none.
    manifest: the module whose `write(url, catalogue, out)` writes the app manifest; empty when it needs none.
    """

    name: str
    connect: "Callable[[Surroundings], Platform | Off]"
    variables: tuple[EnvironmentVariable, ...]
    on_with: tuple[EnvironmentVariable, ...]
    settings: type[SettingsSection] | None = None
    manifest: str = ""

    def wanted(self, environment: Mapping[str, str]) -> bool:
        """Whether the environment asks for it."""
        return any(one.read(environment) not in NOTHING for one in self.on_with)


class Platform(Protocol):
    """A platform that has its credentials. `about`: what is on, in a few words, without any secret."""

    name: str
    about: str
    sender: "PlatformSender"

    def mount(self, app: "web.Application") -> None:
        """Add the routes on which the platform's events come in."""

    async def start(self) -> None:
        """Open what must be open before the first event. Raises SettingsError in words.

        A platform that cannot be reached is no reason to raise: it is tried again, and `problem` says so.
        """

    async def try_credentials(self) -> str:
        """Ask the platform something that changes nothing, and close again: empty, or what is wrong, in words.

        For `mastery check --online`, while another process may serve. Raises SettingsError in words.
        """

    def problem(self) -> str:
        """Empty while the platform answers; else what is wrong, in words for the operator."""

    async def stop(self) -> None:
        """Finish the turns in hand, then close."""
