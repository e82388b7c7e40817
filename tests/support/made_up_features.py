"""Features that a test adds from outside: a module of made-up handlers, or a folder beside the real ones."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from bot import features
from bot.bootstrap import FEATURES


def made_up_module(*handlers: object, name: str = "made_up") -> ModuleType:
    """A module that holds these handlers."""
    module = ModuleType(name)
    for number, handler in enumerate(handlers):
        handler.__module__ = name
        setattr(module, f"handler_{number}", handler)
    return module


@contextmanager
def made_up_feature(folder: Path, name: str, commands: str) -> Iterator[None]:
    """A feature's folder with one file, found like the real ones while the block lasts.

    folder: an empty one, in which the feature's is made. commands: the text of its commands.py.
    """
    (folder / name).mkdir()
    (folder / name / "__init__.py").touch()
    (folder / name / "commands.py").write_text(commands, encoding="utf-8")
    features.__path__.append(str(folder))
    try:
        yield
    finally:
        features.__path__.remove(str(folder))
        for module in [one for one in sys.modules if one.startswith(f"{FEATURES}.{name}")]:
            del sys.modules[module]
        vars(features).pop(name, None)
