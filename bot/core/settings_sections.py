"""The parts of app.yaml: each setting with its default, what it means, and what is refused."""

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.core.database_url import with_driver
from bot.core.loopback import is_private_on_the_way
from bot.core.reminder_defaults import CLOSES, LATE_EVERY, NUDGE_ON, OPENS, PACE_ON, REPORT, RESIDENTIAL

SITE = re.compile(r"https://[a-z0-9.*-]+(?::\d+)?")  # a source of Content-Security-Policy, and nothing after it


class SettingsSection(BaseModel):
    """A part of app.yaml. A name that is not declared in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Programme(SettingsSection):
    """Which cohorts' knowledge this deployment answers from, and its time zone."""

    knowledge: tuple[Path, ...] = Field(
        default=(),
        description="a cohort's folder, or a list of several that are live at once; else all in `knowledge/`",
    )
    sheets: Mapping[str, Path] = Field(
        default={},
        description="a folder's name and the text of its sheet (Markdown), which answers are then held to",
    )
    zone: str = Field(default="Europe/London", description="the time zone of the programme")

    @field_validator("knowledge", mode="before")
    @classmethod
    def _one_or_several(cls, given: Any) -> Any:
        return [given] if isinstance(given, str | Path) else given

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("not a time zone; write one such as Europe/London")
        return zone


class StoreSettings(SettingsSection):
    """Where records are kept; DATABASE_URL wins over this."""

    url: str = Field(
        default="sqlite:///var/mastery.db",
        validate_default=True,
        description="the database; a relative path counts from app.yaml",
    )
    backups: Path | None = Field(
        default=None, description="the folder in which `check --online` looks for a backup of the last day"
    )

    @field_validator("url")
    @classmethod
    def _has_a_driver(cls, url: str) -> str:
        return with_driver(url)


class SlackSettings(SettingsSection):
    """Who may install the bot in Slack."""

    workspaces: frozenset[str] = Field(
        default=frozenset(),
        description="workspaces that may install the bot, beside the token's; all when none is named",
    )


def https_only(url: str) -> str:
    """The address, if it is one with https or on this machine. Raises ValueError."""
    if url and not is_private_on_the_way(url):
        raise ValueError("write the address with https://")
    return url


class TeamsSettings(SettingsSection):
    """Who may use the bot in Teams, and where it is reached."""

    tenants: tuple[str, ...] = Field(default=(), description="the tenants that may use a MultiTenant bot")
    url: str = Field(default="", description="where this server is reached from outside, for files")

    @field_validator("url")
    @classmethod
    def _is_https(cls, url: str) -> str:
        return https_only(url)


class WebSettings(SettingsSection):
    """The bot's own web server, and the page on which everybody may ask."""

    url: str = Field(
        default="", description="where this server is reached from outside, for calendars; else `teams.url`"
    )
    ask: bool = Field(default=False, description="whether everybody may ask at `/ask`, without an account")
    frames: tuple[str, ...] = Field(default=(), description="the sites that may show `/ask` in a frame")
    contact: str = Field(default="", description="where `/ask` sends who wants a person of the hub")
    behind_proxy: bool = Field(
        default=False, description="whether a proxy adds the visitor's address to X-Forwarded-For"
    )

    @field_validator("url", "contact")
    @classmethod
    def _is_https(cls, url: str) -> str:
        return https_only(url)

    @field_validator("frames")
    @classmethod
    def _are_sites(cls, sites: tuple[str, ...]) -> tuple[str, ...]:
        if not all(SITE.fullmatch(site) for site in sites):
            raise ValueError("write each site as https://www.hub.example, without a path")
        return sites


class ReminderSettings(SettingsSection):
    """How many days before something people are reminded, and in which hours of theirs."""

    residential: tuple[int, ...] = Field(default=RESIDENTIAL, description="days before a residential's first day")
    report: tuple[int, ...] = Field(default=REPORT, description="days before a report is due")
    late_every: int = Field(
        default=LATE_EVERY, ge=1, description="days between two reminders about a report that is late"
    )
    nudge_on: int = Field(
        default=NUDGE_ON, ge=1, le=28, description="day of the month: a word to who logged nothing last month"
    )
    pace_on: int = Field(
        default=PACE_ON, ge=1, le=28, description="day of the month: a word to who is far behind an even pace"
    )
    opens: str = Field(default=OPENS, description="reminders are sent from this hour of each person's working day")
    closes: str = Field(default=CLOSES, description="and until this one")

    @field_validator("residential", "report")
    @classmethod
    def _are_days(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not all(0 <= day <= 365 for day in days):
            raise ValueError("write days before the date, each from 0 to 365")
        return days

    @field_validator("opens", "closes")
    @classmethod
    def _is_a_time(cls, text: str) -> str:
        try:
            found = time.fromisoformat(text)
        except ValueError:
            raise ValueError('not a time of day; write it in quotes, such as "07:30"') from None
        if found < time(2):
            raise ValueError("nothing is sent before 02:00, when the clocks change; write a later time")
        return text

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "ReminderSettings":
        if time.fromisoformat(self.opens) >= time.fromisoformat(self.closes):
            raise ValueError("`opens` must be before `closes`")
        return self


class Trusted(SettingsSection):
    """Slack workspaces and Teams tenants, by id, in which an account may be linked by its e-mail address alone."""

    slack: frozenset[str] = Field(
        default=frozenset(), description="Slack workspaces whose word for an e-mail address links an account"
    )
    teams: frozenset[str] = Field(
        default=frozenset(), description="Teams tenants whose word for an e-mail address links an account"
    )
