"""One's release days as they stand: list, export, undo, change and delete, by command and in one's own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.conversation import OpenQuestion
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
from bot.features.release_days.domain import DaysChanged, NoSuchDay, ReleaseDay, ReleaseDayInput
from bot.features.release_days.forms import LogPrefill
from bot.features.release_days.parsing import read
from bot.features.release_days.repository import ReleaseDays
from bot.language.dates import in_words
from knowledge.search import Finding

CHANGED_TO = "release day changed to"  # reads the words that say what it becomes
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


NOTHING_TO_CHANGE = "Nothing is on record yet, so there is nothing to change."
HOW_TO_CHANGE = (
    "You can also type it: “releaseday change 12 November to half”, “releaseday delete 12 November”, or “undo” "
    "for the last thing that was changed here."
)


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
    return _form(await one_named(turn, values.get("day", "")))


@action("releaseday_change", of="releaseday change", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    before = await one_named(turn, values.get("id", ""))
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
    return await _delete(
        turn, [await one_named(turn, values.get("day", ""))], f"delete {values.get('day', '')[:20]}"
    )


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
    """Whichever of the two the words ask for; where that is not said, what could be done, and nothing is."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    named = bool(read(text, turn.today).days)
    if CHANGE.search(text) and (named or TO.search(text)):
        reply = await change(turn, CHANGE.sub(" ", text, count=1).strip())
    elif DELETE.search(text) and named:
        reply = await delete(turn, text)
    else:
        reply = await _what_to_change(turn)
    return replace(reply, score=finding.score)


async def _what_to_change(turn: Turn) -> Reply:
    """The entry last spoken of in this conversation, or logged last, with what can be done about it."""
    there = await context.on_record(turn)
    spoken = turn.standing.spoken_of
    ids = spoken.ids if spoken and spoken.kind == views.SPOKEN_AS else ()
    one = next((day for day in there if day.id in ids), None) or max(
        there, key=lambda day: (day.logged_at, day.id), default=None
    )
    if one is None:
        return Reply((Text(NOTHING_TO_CHANGE),), CORRECTED, entry=CORRECTED)
    values = {"day": str(one.id)}
    buttons = (
        Button("Change it", "releaseday_change_form", values),
        Button("Delete it", "releaseday_delete", values),
        Button("Leave it", "releaseday_leave"),
    )
    text = Text(f"Nothing is changed yet. Is it about {views.one(one)}?")
    asks = OpenQuestion(no="Leave it")
    return Reply((text, Note(HOW_TO_CHANGE), Actions(buttons)), CORRECTED, entry=CORRECTED, asks=asks)


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


async def one_named(turn: Turn, named: str) -> ReleaseDay:
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
    """Change it, or first ask about what looks odd."""
    if not values.get("sure") and (odd := await _odd(turn, before, wanted)):
        return _change_proposed(before, wanted, odd)
    request = context.request(turn, values.get("token", "")[:40])
    done = await ReleaseDays(turn.store).change(context.whose(turn), before.id, wanted, request)
    return _changed(done)


async def change_to(turn: Turn, before: ReleaseDay, wanted: ReleaseDayInput, *, first: bool) -> Reply:
    """Change it; or show what it would become first, whether or not it looks odd."""
    if first:
        return _change_proposed(before, wanted, await _odd(turn, before, wanted))
    return await _put_right(turn, before, wanted, {})


async def _odd(turn: Turn, before: ReleaseDay, wanted: ReleaseDayInput) -> list[str]:
    others = [one for one in await context.on_record(turn) if one.id != before.id]
    return doubts([wanted], others, context.cohort(turn).half_days, turn.today)


def _change_proposed(before: ReleaseDay, wanted: ReleaseDayInput, odd: Sequence[str]) -> Reply:
    sure = {**forms.as_values([wanted]), "day": wanted.day.isoformat(), "id": str(before.id), "sure": "yes"}
    yes = Button("Change it anyway" if odd else "Change it", "releaseday_change", sure, "primary")
    no = Button("Leave it", "releaseday_leave")
    right = (Checklist(tuple(odd), "Is that right?"),) if odd else ()
    blocks = (
        views.lines("Not changed yet", [wanted]),
        Note(f"Now: {views.one(before)}."),
        *right,
        Actions((yes, no)),
    )
    asks = OpenQuestion(yes.label, no.label, CHANGED_TO, {"day": str(before.id)})
    return Reply(blocks, CORRECTED, entry=CORRECTED, asks=asks, spoken_of=views.spoken_of([before]))


@action("releaseday_leave", of="releaseday change", writes=False)
async def left_as_it_is(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was changed."),), CORRECTED, entry=CORRECTED, replaces=True)


async def _delete(turn: Turn, found: Sequence[ReleaseDay], key: str = "") -> Reply:
    done = await ReleaseDays(turn.store).delete(
        context.whose(turn), [one.id for one in found], context.request(turn, key)
    )
    return _with_balance([views.lines("Taken off", done.removed)], done, done.removed)


def _changed(done: DaysChanged) -> Reply:
    was = Note(f"Before: {views.one(done.removed[0])}.") if done.removed else Note("")
    return _with_balance([views.lines("Changed", done.added), was], done, done.added)


def _with_balance(blocks: list[Block], done: DaysChanged, touched: Sequence[ReleaseDay]) -> Reply:
    shown = (*blocks, views.balance(done.balance))
    return Reply(shown, CORRECTED, entry=CORRECTED, spoken_of=views.spoken_of(touched))


def _form(day: ReleaseDay) -> Reply:
    known = LogPrefill((day.day,), day.part, day.purpose, day.note)
    form = forms.form(f"Change {views.short(day.day)}", "releaseday_change", known, {"id": str(day.id)})
    asks = OpenQuestion(reader=CHANGED_TO, values={"day": str(day.id)})
    shown = (Text(f"On record: {views.one(day)}."), form)
    return Reply(shown, CORRECTED, entry=CORRECTED, asks=asks, spoken_of=views.spoken_of([day]))


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
        (text, Actions(tuple({button.label: button for button in buttons}.values()))),
        CORRECTED,
        entry=CORRECTED,
        asks=OpenQuestion(),
    )


def _what(day: ReleaseDay) -> str:
    return f"{day.purpose.value} ({day.note})" if day.note else day.purpose.value


def _ids(text: str) -> list[int]:
    """Record ids as buttons carry them. Raises StaleButton for anything else."""
    parts = text.split(",")
    if len(parts) > 2 * MOST_LISTED:
        raise StaleButton
    return [record_id(part) for part in parts]
