"""Residentials for a specialist: what, when, where, whether it is certain; who is coming; a calendar file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.activity import Message
from bot.calendar_file import calendar_file
from bot.errors import BotError, StaleButton
from bot.reply import Actions, Button, Note, Reply, Text
from bot.routes import Ordinary, action, command, intent, listener
from bot.span import span, until
from bot.store.records_dates import Answer, Here, NoSuchResidential, Residential, State
from bot.store.records_people import Cohort, NotEnrolled
from bot.turn import Turn
from knowledge.search import Finding

KIND = "residentials_mine"
NUMBER = re.compile(r"(?<![\d/])\b(?P<number>[1-9])\b(?![/\d])")
CANNOT = re.compile(r"\b(?:no|not|can'?t|cannot|won'?t|unable|miss)\b", re.I)
COMING = re.compile(
    r"\b(?:i'?ll be (?:there|at)|i'?m coming|i can (?:come|make)|count me in|attend(?:ing)?)\b", re.I
)
ANSWERED = re.compile(
    r"(?:sorry,?\s+)?i(?:'ll|'m| am| will| can)?\s*(?:not|can'?t|cannot|won'?t|be|coming|make|come)\b"
    r"[^?]*\bresidential\s*\d?\W*",
    re.I,
)
CALENDAR = Button("Calendar file", "say", {"text": "residentials calendar"})


class WhichResidential(BotError):
    """Which residential? Type its number, for example: residentials coming 1, or residentials coming no 2."""


@command("residentials")
async def residentials(turn: Turn, _words: str) -> Reply:
    return _listed(turn, await _mine(turn))


@command("residentials coming")
async def coming(turn: Turn, words: str) -> Reply:
    """`residentials coming 1`, `residentials coming no 2`; without a number, the only one that is to come."""
    found = _named(words, _open(turn, await _mine(turn)))
    return await _answer(turn, found.id, Answer.CANNOT if CANNOT.search(words) else Answer.COMING)


@command("residentials calendar")
async def calendar(turn: Turn, words: str) -> Reply:
    """One, or all that are set."""
    there = await _mine(turn)
    if not there:
        return _listed(turn, there)
    number = NUMBER.search(words)
    chosen = [one for one in there if number is None or one.number == int(number["number"])]
    if not chosen:
        raise NoSuchResidential
    return Reply((calendar_file(chosen, _place(turn)[1].name, turn.now),), KIND, entry=KIND)


@action("residential_answer", needs="residentials coming")
async def answered(turn: Turn, values: Mapping[str, str]) -> Reply:
    named, answer = values.get("id", ""), values.get("answer", "")
    if not named.isdecimal() or len(named) > 15 or answer not in list(Answer):
        raise StaleButton
    return replace(await _answer(turn, int(named), Answer(answer)), replaces=True)


@listener("residentials")
async def typed(turn: Turn, text: str, ordinary: Ordinary) -> Reply:
    """“I can't make residential 2” from somebody enrolled is an answer, not a question about the programme."""
    if ANSWERED.fullmatch(text):
        person = await turn.store.people.of(turn.activity.sender)
        if person and person.enrolment:
            return replace(await coming(replace(turn, person=person), text), personal=True)
    return await ordinary()


@intent("residentials_mine", needs="residentials")
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """A list, or the answer that the words give: “I can't make residential 2”."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    there = _open(turn, await _mine(turn))
    says = CANNOT.search(text) or COMING.search(text)
    if re.search(r"\b(?:calendar|ics|diary)\b", text, re.I):
        reply = await calendar(turn, text)
    elif says and there and (NUMBER.search(text) or len(there) == 1):
        reply = await coming(turn, text)
    else:
        reply = await residentials(turn, "")
    return replace(reply, score=finding.score)


def _place(turn: Turn) -> tuple[Here, Cohort]:
    if turn.me.enrolment is None:
        raise NotEnrolled
    place = turn.me.enrolment
    return Here(place.hub.id, place.cohort.id), place.cohort


async def _mine(turn: Turn) -> tuple[Residential, ...]:
    return await turn.store.residentials.list(_place(turn)[0], turn.me.id)


def _open(turn: Turn, there: Sequence[Residential]) -> list[Residential]:
    """Those that are still to come and not cancelled."""
    return [one for one in there if one.state is not State.CANCELLED and one.last_day >= turn.today]


def _named(words: str, there: Sequence[Residential]) -> Residential:
    number = NUMBER.search(words)
    found = [one for one in there if number is None or one.number == int(number["number"])]
    if number and not found:
        raise NoSuchResidential
    if len(found) != 1:
        raise WhichResidential
    return found[0]


def _listed(turn: Turn, there: Sequence[Residential]) -> Reply:
    if not there:
        text = "The dates of your residentials are not set yet. Your hub lead enters them; then I show them here."
        return Reply((Text(text),), KIND, entry=KIND)
    buttons = [button for one in _open(turn, there) for button in _buttons(one)]
    lines = Text("\n".join(_line(one, turn) for one in there))
    return Reply((lines, Actions((*buttons, CALENDAR))), KIND, entry=KIND)


def _line(one: Residential, turn: Turn) -> str:
    days = span(one.first_day, one.last_day)
    if one.state is State.CANCELLED:
        return f"Residential {one.number}: cancelled (it was to be {days})."
    where = f", {one.venue}" if one.venue else ", venue not set yet"
    line = f"Residential {one.number}: {days}{where} ({one.state.value})."
    if one.last_day < turn.today:
        return f"{line} It's over."
    if one.answer is None:
        return f"{line} It starts {until(one.first_day, turn.today)}. Will you be there?"
    said = "you'll be there" if one.answer is Answer.COMING else "you can't come"
    if one.answer_is_old:
        return f"{line} It has moved since you said {said}: please answer again."
    return f"{line} You said {said}."


def _buttons(one: Residential) -> list[Button]:
    """The answers that would be new."""
    stands = None if one.answer_is_old else one.answer
    words = {Answer.COMING: "I'll be there", Answer.CANNOT: "I can't"}
    return [
        Button(
            f"{said}: residential {one.number}", "residential_answer", {"id": str(one.id), "answer": answer.value}
        )
        for answer, said in words.items()
        if answer is not stands
    ]


async def _answer(turn: Turn, residential_id: int, answer: Answer) -> Reply:
    done = await turn.store.residentials.attend(residential_id, turn.me.id, answer, turn.now)
    said = "you'll be there" if answer is Answer.COMING else "you can't come"
    text = Text(f"Noted: {said}. Residential {done.number} is on {span(done.first_day, done.last_day)}.")
    note = Note("Your hub lead sees your answer. You can change it at any time.")
    return Reply((text, note, Actions((*_buttons(done), CALENDAR))), KIND, entry=KIND)
