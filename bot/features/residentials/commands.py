"""Residentials for a specialist: what, when, where, whether it is certain; who is coming; a calendar file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.errors import BotError, StaleButton
from bot.core.identity import Cohort, HubCohort
from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routing import CallNext, action, command, intent, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.db.deployment import identity
from bot.features.people.domain import NotEnrolled
from bot.features.residentials.domain import (
    RESIDENTIAL,
    AttendanceAnswer,
    NoSuchResidential,
    Residential,
    ResidentialCancelled,
    ResidentialOver,
    ResidentialState,
)
from bot.features.residentials.ics import calendar_file
from bot.features.residentials.own_words import (
    ASKS_WHEN,
    DAY_OF_IT,
    NO_MORE_THAN_THAT,
    NO_OR_NUMBER,
    SAYS_NO,
    WITHDRAWS,
    answer_in,
    hedges,
    number_in,
    speaks_of_coming,
)
from bot.features.residentials.repository import Residentials
from bot.features.residentials.views import (
    KIND,
    LOG,
    LONGEST_COMMAND,
    answer_noted,
    is_it_this_one,
    moved_meanwhile,
    of_something_else,
    one_after_the_other,
    part_of_it_asked,
    residentials_list,
    still_to_come,
    then_the_day,
    unclear_answer,
    yes_or_no_offered,
)
from bot.features.residentials.whole_answers import beside_an_order, left_over
from bot.language.words import word_set
from knowledge.search import Finding

CALENDAR_WORDS = re.compile(r"\b(?:calendar|ics|diary|outlook)\b", re.I)
OF_MANY_PLACES = word_set("hotel centre center hall house school primary college the inn")
LONGEST_ANSWER = 120  # characters; a longer message says more than an answer


class WhichResidential(BotError):
    """Which residential? Type its number, for example: residentials coming 1, or residentials coming no 2."""


class YesOrNumberUnclear(BotError):
    """Is that a no, or a number? Type “residentials coming yes 2” or “residentials coming no 2”."""


@command(
    "residentials",
    role=Role.SPECIALIST,
    help="When and where the residentials are",
    writes=False,
    menu=50,
    for_leads="cohort residential",
)
async def residentials(turn: Turn, _words: str) -> Reply:
    return residentials_list(turn, await _mine(turn))


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
        raise YesOrNumberUnclear
    mine = await _mine(turn)
    found = _named(number_in(words), still_to_come(turn, mine), mine)
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
        return residentials_list(turn, there)
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
        raise ResidentialOver
    if values.get("for", one.first_day.isoformat()) != one.first_day.isoformat():
        return moved_meanwhile(one)
    reply = replace(await _answer(turn, one.id, AttendanceAnswer(answer)), replaces=True)
    day = values.get("next", "")[:LONGEST_COMMAND]
    return then_the_day(reply, day) if day.startswith(LOG) else reply


@intent("residentials_mine", of="residentials", writes=True, for_leads="cohort residential")
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """A list, or the answer that the words give: “I can't make residential 2”."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    answer, number = answer_in(text), number_in(text)
    there = still_to_come(turn, await _mine(turn))
    if CALENDAR_WORDS.search(text):
        reply = await calendar(turn, text)
    elif answer and there and not (number or RESIDENTIAL.search(text) or await _meant(turn, text)):
        reply = is_it_this_one(turn, there)
    elif answer and there and (number or len(there) == 1):
        reply = await _noted_if_whole(turn, text, _named(number, there), answer)
    else:
        reply = await residentials(turn, "")
    return replace(reply, score=finding.score)


def _may_take(text: str) -> bool:
    return len(text) <= LONGEST_ANSWER and bool(
        ASKS_WHEN.search(text)
        or (RESIDENTIAL.search(text) and (WITHDRAWS.search(text) or hedges(text)))
        or speaks_of_coming(text)
        or answer_in(text)
        or beside_an_order(text)
    )


@middleware(
    "residentials",
    order=90,
    because="“no, I can't make residential 2” begins with what the eligibility check takes for an answer",
    role=Role.SPECIALIST,
    may_take=_may_take,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """An answer whatever the search would make of it; “when are they” means one's own hub's dates first."""
    if turn.person is None or turn.person.enrolment is None or len(text) > LONGEST_ANSWER:
        return await call_next()
    if ASKS_WHEN.search(text) and (mine := await _mine(turn)):
        return replace(residentials_list(turn, mine), personal=True)
    unsure = RESIDENTIAL.search(text) and (WITHDRAWS.search(text) or hedges(text))
    if unsure and (mine := await _mine(turn)):
        return replace(yes_or_no_offered(turn, mine), personal=True)
    if (both := beside_an_order(text)) and (answer := answer_in(both[0])):
        one = await _meant(turn, both[0])
        return one_after_the_other(turn, one, answer, both[1]) if one else await call_next()
    if (answer := answer_in(text)) and (one := await _meant(turn, text)):
        return replace(await _noted_if_whole(turn, text, one, answer), personal=True)
    if answer is None and (unclear := speaks_of_coming(text)) and (one := await _meant(turn, text)):
        return replace(unclear_answer(one, unclear), personal=True)
    if answer and NO_MORE_THAN_THAT.fullmatch(text.strip(" .!")):
        there = still_to_come(turn, await _mine(turn))
        return replace(is_it_this_one(turn, there), personal=True) if there else await call_next()
    return await call_next()


async def _meant(turn: Turn, text: str) -> Residential | None:
    """The one that is named, by its number or where it is; or the only one; or the one just spoken of."""
    mine = await _mine(turn)
    there = still_to_come(turn, mine)
    number, spoken = number_in(text), turn.standing.spoken_of
    if RESIDENTIAL.search(text):
        return _named(number, there, mine) if number or len(there) == 1 else None
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
    said_of_it = RESIDENTIAL.search(text) or DAY_OF_IT.search(text)
    return part_of_it_asked(one, odd) if said_of_it else of_something_else(odd)


def _place(turn: Turn) -> tuple[HubCohort, Cohort]:
    if turn.me.enrolment is None:
        raise NotEnrolled
    place = turn.me.enrolment
    return HubCohort(place.hub.id, place.cohort.id), place.cohort


async def _mine(turn: Turn) -> tuple[Residential, ...]:
    return await Residentials(turn.store).list(_place(turn)[0], turn.me.id)


def _named(number: int | None, there: Sequence[Residential], every: Sequence[Residential] = ()) -> Residential:
    """there: those to come. every: those that are over, too. Raises ResidentialOver, NoSuchResidential."""
    found = [one for one in there if number is None or one.number == number]
    if number and not found:
        if any(one.number == number and one.state is not ResidentialState.CANCELLED for one in every):
            raise ResidentialOver
        raise NoSuchResidential
    if len(found) != 1:
        raise WhichResidential
    return found[0]


async def _answer(turn: Turn, residential_id: int, answer: AttendanceAnswer) -> Reply:
    done = await Residentials(turn.store).attend(residential_id, turn.me.id, answer, turn.now)
    return answer_noted(done, answer)
