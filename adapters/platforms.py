"""The platforms that the bot can talk on, one line each; `adapters.base.PlatformDeclaration` explains them."""

from adapters import email, slack, teams
from adapters.base import PlatformDeclaration

PLATFORMS: list[PlatformDeclaration] = [
    slack.PLATFORM,
    teams.PLATFORM,
    email.PLATFORM,
]
