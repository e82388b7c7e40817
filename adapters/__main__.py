"""The command line: each command of `mastery` and what does it."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from adapters.commands import asking, records, serving, setting_up, talking
from adapters.console import logs
from adapters.console.parser import parser
from adapters.console.unforeseen import in_words
from bot.core.declarations import DeclarationError
from bot.core.errors import SettingsError
from bot.db.errors import StoreError
from knowledge.facts import KnowledgeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked."""
    options = parser().parse_args(arguments)
    try:
        logs.quiet(os.environ)
        return DOES[options.command](options)
    except (SettingsError, KnowledgeError, DeclarationError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 130
    except Exception as error:
        if options.command not in OF_OFFICERS:
            raise
        print(in_words(options.command, error), file=sys.stderr)
        return 1


OF_OFFICERS = frozenset({"sheet", "questions", "people", "days", "knowledge"})
"""Commands of people who read no traceback."""
DOES: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": serving.run,
    "serve": serving.serve_all,
    "chat": talking.chat_here,
    "ask": asking.ask_questions,
    "try": talking.try_out,
    "choose": asking.choose_among,
    "tick": serving.tick,
    "chart": setting_up.chart,
    "manifest": setting_up.manifest,
    "docs": setting_up.docs,
    "database": records.database,
    "people": records.with_people,
    "days": records.days,
    "knowledge": records.knowledge,
    "demo": talking.fill_demo,
    "sheet": setting_up.sheet,
    "questions": asking.score_questions,
    "check": setting_up.check,
    "init": setting_up.init,
}


if __name__ == "__main__":
    sys.exit(main())
