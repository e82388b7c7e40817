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
COUNT, SEED = 200, 13
MOST_MISSED = 2
MOST_LEFT_TO_SIGNATURES = 6  # of twelve swaps: one year for another, say; whoever signs has to see that


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cohort 13's folder as an officer leaves it, with few wordings."""
    with redirect_stdout(StringIO()):
        folder = made(tmp_path_factory.mktemp("deployment"))
    files = read_files(folder)
    for _, entry in files.all_entries():
        entry["phrasings"] = entry["phrasings"][:FEWEST_PHRASINGS]
        entry.pop("follow_ups", None)
    write_files(files, folder)
    return folder


def test_what_is_broken_is_named(signed: Path, tmp_path: Path) -> None:
    text, chance = SHEET.read_text(encoding="utf-8"), Random(SEED)
    missed, by_signature = list[str](), list[str]()
    assert not slips(signed, text)
    for at, way in enumerate(ways(COUNT)):
        broken = Broken(Path(shutil.copytree(signed, tmp_path / str(at) / signed.name)), text, chance)
        what = f"{way.__name__}: {way(broken)}"
        named = [slip for slip in slips(broken.folder, broken.text) if re.search(r"line \d+|\w\.yaml", slip)]
        if not named:
            missed.append(what)
        elif all("was changed after" in slip for slip in named):
            by_signature.append(what)
        shutil.rmtree(broken.folder.parent)
    assert len(missed) <= MOST_MISSED, missed
    assert len(by_signature) <= MOST_LEFT_TO_SIGNATURES, by_signature


def slips(folder: Path, text: str) -> list[str]:
    try:
        return check(folder, SheetFile(SHEET.name, text))
    except KnowledgeError as error:
        return str(error).splitlines()
