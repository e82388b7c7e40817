"""Taking a change back: what a feature provides for each kind of change that it writes down.

A feature's `undo.py` holds its undoers. The program does not start when an undoable change has none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.core.errors import BotError
from bot.db.audit_domain import AuditEntry, undoable_changes

if TYPE_CHECKING:
    from bot.core.reply import Block
    from bot.core.turn import Turn

MARK = "_takes_back"


class ChangedSince(BotError):
    """That can't be taken back: it has been changed again since. Nothing was done now."""


class TooLateToUndo(BotError):
    """That can't be taken back any more. Nothing was done now."""


class Effect(Enum):
    """What a change did to the records: whoever undid it says with other words that it is to be done again."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One change to take back, or to put back, in a transaction that is under way.

    connection: the transaction's own; everything is done on it, so that all of it holds or none.
    note: the id of the entry in the trail that this step is written down as.
    kept: for putting back, what `TakenBack.kept` held when the change was taken back.
    """

    connection: Any
    change: AuditEntry
    note: int
    turn: "Turn"
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What is said of it, and what is needed to do the reverse (JSON, without names or free words).

    kept: what putting it back needs; of putting back, what is now otherwise in the change's own detail.
    again: whether the reverse is offered.
    """

    blocks: "tuple[Block, ...]"
    kept: Mapping[str, Any] = field(default_factory=dict)
    again: bool = True


class Undoer(Protocol):
    """Takes back some kinds of change.

    kind: what a person calls the thing ("release day", "report").
    removes: those of its changes that took something off the records, so that "put that back" undoes them.
    adds: those that put something on the records, so that "put that back" does them again once they are undone.
    """

    kind: str
    removes: tuple[str, ...]
    adds: tuple[str, ...]

    async def named(self, connection: Any, change: AuditEntry, /) -> str:
        """What the change did, for a question: "logged Thursday 12 November 2026, workshop"."""

    async def take_back(self, step: UndoStep) -> TakenBack:
        """As it was before the change. Raises ChangedSince when the record is not as the change left it."""

    async def put_back(self, step: UndoStep) -> TakenBack:
        """As the change had left it. Raises ChangedSince when the record is not as the undo left it."""


Undoers = Mapping[str, Undoer]
"""Kind of change → who takes it back."""
UndoerType = TypeVar("UndoerType", bound=type[Any])


class UndoersDoNotFit(Exception):
    """An undoable change without an undoer, or an undoer for a change that is not undoable. For developers."""


def undoes(*changes: str) -> Any:
    """This class takes back these kinds of change."""

    def marked(undoer: UndoerType) -> UndoerType:
        setattr(undoer, MARK, changes)
        return undoer

    return marked


def undoers_in(modules: Iterable[Any]) -> Undoers:
    """Every undoer in these modules, by the changes that it takes back. Raises UndoersDoNotFit."""
    found: dict[str, Undoer] = {}
    for module in modules:
        for one in vars(module).values():
            if getattr(one, "__module__", None) != module.__name__:
                continue
            for change in getattr(one, MARK, ()):
                if change in found:
                    raise UndoersDoNotFit(f"{change!r}: two undoers, {type(found[change])} and {one}")
                found[change] = one()
    if missing := undoable_changes() - set(found):
        raise UndoersDoNotFit(f"declared undoable, and nothing takes them back: {', '.join(sorted(missing))}")
    if unknown := set(found) - undoable_changes():
        raise UndoersDoNotFit(f"undoers for what no feature declares as undoable: {', '.join(sorted(unknown))}")
    return found
