"""Teams' pace: no window holds more than it allows, whoever waits for what, and nobody waits for nothing."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.outbound import LONGEST_WAIT
from adapters.teams.rate_limit import CONVERSATION, MOST_TIMES, TENANT, RateLimiter
from scheduler.ports import Refused, Sent
from tests.support.examples import examples
from tests.support.teams_world import Hands, TeamsWorld
from tests.wire.teams.test_teams_sender import send

SOME = settings(max_examples=examples(100), deadline=None, derandomize=True)


def keeps(times: Sequence[float], most: int, seconds: float) -> bool:
    going = sorted(times)
    return all(later - sooner >= seconds - 1e-6 for sooner, later in zip(going, going[most:], strict=False))


async def test_one_conversation_and_one_tenant_keep_their_pace(w: TeamsWorld) -> None:
    for _ in range(8):
        await send(w)
    assert w.hands.slept == [1.0], "the eighth waits for the first second to pass"
    w.hands.slept.clear()
    w.hands.seconds += 4000
    for at in range(31):
        await send(w, f"p{at}")
    assert w.hands.slept == [1.0], "thirty a second in a tenant"


async def test_a_chat_that_is_full_is_left_to_the_scheduler_and_holds_up_nobody_else(w: TeamsWorld) -> None:
    outcomes = [await send(w) for _ in range(70)]
    (full,) = {one for one in outcomes if not isinstance(one, Sent)}
    assert isinstance(full, Refused), "Throttled would make the whole tenant wait, for up to an hour"
    assert not full.for_good
    assert isinstance(await send(w, "bo"), Sent)


@pytest.mark.parametrize(("most", "seconds"), CONVERSATION)
def test_no_window_holds_more_than_teams_allows(most: int, seconds: float) -> None:
    hands, sent = Hands(), list[float]()
    pace = RateLimiter(hands.monotonic)
    for _ in range(2 * 1_800 + 10):
        hands.seconds += pace.take("c", "t", 1e9).wait
        sent.append(hands.seconds)
    assert keeps(sent, most, seconds)


@pytest.mark.parametrize("rule", [*CONVERSATION[:3], *TENANT])
def test_processes_share_teams_pace(rule: tuple[int, float]) -> None:
    hands, sent = Hands(), list[float]()
    processes = [RateLimiter(hands.monotonic, lambda: 2) for _ in range(2)]
    for number in range(3 * rule[0]):
        conversation = f"c{number}" if rule in TENANT else "c"
        sent += [hands.seconds + one.take(conversation, "t", 1e9).wait for one in processes]
    assert keeps(sent, *rule)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.0, 0.0, 0.02, 0.3])), min_size=40, max_size=150))
@SOME
def test_chats_of_a_tenant_that_wait_for_themselves_keep_its_pace_too(taken: list[tuple[int, float]]) -> None:
    hands, going = Hands(), dict[int, list[float]]()
    pace = RateLimiter(hands.monotonic)
    for who, passed in taken:
        place = pace.take(f"c{who}", "t", LONGEST_WAIT)
        if place.taken:
            going.setdefault(who, []).append(hands.seconds + place.wait)
        hands.seconds += passed
    assert all(keeps(times, most, seconds) for times in going.values() for most, seconds in CONVERSATION)
    assert all(keeps([at for times in going.values() for at in times], *rule) for rule in TENANT)


def test_who_waits_for_a_full_chat_takes_no_place_of_this_second() -> None:
    pace = RateLimiter(Hands().monotonic)
    for name in ("a", "b", "c"):
        for _ in range(10):
            pace.take(name, "t", LONGEST_WAIT)
    assert [pace.take(f"q{at}", "t", LONGEST_WAIT).wait for at in range(9)] == [0.0] * 9, "21 go now, 9 later"


def test_the_moment_that_suits_the_chat_must_suit_the_tenant_too() -> None:
    pace = RateLimiter(Hands().monotonic)
    for at in range(31):
        for _ in range(7):
            pace.take(f"c{at}", f"elsewhere {at}", LONGEST_WAIT)
    waits = [pace.take(f"c{at}", "t", LONGEST_WAIT).wait for at in range(31)]
    assert waits == [1.0] * 30 + [2.0], "each chat is free in a second, and the tenant for thirty of them"


def test_what_cannot_be_left_to_anybody_counts_although_it_is_early() -> None:
    hands = Hands()
    pace = RateLimiter(hands.monotonic)
    waits = [pace.take("a", "t", LONGEST_WAIT, anyway=True).wait for _ in range(100)]
    assert max(waits) == LONGEST_WAIT
    hands.seconds += LONGEST_WAIT
    assert not pace.take("a", "t", LONGEST_WAIT).taken, "what was sent early is counted where it was sent"


def test_what_is_remembered_is_bounded() -> None:
    hands = Hands()
    pace = RateLimiter(hands.monotonic)
    for _ in range(MOST_TIMES + 50):
        pace.take("a", "t", 0.0, anyway=True)
    (window,) = pace._conversations.values()
    assert len(window._times) <= MOST_TIMES + 1
    for at in range(6_000):
        pace.take(f"c{at}", f"t{at}", 0.0)
    assert len(pace._conversations) == len(pace._tenants) == 5_000
    assert "c5999" in pace._conversations
