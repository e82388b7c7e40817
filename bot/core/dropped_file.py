"""A file that somebody sent along with a message: its name, and its bytes when they are wanted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.core.errors import BotError

LARGEST = 2 * 1024 * 1024  # bytes; a hub's spreadsheet has a few hundred kilobytes


class FileNotRead(BotError):
    """I couldn't fetch that file. Please send it again, or paste its rows: type “cohort import”."""

    personal = True


class FileTooLarge(BotError):
    """That file is larger than 2 MB, so I didn't read it. Save the one sheet you mean as CSV, and send that."""

    personal = True


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """`fetch`: the platform's own way to the bytes. Raises FileNotRead, FileTooLarge."""

    name: str
    fetch: Callable[[], Awaitable[bytes]] = field(compare=False, repr=False)
