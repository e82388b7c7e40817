"""The command `mastery`: what the sheet alone answers is said at once; for all else the program is imported."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) == 2 and given[0] == "ask" and not given[1].startswith("-") and _answered(given[1]):
        return 0
    from adapters.__main__ import main as whole  # noqa: PLC0415  seconds of imports

    return whole(given)


def _answered(question: str) -> bool:
    from adapters.console import quick  # noqa: PLC0415  only this command needs it
    from knowledge.facts import KnowledgeError  # noqa: PLC0415  as the line before

    try:
        return quick.answered(question)
    except KnowledgeError:
        return False  # the whole program says what is wrong
