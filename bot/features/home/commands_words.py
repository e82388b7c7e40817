"""What an enrolled specialist says of their own record, which the sheet would answer beside the point."""

import re
from dataclasses import replace

from bot.core.identity import Person
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Block, Button, Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.announcements.commands_manage import mine as announcements
from bot.features.home.commands_help import REPORTS, RESIDENTIALS
from bot.features.release_days.answering import LIST, LOG_ONE
from bot.features.release_days.context import on_record
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.views import in_days
from bot.language import in_words, read_span

WHERE_I_STAND = Button("Where I stand", "say", {"text": "home"})
LEAD_IN = r"(?:(?:so|and|ok|okay|hi|hello|hey|please|pls|oh|but|right|then|well)[\s,.!]+)*"
ANNOUNCED = re.compile(
    rf"{LEAD_IN}(?:(?:what(?:['’]?s| is| was| were| are)|show(?: me)?|read(?: me)?|tell me|see|any|are there any|"
    r"is there an?)\s+"
    r"(?:(?:in|the|my|our|that|this|last|latest|newest|new|today['’]?s|all|hub['’]?s|lead['’]?s)\s+)*announcements?"
    r"(?:\s+(?:say|said|about|again|from (?:the|my) (?:hub|lead)))*|"
    r"(?:what|did)(?: has| have| did)?\s+(?:(?:the|my) (?:hub|lead)|\w+)\s+(?:announced?|tell us|told us)"
    r"(?: anything)?)\W*",
    re.I,
)
DO_NOT_LOG = re.compile(
    rf"{LEAD_IN}(?:don['’]?t|do not|no need to|never)\s+(?:log|record|add|put|count)\s+"
    r"(?:it|that|this|anything|today|that down)(?:\s+(?:down|then|please|pls|today|now|yet))*",
    re.I,
)
ABOUT_ME = re.compile(
    rf"{LEAD_IN}(?:what|how) about (?:me|mine|my own|my days)(?:\s+(?:then|though|now))*\W*|"
    rf"{LEAD_IN}and (?:me|mine)\W*",
    re.I,
)
STAYED = re.compile(
    rf"{LEAD_IN}i was (?:meant|supposed|going|due|booked|down) (?:to (?:be|go) )?"
    r"(?:out|off|away|released|on release) "
    r"(?:on )?(?P<day>today|yesterday|this morning|this afternoon|(?:last |this )?\w+day)\b.*\b"
    r"(?:stayed|had to stay|was (?:still |back )?in (?:class|school)|ended up|was(?:n['’]t| not) released|"
    r"did(?:n['’]?t| not) (?:go|get out)|could(?:n['’]?t| not) (?:go|get out))\b.*",
    re.I,
)
"""“I was meant to be out today but stayed in class”."""
TO_ANOTHER = re.compile(
    r"\b(?:send|e-?mail|forward|give|pass|share|text)\b.*\bto\s+"
    r"(?!me\b|you\b|do\b|see\b|have\b|get\b|keep\b|excel\b|a file\b)"
    r"(?P<who>(?:(?:my|the|our)\s+)?[\w-]+)",
    re.I,
)


@middleware(
    "own record",
    order=98,
    because="above all that answers: the greeting and a file are changed for whoever is enrolled",
    role=Role.SPECIALIST,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    person = turn.person
    if person is None or person.enrolment is None:
        return await call_next()
    if ANNOUNCED.fullmatch(text) and Role.LEAD not in roles(person):
        return replace(await announcements(turn, ""), personal=True)
    if (stayed := STAYED.fullmatch(text)) and (reply_to := await _nothing_that_day(turn, stayed["day"])):
        return reply_to
    if ABOUT_ME.fullmatch(text):
        return _own_days(await _how_many(turn, person), "")
    if DO_NOT_LOG.fullmatch(text.strip(" .!")):
        return _own_days(await _how_many(turn, person), "All right, I have logged nothing for that.")
    reply = await call_next()
    if reply.kind == "smalltalk" and reply.entry == "greeting":
        return replace(reply, blocks=await _greeted(turn, person), personal=True)
    sends = TO_ANOTHER.search(text)
    if sends and reply.files:
        who = re.sub(r"^my\b", "your", turn.as_written(sends["who"]), flags=re.I)
        told = Text(f"I send nothing to anybody else, so nothing was sent. Here it is, to pass on to {who}.")
        return replace(reply, blocks=(told, *reply.blocks))
    return reply


async def _nothing_that_day(turn: Turn, words: str) -> Reply | None:
    """Where a day out fell through: said where nothing of it is on record; None where something is."""
    span = read_span(words, turn.today).span
    if span is None or any(span.first <= one.day <= span.last for one in await on_record(turn)):
        return None
    text = f"Nothing is on record for {in_words(span.first)}, so nothing has to be changed."
    return Reply((Text(text), Actions((LOG_ONE, LIST))), "my_standing", personal=True)


async def _how_many(turn: Turn, person: Person) -> str:
    if person.enrolment is None:
        return ""
    balance = await ReleaseDays(turn.store).balance(person.id, person.enrolment.cohort.id, turn.today)
    used = f"{in_days(balance.used)} of your {in_days(balance.funded)} release days used"
    planned = f", {in_days(balance.planned)} planned" if balance.planned else ""
    return f"{used}{planned}, {in_days(balance.left)} left."


def _own_days(balance: str, opening: str) -> Reply:
    said = (Text(f"{opening} {balance}".strip()), Actions((LOG_ONE, LIST, WHERE_I_STAND)))
    return Reply(said, "my_standing", entry="my_standing", personal=True)


async def _greeted(turn: Turn, person: Person) -> tuple[Block, ...]:
    """A specialist since September is not offered to apply."""
    asks = "What would you like to do, or to know about the programme?"
    name = person.name.split()[0] if person.name else ""
    text = f"Hello {name}. {await _how_many(turn, person)} {asks}".replace("  ", " ")
    return (Text(text), Actions((LOG_ONE, LIST, RESIDENTIALS, REPORTS)))
