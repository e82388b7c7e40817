"""The `mastery` command inside this process, for tests of what it does; `test_command_line` starts real ones.

A process of its own takes seconds to start, and the programme's search is learned, or read, in each anew.
"""

import io
import logging
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest
import structlog

from adapters.__main__ import main


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def mastery(*arguments: str, typed: str = "", **environment: str) -> Done:
    """What it printed and how it ended, with nothing in the environment but this."""
    out, err = io.StringIO(), io.StringIO()
    config, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    keyboard = io.TextIOWrapper(io.BytesIO(typed.encode()))
    with pytest.MonkeyPatch.context() as changed, redirect_stdout(out), redirect_stderr(err):
        changed.setattr(sys, "stdin", keyboard)
        for name in {*os.environ} - {*environment}:
            changed.delenv(name)
        for name, value in environment.items():
            changed.setenv(name, value)
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            structlog.configure(**config)
            root.handlers[:], root.level = handlers, level
    return Done(code, out.getvalue(), err.getvalue())
