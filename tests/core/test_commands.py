"""Which texts spell out a command, and which are questions that happen to begin with its word."""

import pytest

from bot.core.commands import Command, command_in, readable

NAMES = {"help", "eligibility", "releaseday log"}


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("help", Command("help", "")),
        ("Help!", Command("help", "")),
        ("/mastery help", Command("help", "")),
        ("/mastery", Command("help", "")),
        ("/mastery ?", Command("help", "")),
        ("??", Command("help", "")),
        ("!", None),
        ("mastery eligibility", Command("eligibility", "")),
        ("/eligibility", Command("eligibility", "")),
        ("/mastery eligibility please", Command("eligibility", "please")),
        ("help me understand the funding", None),
        ("mastery of maths?", None),
        ("releaseday log half yesterday", Command("releaseday log", "half yesterday")),
        ("/Releaseday  LOG", Command("releaseday log", "")),
        ("releaseday logs", None),
        ("when is the deadline", None),
        ("", None),
    ],
)
def test_a_command_is_spelled_out_or_stands_alone(text: str, command: Command | None) -> None:
    assert command_in(text, NAMES) == command


def test_what_arrives_becomes_one_safe_bounded_line() -> None:
    assert readable("  when\n\n is\x00 the\x1b deadline ") == "when is the deadline"
    assert len(readable("a" * 100_000)) == 4_000
    assert readable("１２ days, 2½ hours, ﬁne …") == "12 days, 2½ hours, fine …"
