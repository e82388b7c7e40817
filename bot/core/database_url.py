"""A database URL as people write it → as the engine takes it."""

from pathlib import Path

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def with_driver(url: str) -> str:
    """A database URL as people write it (`sqlite:///x.db`, `postgresql://…`), with the driver that we use."""
    head, stop, rest = url.partition("://")
    return f"{DRIVERS.get(head, head)}{stop}{rest}"


def in_folder(url: str, folder: Path) -> str:
    """The URL, in which a relative SQLite path counts from `folder`."""
    head, stop, path = url.partition(":///")
    if head.startswith("sqlite") and stop and path and not path.startswith((":", "/")):
        return f"{head}:///{(folder / path).resolve()}"
    return url


def from_here(url: str) -> str:
    """A URL from the command line or the environment: a relative SQLite path counts from the current folder."""
    return in_folder(with_driver(url), Path())
