"""Drafts the next revision from the difference between the tables and the revisions so far."""

import sys

from alembic import command
from sqlalchemy import create_engine

from bot.db.migrations import configured


def draft(number: str, message: str) -> None:
    """Write migrations/versions/<number>_<message>.py, against a database that has every revision so far."""
    with create_engine("sqlite://").begin() as connection:
        config = configured(connection)
        command.upgrade(config, "head")
        name = "_".join([number, *message.lower().split()])
        command.revision(config, message, autogenerate=True, rev_id=name)


if __name__ == "__main__":
    draft(sys.argv[1], sys.argv[2])
