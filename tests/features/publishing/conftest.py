"""A deployment with one small cohort, which administrators publish over."""

import shutil
from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from knowledge.search import Search
from tests.support.ground import NOON
from tests.support.publishing import Deployment, small_cohort


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_cohort(tmp_path_factory.mktemp("small") / "cohort_12")


@pytest.fixture
def there(cohort: Path, tmp_path: Path, search: Search, clock: SetClock) -> Deployment:
    clock.moment = NOON
    shutil.copytree(cohort, tmp_path / "deployment" / cohort.name)
    return Deployment(tmp_path / "deployment", search, clock)
