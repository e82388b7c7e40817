"""Residentials for a specialist: what, when, where, whether it is certain; who is coming; a calendar file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.conversation import OpenQuestion, SpokenOf
from bot.core.errors import BotError, StaleButton
from bot.core.fitting import listed
from bot.core.identity import Cohort, HubCohort
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, command, intent, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.db.deployment import identity
from bot.features.people.domain import NotEnrolled
from bot.features.residentials.domain import (
    AttendanceAnswer,
    NoSuchResidential,
    Residential,
    ResidentialCancelled,
    ResidentialState,
)
from bot.features.residentials.ics import calendar_file
from bot.features.residentials.own_words import answer_in, hedges, number_in
from bot.features.residentials.repository import Residentials
from bot.features.residentials.whole_answers import beside_an_order, left_over
from bot.language.phrasing import span, until
from knowledge.search import Finding

KIND = "residentials_mine"
CALENDAR_WORDS = re.compile(r"\b(?:calendar|ics|diary|outlook)\b", re.I)
SAYS_NO = re.compile(r"^\s*(?:no|not|can['’]?t|cannot|won['’]?t)\b|\b(?:no|not)\s*[.!]?$", re.I)
NO_OR_NUMBER = re.compile(r"^\s*no\.\s*\d", re.I)
ABOUT_ONE = re.compile(r"\bresi(?:dential)?s?\b", re.I)
ASKS_WHEN = re.compile(
    r"^(?:hi|hello|please)?\W*(?:when(?:'s|s| is| are)?|what(?:'s|s| is| are)? (?:the )?(?:dates?|"
    r"days?)(?: (?:is|are|of|for))*|"
    r"which (?:dates?|days?)(?: (?:is|are))?|where(?:'s|s| is| are)?)\s+(?:the |my |our |these |all )*"
    r"(?:next |first |second |third |autumn |spring |summer )?residentials?(?: \d)?(?: again| please| pls|"
    r" then)?\W*$",
    re.I,
)
WITHDRAWS = re.compile(
    r"\b(?:delete|remove|withdraw|clear|cancel|forget|scrap|change|take)\b.*\b(?:answer|reply|rsvp)\b", re.I
)
"""“Delete my answer for residential 2”: there is a yes and a no, and neither is nothing; both are offered."""
OF_MANY_PLACES = frozenset(
    ("hotel", "centre", "center", "hall", "house", "school", "primary", "college", "the", "inn")
)
LONGEST_COMMAND = 150  # characters of the day that is asked about after the answer
LONGEST_ANSWER = 120  # characters; a longer message says more than an answer
WORDS = {AttendanceAnswer.COMING: "I'll be there", AttendanceAnswer.CANNOT: "I can't"}
CALENDAR = Button("Calendar file", "say", {"text": "residentials calendar"})


class WhichResidential(BotError):
    """Which residential? Type its number, for example: residentials coming 1, or residentials coming no 2."""


class YesOrNo(BotError):
    """Is that a no, or a number? Type “residentials coming yes 2” or “residentials coming no 2”."""


class Over(BotError):
    """That residential is over, so your answer stays as it was."""


@command(
    "residentials",
    role=Role.SPECIALIST,
    help="When and where the residentials are",
    writes=False,
    menu=50,
    for_leads="cohort residential",
)
async def residentials(turn: Turn, _words: str) -> Reply:
    return _listed(turn, await _mine(turn))


@command(
    "residentials coming",
    role=Role.SPECIALIST,
    help="Say whether you come",
    example="residentials coming 1; residentials coming no 2",
    writes=True,
    for_leads="cohort residential",
)
async def coming(turn: Turn, words: str) -> Reply:
    """`residentials coming 1`, `residentials coming no 2`; without a number, the only one that is to come."""
    if NO_OR_NUMBER.match(words):
        raise YesOrNo
    found = _named(number_in(words), _open(turn, await _mine(turn)))
    return await _answer(
        turn, found.id, AttendanceAnswer.CANNOT if SAYS_NO.search(words) else AttendanceAnswer.COMING
    )


@command(
    "residentials calendar",
    role=Role.SPECIALIST,
    help="The dates as a calendar file",
    writes=False,
    for_leads="cohort residential",
)
async def calendar(turn: Turn, words: str) -> Reply:
    """One, or all that are set."""
    there = await _mine(turn)
    if not there:
        return _listed(turn, there)
    number = number_in(words)
    chosen = [one for one in there if number is None or one.number == number]
    if not chosen:
        raise NoSuchResidential
    deployment = (await identity(turn.store)).name
    return Reply((calendar_file(chosen, _place(turn)[1].name, deployment, turn.now),), KIND, entry=KIND)


@action("residential_answer", of="residentials coming", writes=True)
async def answered(turn: Turn, values: Mapping[str, str]) -> Reply:
    """An answer to the dates that the button was shown with; of a residential that has moved since, it asks."""
    named, answer = values.get("id", ""), values.get("answer", "")
    if answer not in list(AttendanceAnswer):
        raise StaleButton
    number = record_id(named)
    one = next((one for one in await _mine(turn) if one.id == number), None)
    if one is None:
        raise NoSuchResidential
    if one.state is ResidentialState.CANCELLED:
        raise ResidentialCancelled
    if one.last_day < turn.today:
        raise Over
    if values.get("for", one.first_day.isoformat()) != one.first_day.isoformat():
        return _moved_meanwhile(one)
    reply = replace(await _answer(turn, one.id, AttendanceAnswer(answer)), replaces=True)
    command = values.get("next", "")[:LONGEST_COMMAND]
    return replace(reply, then=_then_the_day(command)) if command.startswith("releaseday log ") else reply


@intent("residentials_mine", of="residentials", writes=True, for_leads="cohort residential")
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """A list, or the answer that the words give: “I can't make residential 2”."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    answer, number = answer_in(text), number_in(text)
    there = _open(turn, await _mine(turn))
    if CALENDAR_WORDS.search(text):
        reply = await calendar(turn, text)
    elif answer and there and (number or len(there) == 1):
        reply = await _noted_if_whole(turn, text, _named(number, there), answer)
    else:
        reply = await residentials(turn, "")
    return replace(reply, score=finding.score)


@middleware(
    "residentials",
    order=90,
    because="“no, I can't make residential 2” begins with what the eligibility check takes for an answer",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“I can't make residential 2” from somebody enrolled is an answer, whatever the search would make of it.

    “When are the residentials” means the dates of their own hub, where they are set, before what the sheet says.
    """
    if turn.person is None or turn.person.enrolment is None or len(text) > LONGEST_ANSWER:
        return await call_next()
    if ASKS_WHEN.search(text) and (mine := await _mine(turn)):
        return replace(_listed(turn, mine), personal=True)
    unsays = WITHDRAWS.search(text) and ABOUT_ONE.search(text)
    if (unsays or (hedges(text) and ABOUT_ONE.search(text))) and (mine := await _mine(turn)):
        return replace(_unsure(turn, mine), personal=True)
    if (both := beside_an_order(text)) and (answer := answer_in(both[0])):
        one = await _meant(turn, both[0])
        return _one_after_the_other(turn, one, answer, both[1]) if one else await call_next()
    if (answer := answer_in(text)) and (one := await _meant(turn, text)):
        return replace(await _noted_if_whole(turn, text, one, answer), personal=True)
    return await call_next()


async def _meant(turn: Turn, text: str) -> Residential | None:
    """The one that is named, by its number or where it is; or the only one; or the one just spoken of."""
    there = _open(turn, await _mine(turn))
    number, spoken = number_in(text), turn.standing.spoken_of
    if ABOUT_ONE.search(text):
        return _named(number, there) if number or len(there) == 1 else None
    said = {word for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in OF_MANY_PLACES}
    found = [one for one in there if said & set(re.findall(r"[a-z]{4,}", (one.venue or "").lower()))]
    if not found and spoken and spoken.kind == "residential" and not spoken.overtaken and number is None:
        found = [one for one in there if one.id in spoken.ids]
    return found[0] if len(found) == 1 else None


async def _noted_if_whole(turn: Turn, text: str, one: Residential, answer: AttendanceAnswer) -> Reply:
    """Noted where every word is about the whole of it; else what is left is quoted, and nothing changes."""
    odd = left_over(text, one)
    if not odd:
        return await _answer(turn, one.id, answer)
    if not ABOUT_ONE.search(text):
        other = f"I can't tell what “{odd}” is: I note only who comes to a residential. Nothing was changed."
        return Reply((Text(other), Actions((Button("Residentials", "say", {"text": "residentials"}),))), KIND)
    days = span(one.first_day, one.last_day)
    whole = (
        f"A yes or a no is for the whole of residential {one.number}, {days}, and I can't tell what “{odd}” says"
    )
    more = "Which is it? Your hub can be told more, too, such as which day."
    buttons = [_button(one, each) for each in WORDS]
    shown = Actions((*buttons, Button("Tell your hub more", "residential_more", {"id": str(one.id)})))
    return Reply((Text(f"{whole}, so nothing was changed. {more}"), shown), KIND, asks=OpenQuestion())


def _one_after_the_other(turn: Turn, one: Residential, answer: AttendanceAnswer, order: str) -> Reply:
    """An answer and a day to log in one message: the answer is asked first, and then the day."""
    said = "you'll be there" if answer is AttendanceAnswer.COMING else "you can't come"
    days = span(one.first_day, one.last_day)
    text = f"That's two things at once, so nothing is kept yet. First: residential {one.number}, "
    button = _button(one, answer)
    command = f"releaseday log {turn.as_written(order)}"[:LONGEST_COMMAND]
    yes = Button(
        f"Note it: {'coming' if answer is AttendanceAnswer.COMING else 'not coming'}",
        button.action,
        {**button.values, "next": command},
    )
    no = Button("Only the day", "say", {"text": command})
    asks = OpenQuestion(yes=yes.label, no=no.label)
    return Reply(
        (Text(f"{text}{days}: {said}. Shall I note it?"), Actions((yes, no))), KIND, personal=True, asks=asks
    )


def _then_the_day(command: str) -> Reply:
    log = Button("Log it", "say", {"text": command}, "primary")
    text = Text(f"And the other one, “{command.removeprefix('releaseday log ')}”: shall I log it?")
    return Reply((text, Actions((log,))), KIND, personal=True, asks=OpenQuestion(yes=log.label))


def _unsure(turn: Turn, there: Sequence[Residential]) -> Reply:
    """Neither a yes nor a no: nothing is noted, and both are offered."""
    listed_reply = _listed(turn, there)
    opening = Text("I can note a yes or a no, and this could be either. Nothing was changed. Which is it?")
    return replace(listed_reply, blocks=(opening, *listed_reply.blocks))


def _place(turn: Turn) -> tuple[HubCohort, Cohort]:
    if turn.me.enrolment is None:
        raise NotEnrolled
    place = turn.me.enrolment
    return HubCohort(place.hub.id, place.cohort.id), place.cohort


async def _mine(turn: Turn) -> tuple[Residential, ...]:
    return await Residentials(turn.store).list(_place(turn)[0], turn.me.id)


def _open(turn: Turn, there: Sequence[Residential]) -> list[Residential]:
    """Those that are still to come and not cancelled."""
    return [one for one in there if one.state is not ResidentialState.CANCELLED and one.last_day >= turn.today]


def _named(number: int | None, there: Sequence[Residential]) -> Residential:
    found = [one for one in there if number is None or one.number == number]
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
    lines = listed([_line(one, turn) for one in there], LONGEST_REPLY)
    unanswered = [one for one in _open(turn, there) if one.answer is None or one.answer_is_old]
    asks = _asks(unanswered[0]) if len(unanswered) == 1 else OpenQuestion() if unanswered else None
    return Reply((Text(lines), Actions((*buttons, CALENDAR))), KIND, entry=KIND, asks=asks)


def _asks(one: Residential) -> OpenQuestion:
    """“Will you be there?” of one residential."""
    yes, no = (_button(one, answer).label for answer in (AttendanceAnswer.COMING, AttendanceAnswer.CANNOT))
    return OpenQuestion(yes, no)


def _moved_meanwhile(one: Residential) -> Reply:
    """The button was shown with other dates: nothing is noted, and the dates of today are asked about."""
    days = span(one.first_day, one.last_day)
    text = f"Not noted yet: residential {one.number} has moved. It is now on {days}. Will you be there?"
    buttons = [_button(one, answer) for answer in WORDS]
    shown = (Text(text), Actions((*buttons, CALENDAR)))
    return Reply(shown, KIND, entry=KIND, replaces=True, asks=_asks(one))


def _line(one: Residential, turn: Turn) -> str:
    days = span(one.first_day, one.last_day)
    if one.state is ResidentialState.CANCELLED:
        return f"Residential {one.number}: cancelled (it was to be {days})."
    where = f", {one.venue}" if one.venue else ", venue not set yet"
    line = f"Residential {one.number}: {days}{where} ({one.state.value}).{_exactly(one)}"
    if one.last_day < turn.today:
        return f"{line} It's over."
    if one.answer is None:
        return f"{line} It starts {until(one.first_day, turn.today)}. Will you be there?"
    said = "you'll be there" if one.answer is AttendanceAnswer.COMING else "you can't come"
    if one.answer_is_old:
        return f"{line} It has moved since you said {said}: please answer again."
    return f"{line} You said {said}."


def _exactly(one: Residential) -> str:
    """When by the clock, where, and the link, as far as the hub has said."""
    said = (one.times, one.address, f"To join: {one.link}" if one.link else "")
    return "".join(f" {part}." if part != said[2] else f" {part}" for part in said if part)


def _buttons(one: Residential) -> list[Button]:
    """The answers that would be new."""
    stands = None if one.answer_is_old else one.answer
    return [_button(one, answer) for answer in WORDS if answer is not stands]


def _button(one: Residential, answer: AttendanceAnswer) -> Button:
    values = {"id": str(one.id), "answer": answer.value, "for": one.first_day.isoformat()}
    return Button(f"{WORDS[answer]}: residential {one.number}", "residential_answer", values)


async def _answer(turn: Turn, residential_id: int, answer: AttendanceAnswer) -> Reply:
    done = await Residentials(turn.store).attend(residential_id, turn.me.id, answer, turn.now)
    said = "you'll be there" if answer is AttendanceAnswer.COMING else "you can't come"
    text = Text(f"Noted: {said}. Residential {done.number} is on {span(done.first_day, done.last_day)}.")
    note = Note("Your hub lead sees your answer. You can change it at any time.")
    more = Button("Tell your hub more", "residential_more", {"id": str(done.id)})
    shown = (text, note, Actions((*_buttons(done), more, CALENDAR)))
    return Reply(shown, KIND, entry=KIND, spoken_of=SpokenOf("residential", (done.id,)))
