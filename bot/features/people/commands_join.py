"""Joining: the code from the hub links the account that types it to its person."""

import re

from bot.core.activity import Message
from bot.core.identity import Person
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, command, intent, middleware
from bot.core.turn import Turn
from bot.features.people.codes import BETWEEN, code_in
from bot.features.people.notices import NOT_YOURS, platforms_of
from bot.features.people.repository_codes import Codes
from bot.identity.repository import People
from knowledge.search import Finding

HOW = (
    "The code is from your Maths Hub; it works once and links this account to your record. No code yet? Your "
    "Maths Hub makes one when it enrols you."
)
ALSO = "Also linked to your record: {accounts}. " + NOT_YOURS
WHOSE_CODE = "Whose code? Type the name with it, for example: cohort code Sam Patel. Nothing was changed."
JOIN = re.compile(
    r"(?:please\s+)?join\s+(?:with\s+)?(?:code\s+)?(?P<code>\S{4}[\s‐‑–—_.-]?\S{4})[.!]?", re.IGNORECASE
)
CODE_ALONE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}", re.IGNORECASE)


@command(
    "join",
    role=Role.ANYONE,
    help="Link this account with the code from your Maths Hub",
    example="join K7QF-3M2P",
    writes=True,
    menu=70,
)
async def join(turn: Turn, words: str) -> Reply:
    """What was typed after it must be a code; a sentence with a code in it will do."""
    if not words:
        return _how(turn)
    return await _redeem(turn, code_in(words) or words)


@middleware(
    "join",
    order=50,
    because="above the hub's answers, which keep the words of unanswered questions: a code is a secret",
    may_take=lambda text: bool(JOIN.fullmatch(text) or CODE_ALONE.fullmatch(text)),
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“join K7QF-3M2P” without a slash, and the code alone, are nothing that the search could know."""
    found = JOIN.fullmatch(text)
    named = found["code"] if found else text if CODE_ALONE.fullmatch(text) else ""
    return await _redeem(turn, named) if code_in(named) == BETWEEN.sub("", named).upper() else await call_next()


@intent("join", role=Role.ANYONE, writes=True)
async def asked_to_join(turn: Turn, finding: Finding) -> Reply:
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    if code := code_in(text):
        return await _redeem(turn, code)
    if Role.LEAD in roles(turn.person):
        return Reply((Text(WHOSE_CODE),), "join", entry="join", score=finding.score, personal=True)
    return _how(turn, finding.score)


def _how(turn: Turn, score: float = 1.0) -> Reply:
    return Reply((Text(f"{turn.catalogue.usage('join')} {HOW}"),), "join", entry="join", score=score)


async def _redeem(turn: Turn, code: str) -> Reply:
    activity = turn.activity
    person = await Codes(turn.store).redeem(code, activity.sender, turn.now, activity.address)
    accounts = await People(turn.store).accounts(person.id)
    this = (activity.sender.platform, activity.sender.tenant, activity.sender.user)
    others = [one for one in accounts if (one.platform, one.tenant, one.user) != this]
    also = (Note(ALSO.format(accounts=platforms_of(others))),) if others else ()
    first = Button("Where I stand", "say", {"text": "home"}, "primary")
    buttons = Actions((first, Button("Everything I can type", "say", {"text": "/help all"})))
    return Reply((Text(welcome(person)), Note(_next(person)), *also, buttons), "join", entry="join", personal=True)


def welcome(person: Person) -> str:
    places = [f"{place.cohort.name}, {place.hub.name}, {place.school}" for place in person.enrolments]
    led = [f"lead of {hub.name}" for hub in person.leads]
    return f"Welcome, {person.name}! You've joined: {'; '.join([*places, *led]) or 'no hub yet'}."


def _next(person: Person) -> str:
    if person.enrolment:
        return "Try “releaseday log yesterday workshop”, “releaseday balance” or “residentials”."
    return "Type “help” to see what you can do."
