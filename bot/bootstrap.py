"""The one place where the core's parts are put together; tests call it too, with their own clock and data."""

from pathlib import Path

from bot.clock import Clock
from bot.core import Core
from bot.routes import discover
from bot.store import Store
from knowledge.model import Knowledge
from knowledge.search import Search


def build(knowledge: Knowledge, store: Store, clock: Clock, kept_in: Path | None = None) -> Core:
    """A core over this knowledge. `kept_in` is a folder for what need not be worked out at every start."""
    return Core(knowledge, Search(knowledge, kept_in), discover(), store, clock)
