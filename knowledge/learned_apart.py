"""Learns the wordings of a snapshot in a process of its own, which yields to the one that answers people.

    python -m knowledge.learned_apart FOLDER NAME CACHE_DIR

Learning takes half a minute of processor time; what was learned is handed over as the file that `Search` reads.
"""

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog

from knowledge.load import read_draft
from knowledge.model import Knowledge
from knowledge.search.encoder import Encoder
from knowledge.search.search import Search
from knowledge.snapshot import Snapshot, unfolded

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 1_800  # seconds
MOST_KEPT = 3  # files of what was learned from one folder: what is served, what was before it, and a draft
log = structlog.get_logger(__name__)


def learned_apart(
    snapshot: Snapshot, knowledge: Knowledge, cache_dir: Path | None, encoder: Encoder | None = None
) -> Search:
    """The search over a snapshot's knowledge. It blocks for as long as that takes: call it in a thread.

    cache_dir: where what is learned is left; without one, it is learned here.
    """
    if cache_dir is not None:
        file = cache_dir / f"learned-{knowledge.name}.npz"
        if not file.exists():
            _in_a_process(snapshot, knowledge.name, cache_dir)
        with suppress(OSError):
            file.touch()
        _drop_old(cache_dir, snapshot.folder)
    return Search(knowledge, cache_dir, encoder=encoder)


def _in_a_process(snapshot: Snapshot, name: str, cache_dir: Path) -> None:
    """A failure is no error: then it is learned here."""
    with unfolded(snapshot) as folder:
        command = [sys.executable, "-m", __name__, str(folder), name, str(cache_dir.resolve())]
        try:
            subprocess.run(  # noqa: S603  our own program
                command,
                check=True,
                capture_output=True,
                timeout=LONGEST,
                cwd=ROOT,  # from which `-m` finds the module, however the program was started
            )
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("the wordings were not learned in a process of their own", why=str(error))


def _drop_old(cache_dir: Path, folder: str) -> None:
    for kind in ("learned", "embeddings"):
        found = sorted(cache_dir.glob(f"{kind}-{folder}@*.npz"), key=lambda path: path.stat().st_mtime)
        for path in found[:-MOST_KEPT]:
            path.unlink(missing_ok=True)
    for lock in cache_dir.glob(f"learned-{folder}@*.lock"):
        if not lock.with_suffix(".npz").exists():
            lock.unlink(missing_ok=True)


def main(folder: str, name: str, cache_dir: str) -> None:
    with suppress(OSError, AttributeError):
        os.nice(10)
    Search(replace(read_draft(Path(folder)), name=name), Path(cache_dir))


if __name__ == "__main__":
    main(*sys.argv[1:])
