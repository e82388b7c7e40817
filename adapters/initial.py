"""`mastery init DIR`: a deployment's own folder, with its settings, this year's knowledge and a systemd unit."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.core.errors import SettingsError

KNOWLEDGE = Path(__file__).resolve().parents[1] / "knowledge"
TEMPLATES = Path(__file__).parent / "templates"
SECRETS = "mastery.env"
PROGRAM = "mastery"


def make(folder: Path) -> Iterator[str]:
    """Each file that was made. What is there already stays as it is. Raises SettingsError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "var").mkdir(mode=0o700, exist_ok=True)
        for name in ("app.yaml", SECRETS, "mastery.service"):
            if not (folder / name).exists():
                _write(folder / name, _filled(name, folder.resolve()))
                yield name
        cohort = _newest_cohort()
        if not (folder / cohort.name).exists():
            shutil.copytree(cohort, folder / cohort.name, ignore=shutil.ignore_patterns("__pycache__"))
            yield f"{cohort.name}/"
    except OSError as error:
        raise SettingsError(f"{folder}: cannot be written to ({error.strerror}).") from None


def _newest_cohort() -> Path:
    """Of the cohorts that come with the package."""
    return max(facts.parent for facts in KNOWLEDGE.glob("*/facts.yaml"))


def _filled(name: str, folder: Path) -> str:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    text = text.replace("@COHORT@", _newest_cohort().name)
    return text.replace("@FOLDER@", str(folder)).replace("@MASTERY@", str(_program()))


def _program() -> Path:
    """`mastery` by the name it was called by: a link to the installed version still leads to the next one."""
    called = Path(sys.argv[0])
    return called.absolute() if called.name == PROGRAM else Path(sys.executable).parent / PROGRAM


def _write(path: Path, text: str) -> None:
    """Secrets can be read by their owner alone."""
    path.touch(mode=0o600 if path.name == SECRETS else 0o644)
    path.write_text(text, encoding="utf-8")
