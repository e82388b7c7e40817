"""What may be taken back or put back, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.reply import Block
from bot.core.undoing import Effect
from bot.db.audit_domain import AuditEntry


@dataclass(frozen=True, slots=True)
class LastChange:
    """All that one turn changed. `named`: in words; empty when it cannot be taken back.

    took_off: all of it took something off the records. at: when, in UTC.
    """

    turn: str
    entries: Sequence[AuditEntry]
    named: str
    kind: str
    took_off: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class UndoDone:
    """What was taken back or put back.

    note: the id of its entry in the trail. again: the reverse is offered. repeated: it was done before, not now.
    effect: what the change that was taken back had done.
    """

    blocks: tuple[Block, ...]
    note: int
    again: bool
    repeated: bool = False
    effect: Effect = Effect.CHANGED


@dataclass(frozen=True, slots=True)
class LastUndo:
    """An undo that may be put back. note: its id in the trail. effect, named: of the change that it took back."""

    note: int
    effect: Effect
    named: str
