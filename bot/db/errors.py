"""What is raised when the database cannot be used as it is, or was not set up for it."""

NEWER = "the database was made by a newer version of this program; start that version, or use another one."


class StoreError(Exception):
    """The database cannot be used as it stands; the message says what to do. For operators."""
