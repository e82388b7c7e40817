"""E-mail over SMTP, for people who have neither Slack nor Teams; nothing comes in but “stop”."""

from adapters.base import Off, Platform, PlatformDeclaration, Surroundings
from adapters.email import settings
from adapters.email.settings import EmailSettings

__all__ = ["PLATFORM", "connect"]


def connect(around: Surroundings) -> Platform | Off:
    """E-mail, when app.yaml names a mail server. Raises SettingsError for half a configuration."""
    ours = settings.read(around.environment, around.settings)
    if ours is None:
        return Off("E-mail", "email.host is not set")
    from adapters.email.app import EmailPlatform  # noqa: PLC0415  only who sends e-mail needs an SMTP client

    return EmailPlatform(around, ours)


PLATFORM = PlatformDeclaration("email", connect, settings.VARIABLES, (), EmailSettings)
