"""Taking back that somebody was enrolled, has left, or has moved to another hub."""

from collections.abc import Mapping
from typing import Any

from bot.core.reply import Text
from bot.core.undoing import ChangedSince, TakenBack, UndoStep, undoes
from bot.db.audit_domain import AuditEntry
from bot.features.people.repository_edit import details_of, put, tell_edited
from bot.features.people.repository_undo import (
    closed,
    forgotten_if_nothing_else,
    has_joined,
    name_of,
    removed,
    reopened,
    there_again,
)

WORDS = {
    "enrolment.opened": "enrolled {name}",
    "enrolment.left": "noted that {name} has left",
    "enrolment.moved": "moved {name}",
}


class JoinedSince(ChangedSince):
    """They have joined since, so that can't be taken back. If they have left, type “cohort leave” and the name."""


@undoes("enrolment.opened", "enrolment.left", "enrolment.moved")
class UndoEnrolment:
    """The place is as it was; release days and history stay with the person."""

    kind = "enrolment"
    removes: tuple[str, ...] = ("enrolment.left",)
    adds: tuple[str, ...] = ("enrolment.opened",)

    async def named(self, connection: Any, change: AuditEntry) -> str:
        return WORDS[change.what].format(name=await name_of(connection, change.person_id))

    async def take_back(self, step: UndoStep) -> TakenBack:
        connection, change = step.connection, step.change
        name = await name_of(connection, change.person_id)
        match change.what:
            case "enrolment.opened":
                return await _not_enrolled(step, name)
            case "enrolment.left":
                await reopened(connection, change.detail["place"], change.at)
                return TakenBack((Text(f"{name} has not left after all, and has the same place as before."),))
            case _:
                await removed(connection, change.detail["opened"])
                await reopened(connection, change.detail["closed"], change.at)
                return TakenBack((Text(f"{name} is at {change.detail['from_school']} again, as before."),))

    async def put_back(self, step: UndoStep) -> TakenBack:
        connection, change = step.connection, step.change
        name = await name_of(connection, change.person_id)
        if change.what == "enrolment.left":
            await closed(connection, change.detail["place"], change.detail["because"], change.at)
            return TakenBack((Text(f"{name} has left. Their record is kept."),))
        if change.what == "enrolment.moved":
            await closed(connection, change.detail["closed"], "moved", change.at)
            place = {"id": change.detail["opened"], "person_id": change.person_id, "hub_id": change.hub_id}
            kept = {"cohort_id": change.detail["cohort"], "school": change.detail["school"]}
            await there_again(connection, {**place, **kept, "started_at": change.at})
            return TakenBack((Text(f"{name} is at {change.detail['school']} again."),))
        raise ChangedSince


async def _not_enrolled(step: UndoStep, name: str) -> TakenBack:
    """Somebody whom nobody knew before is deleted; with a new enrolment they get a new code."""
    change = step.change
    if change.detail["new_person"] and await has_joined(step.connection, change.person_id):
        raise JoinedSince
    await removed(step.connection, change.detail["place"])
    if change.detail["new_person"]:
        await forgotten_if_nothing_else(step.connection, change.person_id)
    again = "To enrol them after all, type “cohort enrol” with the name, e-mail address and school."
    return TakenBack((Text(f"{name} is not enrolled after all. {again}"),), again=False)


@undoes("person.edited")
class UndoEdit:
    """Name, e-mail address and school are as they were."""

    kind = "details"
    removes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()

    async def named(self, connection: Any, change: AuditEntry) -> str:
        return f"changed {await name_of(connection, change.person_id)}'s details"

    async def take_back(self, step: UndoStep) -> TakenBack:
        return await _details(step, step.change.detail["now"], step.change.detail["was"])

    async def put_back(self, step: UndoStep) -> TakenBack:
        return await _details(step, step.change.detail["was"], step.change.detail["now"])


async def _details(step: UndoStep, stand: Mapping[str, Any], become: Mapping[str, Any]) -> TakenBack:
    """Raises ChangedSince when somebody has changed them meanwhile."""
    connection, person_id, place = step.connection, step.change.person_id or 0, step.change.detail["place"]
    if await details_of(connection, person_id, place) != dict(stand):
        raise ChangedSince
    await put(connection, person_id, place, become)
    await tell_edited(connection, person_id, step.turn.me.id, (stand, become), step.note, step.turn.now)
    words = f"{become['name']}, {become['email'] or 'no e-mail'}, {become['school']}."
    return TakenBack((Text(f"On record again: {words}"),))
