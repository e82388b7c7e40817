"""Taking back that a report was ticked off, or was added, changed or removed by a lead."""

from datetime import date, datetime
from typing import Any

from bot.core.reply import Text
from bot.core.undoing import ChangedSince, TakenBack, UndoStep, undoes
from bot.db.audit_domain import AuditEntry
from bot.features.reports.domain import Report
from bot.features.reports.repository_undo import report_named, restored, ticked, unticked
from bot.language.dates import in_words
from bot.language.phrasing import until


@undoes("report.done", "report.undone")
class UndoTick:
    """A specialist's own tick."""

    kind = "report"
    removes = ("report.undone",)
    adds: tuple[str, ...] = ("report.done",)

    async def named(self, connection: Any, change: AuditEntry) -> str:
        report = await _report(connection, change)
        verb = "ticked off" if change.what == "report.done" else "took back that it is done:"
        return f"{verb} {report.title}"

    async def take_back(self, step: UndoStep) -> TakenBack:
        return await _tick(step, done=step.change.what == "report.undone")

    async def put_back(self, step: UndoStep) -> TakenBack:
        return await _tick(step, done=step.change.what == "report.done")


@undoes("report.added", "report.changed", "report.removed")
class UndoReport:
    """What a lead set for the cohort."""

    kind = "report"
    removes = ("report.removed",)
    adds: tuple[str, ...] = ("report.added",)

    async def named(self, _connection: Any, change: AuditEntry) -> str:
        verb = change.what.removeprefix("report.")
        return f"{verb} {change.detail['title']}, due {in_words(date.fromisoformat(change.detail['due']))}"

    async def take_back(self, step: UndoStep) -> TakenBack:
        detail, was = step.change.detail, step.change.detail["was"]
        match step.change.what:
            case "report.added":
                return await _restored(step, detail["revision"], "Removed again", removed_at=step.turn.now)
            case "report.removed":
                return await _restored(step, detail["revision"], "There again", removed_at=None)
            case _:
                return await _restored(step, detail["revision"], "As before", **_titled(was))

    async def put_back(self, step: UndoStep) -> TakenBack:
        detail, revision = step.change.detail, step.kept["revision"]
        match step.change.what:
            case "report.added":
                return await _restored(step, revision, "There again", removed_at=None)
            case "report.removed":
                return await _restored(step, revision, "Removed again", removed_at=step.turn.now)
            case _:
                return await _restored(step, revision, "Changed again", **_titled(detail))


async def _restored(step: UndoStep, revision: int, opening: str, **values: Any) -> TakenBack:
    report = await restored(step.connection, step.change.detail["report"], revision, **values)
    text = Text(f"{opening}: {report.title}, due {in_words(report.due)}.")
    return TakenBack((text,), {"revision": report.revision})


def _titled(values: Any) -> dict[str, Any]:
    return {"title": values["title"], "due": date.fromisoformat(values["due"])}


async def _tick(step: UndoStep, *, done: bool) -> TakenBack:
    """The tick of that moment is set, or taken away."""
    change = step.change
    at = change.at if change.what == "report.done" else datetime.fromisoformat(change.detail["was"])
    this = {"report_id": change.detail["report"], "person_id": change.person_id or 0}
    await (ticked if done else unticked)(step.connection, this, at)
    report = await _report(step.connection, change)
    due = f"due {in_words(report.due)} ({until(report.due, step.turn.today)})"
    said = f"Done: {report.title}, {due}." if done else f"Not done after all: {report.title}, {due}."
    return TakenBack((Text(said),))


async def _report(connection: Any, change: AuditEntry) -> Report:
    report = await report_named(connection, change.detail["report"])
    if report is None:
        raise ChangedSince
    return report
