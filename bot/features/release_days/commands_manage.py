"""One's release days as they stand: list, export, undo, and the buttons and forms that change and delete."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.csv_file import csv_file
from bot.core.errors import StaleButton
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import Actions, Block, Button, Checklist, Note, Reply, Table, Text
from bot.core.routing import action, command, intent
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.release_days import context, forms, views
from bot.features.release_days.answering import LOG_ONE
from bot.features.release_days.checks import doubts, refuse
from bot.features.release_days.correcting import CHANGED_TO
from bot.features.release_days.domain import DaysChanged, NoSuchDay, ReleaseDay, ReleaseDayInput
from bot.features.release_days.forms import LogPrefill
from bot.features.release_days.repository import ReleaseDays
from bot.language.dates import in_short
from knowledge.search import Finding

LISTED, CORRECTED, EXPORTED = "release_list", "release_correct", "release_export"
MOST_LISTED = 12  # a phone's screen; the file has all
HEADINGS = ("Date", "Part", "Days", "For", "Note", "School", "Logged on", "Logged by")


@command(
    "releaseday list",
    role=Role.SPECIALIST,
    help="Your days one by one",
    writes=False,
    for_leads="cohort status",
)
async def list_days(turn: Turn, _words: str) -> Reply:
    days = await context.on_record(turn)
    if not days:
        nothing = Text(
            "You have no release days on record yet. To log one, say for example “log yesterday, workshop”."
        )
        return Reply((nothing, Actions((LOG_ONE,))), LISTED, entry=LISTED)
    now = await ReleaseDays(turn.store).balance(turn.me.id, context.cohort(turn).id, turn.today)
    rows = tuple((in_short(day.day), views.PARTS[day.part], _what(day)) for day in days[-MOST_LISTED:])
    blocks: list[Block] = [Table(("Day", "", ""), rows, "Your release days"), views.balance(now)]
    if len(days) > MOST_LISTED:
        blocks.append(Note(f"And {len(days) - MOST_LISTED} earlier; the file has all: type “releaseday export”."))
    return Reply(tuple(blocks), LISTED, entry=LISTED)


@command(
    "releaseday export",
    role=Role.SPECIALIST,
    help="Your days as a file",
    writes=False,
    for_leads="cohort export",
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


@action("releaseday_change_form", of="releaseday change", writes=False)
async def form_asked_for(turn: Turn, values: Mapping[str, str]) -> Reply:
    return change_form(await one_named(turn, values.get("day", "")))


@action("releaseday_change", of="releaseday change", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    before = await one_named(turn, values.get("id", ""))
    (wanted, *more) = forms.filled({**values, "days": ""})
    if more:
        raise StaleButton
    return await put_right(turn, before, wanted, values)


@action("releaseday_delete", of="releaseday delete", writes=True)
async def delete_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """One entry, or several that were listed."""
    ids = _ids(values.get("day", ""))
    there = [one for one in await context.on_record(turn) if one.id in ids]
    if len(there) != len(set(ids)):
        raise NoSuchDay
    return await take_off(turn, there, f"delete {values.get('day', '')[:80]}")


@intent("release_list", of="releaseday list", writes=False, for_leads="cohort status")
async def asked_for_list(turn: Turn, finding: Finding) -> Reply:
    return replace(await list_days(turn, ""), score=finding.score)


@intent("release_export", of="releaseday export", writes=False, for_leads="cohort export")
async def asked_for_export(turn: Turn, finding: Finding) -> Reply:
    return replace(await export(turn, ""), score=finding.score)


async def one_named(turn: Turn, named: str) -> ReleaseDay:
    """The record that a button names, if it is theirs. Raises NoSuchDay."""
    (wanted, *more) = _ids(named)
    found = [one for one in await context.on_record(turn) if one.id == wanted and not more]
    if not found:
        raise NoSuchDay
    return found[0]


async def put_right(turn: Turn, before: ReleaseDay, wanted: ReleaseDayInput, values: Mapping[str, str]) -> Reply:
    others = [one for one in await context.on_record(turn) if one.id != before.id]
    request = context.request(turn, values.get("token", "")[:40])
    refuse([wanted], others, context.cohort(turn), "Nothing was changed.")
    odd = doubts([wanted], others, context.cohort(turn).half_days, turn.today)
    if odd and not values.get("sure"):
        return change_proposed(before, wanted, odd)
    done = await ReleaseDays(turn.store).change(context.whose(turn), before.id, wanted, request)
    return _changed(done)


@action("releaseday_leave", of="releaseday change", writes=False)
async def left_as_it_is(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was changed."),), CORRECTED, entry=CORRECTED, replaces=True)


async def take_off(turn: Turn, found: Sequence[ReleaseDay], key: str = "") -> Reply:
    done = await ReleaseDays(turn.store).delete(
        context.whose(turn), [one.id for one in found], context.request(turn, key)
    )
    return _with_balance([views.lines("Removed", done.removed)], done, done.removed)


def _changed(done: DaysChanged) -> Reply:
    was = Note(f"Before: {views.one(done.removed[0])}.") if done.removed else Note("")
    return _with_balance([views.lines("Changed", done.added), was], done, done.added)


def _with_balance(blocks: list[Block], done: DaysChanged, touched: Sequence[ReleaseDay]) -> Reply:
    shown = (*blocks, views.balance(done.balance))
    return Reply(shown, CORRECTED, entry=CORRECTED, spoken_of=views.spoken_of(touched))


def change_proposed(before: ReleaseDay, wanted: ReleaseDayInput, odd: Sequence[str]) -> Reply:
    """What it would become, and what looks odd about that."""
    sure = forms.one_as_values(wanted, before.id) | {"sure": "yes"}
    yes = Button("Change it anyway" if odd else "Change it", "releaseday_change", sure, "primary")
    no = Button("Leave it", "releaseday_leave")
    right = (Checklist(tuple(odd), "Please check:"),) if odd else ()
    now = Note(f"Now: {views.one(before)}.")
    blocks = (views.lines("Not changed yet", [wanted]), now, *right, Actions((yes, no)))
    asks = OpenQuestion(yes.label, no.label, CHANGED_TO, forms.shown_change(before.id, wanted))
    return Reply(blocks, CORRECTED, entry=CORRECTED, asks=asks, spoken_of=views.spoken_of([before]))


async def change_to(turn: Turn, before: ReleaseDay, wanted: ReleaseDayInput, *, first: bool) -> Reply:
    """Change it; or show what it would become first, whether or not it looks odd."""
    if not first:
        return await put_right(turn, before, wanted, {})
    others = [one for one in await context.on_record(turn) if one.id != before.id]
    cohort = context.cohort(turn)
    refuse([wanted], others, cohort, "Nothing was changed.")
    return change_proposed(before, wanted, doubts([wanted], others, cohort.half_days, turn.today))


def change_form(day: ReleaseDay) -> Reply:
    known = LogPrefill((day.day,), day.part, day.purpose, day.note)
    form = forms.form(f"Change {in_short(day.day)}", "releaseday_change", known, {"id": str(day.id)})
    asks = OpenQuestion(reader=CHANGED_TO, values={"day": str(day.id)})
    shown = (Text(f"On record: {views.one(day)}."), form)
    return Reply(shown, CORRECTED, entry=CORRECTED, asks=asks, spoken_of=views.spoken_of([day]))


def _what(day: ReleaseDay) -> str:
    return f"{day.purpose.value} ({day.note})" if day.note else day.purpose.value


def _ids(text: str) -> list[int]:
    """Record ids as buttons carry them. Raises StaleButton for anything else."""
    parts = text.split(",")
    if len(parts) > 2 * MOST_LISTED:
        raise StaleButton
    return [record_id(part) for part in parts]
