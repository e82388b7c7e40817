"""app.yaml and the environment → Settings. What is not known here is refused, so that a typo cannot pass."""

import os
import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, field_validator, model_validator

from bot.core.environment import CONFIG, EnvironmentVariable
from bot.core.errors import SettingsError

DEFAULT_FILE = "app.yaml"
KNOWLEDGE = "knowledge"  # the folder that cohorts' folders are looked for in
DATABASE = EnvironmentVariable(
    "DATABASE_URL", "another database, such as `sqlite:////srv/mastery/bot.db`; wins over app.yaml"
)
VARIABLES = (CONFIG, DATABASE)
INSTALLED = Path(__file__).resolve().parents[2]  # the repository, or where pip has put the packages
SITE = re.compile(r"https://[a-z0-9.*-]+(?::\d+)?")  # a source of Content-Security-Policy, and nothing after it
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class SettingsSection(BaseModel):
    """A part of app.yaml. A name that is not declared in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


SectionT = TypeVar("SectionT", bound=SettingsSection)


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


def secure(url: str) -> str:
    """The address, if it is one with https or on this machine. Raises ValueError."""
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ValueError("write the address with https://")
    return url


class TeamsSettings(SettingsSection):
    """Who may use the bot in Teams, and where it is reached."""

    tenants: tuple[str, ...] = Field(default=(), description="the tenants that may use a MultiTenant bot")
    url: str = Field(default="", description="where this server is reached from outside, for files")

    @field_validator("url")
    @classmethod
    def _is_https(cls, url: str) -> str:
        return secure(url)


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
        return secure(url)

    @field_validator("frames")
    @classmethod
    def _are_sites(cls, sites: tuple[str, ...]) -> tuple[str, ...]:
        if not all(SITE.fullmatch(site) for site in sites):
            raise ValueError("write each site as https://www.hub.example, without a path")
        return sites


class ReminderSettings(SettingsSection):
    """How many days before something people are reminded, and in which hours of theirs."""

    residential: tuple[int, ...] = Field(default=(28, 7, 1), description="days before a residential's first day")
    report: tuple[int, ...] = Field(default=(14, 3, 0), description="days before a report is due")
    late_every: int = Field(default=7, ge=1, description="days between two reminders of a report that is late")
    nudge_on: int = Field(
        default=5, ge=1, le=28, description="day of the month: a word to who logged nothing last month"
    )
    pace_on: int = Field(
        default=20, ge=1, le=28, description="day of the month: a word to who is far behind an even pace"
    )
    opens: str = Field(
        default="07:30", description="reminders are sent from this hour of each person's working day"
    )
    closes: str = Field(default="18:30", description="and until this one")

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


class Settings(SettingsSection):
    """All of app.yaml, and the folder that it stands in."""

    programme: Programme = Field(default_factory=Programme)
    store: StoreSettings = Field(default_factory=StoreSettings)
    slack: SlackSettings = Field(default_factory=SlackSettings)
    teams: TeamsSettings = Field(default_factory=TeamsSettings)
    web: WebSettings = Field(default_factory=WebSettings)
    reminders: ReminderSettings = Field(default_factory=ReminderSettings)
    trusted: Trusted = Field(default_factory=Trusted)
    folder: Path = Path()

    def trusts(self, platform: str, tenant: str) -> bool:
        """Whether the platform's word for somebody's e-mail address is taken there; else it is only a claim."""
        return tenant in getattr(self.trusted, platform, frozenset())

    def serves(self, workspace: str) -> bool:
        """Whether a Slack workspace may install the bot, and use it then."""
        return not self.slack.workspaces or workspace in self.slack.workspaces

    def section(self, name: str, kind: type[SectionT]) -> SectionT:
        """A platform's own part of app.yaml, or its defaults where the file has none."""
        found = getattr(self, name, None)
        return found if isinstance(found, kind) else kind()

    @property
    def public_url(self) -> str:
        """Where the server is reached from outside, without a slash at the end; empty where nobody said."""
        return (self.web.url or self.teams.url).rstrip("/")

    @property
    def knowledge_folders(self) -> tuple[Path, ...]:
        """Each cohort's folder, in app.yaml's order, beside it; what is not there is the installed package's."""
        if self.programme.knowledge:
            return tuple(map(self._here_or_installed, self.programme.knowledge))
        found = self._here_or_installed(Path(KNOWLEDGE))
        return tuple(sorted(facts.parent for facts in found.glob("*/facts.yaml")))

    def _here_or_installed(self, path: Path) -> Path:
        named, packaged = self.folder / path, INSTALLED / path
        return packaged if not named.exists() and packaged.exists() else named

    def sheet_of(self, folder: Path) -> Path | None:
        """Where the text of a folder's sheet is, if app.yaml says so."""
        named = self.programme.sheets.get(folder.name)
        return self.folder / named if named else None

    @property
    def database(self) -> str:
        """The store's URL; a relative SQLite path in app.yaml counts from app.yaml's folder."""
        head, stop, path = self.store.url.partition(":///")
        if head.startswith("sqlite") and stop and path and not path.startswith((":", "/")):
            return f"{head}:///{(self.folder / path).resolve()}"
        return self.store.url

    @property
    def cache_dir(self) -> Path:
        """Where what was worked out once is kept for the next start; nothing in it is missed when it is gone."""
        return self.folder / "var"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.zone)


Sections = Mapping[str, type[SettingsSection]]
"""What further parts app.yaml may have, by name: a platform declares its own."""


def load(environment: Mapping[str, str] = os.environ, sections: Sections = MappingProxyType({})) -> Settings:
    """Read the file that MASTERY_CONFIG names, or app.yaml beside the code. Raises SettingsError in words."""
    path = Path(CONFIG.read(environment) or _beside_the_code())
    if not path.exists() and not CONFIG.read(environment):
        return _defaults(environment, sections)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        raise SettingsError(f"{path}: there is no such file; set MASTERY_CONFIG to your app.yaml.") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}); it must be YAML in UTF-8.") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: write it as `name: value` lines.")
    if url := DATABASE.read(environment):
        content = {**content, "store": {**(content.get("store") or {}), "url": from_here(url)}}
    try:
        return with_sections(sections)(**{**content, "folder": path.resolve().parent})
    except ValidationError as error:
        raise SettingsError("\n".join(_in_words(path, error))) from None


def _defaults(environment: Mapping[str, str], sections: Sections) -> Settings:
    """Without any app.yaml, as after `pip install`: the packaged knowledge, and records where one stands."""
    given: dict[str, Any] = {"folder": Path.cwd()}
    if url := DATABASE.read(environment):
        given["store"] = {"url": from_here(url)}
    return with_sections(sections)(**given)


def with_sections(sections: Sections) -> type[Settings]:
    """Settings that have these parts as well; one that is there already stays."""
    further = {name: (kind, Field(default_factory=kind)) for name, kind in sections.items()}
    new: dict[str, Any] = {name: one for name, one in further.items() if name not in Settings.model_fields}
    return create_model("Settings", __base__=Settings, **new) if new else Settings


def with_driver(url: str) -> str:
    """A database URL as people write it (`sqlite:///x.db`, `postgresql://…`), with the driver that we use."""
    head, stop, rest = url.partition("://")
    return f"{DRIVERS.get(head, head)}{stop}{rest}"


def from_here(url: str) -> str:
    """A URL from the command line or the environment: a relative SQLite path counts from where one stands."""
    head, stop, path = with_driver(url).partition(":///")
    if head.startswith("sqlite") and stop and path and not path.startswith((":", "/")):
        return f"{head}:///{Path(path).resolve()}"
    return with_driver(url)


def _beside_the_code() -> Path:
    here = Path(DEFAULT_FILE)
    return here if here.exists() else INSTALLED / DEFAULT_FILE


def _in_words(path: Path, error: ValidationError) -> list[str]:
    """One sentence a slip; the value itself is not repeated, since it may be a secret."""
    lines = []
    for slip in error.errors():
        name = ".".join(str(part) for part in slip["loc"])
        if slip["type"] == "extra_forbidden":
            lines.append(f"{path}: `{name}` is not a setting; correct the name or take it out.")
        else:
            lines.append(f"{path}: `{name}`: {slip['msg'].removeprefix('Value error, ')}.")
    return lines
