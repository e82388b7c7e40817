"""When the database is away: how that is told from a mistake of ours, and logged once, not each time."""

import sqlite3

import structlog

DISK_FULL = "53100"  # SQLSTATE
log = structlog.get_logger(__name__)


class StoreAway(Exception):
    """The database did not answer when it was last asked, so nothing waits for it now."""


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is away, full, locked or too slow; False for a mistake of ours."""
    from psycopg import OperationalError as ServerError  # noqa: PLC0415  slow to import, and only errors need it
    from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError  # noqa: PLC0415

    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(
        error,
        StoreAway | OperationalError | InterfaceError | TimeoutError | ServerError | sqlite3.OperationalError,
    )


def is_full(error: BaseException) -> bool:
    """Whether the server's disk is full: what needs no new room can still be written."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) == DISK_FULL


class Outage:
    """Whether a store can be reached, as last seen. A change is one line in the log, however many calls fail.

    away: nothing may wait for the database; set by whoever asks it for a sign of life. full: something did not
    find room on the server's disk; taken back by the same.
    """

    def __init__(self) -> None:
        self.away = self.full = False
        self._logged = False

    def seen(self, error: BaseException) -> None:
        self.full = self.full or is_full(error)
        if not self._logged:
            self._logged = True
            log.error("the database cannot be used", error=type(error).__name__, why=first_line(error))

    def explains(self, error: BaseException) -> bool:
        """Whether it is why something failed, so that it needs no line of its own in the log."""
        if is_outage(error):
            self.seen(error)
            return True
        return False

    def over(self) -> None:
        self.away = False
        if self._logged:
            self._logged = False
            log.warning("the database can be used again")


def first_line(error: BaseException) -> str:
    """What the driver says, without the statement."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]
