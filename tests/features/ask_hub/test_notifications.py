"""What is worked out for the desk: alike questions, nudges, the digest, a kept reply."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.activity import Sender
from bot.core.identity import Account
from bot.core.plain_text import plain
from bot.core.reply import Actions, Button, Checklist, Facts, File, Note, Progress, Reply, Table, Text
from bot.delivery.reply_codec import dumped, loaded
from bot.features.ask_hub.digest import digest
from bot.features.ask_hub.domain import AskedState, Asker, HubQuestion
from bot.features.ask_hub.matching import CLOSE, NEAR, alike
from bot.features.ask_hub.notifications import Leads, how_many, to_lead
from bot.features.ask_hub.nudges import due_nudges, nudge_at
from bot.features.ask_hub.quoting import age
from bot.features.ask_hub.similarity import much_the_same
from bot.features.ask_hub.views_lead import grouped, like
from docs.pictures.made_up import made_up
from tests.support.ground import NOON

ASKED = HubQuestion(
    id=1,
    asker=Asker(Sender("teams", "T", "ann"), "C", {}),
    hub_id=1,
    hub="North Mersey Maths Hub",
    text="Is there parking?",
    before=(),
    name=None,
    entry="",
    score=0.2,
    state=AskedState.WAITING,
    revision=0,
    reopened=False,
    asked_at=NOON,
    since=NOON,
    settled_at=None,
    answered_by=None,
    answer=None,
    same_as=None,
)
OTHER = Asker(Sender("teams", "T", "bob"), "C", {})


@pytest.mark.parametrize(
    ("one", "other", "least", "below"),
    [
        ("is there parking at the residential", "Is there any parking at the residential?", 1.0, 1.1),
        ("where is the venue of the residential?", "where is the venue for residentials", NEAR, 1.1),
        ("when is the autumn report due", "what goes in the autumn report", 0.0, NEAR),
        ("do I need to bring a laptop", "should I bring my laptop", NEAR, 1.1),
        ("can part time teachers apply", "can full time teachers apply", 0.0, NEAR),
        ("can I bring a laptop", "can I not bring a laptop", 0.0, NEAR),
        ("is it 2 days", "is it 3 days", 0.0, NEAR),
        ("is the release funded", "is the residential funded", 0.0, NEAR),
        ("", "is the residential funded", 0.0, NEAR),
        ("when is the first residential", "when is the second residential", 0.0, NEAR),
        ("is vegan food available", "is halal food available", 0.0, NEAR),
        ("is the hotel accessible by wheelchair", "is the hotel accessible by train", 0.0, NEAR),
        ("how do I claim travel costs", "how do I claim supply costs", 0.0, NEAR),
        ("could two people from my school apply", "could three people from my school apply", 0.0, NEAR),
        ("is there parking at the residental", "is there any parking at the residentials?", NEAR, 1.1),
    ],
)
def test_questions_are_alike_by_their_words(one: str, other: str, least: float, below: float) -> None:
    assert least <= alike(one, other) < below
    assert alike(one, other) == alike(other, one)
    assert NEAR < CLOSE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("is there somewhere to park my car at the residential?", "Is there parking at the residential?", True),
        ("is there somewhere to park my car at the residential?", "is there food at the residential", False),
        ("can part time teachers apply", "can full time teachers apply", False),
        ("when is the autumn report due", "what goes in the autumn report", False),
        ("who pays for travel", "who pays for supply", False),
        ("can I come on the first day only", "can I come on the second day only", False),
        ("can I leave early on Monday", "can I leave early on Friday", False),
        ("could two people from my school apply", "could three people from my school apply", False),
        ("what time does it start", "what time does it finish", False),
        ("is there parking", "is there a car park", True),
    ],
)
def test_questions_in_other_words_are_put_together_by_their_meaning(one: str, other: str, same: bool) -> None:
    assert much_the_same(one, other) is same
    assert much_the_same(other, one) is same


@pytest.mark.parametrize(
    ("since", "nudged"),
    [
        ("2026-11-02T12:00", "2026-11-04T12:00"),
        ("2026-11-05T12:00", "2026-11-09T12:00"),
        ("2026-11-07T12:00", "2026-11-11T08:00"),
        ("2026-12-24T12:00", "2026-12-30T12:00"),
        ("2027-03-26T09:00", "2027-04-01T07:00"),
    ],
)
def test_a_nudge_comes_after_two_working_days(since: str, nudged: str) -> None:
    begun, then = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, nudged))
    assert nudge_at(begun) == then
    waiting = replace(ASKED, since=begun)
    assert due_nudges(then + timedelta(hours=1), [waiting]) == (waiting,)
    assert not due_nudges(then - timedelta(minutes=1), [waiting])
    assert not due_nudges(then.replace(hour=22), [waiting]), "not at night"
    settled = replace(waiting, state=AskedState.ANSWERED)
    assert not due_nudges(then + timedelta(hours=1), [settled])


def test_a_nudge_names_the_question_and_its_revision_so_that_it_goes_once() -> None:
    leads = Leads([Account("slack", "T", "lee", {"reach": "lee"}, NOON), Account("teams", "T", "kim", {}, NOON)])
    (post,) = leads.nudge([ASKED], NOON + timedelta(days=2))
    assert post.key == "nudge:1:0:slack:T:lee", "who has no address cannot be reached"
    assert "Still waiting after 2 days. A teacher asks" in plain(post.reply)
    assert leads.nudge([replace(ASKED, revision=2)], NOON)[0].key != post.key


def test_the_digest_says_who_is_behind_what_waits_and_what_is_coming() -> None:
    status = made_up()
    said = plain(digest(status, [ASKED, replace(ASKED, id=2, asker=OTHER)], NOON + timedelta(days=3)))
    assert (
        "Ellie Brooks: Autumn report and Spring report are late; 0 days used; "
        "at an even pace it would be about 5 by now" in said
    )
    assert "Grace O'Neill" in said
    assert "hasn't joined yet" in said
    assert "Ben Carter" not in said
    assert "“Is there parking?” for 3 days (2 people ask this)" in said
    assert "4 Mar: residential 2; 2 haven't said whether they'll come" in said
    assert "questions digest off" in said
    quiet = replace(status, people=(), reports=(), residentials=())
    assert "Nobody is enrolled yet." in plain(digest(quiet, [], NOON))
    aisha = replace(quiet, people=status.people[:1])
    assert "Nobody needs a nudge. 1 specialist is enrolled." in plain(digest(aisha, [], NOON))
    two = replace(quiet, people=status.people[:2])
    assert "Nobody needs a nudge. 2 specialists are enrolled." in plain(digest(two, [], NOON))


def test_who_asks_twice_is_one_person() -> None:
    twice, other = [ASKED, replace(ASKED, id=2)], replace(ASKED, id=3, asker=OTHER)
    assert how_many(twice[:1]) == ""
    assert how_many(twice) == "Asked 2 times by one person"
    assert how_many([*twice, other]) == "2 people ask this"


def test_a_reply_that_is_kept_comes_back_as_it_was() -> None:
    blocks = (
        Text("a"),
        Note("b"),
        Facts((("c", "d"),), "e"),
        Checklist(("f",)),
        Table(("g", "h"), (("i", "j"),)),
        Progress(1, 2, 3, "k"),
        Actions((Button("l", "m", {"n": "o"}, "primary", "p"),)),
    )
    reply = Reply(blocks, "handoff", personal=True)
    assert loaded(dumped(reply)) == reply
    assert loaded(dumped(to_lead(ASKED))).blocks == to_lead(ASKED).blocks
    with pytest.raises(ValueError, match="File"):
        dumped(Reply((File("a", b"", "text/csv", "b"),), "x"))


def test_questions_of_two_hubs_are_never_put_together() -> None:
    elsewhere = replace(ASKED, id=2, hub_id=2, asker=OTHER)
    tied_elsewhere = replace(elsewhere, id=3, text="Who cooks?", same_as=1)
    assert grouped([ASKED, elsewhere, tied_elsewhere]) == [[ASKED], [elsewhere], [tied_elsewhere]]
    assert like(ASKED, [elsewhere, tied_elsewhere]) == []
    here = replace(elsewhere, hub_id=1)
    assert grouped([ASKED, here]) == [[ASKED, here]]
    assert like(ASKED, [here, replace(tied_elsewhere, hub_id=1)]) == [here, replace(tied_elsewhere, hub_id=1)]


def test_an_age_is_in_its_largest_unit() -> None:
    ages = [timedelta(seconds=5), timedelta(minutes=1), timedelta(hours=25), timedelta(days=3), -timedelta(days=1)]
    assert [age(NOON - gone, NOON) for gone in ages] == ["a moment", "1 minute", "1 day", "3 days", "a moment"]
