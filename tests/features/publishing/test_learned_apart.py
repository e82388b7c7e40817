"""What is published is learned in a process of its own; the process that answers only reads the file."""

import shutil
import subprocess
from pathlib import Path

import pytest

from knowledge.learned_apart import MOST_KEPT, learned_apart
from knowledge.search import FindingKind
from knowledge.search.encoder import Encoder
from knowledge.snapshot import read_snapshot, taken
from tests.support.publishing import small_cohort
from tests.support.transcript import CACHE_DIR

pytestmark = pytest.mark.slow  # a real learning


def test_a_snapshot_is_learned_once_and_old_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = taken(small_cohort(tmp_path / "cohort_12"))
    knowledge, cache = read_snapshot(snapshot), tmp_path / "var"
    cache.mkdir()
    shutil.copy(CACHE_DIR / "embeddings-cohort_12.npz", cache)
    for number in range(MOST_KEPT + 1):
        (cache / f"learned-cohort_12@{number}.npz").write_text("old")
    search = learned_apart(snapshot, knowledge, cache, Encoder())
    assert search.find("how many days of cover are needed in year one").kind is FindingKind.ANSWER
    kept = {path.name for path in cache.glob("learned-cohort_12@*.npz")}
    assert f"learned-{snapshot.name}.npz" in kept and len(kept) == MOST_KEPT
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    learned_apart(snapshot, knowledge, cache, Encoder())
