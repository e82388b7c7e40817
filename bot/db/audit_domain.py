"""A change as it is written down and read again; without SQL, so that whoever shows one need not import it."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_declared: dict[str, bool] = {}


def declare_changes(*names: str, undoable: bool) -> None:
    """Name kinds of change that a feature writes down, and say whether each can be taken back.

    One that is undoable must have an undoer, or the program does not start. One without a name is not written.
    """
    _declared.update(dict.fromkeys(names, undoable))


def undoable_changes() -> frozenset[str]:
    """The kinds of change that can be taken back, of every feature that is loaded."""
    return frozenset(name for name, undoable in _declared.items() if undoable)


class GuessMayNotWrite(Exception):
    """A change was about to be written down in a turn that only asked something; its transaction is undone."""


@dataclass(slots=True)
class TurnChanges:
    """Where the turn under way is asked for, and the kinds of change that it has written down so far.

    conversation: a hash. Who knows an account and its conversation can work it out: it goes with the person.
    turn: names this turn, so that all that it changed is taken back together.
    guessed: what is under way is only what the search took a question for, so that it may change nothing.
    """

    conversation: str
    turn: str
    noted: list[str] = field(default_factory=list)
    guessed: bool = False


TURN_CHANGES: ContextVar[TurnChanges | None] = ContextVar("TURN_CHANGES", default=None)
"""Set by the dispatcher for each turn; None outside of one, as in an import from the command line."""


@dataclass(frozen=True, slots=True)
class AuditNote:
    """A change to write down: what, by whom, about whom or which hub. Raises ValueError for an undeclared `what`.

    request_key: names the platform's event that asked for it; a second change of a person with the same key is
    refused by the schema.
    """

    what: str
    by: int | None = None
    person_id: int | None = None
    hub_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    request_key: str | None = None

    def __post_init__(self) -> None:
        if self.what not in _declared:
            raise ValueError(f"no feature declares the change {self.what!r}; see declare_changes")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A change on record. `undone_by`: the id of the change that took it back.

    turn: names the turn in which it was made; empty for a change that was made outside of a conversation.
    """

    id: int
    at: datetime
    by: int | None
    person_id: int | None
    hub_id: int | None
    what: str
    detail: Mapping[str, Any]
    undone_by: int | None
    turn: str = ""


UNDONE, PUT_BACK = "change.undone", "change.put_back"
declare_changes(UNDONE, PUT_BACK, undoable=False)
