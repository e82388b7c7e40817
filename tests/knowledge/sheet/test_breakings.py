"""Two hundred breakings of data and text, at places that chance chooses: nearly each is named."""

import re
import shutil
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from knowledge.facts import KnowledgeError
from knowledge.sheet.check import SheetFile, check
from knowledge.sheet.folder import read_files, write_files
from knowledge.topic_files import FEWEST_PHRASINGS
from tests.knowledge.sheet.breakings import Broken, ways
from tests.support.cohort_13 import SHEET, made

pytestmark = pytest.mark.slow
COUNT, SEED, MOST_MISSED = 200, 13, 2


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cohort 13's folder with few wordings, and without the signatures that would name every change."""
    with redirect_stdout(StringIO()):
        folder = made(tmp_path_factory.mktemp("deployment"))
    files = read_files(folder)
    for _, entry in files.all_entries():
        entry["phrasings"] = entry["phrasings"][:FEWEST_PHRASINGS]
        for name in ("follow_ups", "reviewed", "review"):
            entry.pop(name, None)
    write_files(files, folder)
    return folder


def test_what_is_broken_is_named(unsigned: Path, tmp_path: Path) -> None:
    text, chance, missed = SHEET.read_text(encoding="utf-8"), Random(SEED), list[str]()
    assert not slips(unsigned, text)
    for at, way in enumerate(ways(COUNT)):
        folder = Path(shutil.copytree(unsigned, tmp_path / str(at) / unsigned.name))
        broken = Broken(folder, text, chance)
        what = way(broken)
        if not any(re.search(r"line \d+|\w\.yaml", slip) for slip in slips(folder, broken.text)):
            missed.append(f"{way.__name__}: {what}")
        shutil.rmtree(folder.parent)
    assert len(missed) <= MOST_MISSED, missed


def slips(folder: Path, text: str) -> list[str]:
    try:
        return check(folder, SheetFile(SHEET.name, text))
    except KnowledgeError as error:
        return str(error).splitlines()
