"""app.yaml and the environment → Settings. What is not known here is refused, so that a typo cannot pass."""

import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from bot.core.errors import SettingsError

DEFAULT_FILE = "app.yaml"
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Programme(_Strict):
    """Which cohort's sheet this deployment answers from, and where its clock hangs."""

    knowledge: Path = Path("knowledge/cohort_12")
    zone: str = "Europe/London"

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("not a time zone; write one such as Europe/London")
        return zone


class StoreSettings(_Strict):
    """Where records are kept; DATABASE_URL wins over this."""

    url: str = "sqlite:///var/mastery.db"

    @field_validator("url")
    @classmethod
    def _has_a_driver(cls, url: str) -> str:
        return with_driver(url)


class SlackSettings(_Strict):
    """`workspaces`: who may install the bot, by id, beside the one of the token; everybody when none is named."""

    workspaces: frozenset[str] = frozenset()


class TeamsSettings(_Strict):
    """`tenants`: who may use a MultiTenant bot. `url`: where this server is reached from outside, for files."""

    tenants: tuple[str, ...] = ()
    url: str = ""

    @field_validator("url")
    @classmethod
    def _is_https(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("write the address with https://")
        return url


class ReminderSettings(_Strict):
    """How many days before something people are reminded, and in which hours of theirs.

    nudge_on, pace_on: the day of the month for a word about release days that nobody logs, or few.
    """

    residential: tuple[int, ...] = (28, 7, 1)
    report: tuple[int, ...] = (14, 3, 0)
    late_every: int = Field(default=7, ge=1)
    nudge_on: int = Field(default=5, ge=1, le=28)
    pace_on: int = Field(default=20, ge=1, le=28)
    opens: str = "07:30"
    closes: str = "18:30"

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


class Trusted(_Strict):
    """Slack workspaces and Teams tenants, by id, in which an account may be linked by its e-mail address alone."""

    slack: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


class Settings(_Strict):
    programme: Programme = Field(default_factory=Programme)
    store: StoreSettings = Field(default_factory=StoreSettings)
    slack: SlackSettings = Field(default_factory=SlackSettings)
    teams: TeamsSettings = Field(default_factory=TeamsSettings)
    reminders: ReminderSettings = Field(default_factory=ReminderSettings)
    trusted: Trusted = Field(default_factory=Trusted)
    folder: Path = Path()

    def trusts(self, platform: str, tenant: str) -> bool:
        """Whether the platform's word for somebody's e-mail address is taken there; else it is only a claim."""
        return tenant in {"slack": self.trusted.slack, "teams": self.trusted.teams}.get(platform, frozenset())

    def serves(self, workspace: str) -> bool:
        """Whether a Slack workspace may install the bot, and use it then."""
        return not self.slack.workspaces or workspace in self.slack.workspaces

    @property
    def knowledge_folder(self) -> Path:
        return self.folder / self.programme.knowledge

    @property
    def database(self) -> str:
        """The store's URL; a relative SQLite path in app.yaml counts from app.yaml's folder."""
        head, stop, path = self.store.url.partition(":///")
        if head.startswith("sqlite") and stop and path and not path.startswith((":", "/")):
            return f"{head}:///{(self.folder / path).resolve()}"
        return self.store.url

    @property
    def kept_in(self) -> Path:
        """Where what was worked out once is kept for the next start; nothing in it is missed when it is gone."""
        return self.folder / "var"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.programme.zone)


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the file that MASTERY_CONFIG names, or app.yaml beside the code. Raises SettingsError in words."""
    path = Path(environment.get("MASTERY_CONFIG", "") or _beside_the_code())
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        raise SettingsError(f"{path}: there is no such file; set MASTERY_CONFIG to your app.yaml.") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}); it must be YAML in UTF-8.") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: write it as `name: value` lines.")
    if url := environment.get("DATABASE_URL"):
        content = {**content, "store": {**(content.get("store") or {}), "url": from_here(url)}}
    try:
        return Settings(**{**content, "folder": path.resolve().parent})
    except ValidationError as error:
        raise SettingsError("\n".join(_in_words(path, error))) from None


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
    return here if here.exists() else Path(__file__).resolve().parents[2] / DEFAULT_FILE


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
