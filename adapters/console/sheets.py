"""`mastery sheet`: a cohort's answers held to its information sheet, and next year's made from this year's."""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.core.errors import SettingsError
from bot.core.settings import Settings
from knowledge.facts import IN_DOUBT, NOT_IN_THE_SHEET
from knowledge.load import load, read_draft, waiting
from knowledge.model import Knowledge
from knowledge.sheet.bring_in import bring_in
from knowledge.sheet.check import SheetFile, check
from knowledge.sheet.diff import Became, changes, new_sections, old_sentences
from knowledge.sheet.folder import read_files, write_files
from knowledge.sheet.page import diff_page, review_page
from knowledge.sheet.start import begun
from knowledge.sheet.workbook_out import write_workbook
from knowledge.sheet.workbook_rows import read_workbook
from knowledge.sheet_text import digest, sentences

TEXT = "the sheet's text, in Markdown"


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What may be typed after `mastery sheet`."""
    sheet = commands.add_parser("sheet", help="hold the answers to the information sheet; make next year's")
    sheet.set_defaults(command="sheet")
    what = sheet.add_subparsers(required=True, metavar="what", dest="what")

    checked = what.add_parser("check", help="name what differs between answers and sheet; exit 1 if any")
    checked.add_argument("folder", nargs="?", help="a cohort's folder; every one that app.yaml names without it")
    checked.add_argument("--sheet", type=Path, metavar="FILE.md", help=TEXT)

    differing = what.add_parser("diff", help="what changed between two sheets, and the answers that rest on it")
    differing.add_argument("old", metavar="OLD", help="the old sheet's text, or its cohort's folder")
    differing.add_argument("new", metavar="NEW", type=Path, help="the new sheet's text")
    differing.add_argument("--out", type=Path, metavar="FILE.html", help="a page that prints, instead of lines")

    new = what.add_parser("new", help="begin next year's folder: facts proposed, answers carried over and marked")
    new.add_argument("name", help="of the new folder, beside the old one: cohort_13")
    new.add_argument("--from", dest="old", required=True, metavar="FOLDER", help="this year's folder")
    new.add_argument("--sheet", type=Path, required=True, metavar="FILE.md", help=TEXT)
    new.add_argument(
        "--old-sheet", type=Path, metavar="FILE.md", help="this year's text; shows more of what changed"
    )

    out = what.add_parser("export", help="a cohort's words as a workbook, for whoever edits without YAML")
    back = what.add_parser(
        "import", help="bring the workbook back: whole or not at all, each slip by row and column"
    )
    for one in (out, back):
        one.add_argument("file", type=Path, metavar="FILE.xlsx")
        one.add_argument(
            "--cohort", metavar="FOLDER", help="whose words; else the workbook's own, or the only draft"
        )
        one.add_argument("--sheet", type=Path, metavar="FILE.md", help=TEXT)
    back.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    page = what.add_parser("page", help="a page with the sheet left and the answers right, for whoever reviews")
    page.add_argument("folder", help="a cohort's folder")
    page.add_argument("--sheet", type=Path, metavar="FILE.md", help=TEXT)
    page.add_argument("--out", type=Path, required=True, metavar="FILE.html")


def run(options: argparse.Namespace, config: Settings) -> int:
    """Do what was asked; 0 when all is well."""
    return DOES[options.what](options, config)


def _check(options: argparse.Namespace, config: Settings) -> int:
    folders = [folder_named(options.folder, config)] if options.folder else list(config.knowledge_folders)
    if options.sheet and len(folders) > 1:
        raise SettingsError("app.yaml names several cohorts: say whose sheet that is, mastery sheet check FOLDER.")
    slips = [slip for folder in folders for slip in checked(folder, config, options.sheet)]
    slips += [f"{folder.name}: {one}" for folder in folders for one in waiting(read_draft(folder))]
    for slip in slips:
        print(slip)
    if not slips:
        print(f"{', '.join(folder.name for folder in folders)}: sheet, index, facts and answers agree.")
    return 1 if slips else 0


def checked(folder: Path, config: Settings, sheet: Path | None = None) -> Iterator[str]:
    """Each slip of one cohort, its folder in front. sheet: its text; without one, what app.yaml names."""
    text = sheet or config.sheet_of(folder)
    for slip in check(folder, read_sheet(text) if text else None):
        yield f"{folder.name}/{slip}"


def _diff(options: argparse.Namespace, config: Settings) -> int:
    new = read_sheet(options.new)
    old, text, named = _old_of(options.old, config)
    found = changes(old_sentences(old, text), sentences(new.text, new_sections(new.text, old.sections)))
    if options.out:
        options.out.write_text(diff_page(old, found, (named, new.name)), encoding="utf-8")
        print(f"What changed from {named} to {new.name} is in {options.out}.")
        return 0
    for one in found:
        if one.became is Became.SAME:
            continue
        place = " → ".join(dict.fromkeys(side.name for side in (one.old, one.new) if side))
        said = one.new.text if one.new else one.old.text or one.old.says if one.old else ""
        resting = [entry.id for entry in old.entries.values() if one.old and one.old.name in entry.rests_on]
        print(f"{one.became.value}: {place}: {said}")
        print(f"    review: {', '.join(resting) or 'no answer rests on it'}")
    print(", ".join(f"{count} {became}" for became, count in _counted(one.became.value for one in found)))
    return 0


def _old_of(named: str, config: Settings) -> tuple[Knowledge, str, str]:
    """The old cohort, its text where there is one, and what to call it: from a text, or a folder's name."""
    path = Path(named)
    if not path.is_file():
        folder = folder_named(named, config)
        text = config.sheet_of(folder)
        return read_draft(folder), read_sheet(text).text if text else "", folder.name
    text_of = read_sheet(path)
    live = [load(folder) for folder in config.knowledge_folders]
    words = [digest(one.text) for one in sentences(text_of.text, live[0].sections)]
    nearest = max(live, key=lambda one: len({kept.digest for kept in one.sheet_index.values()} & set(words)))
    return nearest, text_of.text, text_of.name


def _new(options: argparse.Namespace, config: Settings) -> int:
    source, sheet = folder_named(options.old, config), read_sheet(options.sheet)
    target = source.parent / options.name
    if target.exists():
        raise SettingsError(f"{target}: this folder is there already; remove it, or choose another name.")
    old_text = options.old_sheet or config.sheet_of(source)
    made = begun(read_draft(source), source, sheet.text, read_sheet(old_text).text if old_text else "")
    if not made.files.index:
        raise SettingsError(
            f"{options.sheet}: no heading has a sentence under it; write headings as `## Overview`."
        )
    write_files(made.files, target)
    print(f"{target} is begun from {source.name} and {sheet.name}. Nothing of it is served before it is reviewed.")
    print("Sentences:", ", ".join(f"{n} {word}" for word, n in _counted(one.became.value for one in made.changes)))
    print(
        "Answers:", ", ".join(f"{n} {word}" for word, n in _counted(one.value for one, _ in made.states.values()))
    )
    before, nowhere = read_draft(source).facts, list[str]()
    for name, fact in made.files.facts["facts"].items():
        said, was = fact.get("says") or fact.get("day"), before.get(name)
        old_said = (was.day.isoformat() if was.day else was.says) if was else "new"
        if fact.get("review") == IN_DOUBT:
            nowhere.append(f"  {name}: {said}, in doubt: read what the sheet says; was {old_said}")
        elif fact.get("review") == NOT_IN_THE_SHEET:
            nowhere.append(f"  {name}: not in the new sheet: was {old_said}")
        else:
            print(f"  {name}: {said}" + (f"   ({old_said})" if said != old_said else "   (as before)"))
    if nowhere:
        print("To correct, confirm or empty in the workbook, or nothing is served:", *nowhere, sep="\n")
    print(f"Next: mastery sheet export {options.name}.xlsx --cohort {options.name} --sheet {options.sheet}")
    return 0


def _page(options: argparse.Namespace, config: Settings) -> int:
    folder = folder_named(options.folder, config)
    text = options.sheet or config.sheet_of(folder)
    options.out.write_text(
        review_page(read_draft(folder), read_sheet(text).text if text else ""), encoding="utf-8"
    )
    print(f"The sheet beside its answers is in {options.out}.")
    return 0


def _export(options: argparse.Namespace, config: Settings) -> int:
    folder = folder_named(options.cohort, config) if options.cohort else _the_draft(config)
    files, draft, text = read_files(folder), read_draft(folder), options.sheet or config.sheet_of(folder)
    before = folder.parent / files.facts.get("from", "")
    old = read_draft(before) if files.facts.get("from") and (before / "facts.yaml").exists() else None
    write_workbook(options.file, files, draft, old, read_sheet(text).text if text else "")
    print(f"{draft.sheet}: {len(draft.entries)} answers are in {options.file}.")
    return 0


def _import(options: argparse.Namespace, config: Settings) -> int:
    book = read_workbook(options.file)
    folder = folder_named(options.cohort or book.cohort, config)
    text = options.sheet or config.sheet_of(folder)
    done = bring_in(book, folder, read_sheet(text) if text else None, dry_run=options.dry_run)
    changed = ", ".join(
        f"{count} {_one(what) if count == 1 else what}" for what, count in done.changed.items() if count
    )
    would = "would change" if options.dry_run else "changed"
    print(f"{folder.name}: {would}: {changed or 'nothing'}.")
    if done.followed:
        print(f"the source is where the sentences stand: {'; '.join(done.followed)}")
    for name in done.unsigned:
        print(f"to review again, it was changed after its review: {name}")
    if done.unsigned:
        print("To sign these on the same day, export again: the reason stands there, beside the cells to sign.")
    for slip in done.open:
        print(f"still open: {slip}")
    if done.seldom_found:
        few = ", ".join(f"{name} ({count})" for name, count in done.seldom_found.items())
        print(f"few wordings, so people who put it otherwise are answered from elsewhere; write a dozen: {few}")
    print(f"{done.waiting} answers wait for review." if done.waiting else "Every answer is reviewed.")
    return 0


def _one(of_many: str) -> str:
    """ "answers changed" → "answer changed"."""
    first, _, rest = of_many.partition(" ")
    return f"{first.removesuffix('s')} {rest}".strip()


def _the_draft(config: Settings) -> Path:
    """The one folder beside the live ones in which something waits for review, else the only live one."""
    beside = {facts.parent for one in config.knowledge_folders for facts in one.parent.glob("*/facts.yaml")}
    drafts = [one for one in sorted(beside) if any(not e.review.done for e in read_draft(one).entries.values())]
    found = drafts or list(config.knowledge_folders)
    if len(found) > 1:
        raise SettingsError(f"say whose words: --cohort {' or --cohort '.join(one.name for one in found)}.")
    return found[0]


def read_sheet(path: Path) -> SheetFile:
    """Raises SettingsError."""
    try:
        return SheetFile(path.name, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}).") from None


def folder_named(name: str, config: Settings) -> Path:
    """A folder by its path, or by its name beside the cohorts' folders. Raises SettingsError."""
    beside = {one.parent / name for one in config.knowledge_folders}
    found = next((path for path in (Path(name), *sorted(beside)) if (path / "facts.yaml").exists()), None)
    if found is None:
        raise SettingsError(f"{name}: there is no cohort's folder of that name; it would have a facts.yaml.")
    return found.resolve()


def _counted(words: Iterator[str]) -> list[tuple[str, int]]:
    return Counter(words).most_common()


DOES: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "check": _check,
    "diff": _diff,
    "new": _new,
    "page": _page,
    "export": _export,
    "import": _import,
}
