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
    ORDERED,
    ORDERED_AFTER,
    answered,
    how_to_log,
    log_or_ask,
    logged,
    ordered_behind,
    put_down,
    read_log,
)
from bot.features.release_days.asking import LOG, SAVE, open_to
from bot.features.release_days.checks import refuse
from bot.features.release_days.clauses import LogReading
from bot.features.release_days.commands_manage import list_days
from bot.features.release_days.forms import LogPrefill
from bot.features.release_days.of_others import only_your_own, somebody_elses
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.same_again import SAME, same_again
from bot.features.release_days.wish_words import OTHER_HALF
from bot.features.release_days.without_verb import (
    OWN_DAYS,
    OWN_LIST,
    QUESTION_AFTER,
    TAG,
    bare_date,
    days_then_a_question,
    is_a_day,
    may_be_a_bare_date,
    may_be_a_day,
    may_be_denied,
    may_be_of_another,
    partly_denied,
    told_with_a_tag,
)
from bot.language.act_words import Deed
from bot.language.acts import Act, Mood, act_in
from bot.language.dates import in_words
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
    act = act_in(text)
    if somebody_elses(text, act):
        return replace(only_your_own(), score=finding.score)
    reading = await read_log(turn, text, act)
    if act.mood is Mood.OTHER and reading.days and any(one.worded and not one.purpose for one in reading.said):
        return replace(_what_then(reading), score=finding.score)
    return replace(await answered(turn, reading), score=finding.score)


def _what_then(reading: LogReading) -> Reply:
    """“I need a lift on Friday”: a date, and nothing of a release day."""
    days = " and ".join(map(in_words, reading.days[:3]))
    text = Text(f"I'm not sure what you would like for {days}, so nothing was logged. Is it a release day?")
    asks = open_to([replace(reading.said[0], note=None)]) if len(reading.said) == 1 else None
    return Reply((text, Actions((LOG_ONE, LIST))), LOG, entry=LOG, asks=asks)


def _may_take(text: str) -> bool:
    act, typed = act_in(text), context.without_command(text)
    return bool(
        may_be_a_day(text, act)
        or may_be_a_bare_date(text)
        or may_be_of_another(text, act)
        or may_be_denied(text, act)
        or any(one.match(text) for one in (OWN_LIST, OWN_DAYS, SAME))
        or QUESTION_AFTER.search(typed)
        or TAG.search(typed)
        or ORDERED_AFTER.search(typed)
    )


@middleware(
    "releaseday",
    order=70,
    because="any place above the eligibility check will do: its question does not belong under a logged day",
    role=Role.SPECIALIST,
    may_take=_may_take,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“log 1/10 assignment”, and “was out thurs for lesson study”, from somebody enrolled are what they say."""
    enrolled = turn.person is not None and turn.person.enrolment is not None
    if enrolled and (reply := await days_then_a_question(turn, context.typed(turn, text))):
        return replace(reply, personal=True)
    if enrolled and (reply := await told_with_a_tag(turn, context.typed(turn, text))):
        return replace(reply, personal=True)
    if enrolled and (reply := await bare_date(turn, text)):
        return replace(reply, personal=True)
    if enrolled and "?" in text and (reply := await ordered_behind(turn, context.typed(turn, text))):
        return replace(reply, personal=True)
    if enrolled and OWN_LIST.fullmatch(text):
        return replace(await list_days(turn, ""), personal=True)
    if enrolled and OWN_DAYS.fullmatch(text):
        return replace(await balance(turn, ""), personal=True)
    if enrolled and SAME.match(text) and (reply := await same_again(turn, text)):
        return replace(reply, personal=True)
    if enrolled and await _of_another(turn, text):
        return replace(only_your_own(), personal=True)
    if enrolled and may_be_a_day(text, act_in(text)):
        reading = await read_log(turn, context.typed(turn, text), None)
        if is_a_day(reading) or (reading.days and OTHER_HALF.search(text)):
            if somebody_elses(context.typed(turn, text), reading.act):
                return replace(only_your_own(), personal=True)
            return replace(await answered(turn, reading), personal=True)
    if enrolled and (reply := await partly_denied(turn, context.typed(turn, text))):
        return replace(reply, personal=True)
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


async def _of_another(turn: Turn, text: str) -> bool:
    """“Sarah had a full day on 5 November for a workshop”: with a date and a purpose, but not one's own."""
    act = act_in(text)
    if not may_be_of_another(text, act):
        return False
    typed = context.typed(turn, text)
    if not somebody_elses(typed, act):
        return False
    reading = await read_log(turn, typed, act)
    return bool(reading.days) and any(one.purpose for one in reading.said)


def _verb_end(act: Act) -> int:
    return act.object_at if act.deed is Deed.LOG and act.certain else 0
