"""Teams over botbuilder-core: activities in, Adaptive Cards out. The only botbuilder imports."""

from adapters.base import Off, Platform, PlatformDeclaration, Surroundings
from adapters.teams import credentials
from bot.core.settings_sections import TeamsSettings

__all__ = ["PLATFORM", "connect"]


def connect(around: Surroundings, endpoints: credentials.Endpoints | None = None) -> Platform | Off:
    """Teams, when its credentials are in the environment. Raises SettingsError for half of them."""
    if not PLATFORM.wanted(around.environment):
        return Off("Teams", "no MICROSOFT_APP_ID is set")
    ours = credentials.read(around.environment, around.settings, around.loopback)
    from adapters.teams.app import TeamsPlatform  # noqa: PLC0415  botbuilder takes a second to import, and only this needs it

    return TeamsPlatform(around, ours, endpoints or credentials.Endpoints())


PLATFORM = PlatformDeclaration(
    "teams", connect, credentials.VARIABLES, credentials.ON_WITH, TeamsSettings, manifest="adapters.teams.manifest"
)
