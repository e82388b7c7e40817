"""Taking back that a residential was set, moved, confirmed or cancelled, and that somebody answered for one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.core.reply import Text
from bot.core.undoing import ChangedSince, TakenBack, UndoStep, undoes
from bot.db.audit_domain import AuditEntry
from bot.features.residentials.domain import AttendanceAnswer, Residential, ResidentialState
from bot.features.residentials.repository_undo import (
    answer_is,
    residential_named,
    restored,
    taken_off,
    there_again,
)
from bot.features.residentials.views import SAID_BACK
from bot.language.phrasing import span


@undoes("residential.set")
class UndoResidential:
    """What a lead set: dates, venue and how certain it is."""

    kind = "residential"
    removes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()

    async def named(self, _connection: Any, change: AuditEntry) -> str:
        now = change.detail
        days = span(date.fromisoformat(now["first_day"]), date.fromisoformat(now["last_day"]))
        if now["state"] == ResidentialState.CANCELLED:
            return f"cancelled residential {now['number']}, {days}"
        return f"set residential {now['number']} to {days}, {now['state']}"

    async def take_back(self, step: UndoStep) -> TakenBack:
        now = step.change.detail
        if now["was"] is None:
            one = await taken_off(step.connection, now["residential"], now["revision"])
            is_there = one.revision != now["revision"]
            text = (
                f"Residential {one.number} is {'cancelled' if is_there else 'no longer set'}: it was {_days(one)}."
            )
            return TakenBack((Text(text),), {"there": is_there, "revision": one.revision})
        one = await restored(step.connection, now["residential"], now["revision"], _values(now["was"]))
        return TakenBack((Text(f"Undone. {_line(one)}"),), {"there": True, "revision": one.revision})

    async def put_back(self, step: UndoStep) -> TakenBack:
        now, kept = step.change.detail, step.kept
        if kept["there"]:
            one = await restored(step.connection, now["residential"], kept["revision"], _values(now))
        else:
            place = {"id": now["residential"], "hub_id": step.change.hub_id, "cohort_id": now["cohort"]}
            again = {**place, "number": now["number"], "revision": kept["revision"] + 1}
            one = await there_again(step.connection, {**again, **_values(now)})
        return TakenBack((Text(f"Set again. {_line(one)}"),), {"revision": one.revision})


@undoes("attendance.answered")
class UndoAnswer:
    """Whether a specialist is coming."""

    kind = "residential"
    removes: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()

    async def named(self, connection: Any, change: AuditEntry) -> str:
        one = await _residential(connection, change)
        return f"noted for residential {one.number} that {SAID_BACK[AttendanceAnswer(change.detail['answer'])]}"

    async def take_back(self, step: UndoStep) -> TakenBack:
        return await _answer(step, _new(step.change), step.change.detail["was"])

    async def put_back(self, step: UndoStep) -> TakenBack:
        return await _answer(step, step.change.detail["was"], _new(step.change))


async def _answer(
    step: UndoStep, stands: Mapping[str, Any] | None, becomes: Mapping[str, Any] | None
) -> TakenBack:
    change = step.change
    one = await _residential(step.connection, change)
    await answer_is(step.connection, one.id, change.person_id or 0, stands, becomes)
    if becomes is None:
        text = f"Taken back: your answer for residential {one.number} is open again. It is on {_days(one)}."
    else:
        said = SAID_BACK[AttendanceAnswer(becomes["answer"])]
        text = f"Noted, as before: {said}. Residential {one.number} is on {_days(one)}."
    return TakenBack((Text(text),))


def _new(change: AuditEntry) -> dict[str, Any]:
    """The answer that the change noted."""
    detail = change.detail
    return {"answer": detail["answer"], "for_day": detail["for_day"], "at": change.at.isoformat()}


async def _residential(connection: Any, change: AuditEntry) -> Residential:
    found = await residential_named(connection, change.detail["residential"])
    if found is None:
        raise ChangedSince
    return found


def _values(detail: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(detail[name]) for name in ("first_day", "last_day")}
    return {**days, "venue": detail["venue"], "state": detail["state"]}


def _days(one: Residential) -> str:
    return span(one.first_day, one.last_day)


def _line(one: Residential) -> str:
    where = f", {one.venue}" if one.venue else ", venue not set"
    return f"Residential {one.number}: {_days(one)}{where}, {one.state.value}."
