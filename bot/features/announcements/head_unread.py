"""What is said of a head that cannot be read: the time that is none, the name that nobody has. Pure."""

import re

LONGEST = 60  # characters of what was not read
AT_A_FIGURE = re.compile(
    r"(?:(?:to|for)\s+)?(?:every(?:one|body)|all)?[\s,]*(?P<time>(?:on|at|in|by|from)\s+(?:half\s+|quarter\s+)?\d.*)",
    re.I | re.S,
)
"""“at 25:00”, also behind “to everyone”."""


def unread(words: str, *, names: bool) -> str:
    """names: people stand before it, so it should be one more of them."""
    if found := AT_A_FIGURE.fullmatch(words):
        when = found["time"][:LONGEST]
        return f"I can't read “{when}” as a time, so nothing was sent. Write it like this: at 4pm on Friday."
    shown = words[:LONGEST]
    is_name = names and not re.search(r"\d", words)
    but = f"Nobody at your hub is called “{shown}”" if is_name else f"I can't read “{shown}” as a name or a time"
    return (
        f"{but}, so nothing was sent. Who is it for? Give full names, with commas between them. If those words "
        "are part of your message, start with “to everyone:”."
    )


def nobody(name: str, *, several: bool) -> str:
    """Of a name alone. several: more than one has it."""
    who = "More than one person" if several else "Nobody"
    return (
        f"{who} at your hub is called “{name[:LONGEST]}”. Nothing was sent. Who do you mean? Give the full name."
    )
