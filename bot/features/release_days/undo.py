"""Taking back that release days were logged, changed or deleted, and putting that back."""

from collections.abc import Sequence
from typing import Any

from bot.core.reply import Block, Text
from bot.core.undoing import TakenBack, UndoStep, undoes
from bot.db.audit_domain import AuditEntry
from bot.features.people.repository_enrolments import hold
from bot.features.release_days import queries, queries_undo, views
from bot.features.release_days.domain import ChangeKind, RecordOwner, ReleaseDay
from bot.features.release_days.repository_notices import tell_other, whose_name
from bot.language.dates import in_words

KIND = "release day"
MOST_NAMED = 3  # days in one sentence


@undoes(ChangeKind.LOGGED, ChangeKind.CHANGED, ChangeKind.DELETED)
class UndoReleaseDays:
    """The days that a change added go, and those that it removed count again."""

    kind = KIND
    removes: tuple[str, ...] = (ChangeKind.DELETED,)
    adds: tuple[str, ...] = (ChangeKind.LOGGED,)

    async def named(self, connection: Any, change: AuditEntry) -> str:
        added, removed = await queries_undo.touched(connection, change.id)
        whose = ""
        if change.person_id not in (None, change.by):
            whose = f" for {await whose_name(connection, change.person_id)}"
        match ChangeKind(change.what):
            case ChangeKind.DELETED:
                return f"deleted {_listed(removed) if removed else 'a day'}{whose}"
            case ChangeKind.CHANGED:
                return f"changed {_listed(removed) if removed else 'a day'} to {_listed(added)}{whose}"
            case _:
                return f"logged {_listed(added)}{whose}"

    async def take_back(self, step: UndoStep) -> TakenBack:
        whose = await _held(step)
        back, gone = await queries_undo.take_back(step.connection, step.change.id, step.turn.now, step.note)
        kept = {"undone_in": step.note, "again": [day.id for day in back]}
        return TakenBack(await _blocks(step, whose, back, gone), kept)

    async def put_back(self, step: UndoStep) -> TakenBack:
        whose = await _held(step)
        undone_in, again = step.kept["undone_in"], step.kept["again"]
        back, gone = await queries_undo.put_back(step.connection, step.change.id, step.turn.now, undone_in, again)
        return TakenBack(await _blocks(step, whose, back, gone))


async def _held(step: UndoStep) -> RecordOwner:
    """Whose days they are; nobody else changes them meanwhile. Raises NotEnrolled."""
    change = step.change
    whose = RecordOwner(change.person_id or 0, change.detail["cohort"], change.by)
    await hold(step.connection, whose.person_id, whose.cohort_id)
    return whose


async def _blocks(
    step: UndoStep, whose: RecordOwner, back: Sequence[ReleaseDay], gone: Sequence[ReleaseDay]
) -> tuple[Block, ...]:
    now = await queries.balance(step.connection, whose, step.turn.today)
    days = (back, gone, now)
    await tell_other(step.connection, whose, step.turn.me.id, step.note, days, step.turn.now)
    blocks: list[Block] = []
    if whose.by_another and step.turn.me.id != whose.person_id:
        blocks.append(Text(f"For {await whose_name(step.connection, whose.person_id)}:", strong=True))
    if gone:
        blocks.append(views.lines("Removed again" if step.kept else "Undone", gone))
    if back:
        before = gone and not step.kept
        blocks.append(views.lines("On record again, as before" if before else "Back on record", back))
    return (*blocks, views.balance(now))


def _listed(days: Sequence[ReleaseDay]) -> str:
    if len(days) == 1:
        return views.one(days[0])
    named = ", ".join(in_words(day.day) for day in days[:MOST_NAMED])
    more = len(days) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named
