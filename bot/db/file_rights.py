"""A SQLite file is for the user alone who runs the program: it holds people's names, addresses and notes."""

import os
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
ALONE = 0o600
OTHERS = 0o077  # what group and world may do
BESIDE = ("", "-wal", "-shm", "-journal")


def make_private(path: Path) -> None:
    """Make the file if there is none, with rights for its owner alone; take them from others where they have any.

    SQLite gives the files beside it the rights of the file itself. Raises OSError.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, ALONE))
    for name in (Path(f"{path}{end}") for end in BESIDE):
        try:
            if name.stat().st_mode & OTHERS:
                name.chmod(ALONE)
        except FileNotFoundError:
            continue
        except PermissionError:
            log.warning("others may read the database; only the file's owner can change that", file=str(name))


def new_private(path: Path) -> None:
    """An empty file for its owner alone. Raises FileExistsError, OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, ALONE))
