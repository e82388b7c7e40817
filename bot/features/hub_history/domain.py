"""A change at a hub as a sentence: who did what. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.db.audit_domain import PUT_BACK, UNDONE, AuditEntry
from bot.language.phrasing import span

OPERATOR, SOMEBODY = "A programme administrator", "somebody who is no longer on record"


@dataclass(frozen=True, slots=True)
class HubChange:
    """A change on record, with the names of who did it, of whom it is about and of the hub, if any."""

    entry: AuditEntry
    by: str
    about: str
    hub: str = ""

    @property
    def is_taken_back(self) -> bool:
        return self.entry.undone_by is not None


def sentence(change: HubChange, of: Mapping[int, HubChange] | None = None) -> str:
    """“Lee Lead moved residential 1 to …”. of: the changes that an undo may have taken back, by id."""
    who = change.by or OPERATOR
    if change.entry.what in (UNDONE, PUT_BACK):
        done = [(of or {})[one] for one in change.entry.detail.get("of", ()) if one in (of or {})]
        return f"{who} {_undid(done)}" if change.entry.what == UNDONE else f"{who} {_redid(done)}"
    return f"{who} {_did(change)}."


def _undid(done: list[HubChange]) -> str:
    """Of a move: the date that holds now. “Moved to the 19th” would be read as the one that does."""
    if len(done) == 1 and _moved(done[0]):
        detail = done[0].entry.detail
        return f"undid the move of residential {detail['number']}. It is on {_days(detail['was'])} again."
    return f"undid this: {'; '.join(map(_did, done))}." if done else "undid a change."


def _redid(done: list[HubChange]) -> str:
    return f"did this again: {'; '.join(map(_did, done))}." if done else "did again what had been undone."


def _moved(change: HubChange) -> bool:
    detail = change.entry.detail
    was: Mapping[str, Any] = detail.get("was") or {}
    if change.entry.what != "residential.set" or not was:
        return False
    return "cancelled" not in (was.get("state"), detail.get("state")) and _days(was) != _days(detail)


def _did(change: HubChange) -> str:
    words = WORDS.get(change.entry.what)
    if words is None:
        return "changed something"
    return f"{words(change.entry.detail, change.about or SOMEBODY)}{_elsewhere(change)}"


def _elsewhere(change: HubChange) -> str:
    """The hub to which somebody was moved, where it is another."""
    left = change.entry.detail.get("from_hub")
    moved_on = change.entry.what == "enrolment.moved" and left not in (None, change.entry.hub_id)
    return f" at {change.hub}" if moved_on and change.hub else ""


def _residential(detail: Mapping[str, Any], _: str) -> str:
    if "number" not in detail:
        return "changed a residential"
    number, was, days = detail["number"], detail.get("was"), _days(detail)
    if detail.get("state") == "cancelled":
        return f"cancelled residential {number}, {days}"
    if not was:
        return f"set residential {number} to {days}"
    if _days(was) != days:
        return f"moved residential {number} from {_days(was)} to {days}"
    if was.get("state") != detail.get("state"):
        return f"noted that residential {number}, {days}, is {detail['state']}"
    return f"changed the venue of residential {number}, {days}"


def _days(detail: Mapping[str, Any]) -> str:
    return span(*(date.fromisoformat(str(detail[name])[:10]) for name in ("first_day", "last_day")))


def _day(detail: Mapping[str, Any], name: str) -> str:
    day = date.fromisoformat(str(detail[name])[:10])
    return f"{day.day} {day:%b %Y}"


def _report(verb: str) -> Callable[[Mapping[str, Any], str], str]:
    def said(detail: Mapping[str, Any], _: str) -> str:
        due = f", due {_day(detail, 'due')}" if detail.get("due") else ""
        return f"{verb} the report “{detail.get('title', '')}”{due}"

    return said


def _holiday(verb: str) -> Callable[[Mapping[str, Any], str], str]:
    def said(detail: Mapping[str, Any], _: str) -> str:
        return f"{verb} a school holiday" + (f", {_days(detail)}" if "first_day" in detail else "")

    return said


def _about(words: str) -> Callable[[Mapping[str, Any], str], str]:
    return lambda _, about: words.format(who=about)


def _announcement(verb: str) -> Callable[[Mapping[str, Any], str], str]:
    return lambda detail, _: f"{verb} announcement {detail.get('act', '')}".rstrip()


WORDS: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
    "residential.set": _residential,
    "residential.place": _about("set times, address or link of a residential"),
    "report.added": _report("added"),
    "report.changed": _report("changed"),
    "report.removed": _report("removed"),
    "report.done": _about("noted that {who} sent a report"),
    "report.undone": _about("noted that {who} has not sent a report"),
    "attendance.answered": _about("answered for {who} whether they come to a residential"),
    "holiday.added": _holiday("noted"),
    "holiday.removed": _holiday("removed"),
    "enrolment.opened": _about("enrolled {who}"),
    "enrolment.left": _about("noted that {who} has left"),
    "enrolment.moved": lambda detail, about: f"moved {about} to {detail.get('school') or 'another place'}",
    "person.edited": _about("changed {who}'s details"),
    "release_day.logged": _about("logged a release day for {who}"),
    "release_day.changed": _about("changed a release day of {who}'s"),
    "release_day.deleted": _about("deleted a release day of {who}'s"),
    "lead.made": _about("made {who} a lead"),
    "lead.unmade": _about("removed {who} as a lead"),
    "announcement.confirmed": _announcement("sent or scheduled"),
    "announcement.changed": _announcement("changed"),
    "announcement.cancelled": _announcement("cancelled"),
    "announcement.recalled": _announcement("recalled"),
    "announcement.tried_again": _announcement("re-sent the failed messages of"),
    "question.answered": _about("answered a question"),
    "question.closed": _about("closed a question"),
    "question.reopened": _about("opened a question again"),
    "question.put_together": _about("put two questions together"),
    "entry.proposed": _about("added an answer for the hub"),
    "entry.accepted": _about("let everybody see an answer of the hub's"),
    "entry.withdrawn": _about("withdrew an answer of the hub's"),
    "hub.added": _about("added the hub"),
}
"""Kind of change → what was done, from its detail and the name of whom it is about."""
CO_LEADS_HEAR = ("residential.set", "enrolment.left", "enrolment.moved")


def is_told(change: AuditEntry) -> bool:
    """Whether the hub's other leads are told of it: a date that people know, and who goes."""
    if change.what != "residential.set":
        return change.what in CO_LEADS_HEAR
    was = change.detail.get("was")
    if not was:
        return False
    moved = any(str(was[name]) != str(change.detail[name]) for name in ("first_day", "last_day"))
    return moved or (change.detail["state"] == "cancelled" and was["state"] != "cancelled")
