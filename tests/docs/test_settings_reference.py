"""docs/operating.md lists every setting and environment variable with its line, and none that is gone."""

import re

from adapters.settings_reference import GUIDE, declared, variables, written_into
from tests.support.paths import ROOT

BY_ITS_NAME = re.compile(r"""environ(?:ment)?(?:\.\w+\(|\[)["']([A-Z_]+)""")
TREES = ("adapters", "bot", "knowledge", "scheduler")
OF_A_LIBRARY = {"OPENBLAS_NUM_THREADS", "ORT_DISABLE_TELEMETRY"}  # set before a library is imported, not read


def test_the_guide_is_as_it_is_made() -> None:
    """Refuses one that is unlisted, and one that is stale: `mastery docs` writes it."""
    guide = (ROOT / GUIDE).read_text(encoding="utf-8")
    assert written_into(guide) == guide


def test_every_setting_says_what_it_does() -> None:
    assert [name for name, one in declared() if not (one.description or "").strip()] == []
    assert [one.name for one in variables() if not one.about.strip()] == []


def read_from_the_environment() -> set[str]:
    """Names that the code reads as strings, not through a declared variable."""
    code = "\n".join(path.read_text(encoding="utf-8") for tree in TREES for path in (ROOT / tree).rglob("*.py"))
    return set(BY_ITS_NAME.findall(code))


def test_nothing_is_read_from_the_environment_that_is_not_declared() -> None:
    assert read_from_the_environment() == OF_A_LIBRARY
    in_use = {"MASTERY_CONFIG", "DATABASE_URL", "PORT", "SLACK_BOT_TOKEN", "MICROSOFT_APP_ID"}
    assert in_use <= {one.name for one in variables()}
