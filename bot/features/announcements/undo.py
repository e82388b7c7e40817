"""Taking back that an announcement was scheduled or cancelled, while nothing of it has been sent."""

from typing import Any

from bot.core.reply import Actions, Button, Text
from bot.core.undoing import TakenBack, UndoStep, undoes
from bot.db.audit_domain import AuditEntry
from bot.features.announcements.domain import Announcement, AnnouncementStage
from bot.features.announcements.repository_undo import cancelled_again, made_draft, planned_again
from bot.features.announcements.views_preview import moment_in_words


@undoes("announcement.confirmed", "announcement.cancelled")
class UndoAnnouncement:
    """What was scheduled is a draft again; what was cancelled goes at its time."""

    kind = "announcement"
    removes: tuple[str, ...] = ("announcement.cancelled",)
    adds: tuple[str, ...] = ()

    async def named(self, _connection: Any, change: AuditEntry) -> str:
        verb = "cancelled" if change.what == "announcement.cancelled" else "scheduled"
        return f"{verb} announcement {change.detail['act']}"

    async def take_back(self, step: UndoStep) -> TakenBack:
        number, revision = step.change.detail["announcement"], step.change.detail["revision"]
        if step.change.what == "announcement.confirmed":
            one = await made_draft(step.connection, number, revision, step.turn.now)
            return _taken(_draft(one), one, revision + 1, again=one.send_at > step.turn.now)
        cancelled = AnnouncementStage.CANCELLED
        one = await planned_again(step.connection, number, revision, cancelled, step.turn.now)
        return _taken(_planned(one), one, revision + 1)

    async def put_back(self, step: UndoStep) -> TakenBack:
        number, revision = step.change.detail["announcement"], step.kept["revision"]
        if step.change.what == "announcement.confirmed":
            draft = AnnouncementStage.DRAFT
            one = await planned_again(step.connection, number, revision, draft, step.turn.now)
            return _taken(_planned(one), one, revision + 1)
        one = await cancelled_again(step.connection, number, revision, step.turn.now)
        return _taken(f"Announcement {one.act} is cancelled again: nothing will be sent.", one, revision)


def _taken(text: str, one: Announcement, revision: int, *, again: bool = True) -> TakenBack:
    look = Button("Look at it", "announce_open", {"act": str(one.act)})
    return TakenBack((Text(text), Actions((look,))), {"revision": revision}, again)


def _draft(one: Announcement) -> str:
    return f"Announcement {one.act} is a draft again: nothing will be sent until you send it."


def _planned(one: Announcement) -> str:
    return f"Announcement {one.act} will be sent on {moment_in_words(one.send_at, one.hub.zone)}, as planned."
