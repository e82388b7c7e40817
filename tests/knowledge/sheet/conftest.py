"""A draft of Cohort 13 and its workbook, for the tests that edit one."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.cohort_13 import begin


@dataclass(frozen=True)
class Desk:
    """A deployment's folder with Cohort 12, and what the commands print."""

    folder: Path

    @property
    def draft(self) -> Path:
        return self.folder / "cohort_13"

    @property
    def workbook(self) -> Path:
        return self.folder / "cohort_13.xlsx"


@pytest.fixture(scope="package")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Cohort 13's folder as `sheet new` leaves it, and its workbook."""
    return Desk(begin(tmp_path_factory.mktemp("deployment")))


@pytest.fixture
def desk(begun: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same in a folder of this test's own."""
    folder = Path(shutil.copytree(begun.folder, tmp_path / "deployment"))
    monkeypatch.setenv("MASTERY_CONFIG", str(folder / "app.yaml"))
    return Desk(folder)
