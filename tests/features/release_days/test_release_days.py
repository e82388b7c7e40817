"""Release days on record: logged, corrected, undone and counted, the same on SQLite and PostgreSQL."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from bot.db.erasure import Erasures
from bot.db.store import Store
from bot.features.people.domain import NotEnrolled
from bot.features.people.repository_enrolments import Enrolments
from bot.features.release_days.domain import (
    Balance,
    ChangeKind,
    DayChangedSince,
    NoSuchDay,
    NoteTooLong,
    NothingToUndo,
    Part,
    Purpose,
    ReleaseDayInput,
)
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.tables import ReleaseDayRow
from bot.identity.repository import People
from tests.support.audit_trail import Audit
from tests.support.ground import NOON, TODAY, asked, full, ground, half
from tests.support.stores import counted, store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]


async def test_days_are_logged_with_their_balance(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    done = await ReleaseDays(store).log(g.whose(sam), [full(2), half(12), half(13, Part.AFTERNOON)], asked())
    assert done.balance == Balance(used=2, planned=2, funded=20)
    assert done.balance.left == 16
    assert [(d.day.day, d.part, d.half_days) for d in done.added] == [
        (2, Part.FULL, 2),
        (12, Part.MORNING, 1),
        (13, Part.AFTERNOON, 1),
    ]
    assert {d.logged_by for d in done.added} == {sam.id}
    assert await ReleaseDays(store).list(sam.id, g.cohort.id) == done.added
    assert await ReleaseDays(store).balance(sam.id, g.cohort.id, date(2026, 11, 12)) == Balance(3, 1, 20)


async def test_more_than_is_funded_is_kept_and_shows_below_zero(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    done = await ReleaseDays(store).log(g.whose(sam), [full(day) for day in range(2, 13)], asked())
    assert done.balance.left == -2


async def test_one_event_logs_once_however_often_it_is_delivered(store: Store) -> None:
    g = await ground(store)
    sam, kim = await g.enrol("Sam Patel"), await g.enrol("Kim Lee")
    first = await ReleaseDays(store).log(g.whose(sam), [full(2), full(3)], asked("slack:Ev1"))
    twice = await ReleaseDays(store).log(g.whose(sam), [full(2), full(3)], asked("slack:Ev1"))
    assert (first.again, twice.again) == (False, True)
    assert twice.added == first.added
    assert twice.balance == first.balance
    theirs = await ReleaseDays(store).log(g.whose(kim), [full(2)], asked("slack:Ev1"))
    assert not theirs.again, "a key is one person's"
    await ReleaseDays(store).undo(g.whose(sam), asked("slack:Ev2"))
    undone = await ReleaseDays(store).undo(g.whose(sam), asked("slack:Ev2"))
    assert undone.again
    assert undone.did is ChangeKind.UNDONE
    assert undone.removed == tuple(await ReleaseDays(store).list(sam.id, g.cohort.id, removed=True))


async def test_one_event_at_once_from_everywhere_logs_once(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    log = ReleaseDays(store).log
    done = await asyncio.gather(*(log(g.whose(sam), [full(2)], asked("slack:Ev1")) for _ in range(8)))
    assert sorted(one.again for one in done) == [False] + [True] * 7
    assert {one.balance.used for one in done} == {2}


async def test_a_note_is_short_and_a_log_is_all_or_nothing(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    with pytest.raises(NoteTooLong):
        await ReleaseDays(store).log(g.whose(sam), [full(2), full(3, note="x" * 201)], asked())
    assert await ReleaseDays(store).list(sam.id, g.cohort.id) == ()
    await ReleaseDays(store).log(g.whose(sam), [full(3, note="with St Mary’s")], asked())
    assert [day.note for day in await ReleaseDays(store).list(sam.id, g.cohort.id)] == ["with St Mary’s"]


async def test_who_is_not_enrolled_logs_nothing(store: Store) -> None:
    g = await ground(store)
    with pytest.raises(NotEnrolled):
        await ReleaseDays(store).log(g.whose(g.lead), [full(2)], asked())
    sam = await g.enrol("Sam Patel")
    await ReleaseDays(store).log(g.whose(sam), [full(2)], asked())
    await Enrolments(store).leave(sam.id, g.cohort.id, "moved school", g.lead.id, NOON)
    with pytest.raises(NotEnrolled):
        await ReleaseDays(store).log(g.whose(sam), [full(3)], asked())
    assert len(await ReleaseDays(store).list(sam.id, g.cohort.id)) == 1, "what was logged stays"


async def test_undo_takes_back_log_change_and_delete_one_after_the_other(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    days, whose = ReleaseDays(store), g.whose(sam)
    (first,) = (await days.log(whose, [full(2)], asked())).added
    changed = await days.change(whose, first.id, half(3), asked())
    assert (changed.removed[0].id, changed.added[0].replaces) == (first.id, first.id)
    assert changed.balance == Balance(0, 1, 20)
    deleted = await days.delete(whose, [changed.added[0].id], asked())
    assert deleted.balance == Balance(0, 0, 20)
    found = []
    for _ in range(3):
        undone = await days.undo(whose, asked())
        found.append((undone.undid, undone.balance.used, undone.balance.planned))
    assert found == [(ChangeKind.DELETED, 0, 1), (ChangeKind.CHANGED, 2, 0), (ChangeKind.LOGGED, 0, 0)]
    with pytest.raises(NothingToUndo):
        await days.undo(whose, asked())
    assert len(await days.list(sam.id, g.cohort.id, removed=True)) == 2, "history stays"


async def test_undo_is_for_a_day_and_for_ones_own_changes(store: Store) -> None:
    g = await ground(store)
    sam, kim = await g.enrol("Sam Patel"), await g.enrol("Kim Lee")
    days = ReleaseDays(store)
    (mine,) = (await days.log(g.whose(sam), [full(2)], asked())).added
    with pytest.raises(NothingToUndo):
        await days.undo(g.whose(sam), asked(now=NOON + timedelta(hours=25)))
    with pytest.raises(NothingToUndo):
        await days.undo(g.whose(kim), asked())
    with pytest.raises(NothingToUndo):
        await days.undo(g.whose(sam, by=g.lead), asked())
    await days.change(g.whose(sam, by=g.lead), mine.id, full(4), asked())
    with pytest.raises(DayChangedSince):
        await days.undo(g.whose(sam), asked())
    await days.undo(g.whose(sam, by=g.lead), asked())
    assert (await days.undo(g.whose(sam), asked())).removed[0].id == mine.id


async def test_only_ones_own_days_that_count_can_be_changed_or_deleted(store: Store) -> None:
    g = await ground(store)
    sam, kim = await g.enrol("Sam Patel"), await g.enrol("Kim Lee")
    days = ReleaseDays(store)
    first, second = (await days.log(g.whose(sam), [full(2), full(3)], asked())).added
    for wrong in ([first.id, 0], [], [10**6]):
        with pytest.raises(NoSuchDay):
            await days.delete(g.whose(sam), wrong, asked())
    with pytest.raises(NoSuchDay):
        await days.delete(g.whose(kim), [first.id], asked())
    with pytest.raises(NoSuchDay):
        await days.change(g.whose(kim), first.id, full(9), asked())
    await days.delete(g.whose(sam), [first.id], asked())
    with pytest.raises(NoSuchDay):
        await days.change(g.whose(sam), first.id, full(9), asked())
    assert await days.list(sam.id, g.cohort.id) == (second,)


async def test_a_day_changed_twice_at_once_is_changed_once(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    (day,) = (await ReleaseDays(store).log(g.whose(sam), [full(2)], asked())).added
    change = ReleaseDays(store).change
    done = await asyncio.gather(
        *(change(g.whose(sam), day.id, full(number), asked()) for number in range(3, 8)), return_exceptions=True
    )
    assert sum(isinstance(one, NoSuchDay) for one in done) == 4
    assert len(await ReleaseDays(store).list(sam.id, g.cohort.id)) == 1


async def test_an_export_has_each_day_once_with_where_the_person_is_now(store: Store) -> None:
    g = await ground(store)
    sam, kim = await g.enrol("Sam Patel"), await g.enrol("Kim Lee")
    await ReleaseDays(store).log(g.whose(kim), [full(3), full(2)], asked())
    await ReleaseDays(store).log(g.whose(sam), [full(4, note="=1+1")], asked())
    await Enrolments(store).move(sam.id, g.entrant("Sam Patel", g.other), g.lead.id, NOON)
    everybody = await ReleaseDays(store).export(g.cohort.id)
    assert [(line.name, line.release_day.day.day, line.hub) for line in everybody] == [
        ("Kim Lee", 2, g.hub.name),
        ("Kim Lee", 3, g.hub.name),
        ("Sam Patel", 4, g.other.name),
    ]
    assert [line.name for line in await ReleaseDays(store).export(g.cohort.id, hub_id=g.hub.id)] == ["Kim Lee"] * 2
    (mine,) = await ReleaseDays(store).export(g.cohort.id, person_id=sam.id)
    assert (mine.school, mine.cohort, mine.release_day.note) == ("St Anne's", "Cohort 12", "=1+1")


async def test_every_change_is_on_the_trail_without_its_note(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    (day,) = (await ReleaseDays(store).log(g.whose(sam), [full(2, note="a private word")], asked())).added
    await ReleaseDays(store).delete(g.whose(sam, by=g.lead), [day.id], asked())
    trail = await Audit(store).recent(person_id=sam.id)
    assert [(change.what, change.by) for change in trail[:2]] == [
        (ChangeKind.DELETED, g.lead.id),
        (ChangeKind.LOGGED, sam.id),
    ]
    assert "private" not in str(trail)
    with pytest.raises(NoSuchDay):
        await ReleaseDays(store).delete(g.whose(sam), [day.id], asked())
    assert await Audit(store).recent(person_id=sam.id) == trail, "what did not happen is not on it"


@pytest.mark.parametrize(
    "broken",
    [
        {"half_days": 1},
        {"half_days": 0},
        {"part": "evening"},
        {"purpose": "a holiday"},
        {"note": "x" * 201},
        {"person_id": 10**6},
        {"cohort_id": 10**6},
        {"deleted_at": NOON},
    ],
)
async def test_the_schema_refuses_what_cannot_be(store: Store, broken: dict[str, object]) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    await ReleaseDays(store).log(g.whose(sam), [full(2)], asked())
    with pytest.raises(IntegrityError):
        async with store.transaction() as connection:
            await connection.execute(update(ReleaseDayRow).values(**broken))


async def test_every_part_and_purpose_can_be_stored(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    wanted = [ReleaseDayInput(date(2026, 10, 1), part, purpose) for part in Part for purpose in Purpose]
    done = await ReleaseDays(store).log(g.whose(sam), wanted, asked())
    assert done.balance.used == sum(one.part.half_days for one in wanted)


async def test_a_balance_is_one_statement_and_a_log_is_four(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    with counted(store) as statements:
        await ReleaseDays(store).balance(sam.id, g.cohort.id, TODAY)
    assert len(statements) == 1, statements
    with counted(store) as statements:
        await ReleaseDays(store).log(g.whose(sam), [full(2), full(3)], asked())
    assert len(statements) == 4, statements


async def test_who_is_deleted_leaves_nothing_but_that_something_happened(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    (day,) = (await ReleaseDays(store).log(g.whose(sam), [full(2, purpose=Purpose.OTHER)], asked())).added
    await ReleaseDays(store).change(g.whose(sam), day.id, full(3), asked())
    assert "your release days" in (await Erasures(store).erase(sam.id, (), NOON)).told
    assert not (await Erasures(store).erase(sam.id, (), NOON)).told
    assert await People(store).by_id(sam.id) is None
    async with store.transaction() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM release_day"))).scalar() == 0
    assert "Sam" not in str(await Audit(store).recent())
