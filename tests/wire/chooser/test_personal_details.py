"""What leaves the machine, word for word: nothing that names somebody."""

import json
import re
from pathlib import Path

import pytest

from adapters.console.ask import SetClock
from bot.db.store import Store
from bot.features.people.domain import Entrant
from bot.features.people.repository_enrolments import Enrolments
from bot.language.redaction import Cleaner, NamesOnRecord, folded
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.choosing import DOUBTFUL, choosing
from tests.support.fakes.chat_model import given
from tests.support.ground import NOON, email, ground
from tests.support.stores import Made

LEAVES = Path(__file__).with_name("what_leaves.tsv")
PEOPLE = (
    *("Siân Llewellyn-Jones", "Will Evans", "Llŷr ap Gruffudd", "Grace O'Brien", "Zoë Müller"),
    *("Mary-Jane Okonkwo", "Nia Price", "Bronwen Tŷ-Gwyn"),
)
SCHOOLS = ("Ysgol Bryn Coch", "Hill Top Primary School", "St Mary's C of E Primary", "Oakfield Juniors")
NEVER = re.compile(
    r"sian|llewellyn|llyr|gruffudd|grace|brien|zoe|muller|okonkwo|mary jane|bronwen|gwyn|patel|ahmed|khan|priya|"
    r"kwabena|kate|honey|thistle|lukasz|beth|jayden|rose street|oakfield|hill top|bryn|0770|7946|kqt|ll57|1984|"
    r"1234567|873/|123456|@|http",
    re.IGNORECASE,
)


def lines() -> list[tuple[str, str]]:
    """What was typed, and what leaves of it."""
    rows = (line.split("\t") for line in LEAVES.read_text(encoding="utf-8").splitlines())
    return [(asked, leaves) for asked, leaves in rows]


@pytest.fixture(scope="module")
def cleaner(search: Search) -> Cleaner:
    return Cleaner(NamesOnRecord.of(PEOPLE, SCHOOLS), search.knows)


@pytest.mark.parametrize(("asked", "leaves"), lines(), ids=[leaves[:40] for _, leaves in lines()])
def test_what_leaves_of_a_question_names_nobody(cleaner: Cleaner, asked: str, leaves: str) -> None:
    assert cleaner.clean(asked) == leaves
    assert not NEVER.search(" ".join(map(folded, leaves.split())))


@pytest.mark.parametrize(
    "asked",
    [
        "When is the 23 April 2026 deadline, and is it 10 days in 2026/27?",
        "will i be paid £12,000, or may i only claim supply in May",
        "I teach Y6 in KS2 at a primary school in England, is QTS needed",
        "does the headteacher need to sign, or miss one? They'll ask, it's free, and this is from the office",
        "Is the NCETM or my Maths Hub in charge of the Primary Mastery Specialist Programme",
    ],
)
def test_a_question_without_personal_details_leaves_as_it_is(cleaner: Cleaner, asked: str) -> None:
    assert cleaner.clean(asked) == asked


def test_of_a_long_message_the_beginning_and_the_end_leave(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean("so it began " + "and then this happened " * 100 + "and who pays?")
    assert len(cleaned) <= 800
    assert cleaned.startswith("so it began")
    assert cleaned.endswith("and who pays?")


async def test_over_the_wire_the_hubs_names_are_taken_out_and_earlier_words_stay_here(
    made: Made, tmp_path: Path, knowledge: Knowledge, search: Search, clock: SetClock
) -> None:
    clock.moment = NOON
    with made.sqlite(tmp_path) as url:
        records = await Store.open(url)
    g = await ground(records)
    for name, school in zip(PEOPLE, SCHOOLS * 2, strict=True):
        entrant = Entrant(name, email(name), school, g.hub.id, g.cohort.id)
        await Enrolments(records).enrol(entrant, g.lead.id, NOON)
    async with choosing(knowledge, search, records, clock, always=True) as hub:
        await hub.told()
        for asked, leaves in [*lines()[:4], (f"lee lead and siân: {DOUBTFUL}", f"[name] and [name]: {DOUBTFUL}")]:
            await hub.ask(asked, where="one talk")
            assert given(hub.model.bodies[-1])["question"] == leaves
        assert not NEVER.search(json.dumps(hub.model.bodies, ensure_ascii=False).replace("http", ""))
    await records.close()
