"""Every setting and environment variable with its line, as `mastery docs` writes them into docs/operating.md."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from adapters import chooser_settings, serve
from adapters.console import logs
from adapters.platforms import PLATFORMS
from bot.core import settings
from bot.core.environment import EnvironmentVariable
from bot.core.settings_sections import SettingsSection
from knowledge.between_marks import between_marks

GUIDE = Path("docs/operating.md")
BEGINS, ENDS = "<!-- settings: written by `mastery docs` -->", "<!-- settings end -->"


def variables() -> tuple[EnvironmentVariable, ...]:
    """All that are declared, in the order in which they are read."""
    of_platforms = (one for kind in PLATFORMS for one in kind.variables)
    return (*settings.VARIABLES, *serve.VARIABLES, *logs.VARIABLES, *chooser_settings.VARIABLES, *of_platforms)


def declared() -> Iterator[tuple[str, FieldInfo]]:
    """Each setting of app.yaml by its name, such as `programme.zone`; the folder is where the file stands."""
    of_platforms = {one.name: one.settings for one in PLATFORMS if one.settings}
    sections = settings.with_sections({**of_platforms, chooser_settings.NAME: chooser_settings.ChooserSettings})
    for name, field in sections.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, SettingsSection):
            for inner, one in field.annotation.model_fields.items():
                yield f"{name}.{one.alias or inner}", one


def reference() -> str:
    """Both tables."""
    of_file = "\n".join(f"| `{name}` | {one.description} | {_shown(one.default)} |" for name, one in declared())
    of_environment = "\n".join(f"| `{one.name}` | {one.about} |" for one in variables())
    return (
        f"\n| app.yaml | what it does | by default |\n|---|---|---|\n{of_file}\n\n"
        f"| environment | what it does |\n|---|---|\n{of_environment}\n"
    )


def written_into(guide: str) -> str:
    """The guide with this part made anew. Raises NoPlaceForIt where a mark is missing."""
    return between_marks(guide, BEGINS, ENDS, reference())


def _shown(default: Any) -> str:
    if isinstance(default, (tuple, frozenset)):
        return f"`[{', '.join(map(str, default))}]`" if default else "none"
    return f"`{default}`" if str(default) else "none"
