"""What is raised when the database cannot be used as it is, or was not set up for it."""


class StoreError(Exception):
    """The database cannot be used as it stands; the message says what to do. For operators."""
