"""Taking back that reminders were stopped, started or put off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.core.fitting import with_and
from bot.core.reply import Text
from bot.core.undoing import TakenBack, UndoStep, undoes
from bot.db.audit_domain import AuditEntry
from bot.features.reminders.domain import ON, STOPPED
from bot.features.reminders.registry import topic_of_subject, topics
from bot.features.reminders.repository import put_as
from bot.features.reminders.repository_settings import put_instead
from bot.features.reminders.settings import setting_in
from bot.language.dates import in_words


@undoes("reminders.changed")
class UndoReminders:
    """Each kind of reminder stands as it did."""

    kind = "reminder"
    removes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()

    async def named(self, _connection: Any, change: AuditEntry) -> str:
        return _in_words(change.detail["left"], {ON: "started", STOPPED: "stopped"})

    async def take_back(self, step: UndoStep) -> TakenBack:
        detail = step.change.detail
        return await _put(step, detail["left"], detail["found"])

    async def put_back(self, step: UndoStep) -> TakenBack:
        detail = step.change.detail
        return await _put(step, detail["found"], detail["left"], detail["again"])


@undoes("reminders.timed")
class UndoReminderTimes:
    """The time of day and the quiet time are as they were."""

    kind = "reminder"
    removes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()

    async def named(self, _connection: Any, _change: AuditEntry) -> str:
        return "changed when you are reminded"

    async def take_back(self, step: UndoStep) -> TakenBack:
        return await _timed(step, "now", "was")

    async def put_back(self, step: UndoStep) -> TakenBack:
        return await _timed(step, "was", "now")


async def _timed(step: UndoStep, stands: str, becomes: str) -> TakenBack:
    detail, person_id = step.change.detail, step.change.person_id or 0
    old, new = setting_in(detail[stands]), setting_in(detail[becomes])
    await put_instead(step.connection, person_id, (old, new), detail["zone"], step.turn.now)
    return TakenBack((Text("Undone: you're reminded at the time you had before."),))


async def _put(step: UndoStep, stand: Mapping[str, str], become: Mapping[str, str], again: Any = ()) -> TakenBack:
    person_id = step.change.person_id or 0
    await put_as(step.connection, person_id, stand, become, step.turn.now, again)
    said = _in_words(become, {ON: "on again", STOPPED: "stopped"}, after=True)
    return TakenBack((Text(f"Undone: {said}."),))


def _in_words(states: Mapping[str, str], verbs: Mapping[str, str], *, after: bool = False) -> str:
    """Stopped reminders about reports; put off reminders about residentials until Monday 30 November 2026."""
    parts = []
    for state in dict.fromkeys(states.values()):
        names = [_called(name) for name in states if states[name] == state]
        kinds = with_and([*dict.fromkeys(names)])
        until = "" if state in verbs else f" until {in_words(datetime.fromisoformat(state).date())}"
        verb = verbs.get(state, "put off")
        parts.append(
            f"reminders about {kinds} are {verb}{until}" if after else f"{verb} reminders about {kinds}{until}"
        )
    return "; ".join(parts)


def _called(name: str) -> str:
    """A topic, or the topic of a single thing ("report:3"), as people call it."""
    topic = topics().get(name) or topics().get(topic_of_subject(name))
    return topic.called if topic else name
