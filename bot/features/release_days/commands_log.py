"""Logging release days and the balance: by command, in one's own words, by form; what looks odd is asked about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.conversation import OpenQuestion
from bot.core.errors import BotError
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Block, Button, Checklist, Note, Reply, Text
from bot.core.routing import CallNext, action, command, intent, middleware
from bot.core.turn import Turn
from bot.features.release_days import context, forms, views
from bot.features.release_days.checks import doubts
from bot.features.release_days.domain import DaysChanged, Part, ReleaseDayInput
from bot.features.release_days.forms import LogPrefill
from bot.features.release_days.parsing import ReleaseDayWords, read
from bot.features.release_days.repository import ReleaseDays
from bot.language.dates import in_words
from knowledge.search import Finding

DETAILS = "release day details"  # reads the words that answer "What was it for?" and the like
LOG, BALANCE = "release_log", "release_balance"
HOW = (
    "To log a day, say it as you would to a person: “log half yesterday, pilot workshop with St Mary's”. Or type:"
)
SAVE = "releaseday_save"
TYPED = re.compile(r"(?:please\s+|pls\s+)?(?:log|put down|record)\s+.+", re.I)
TOLD = re.compile(
    r"(?:i\s+|i'?ve\s+)?(?:was (?:out|off)|been (?:out|off)|spent|took|used|had an?|had half)\s+[^?]+", re.I
)


class DaysDoNotFit(BotError):
    """I can't tell which days you mean. Type each date, for example: log 12 and 13 November residential."""


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
    return Reply(
        (
            *reply.blocks[:-1],
            Note(f"{HOW}\n{turn.catalogue.lines('releaseday', roles(turn.person))}"),
            *reply.blocks[-1:],
        ),
        BALANCE,
        entry=BALANCE,
    )


@command(
    "releaseday balance",
    role=Role.SPECIALIST,
    help="Days used, planned and left",
    writes=False,
    menu=40,
)
async def balance(turn: Turn, _words: str) -> Reply:
    cohort = context.cohort(turn)
    now = await ReleaseDays(turn.store).balance(turn.me.id, cohort.id, turn.today)
    opening = Text(f"{turn.me.name}, your release days in {cohort.name}:")
    return Reply((opening, views.balance(now), Actions((LOG_ONE, LIST))), BALANCE, entry=BALANCE)


@intent("release_balance", of="releaseday balance", writes=False)
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
    """With everything after it in natural order; with words missing, a form that holds what was said."""
    said = read(words, turn.today)
    if said.days_meant is not None and not _fits(said):
        raise DaysDoNotFit
    if not said.days or said.purpose is None:
        return ask_for_the_rest(said)
    return await log_or_ask(
        turn, [ReleaseDayInput(day, said.part or Part.FULL, said.purpose, said.note) for day in said.days]
    )


@intent("release_log", of="releaseday log", writes=True)
async def asked_to_log(turn: Turn, finding: Finding) -> Reply:
    reply = await log(turn, turn.activity.text if isinstance(turn.activity, Message) else "")
    return replace(reply, score=finding.score)


@middleware(
    "releaseday",
    order=70,
    because="any place above the eligibility check will do: its question does not belong under a logged day",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“log 1/10 assignment”, and “was out thurs for lesson study”, from somebody enrolled are what they say."""
    if turn.person and turn.person.enrolment and _is_a_day(text, turn):
        return replace(await log(turn, text), personal=True)
    return await call_next()


@action("releaseday_form", of="releaseday log", writes=False)
async def form_asked_for(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return ask_for_the_rest(ReleaseDayWords((), None, None, None))


@action(SAVE, of="releaseday log", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await log_or_ask(turn, forms.filled(values), values.get("token", "")[:40])


@action("releaseday_confirm", of="releaseday log", writes=True)
async def confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await _put_down(turn, forms.filled(values), values.get("token", "")[:40])


@action("releaseday_dont", of="releaseday log", writes=False)
async def not_confirmed(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was logged."),), LOG, entry=LOG, replaces=True)


LOG_ONE = Button("Log a day", "releaseday_form", style="primary")
LIST = Button("List my days", "say", {"text": "releaseday list"})


def _is_a_day(text: str, turn: Turn) -> bool:
    """Words that tell of a release day, whatever the search would make of them."""
    if TYPED.fullmatch(text):
        said = read(text, turn.today)
        return bool(said.days or said.purpose or said.part)
    if TOLD.fullmatch(text):
        said = read(text, turn.today)
        return bool(said.days and said.purpose)
    return False


def _fits(said: ReleaseDayWords) -> bool:
    """The number of days that somebody names is that of the dates, or of the half-days in them."""
    part = said.part or Part.FULL
    return said.days_meant in (len(said.days), len(said.days) * part.half_days / 2) or not said.days


def ask_for_the_rest(said: ReleaseDayWords) -> Reply:
    known = LogPrefill(said.days, said.part or Part.FULL, said.purpose, said.note)
    blocks: list[Block] = []
    if said.days:
        part = f", {views.PARTS[said.part]}" if said.part else ""
        blocks.append(
            Text(f"{', '.join(map(in_words, said.days))}{part}: what was it for? Nothing is logged yet.")
        )
    elif said.purpose:
        blocks.append(Text(f"Which day was that ({said.purpose.value})? Nothing is logged yet."))
    asks = OpenQuestion(reader=DETAILS, values=forms.as_said(said))
    return Reply((*blocks, forms.form("Log a release day", SAVE, known)), LOG, entry=LOG, asks=asks)


async def log_or_ask(turn: Turn, wanted: Sequence[ReleaseDayInput], token: str = "") -> Reply:
    """Put them down, unless something looks odd: then ask first."""
    odd = doubts(wanted, await context.on_record(turn), context.cohort(turn).half_days, turn.today)
    if not odd:
        return await _put_down(turn, wanted, token)
    if before := await ReleaseDays(turn.store).already(context.whose(turn), context.request(turn, token)):
        return logged(before)  # delivered twice: what looks odd is its own first time
    return _proposed(wanted, odd)


async def propose(turn: Turn, wanted: Sequence[ReleaseDayInput]) -> Reply:
    """What would be logged; nothing is before it is confirmed."""
    there, funded = await context.on_record(turn), context.cohort(turn).half_days
    return _proposed(wanted, doubts(wanted, there, funded, turn.today))


def _proposed(wanted: Sequence[ReleaseDayInput], odd: Sequence[str]) -> Reply:
    values = forms.as_values(wanted)
    yes = Button("Log it anyway" if odd else "Log it", "releaseday_confirm", values, "primary")
    no = Button("Don't log it", "releaseday_dont")
    right = (Checklist(tuple(odd), "Is that right?"),) if odd else ()
    asks = OpenQuestion(yes.label, no.label, DETAILS, {**values, "proposed": "yes"})
    blocks = (views.lines("Not logged yet", wanted), *right, Actions((yes, no)))
    return Reply(blocks, LOG, entry=LOG, asks=asks)


async def _put_down(turn: Turn, wanted: Sequence[ReleaseDayInput], token: str) -> Reply:
    done = await ReleaseDays(turn.store).log(context.whose(turn), wanted, context.request(turn, token))
    return logged(done)


def logged(done: DaysChanged) -> Reply:
    """What is on record now, with a way back."""
    if not done.added:
        return Reply((Text("That was logged, and taken off again since."), views.balance(done.balance)), LOG)
    opening = "Logged already" if done.again else "Logged"
    blocks: list[Block] = [views.lines(opening, done.added), views.balance(done.balance)]
    if len(done.added) == 1:
        change = Button("Change", "releaseday_change_form", {"day": str(done.added[0].id)})
        blocks.append(Actions((change,)))
    return Reply(tuple(blocks), LOG, entry=LOG, spoken_of=views.spoken_of(done.added))
