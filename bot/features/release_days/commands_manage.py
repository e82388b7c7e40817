"""One's release days as they stand: list, export, undo, change and delete, by command and in one's own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.csv_file import csv_file
from bot.core.errors import BotError, StaleButton
from bot.core.permissions import Role
from bot.core.reply import Actions, Block, Button, Checklist, Note, Reply, Table, Text
from bot.core.routing import CallNext, action, command, intent, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.release_days import context, forms, views
from bot.features.release_days.checks import doubts
from bot.features.release_days.commands_log import LOG_ONE
from bot.features.release_days.domain import ChangeKind, DaysChanged, NoSuchDay, ReleaseDay, ReleaseDayInput
from bot.features.release_days.forms import LogPrefill
from bot.features.release_days.parsing import read
from bot.features.release_days.repository import ReleaseDays
from bot.language.dates import in_words
from knowledge.search import Finding

LISTED, CORRECTED, EXPORTED = "release_list", "release_correct", "release_export"
MOST_LISTED = 12  # a phone's screen; the file has all
MOST_CHOICES = 4
HEADINGS = ("Date", "Part", "Days", "For", "Note", "School", "Logged on", "Logged by")
TO = re.compile(r"\s+(?:to|into|as)\s+(?:an?\s+)?", re.I)
TYPED = re.compile(r"(?:please\s+)?(?:change|correct|make)\s+(?P<words>(?:it|that|the last one)\s+to\s+.+)", re.I)
CHANGE = re.compile(
    r"\b(?:change|correct|should (?:be|have been)|was (?:really|actually)|make (?:it|that)|amend|edit)\b", re.I
)
DELETE = re.compile(r"\b(?:delete|remove|take (?:off|out|away)|scrub|scrap|get rid|cancel|strike)\b", re.I)


class NothingThatDay(BotError):
    """Nothing is on record for that day. Type “releaseday list” to see your days."""


class WhichDay(BotError):
    """Which day? Type its date, for example: releaseday delete 12 November."""


@command(
    "releaseday list",
    role=Role.SPECIALIST,
    help="Your days one by one",
    writes=False,
)
async def list_days(turn: Turn, _words: str) -> Reply:
    days = await context.on_record(turn)
    if not days:
        nothing = Text(
            "You have no release days on record yet. To log one, say for example “log yesterday, workshop”."
        )
        return Reply((nothing, Actions((LOG_ONE,))), LISTED, entry=LISTED)
    now = await ReleaseDays(turn.store).balance(turn.me.id, context.cohort(turn).id, turn.today)
    rows = tuple((views.short(day.day), views.PARTS[day.part], _what(day)) for day in days[-MOST_LISTED:])
    blocks: list[Block] = [Table(("Day", "", ""), rows, "Your release days"), views.balance(now)]
    if len(days) > MOST_LISTED:
        blocks.append(Note(f"And {len(days) - MOST_LISTED} earlier; the file has all: type “releaseday export”."))
    return Reply(tuple(blocks), LISTED, entry=LISTED)


@command(
    "releaseday export",
    role=Role.SPECIALIST,
    help="Your days as a file",
    writes=False,
)
async def export(turn: Turn, _words: str) -> Reply:
    cohort = context.cohort(turn)
    days = await ReleaseDays(turn.store).export(cohort.id, person_id=turn.me.id)
    rows = [
        (
            one.release_day.day.isoformat(),
            views.PARTS[one.release_day.part],
            views.figure(one.release_day.half_days),
            one.release_day.purpose.value,
            one.release_day.note or "",
            one.school,
            f"{one.release_day.logged_at:%Y-%m-%d}",
            one.name if one.release_day.logged_by == turn.me.id else "hub",
        )
        for one in days
    ]
    count = f"{len(rows)} entr{'y' if len(rows) == 1 else 'ies'}"
    file = csv_file(
        "release-days.csv", f"Your release days in {cohort.name} as a file (CSV), {count}", HEADINGS, rows
    )
    return Reply((file,), EXPORTED, entry=EXPORTED)


@command(
    "releaseday undo",
    "undo",
    role=Role.SPECIALIST,
    help="Take back the last change",
    writes=True,
)
async def undo(turn: Turn, _words: str) -> Reply:
    return _undone(await ReleaseDays(turn.store).undo(context.whose(turn), context.request(turn)))


@action("releaseday_undo", of="releaseday undo", writes=True)
async def undo_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    ids = _ids(values.get("days", ""))
    pressed = f"undo {','.join(map(str, ids))}"
    done = await ReleaseDays(turn.store).undo(context.whose(turn), context.request(turn, pressed), ids)
    return replace(_undone(done), replaces=True)


@command(
    "releaseday change",
    role=Role.SPECIALIST,
    help="Change a day",
    example="releaseday change friday to half",
    writes=True,
)
async def change(turn: Turn, words: str) -> Reply:
    """“friday to half”, “12 november to workshop”, “it to the morning”; the latest one when no day is named."""
    which, *to = TO.split(words, maxsplit=1)
    found = await _meant(turn, which)
    if len(found) > 1:
        return _which(found, "releaseday_change_form", "Change")
    return await _change(turn, found[0], to[0]) if to else _form(found[0])


@action("releaseday_change_form", of="releaseday change", writes=False)
async def form_asked_for(turn: Turn, values: Mapping[str, str]) -> Reply:
    return _form(await _one(turn, values.get("day", "")))


@action("releaseday_change", of="releaseday change", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    before = await _one(turn, values.get("id", ""))
    (wanted, *more) = forms.filled({**values, "days": ""})
    if more:
        raise StaleButton
    return await _put_right(turn, before, wanted, values)


@command(
    "releaseday delete",
    role=Role.SPECIALIST,
    help="Take a day off",
    example="releaseday delete friday",
    writes=True,
)
async def delete(turn: Turn, words: str) -> Reply:
    if not read(words, turn.today).days:
        raise WhichDay
    found = await _meant(turn, words)
    days = {one.day for one in found}
    if len(found) > len(days):
        return _which(found, "releaseday_delete", "Delete")
    return await _delete(turn, found)


@action("releaseday_delete", of="releaseday delete", writes=True)
async def delete_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await _delete(turn, [await _one(turn, values.get("day", ""))], f"delete {values.get('day', '')[:20]}")


@middleware(
    "releaseday change",
    order=80,
    because="any place above the eligibility check will do: its question does not belong under a changed day",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“change that to the morning” from somebody enrolled, who need not say of what."""
    found = TYPED.fullmatch(text)
    if found and turn.person and turn.person.enrolment:
        return replace(await change(turn, found["words"]), personal=True)
    return await call_next()


@intent("release_list", of="releaseday list", writes=False)
async def asked_for_list(turn: Turn, finding: Finding) -> Reply:
    return replace(await list_days(turn, ""), score=finding.score)


@intent("release_export", of="releaseday export", writes=False)
async def asked_for_export(turn: Turn, finding: Finding) -> Reply:
    return replace(await export(turn, ""), score=finding.score)


@intent("release_correct", of="releaseday change", writes=True)
async def asked_to_correct(turn: Turn, finding: Finding) -> Reply:
    """Whichever of the three the words ask for; without a day, the latest change is undone."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    named = bool(read(text, turn.today).days)
    if CHANGE.search(text) and (named or TO.search(text)):
        reply = await change(turn, CHANGE.sub(" ", text, count=1).strip())
    elif DELETE.search(text) and named:
        reply = await delete(turn, text)
    else:
        reply = await undo(turn, "")
    return replace(reply, score=finding.score)


async def _meant(turn: Turn, words: str) -> list[ReleaseDay]:
    """The records of the days that are named, or the one that was logged last. Raises NothingThatDay."""
    there = await context.on_record(turn)
    days = read(words, turn.today).days
    if not days:
        latest = max(there, key=lambda one: (one.logged_at, one.id), default=None)
        if latest is None:
            raise NothingThatDay("Nothing is on record yet, so there is nothing to change.")
        return [latest]
    if missing := [day for day in days if day not in {one.day for one in there}]:
        raise NothingThatDay(
            f"Nothing is on record for {in_words(missing[0])}. Type “releaseday list” to see your days."
        )
    return [one for one in there if one.day in days]


async def _one(turn: Turn, named: str) -> ReleaseDay:
    """The record that a button names, if it is theirs. Raises NoSuchDay."""
    (wanted, *more) = _ids(named)
    found = [one for one in await context.on_record(turn) if one.id == wanted and not more]
    if not found:
        raise NoSuchDay
    return found[0]


async def _change(turn: Turn, before: ReleaseDay, to: str) -> Reply:
    """With what is said of it changed, and the rest as it was."""
    said = read(to, turn.today)
    if not (said.days or said.part or said.purpose or said.note):
        return _form(before)
    wanted = ReleaseDayInput(
        said.days[0] if said.days else before.day,
        said.part or before.part,
        said.purpose or before.purpose,
        said.note or before.note,
    )
    return await _put_right(turn, before, wanted, {})


async def _put_right(turn: Turn, before: ReleaseDay, wanted: ReleaseDayInput, values: Mapping[str, str]) -> Reply:
    others = [one for one in await context.on_record(turn) if one.id != before.id]
    odd = doubts([wanted], others, context.cohort(turn).half_days, turn.today)
    if odd and not values.get("sure"):
        sure = {**forms.as_values([wanted]), "day": wanted.day.isoformat(), "id": str(before.id), "sure": "yes"}
        buttons = (
            Button("Change it anyway", "releaseday_change", sure, "primary"),
            Button("Leave it", "releaseday_leave"),
        )
        asked = views.lines("Not changed yet", [wanted])
        return Reply(
            (asked, Checklist(tuple(odd), "Is that right?"), Actions(buttons)), CORRECTED, entry=CORRECTED
        )
    request = context.request(turn, values.get("token", "")[:40])
    done = await ReleaseDays(turn.store).change(context.whose(turn), before.id, wanted, request)
    return _changed(done)


@action("releaseday_leave", of="releaseday change", writes=False)
async def left_as_it_is(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was changed."),), CORRECTED, entry=CORRECTED, replaces=True)


async def _delete(turn: Turn, found: Sequence[ReleaseDay], key: str = "") -> Reply:
    done = await ReleaseDays(turn.store).delete(
        context.whose(turn), [one.id for one in found], context.request(turn, key)
    )
    return _with_undo([views.lines("Taken off", done.removed)], done, done.removed)


def _changed(done: DaysChanged) -> Reply:
    was = Note(f"Before: {views.one(done.removed[0])}.") if done.removed else Note("")
    return _with_undo([views.lines("Changed", done.added), was], done, done.added)


def _with_undo(blocks: list[Block], done: DaysChanged, touched: Sequence[ReleaseDay]) -> Reply:
    back = Button("Undo", "releaseday_undo", {"days": ",".join(str(day.id) for day in touched)})
    return Reply((*blocks, views.balance(done.balance), Actions((back,))), CORRECTED, entry=CORRECTED)


def _undone(done: DaysChanged) -> Reply:
    """What an undo brought back, and what it took off."""
    blocks: list[Block] = []
    if done.removed:
        blocks.append(views.lines("Undone, no longer on record", done.removed))
    if done.added:
        opening = (
            "Back on record" if done.undid is ChangeKind.DELETED or not blocks else "On record again, as before"
        )
        blocks.append(views.lines(opening, done.added))
    return Reply((*blocks, views.balance(done.balance)), CORRECTED, entry=CORRECTED)


def _form(day: ReleaseDay) -> Reply:
    known = LogPrefill((day.day,), day.part, day.purpose, day.note)
    form = forms.form(f"Change {views.short(day.day)}", "releaseday_change", known, {"id": str(day.id)})
    return Reply((Text(f"On record: {views.one(day)}."), form), CORRECTED, entry=CORRECTED)


def _which(found: Sequence[ReleaseDay], action_name: str, verb: str) -> Reply:
    buttons = [
        Button(
            f"{verb} {views.short(one.day)}, {views.PARTS[one.part]}: {one.purpose.value}"[:75],
            action_name,
            {"day": str(one.id)},
        )
        for one in found[:MOST_CHOICES]
    ]
    text = Text("There is more than one entry for that. Which one do you mean?")
    return Reply(
        (text, Actions(tuple({button.label: button for button in buttons}.values()))), CORRECTED, entry=CORRECTED
    )


def _what(day: ReleaseDay) -> str:
    return f"{day.purpose.value} ({day.note})" if day.note else day.purpose.value


def _ids(text: str) -> list[int]:
    """Record ids as buttons carry them. Raises StaleButton for anything else."""
    parts = text.split(",")
    if len(parts) > 2 * MOST_LISTED:
        raise StaleButton
    return [record_id(part) for part in parts]
