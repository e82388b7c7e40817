"""Taking back that a school holiday was added or removed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.core.reply import Text
from bot.core.undoing import TakenBack, UndoStep, undoes
from bot.db.audit_domain import AuditEntry
from bot.features.holidays.repository_undo import Holiday, replaced
from bot.language.phrasing import span


@undoes("holiday.added", "holiday.removed")
class UndoHoliday:
    """What was added goes, and what became part of it stands alone again; what was removed is there again."""

    kind = "holiday"
    removes: tuple[str, ...] = ("holiday.removed",)
    adds: tuple[str, ...] = ("holiday.added",)

    async def named(self, _connection: Any, change: AuditEntry) -> str:
        verb = "added" if change.what == "holiday.added" else "removed"
        return f"{verb} the school holidays {span(*_this(change))}"

    async def take_back(self, step: UndoStep) -> TakenBack:
        return await _replaced(step, _after(step.change), _before(step.change))

    async def put_back(self, step: UndoStep) -> TakenBack:
        return await _replaced(step, _before(step.change), _after(step.change))


async def _replaced(step: UndoStep, stand: Sequence[Holiday], become: Sequence[Holiday]) -> TakenBack:
    await replaced(step.connection, step.change.hub_id or 0, stand, become)
    gone = "; ".join(span(*one) for one in stand)
    there = "; ".join(span(*one) for one in become)
    lines = [f"No longer noted: school holidays {gone}."] if stand else []
    lines += [f"Noted again: school holidays {there}. Nobody is reminded in them."] if become else []
    return TakenBack((Text("\n".join(lines)),))


def _this(change: AuditEntry) -> Holiday:
    return date.fromisoformat(change.detail["first_day"]), date.fromisoformat(change.detail["last_day"])


def _after(change: AuditEntry) -> list[Holiday]:
    return [_this(change)] if change.what == "holiday.added" else []


def _before(change: AuditEntry) -> list[Holiday]:
    if change.what == "holiday.removed":
        return [_this(change)]
    return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in change.detail["was"]]
