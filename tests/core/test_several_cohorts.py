"""Two cohorts are live: each person is answered from their own sheet, or from the one that they name."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.bootstrap import who_is
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.editions import Edition, Editions
from bot.core.identity import Cohort, Enrolment, Hub, Person
from bot.core.live_editions import LiveEditions
from bot.core.routes import Routes
from bot.db.store import Store
from knowledge.cohorts import LiveCohorts
from knowledge.facts import ApplicationWindow, Fact, KnowledgeError
from knowledge.model import Knowledge
from knowledge.names import names
from knowledge.search import PastTurn, Search

TODAY = date(2027, 1, 10)


class FindsNothing(Search):
    """Stands where no search is asked."""

    def __init__(self) -> None:
        pass


def of(data: Knowledge, cohort: int, opens: date, closes: date) -> Knowledge:
    """The same knowledge as another cohort's, with its window."""
    start = 2014 + cohort
    said = {
        "cohort": f"Cohort {cohort}",
        "development_year": f"{start}/{(start + 1) % 100}",
        "second_year": f"{start + 1}/{(start + 2) % 100}",
        "release_days": "ten" if cohort == 12 else "twelve",
    }
    facts = {**data.facts, **{name: Fact(name, text, "overview") for name, text in said.items()}}
    window = ApplicationWindow(opens, closes)
    sheet = f"Cohort {cohort} information sheet"
    return replace(data, facts=facts, names=names(facts), window=window, sheet=sheet, name=f"cohort_{cohort}")


@pytest.fixture
def live(data: Knowledge) -> tuple[Knowledge, Knowledge]:
    return (
        of(data, 13, date(2026, 12, 15), date(2027, 4, 22)),
        of(data, 12, date(2025, 12, 16), date(2026, 4, 23)),
    )


@pytest.fixture
def editions(live: tuple[Knowledge, Knowledge]) -> Editions:
    return Editions([Edition(one, FindsNothing()) for one in live])


def specialist() -> Person:
    place = Enrolment(
        1,
        Hub(1, "Hub"),
        Cohort(1, "Cohort 12", date(2026, 9, 1), date(2027, 8, 31), 20),
        "Oakfield",
        datetime(2026, 9, 1, tzinfo=UTC),
    )
    return Person(1, "Sam", enrolments=(place,))


@pytest.mark.parametrize(
    ("person", "text", "chosen"),
    [
        (None, "how many days is it", "Cohort 13"),
        (None, "how many days for cohort 12", "Cohort 12"),
        (None, "what about c12", "Cohort 12"),
        (None, "how many days in 2026/27", "Cohort 12"),
        (None, "how many days in 2027/28", "Cohort 13"),
        (specialist(), "how many days is it", "Cohort 12"),
        (specialist(), "when does Cohort 13 close", "Cohort 13"),
        (specialist(), "what do I do in 2027/28", "Cohort 12"),
        (None, "is it cohort twelve or cohort thirteen", "Cohort 13"),
    ],
)
def test_whose_sheet_answers(editions: Editions, person: Person | None, text: str, chosen: str) -> None:
    message = Message(Sender("console", "t", "u", "Europe/London"), "c", text)
    found = editions.chosen(message, person, TODAY, [])
    assert found.edition.knowledge.names["cohort"] == chosen


def test_a_follow_up_stays_with_the_cohort_that_was_named(editions: Editions) -> None:
    before = [PastTurn("how many days for cohort 12", ("release-days",), cohort="Cohort 12")]
    leaning = Message(Sender("console", "t", "u", "Europe/London"), "c", "and who pays for that?")
    assert editions.chosen(leaning, None, TODAY, before).named == "Cohort 12"
    anew = Message(Sender("console", "t", "u", "Europe/London"), "c", "when do applications close for next year")
    assert editions.chosen(anew, None, TODAY, before).named == ""


def test_the_search_is_not_asked_about_a_number(editions: Editions) -> None:
    assert editions.worded("when does Cohort 13 close") == "when does this cohort close"
    assert editions.worded("is it cohort 12 or cohort 13") == "is it cohort 12 or cohort 13"


def test_a_cohorts_year_and_release_are_its_own_sheets(live: tuple[Knowledge, Knowledge]) -> None:
    cohorts = LiveCohorts(live)
    assert [(one.name, one.starts.year, one.half_days) for one in map(cohorts.year_of, (12, 13))] == [
        ("Cohort 12", 2026, 20),
        ("Cohort 13", 2027, 24),
    ]
    assert cohorts.running(date(2027, 8, 31)).name == "Cohort 12"
    assert cohorts.running(date(2027, 9, 1)).name == "Cohort 13"


def test_before_any_window_the_next_one_answers(live: tuple[Knowledge, Knowledge]) -> None:
    cohorts = LiveCohorts(live)
    assert cohorts.recruiting(date(2026, 10, 1)).names["cohort"] == "Cohort 13"
    assert cohorts.recruiting(date(2026, 4, 23)).names["cohort"] == "Cohort 12"
    assert cohorts.recruiting(date(2027, 6, 1)).names["cohort"] == "Cohort 13"


def test_who_is_unknown_is_told_of_the_cohort_that_recruits(editions: Editions, store: Store) -> None:
    """As on the public page, whatever the order of the folders in app.yaml."""
    now = datetime(2027, 1, 10, tzinfo=UTC)
    for live in (editions.live, editions.live[::-1]):
        core = Core(LiveEditions(live), Routes(), store, lambda: now, who_is)
        assert core.knowledge.names["cohort"] == "Cohort 13"


def test_a_draft_stands_in_the_place_of_its_own_cohort(
    editions: Editions, live: tuple[Knowledge, Knowledge]
) -> None:
    draft = Edition(replace(live[0], sheet="a draft"), FindsNothing())
    beside = editions.with_draft(draft)
    sender = Sender("console", "t", "u", "Europe/London")
    assert len(beside.live) == 2
    assert beside.of_draft(draft, Message(sender, "c", "how many days")).edition is draft
    assert beside.of_draft(draft, Message(sender, "c", "how many days in cohort 12")).named == "Cohort 12"


def test_editions_that_cannot_live_together_leave_what_is_served(live: tuple[Knowledge, Knowledge]) -> None:
    served = LiveEditions([Edition(one, FindsNothing()) for one in live])
    before = served.now
    with pytest.raises(KnowledgeError, match="two folders"):
        served.serve([Edition(live[0], FindsNothing())] * 2)
    assert served.now is before
