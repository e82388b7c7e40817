"""app.yaml and the environment → Settings. A name that is not declared is refused, so that a typo cannot pass."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import Field, ValidationError, create_model

from bot.core.database_url import from_here, in_folder
from bot.core.environment import CONFIG, EnvironmentVariable
from bot.core.errors import SettingsError
from bot.core.settings_sections import (
    Programme,
    ReminderSettings,
    SettingsSection,
    SlackSettings,
    StoreSettings,
    TeamsSettings,
    Trusted,
    WebSettings,
)

DEFAULT_FILE = "app.yaml"
KNOWLEDGE = "knowledge"  # the folder that cohorts' folders are looked for in
DATABASE = EnvironmentVariable(
    "DATABASE_URL", "another database, such as `sqlite:////srv/mastery/bot.db`; wins over app.yaml"
)
VARIABLES = (CONFIG, DATABASE)
INSTALLED = Path(__file__).resolve().parents[2]  # the repository, or where pip has put the packages
SectionT = TypeVar("SectionT", bound=SettingsSection)


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
        return in_folder(self.store.url, self.folder)

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
    """Read `settings_file`, if there is one. Raises SettingsError in words."""
    path = settings_file(environment)
    if path is None:
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


def settings_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """What MASTERY_CONFIG names, be it there or not; else the app.yaml that is here, or beside the code."""
    if named := CONFIG.read(environment):
        return Path(named)
    found = (folder / DEFAULT_FILE for folder in (Path(), INSTALLED))
    return next((path for path in found if path.exists()), None)


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
