"""Where the bot was installed, as the adapters see it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """`tenant`: the workspace's id, `name` what it calls itself. `token`: as its adapter sealed it."""

    platform: str
    tenant: str
    name: str
    bot: str
    token: str
    at: datetime
