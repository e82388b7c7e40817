"""Which mail server sends our e-mail, from which address, how encrypted, and with which credentials."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ConfigDict, Field, field_validator

from bot.core.email_address import is_email_address
from bot.core.environment import EnvironmentVariable
from bot.core.errors import SettingsError
from bot.core.loopback import is_loopback
from bot.core.settings import Settings
from bot.core.settings_sections import SettingsSection

NAME = "email"
USER = EnvironmentVariable("EMAIL_USER", "the user name at the mail server, where it wants one")
PASSWORD = EnvironmentVariable("EMAIL_PASSWORD", "the password that goes with `EMAIL_USER`")
VARIABLES = (USER, PASSWORD)
LARGEST_PORT = 65535


class Encryption(StrEnum):
    """starttls: asked for after connecting, and insisted on. implicit: from the first byte. none: in the clear."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


class EmailSettings(SettingsSection):
    """E-mail for people who have neither Slack nor Teams; off unless a host stands here."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    host: str = Field(default="", description="the mail server that takes our e-mail; none: no e-mail is sent")
    port: int = Field(default=587, ge=1, le=LARGEST_PORT, description="the port that it listens on")
    sender: str = Field(default="", alias="from", description="the address that e-mail comes from")
    tls: Encryption = Field(
        default=Encryption.STARTTLS,
        description="`starttls`, `implicit` (port 465), or `none`, on this machine only",
    )
    per_minute: int = Field(default=60, ge=1, le=6000, description="how many e-mails go in a minute at most")

    @field_validator("sender")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        if address and not is_email_address(address):
            raise ValueError("write one address, such as mastery@hub.example")
        return address


@dataclass(frozen=True, slots=True)
class MailServer:
    """All that sending needs. public_url: where the link to stop leads."""

    host: str
    port: int
    sender: str
    tls: Encryption
    per_minute: int
    public_url: str
    user: str = ""
    password: str = field(default="", repr=False)


def read(environment: Mapping[str, str], settings: Settings) -> MailServer | None:
    """None where e-mail is off. Raises SettingsError in words for half a configuration."""
    ours = settings.section(NAME, EmailSettings)
    user, password = USER.read(environment), PASSWORD.read(environment)
    if not ours.host:
        named = [
            name
            for name, there in (("email.from", ours.sender), (USER.name, user), (PASSWORD.name, password))
            if there
        ]
        if named:
            raise SettingsError(
                f"{' and '.join(named)} is set, but email.host is not; name the mail server, or take it out."
            )
        return None
    if not ours.sender:
        raise SettingsError("email.host is set, but email.from is not; write the address that e-mail comes from.")
    if bool(user) != bool(password):
        raise SettingsError(f"set both {USER.name} and {PASSWORD.name}, or neither.")
    if ours.tls is Encryption.NONE and not is_loopback(ours.host):
        raise SettingsError(
            "email.tls is none, which only a mail server on this machine may have; write starttls."
        )
    if not settings.public_url:
        raise SettingsError("email.host is set, but web.url is not; every e-mail has a link there to stop them.")
    return MailServer(
        ours.host, ours.port, ours.sender, ours.tls, ours.per_minute, settings.public_url, user, password
    )
