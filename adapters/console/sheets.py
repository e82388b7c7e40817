"""`mastery sheet`: a cohort's answers held to its information sheet, and next year's made from this year's."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from bot.core.errors import SettingsError
from bot.core.settings import Settings
from knowledge.sheet.check import SheetFile, check


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What may be typed after `mastery sheet`."""
    sheet = commands.add_parser("sheet", help="hold the answers to the information sheet; make next year's")
    what = sheet.add_subparsers(required=True, metavar="what", dest="what")
    checked = what.add_parser("check", help="name what differs between answers and sheet; exit 1 if any")
    checked.add_argument("folder", nargs="?", help="a cohort's folder; every one that app.yaml names without it")
    checked.add_argument("--sheet", type=Path, metavar="FILE.md", help="the sheet's text, in Markdown")
    sheet.set_defaults(command="sheet")


def run(options: argparse.Namespace, config: Settings) -> int:
    """Do what was asked; 0 when all is well."""
    return _check(options, config)


def _check(options: argparse.Namespace, config: Settings) -> int:
    folders = [folder_named(options.folder, config)] if options.folder else list(config.knowledge_folders)
    if options.sheet and len(folders) > 1:
        raise SettingsError("app.yaml names several cohorts: say whose sheet that is, mastery sheet check FOLDER.")
    slips = [slip for folder in folders for slip in checked(folder, config, options.sheet)]
    for slip in slips:
        print(slip)
    if not slips:
        print(f"{', '.join(folder.name for folder in folders)}: sheet, index, facts and answers agree.")
    return 1 if slips else 0


def checked(folder: Path, config: Settings, sheet: Path | None = None) -> Iterator[str]:
    """Each slip of one cohort, its folder in front. sheet: its text; without one, what app.yaml names."""
    text = sheet or config.sheet_of(folder)
    for slip in check(folder, read_sheet(text) if text else None):
        yield f"{folder.name}: {slip}"


def read_sheet(path: Path) -> SheetFile:
    """Raises SettingsError."""
    try:
        return SheetFile(path.name, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}).") from None


def folder_named(name: str, config: Settings) -> Path:
    """A folder by its path, or by its name beside the cohorts' folders. Raises SettingsError."""
    beside = {one.parent / name for one in config.knowledge_folders}
    found = next((path for path in (Path(name), *sorted(beside)) if (path / "facts.yaml").exists()), None)
    if found is None:
        raise SettingsError(f"{name}: there is no cohort's folder of that name; it would have a facts.yaml.")
    return found
