"""What a platform is to the server that runs it: routes to mount, something to start and stop, a way to send."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.core.dispatcher import Core
from bot.core.settings import Settings
from bot.db.store import Store
from scheduler.ports import PlatformSender


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a platform is given to connect with. `environment` holds the secrets; it is never logged."""

    core: Core
    store: Store
    settings: Settings
    environment: Mapping[str, str]
    loopback: bool


@dataclass(frozen=True, slots=True)
class Off:
    """A platform that is not on in this process, and why, in words for the operator."""

    name: str
    why: str


class Platform(Protocol):
    """A platform that has its credentials. `about`: what is on, in a few words, without any secret."""

    name: str
    about: str
    sender: PlatformSender

    def mount(self, app: web.Application) -> None:
        """Add the routes on which the platform's events come in."""

    async def start(self) -> None:
        """Open what must be open before the first event. Raises SettingsError in words."""

    async def stop(self) -> None:
        """Finish the turns in hand, then close."""
