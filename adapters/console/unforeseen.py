"""What no command foresaw, in words: whoever types it reads what to do, and a file has where it went wrong."""

import tempfile
from pathlib import Path

from adapters.console.error_lines import lines


def in_words(command: str, error: Exception) -> str:
    """The frames of the error go into a file, without what people wrote."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="mastery-", suffix=".txt", delete=False
    ) as file:
        file.write("\n".join([f"mastery {command}", *lines(error)]) + "\n")
    return (
        f"mastery {command} could not finish: it met something that it does not know, and it is not your mistake. "
        f"Please send {Path(file.name)} to whoever looks after the program, with what you typed."
    )
