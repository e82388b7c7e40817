"""Random messages of date words, amounts, names and joints: nothing changes, or the answer says every day back."""

import itertools
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.console.ask import SetClock
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.release_days.repository import ReleaseDays
from bot.identity.repository import People
from bot.language.tokens import tokenise
from tests.support.examples import examples
from tests.support.ground import NOON, Ground, account, ground

VERBS = [
    "log",
    "please log",
    "delete",
    "change",
    "move",
    "i was out",
    "make it",
    "add a note to",
    "don't log",
    "can i log",
    "",
]
DATES = [
    "monday",
    "fri",
    "12 november",
    "5/11",
    "the 9th",
    "thursday",
    "yesterday",
    "next week",
    "last tuesday",
    "w/c 9 november",
    "half term",
]
AMOUNTS = ["am", "pm", "half", "full day", "2 hours", "9-12", "quarter of a day", "2 days", "1.5 days"]
NAMES = [
    "workshop",
    "pilot workshop",
    "with April May",
    "hub collaboration",
    "planning",
    "at 12 March Road",
    "year 5/6",
    "9/10 came",
]
JOINTS = ["and", "to", "until", "not", "except", ",", "or", "instead of", "then", "-", "every"]
WORDS = st.lists(st.sampled_from([*DATES, *DATES, *AMOUNTS, *NAMES, *JOINTS]), min_size=1, max_size=6)
ENDS = st.sampled_from(
    ["", "workshop", "workshop", "hub collaboration"]
)  # most that is logged says what it was for
TURNED = ("not", "except", "or", "instead of", "every", "until")
"""With one of these, only what was asked about first may be logged; unless the word is a part of the note."""
HALVES = {"2 days": 4, "1.5 days": 3}
CONVERSATIONS = itertools.count()  # one for each message, so that none answers what the one before was asked
IMPERATIVE = re.compile(r"^(?:please )?(?:log|delete|change|move|make|add)\b|^i was out\b")


@pytest.fixture
async def sam(store: Store, clock: SetClock) -> Ground:
    clock.moment = NOON.replace(day=16)
    g = await ground(store)
    person = await g.enrol("Sam Patel")
    await Codes(store).redeem((await Codes(store).make(person.id, None, NOON)).words, account("sam"), NOON)
    return g


async def on_record(g: Ground) -> set[tuple[date, str, str, str | None]]:
    (person,) = await People(g.store).at([g.hub.id])
    days = await ReleaseDays(g.store).list(person.id, g.cohort.id)
    return {(one.day, one.part.value, one.purpose.value, one.note) for one in days}


@settings(max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verb=st.sampled_from([*VERBS, "log", "log"]), words=WORDS, end=ENDS)
async def test_what_changes_is_said_back_and_was_an_order(
    core: Core, sam: Ground, verb: str, words: list[str], end: str
) -> None:
    await held_to_every_word(core, sam, f"{verb} {' '.join(words)} {end}".strip(), words)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dates=st.lists(st.sampled_from(DATES), min_size=1, max_size=2), at=st.integers(0, 3), data=st.data())
async def test_an_order_with_one_word_too_many_logs_nothing_of_which_that_word_is_not_true(
    core: Core, sam: Ground, dates: list[str], at: int, data: st.DataObject
) -> None:
    """Verb, date and purpose are there, so that only the word between them can keep it from being logged."""
    words = [*dates, "pilot workshop"]
    words.insert(min(at, len(words)), data.draw(st.sampled_from([*JOINTS, *AMOUNTS])))
    await held_to_every_word(core, sam, f"log {' '.join(words)}", words)


async def held_to_every_word(core: Core, sam: Ground, text: str, words: list[str]) -> None:
    """Nothing changed; or it was an order, each day is said back, and no word of it says otherwise."""
    before = await on_record(sam)
    reply = plain(await core.handle(Message(account("sam"), f"C{next(CONVERSATIONS)}", text)))
    after = await on_record(sam)
    if after == before:
        return
    assert IMPERATIVE.match(text), text
    changed = (after - before) | (before - after)
    for day, *_ in changed:
        assert f"{day:%a} {day.day} {day:%b}" in reply, text
    for token in tokenise(text):
        if token.weekday is not None and not _in_a_note(token.text, after - before):
            assert any(day.weekday() == token.weekday for day, *_ in changed), text
    for word in TURNED:
        assert word not in words or _in_a_note(word, after - before), text
    for amount, halves in HALVES.items():
        logged = sum(2 if part == "full" else 1 for _, part, *_ in after - before)
        assert amount not in words or _in_a_note(amount, after - before) or logged == halves, text


def _in_a_note(word: str, added: set[tuple[date, str, str, str | None]]) -> bool:
    return any(word[:3] in (note or "").lower() for *_, note in added)
