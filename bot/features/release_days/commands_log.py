"""Logging release days and the balance: by command, in one's own words, by form; what is in doubt is asked."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.permissions import Role
from bot.core.reply import Actions, Note, Reply, Text
from bot.core.routing import CallNext, action, command, intent, middleware
from bot.core.turn import Turn
from bot.features.release_days import context, forms, views
from bot.features.release_days.answering import (
    LIST,
    LOG_ONE,
    LOG_WORDS,
    ORDERED,
    answered,
    how_to_log,
    log_or_ask,
    logged,
    put_down,
    read_log,
)
from bot.features.release_days.asking import LOG, SAVE
from bot.features.release_days.checks import refuse
from bot.features.release_days.forms import LogPrefill
from bot.features.release_days.log_reading import LogReading, speaks_of_a_day
from bot.features.release_days.repository import ReleaseDays
from bot.language.act_words import Deed
from bot.language.acts import Act, Mood, act_in
from knowledge.search import Finding

BALANCE = "release_balance"


@command(
    "releaseday",
    role=Role.SPECIALIST,
    help="Where you stand, and how to log a day",
    writes=True,
)
async def releaseday(turn: Turn, words: str) -> Reply:
    """Bare or "help": where one stands, and how to go on. Anything else is taken for what to log."""
    if words and words.lower() != "help":
        return await log(turn, words)
    reply = await balance(turn, "")
    return Reply((*reply.blocks[:-1], Note(how_to_log(turn)), *reply.blocks[-1:]), BALANCE, entry=BALANCE)


@command(
    "releaseday balance",
    role=Role.SPECIALIST,
    help="Days used, planned and left",
    writes=False,
    menu=40,
    for_leads="cohort status",
)
async def balance(turn: Turn, _words: str) -> Reply:
    cohort = context.cohort(turn)
    now = await ReleaseDays(turn.store).balance(turn.me.id, cohort.id, turn.today)
    opening = Text(f"{turn.me.name}, your release days in {cohort.name}:")
    return Reply((opening, views.balance(now), Actions((LOG_ONE, LIST))), BALANCE, entry=BALANCE)


@intent("release_balance", of="releaseday balance", writes=False, for_leads="cohort status")
async def asked_for_balance(turn: Turn, finding: Finding) -> Reply:
    return replace(await balance(turn, ""), score=finding.score)


@command(
    "releaseday log",
    role=Role.SPECIALIST,
    help="Log a release day",
    example="releaseday log half yesterday workshop",
    writes=True,
    menu=30,
)
async def log(turn: Turn, words: str) -> Reply:
    """With everything after it in natural order; what is missing or in doubt is asked."""
    text = context.typed(turn, words)
    act = act_in(text)
    ordered = act if act.asks or act.mood is Mood.REFUSAL else replace(ORDERED, object_at=_verb_end(act))
    return await answered(turn, await read_log(turn, text, ordered))


@intent("release_log", of="releaseday log", writes=True)
async def asked_to_log(turn: Turn, finding: Finding) -> Reply:
    text = context.typed(turn, "")
    return replace(await answered(turn, await read_log(turn, text, act_in(text))), score=finding.score)


@middleware(
    "releaseday",
    order=70,
    because="any place above the eligibility check will do: its question does not belong under a logged day",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“log 1/10 assignment”, and “was out thurs for lesson study”, from somebody enrolled are what they say."""
    if turn.person and turn.person.enrolment and _may_be_a_day(text, act_in(text)):
        reading = await read_log(turn, context.typed(turn, text), None)
        if _is_a_day(reading):
            return replace(await answered(turn, reading), personal=True)
    return await call_next()


@action("releaseday_form", of="releaseday log", writes=False)
async def form_asked_for(_turn: Turn, values: Mapping[str, str]) -> Reply:
    """Empty, or with what a button holds that was read before."""
    known = LogPrefill(
        tuple(forms.dates(values.get("days", ""))),
        forms.part(values.get("part", "")),
        forms.purpose(values.get("purpose", "")),
        values.get("note") or None,
    )
    return Reply((forms.form("Log a release day", SAVE, known),), LOG, entry=LOG)


@action(SAVE, of="releaseday log", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await log_or_ask(turn, forms.filled(values), values.get("token", "")[:40])


@action("releaseday_log_these", of="releaseday log", writes=True)
async def pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """What was shown and is right; what looks odd about it is asked still."""
    return await log_or_ask(turn, forms.records(values), values.get("token", "")[:40])


@action("releaseday_confirm", of="releaseday log", writes=True)
async def confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """What was asked about is meant; a third half on one date is refused all the same."""
    wanted, token = forms.records(values), values.get("token", "")[:40]
    if before := await ReleaseDays(turn.store).already(context.whose(turn), context.request(turn, token)):
        return logged(before)
    refuse(wanted, await context.on_record(turn), context.cohort(turn))
    return await put_down(turn, wanted, token)


@action("releaseday_dont", of="releaseday log", writes=False)
async def not_confirmed(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was logged."),), LOG, entry=LOG, replaces=True)


def _may_be_a_day(text: str, act: Act) -> bool:
    """Quick: whether it is worth reading."""
    if act.mood is Mood.REPORT:
        return "?" not in text
    logs = act.deed is Deed.LOG and act.mood in (Mood.ORDER, Mood.REQUEST) and act.certain
    first = text[: act.object_at].split()
    return (logs and bool(LOG_WORDS & {word.lower() for word in first})) or act.mood is Mood.REFUSAL


def _is_a_day(reading: LogReading) -> bool:
    act = reading.act
    if act.mood is Mood.REFUSAL:
        return bool(reading.days) and not any(
            one.worded and one.purpose is None for one in reading.said if not _plain(one.note)
        )
    if act.mood is Mood.REPORT:
        return bool(reading.days) and any(one.purpose for one in reading.said)
    return speaks_of_a_day(reading)


def _plain(note: str | None) -> bool:
    """Whether the words of a refusal are about logging or taking a day, and about nothing else."""
    return len((note or "").split()) <= 4


def _verb_end(act: Act) -> int:
    return act.object_at if act.deed is Deed.LOG and act.certain else 0
