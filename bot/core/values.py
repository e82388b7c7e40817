"""What buttons and people hand back as text, read as numbers of records."""

from bot.core.errors import BotError, StaleButton

LARGEST_ID = 2**31 - 1  # of a PostgreSQL integer


def record_id(text: str, wrong: type[BotError] = StaleButton) -> int:
    """A record's number, as a button carries it or somebody types it: `12`, `#12`.

    Raises `wrong` for anything else, and for a number that is too large for a record.
    """
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(LARGEST_ID))):
        raise wrong
    if (number := int(digits)) > LARGEST_ID:
        raise wrong
    return number
