"""What a lead sets and sees: residentials, reports, how the cohort stands; the same on SQLite and PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from bot.db.store import Store
from bot.features.cohort.repository import CohortStatuses
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from bot.features.release_days.domain import Balance
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.tables import ReleaseDayRow
from bot.features.reports.domain import NoSuchReport, ReportExists
from bot.features.reports.repository import Reports
from bot.features.reports.tables import ReportRow, ReportSubmissionRow
from bot.features.residentials.domain import (
    AttendanceAnswer,
    DatesTheWrongWay,
    NoSuchResidential,
    ResidentialCancelled,
    ResidentialInput,
    ResidentialState,
)
from bot.features.residentials.repository import Residentials
from bot.features.residentials.tables import AttendanceRow, ResidentialRow
from bot.hubs.repository import Cohorts, NoSuchHub
from tests.support.audit_trail import Audit
from tests.support.ground import COHORT_13, NOON, TODAY, account, asked, full, ground, half
from tests.support.stores import counted, store
from tests.support.stores import url_of_both as url

__all__ = ["store", "url"]
AUTUMN = ResidentialInput(1, date(2026, 11, 12), date(2026, 11, 13), "Chester")
DUE = date(2026, 12, 11)


async def test_a_residential_is_set_confirmed_moved_and_cancelled_and_each_is_a_revision(store: Store) -> None:
    g = await ground(store)
    lead, residentials = g.lead.id, Residentials(store)
    made = await residentials.set(g.here, AUTUMN, lead, NOON)
    assert (made.state, made.revision, made.venue) == (ResidentialState.PROVISIONAL, 1, "Chester")
    assert await residentials.set(g.here, AUTUMN, lead, NOON) == made, "set the same again, nothing has changed"
    assert (await residentials.confirm(g.here, 1, lead, NOON)).revision == 2
    assert (await residentials.confirm(g.here, 1, lead, NOON)).revision == 2
    later = replace(
        AUTUMN, first_day=date(2026, 11, 19), last_day=date(2026, 11, 20), state=ResidentialState.CONFIRMED
    )
    moved = await residentials.set(g.here, later, lead, NOON)
    assert (moved.id, moved.revision, moved.first_day) == (made.id, 3, date(2026, 11, 19))
    gone = await residentials.cancel(g.here, 1, lead, NOON)
    assert (gone.state, gone.revision) == (ResidentialState.CANCELLED, 4)
    with pytest.raises(ResidentialCancelled):
        await residentials.confirm(g.here, 1, lead, NOON)
    assert (await residentials.set(g.here, AUTUMN, lead, NOON)).state is ResidentialState.PROVISIONAL
    trail = await Audit(store).recent(hub_id=g.hub.id, most=5)
    whats = [change.detail["state"] for change in trail]
    assert whats == ["provisional", "cancelled", "confirmed", "confirmed", "provisional"]


async def test_a_residential_needs_dates_the_right_way_and_a_number_that_is_set(store: Store) -> None:
    g = await ground(store)
    with pytest.raises(DatesTheWrongWay):
        await Residentials(store).set(g.here, replace(AUTUMN, last_day=date(2026, 11, 11)), None, NOON)
    for change in (Residentials(store).confirm, Residentials(store).cancel):
        with pytest.raises(NoSuchResidential):
            await change(g.here, 1, None, NOON)
    assert await Residentials(store).list(g.here) == ()


async def test_a_residential_set_from_two_places_at_once_is_one(store: Store) -> None:
    g = await ground(store)
    venues = [replace(AUTUMN, venue=f"Place {number}") for number in range(6)]
    done = await asyncio.gather(*(Residentials(store).set(g.here, one, g.lead.id, NOON) for one in venues))
    assert sorted(one.revision for one in done) == [1, 2, 3, 4, 5, 6]
    assert len({one.id for one in done}) == 1


async def test_an_answer_is_kept_with_the_dates_that_it_is_for(store: Store) -> None:
    g = await ground(store)
    sam, kim = await g.enrol("Sam Patel"), await g.enrol("Kim Lee", g.other)
    made = await Residentials(store).set(g.here, AUTUMN, g.lead.id, NOON)
    attend = Residentials(store).attend
    said = await attend(made.id, sam.id, AttendanceAnswer.COMING, NOON)
    assert (said.answer, said.answer_is_old) == (AttendanceAnswer.COMING, False)
    assert (await attend(made.id, sam.id, AttendanceAnswer.CANNOT, NOON)).answer is AttendanceAnswer.CANNOT
    await Residentials(store).confirm(g.here, 1, g.lead.id, NOON)
    (mine,) = await Residentials(store).list(g.here, sam.id)
    assert (mine.answer, mine.answer_is_old) == (AttendanceAnswer.CANNOT, False)
    later = replace(AUTUMN, first_day=date(2026, 11, 19), last_day=date(2026, 11, 20))
    await Residentials(store).set(g.here, later, g.lead.id, NOON)
    (mine,) = await Residentials(store).list(g.here, sam.id)
    assert (mine.answer, mine.answer_is_old) == (AttendanceAnswer.CANNOT, True)
    (theirs,) = await Residentials(store).list(g.here, kim.id)
    assert theirs.answer is None
    with pytest.raises(NoSuchResidential):
        await attend(made.id, kim.id, AttendanceAnswer.COMING, NOON)  # of another hub
    await Residentials(store).cancel(g.here, 1, g.lead.id, NOON)
    with pytest.raises(ResidentialCancelled):
        await attend(made.id, sam.id, AttendanceAnswer.COMING, NOON)


async def test_a_report_is_added_changed_and_removed(store: Store) -> None:
    g = await ground(store)
    lead, reports = g.lead.id, Reports(store)
    autumn = await reports.add(g.here, "  Autumn   report ", DUE, lead, NOON)
    assert (autumn.title, autumn.revision) == ("Autumn report", 1)
    for again in ("Autumn report", "AUTUMN REPORT"):
        with pytest.raises(ReportExists):
            await reports.add(g.here, again, DUE, lead, NOON)
    assert await reports.add(g.there, "Autumn report", DUE, lead, NOON)
    spring = await reports.add(g.here, "Spring report", date(2027, 3, 5), lead, NOON)
    with pytest.raises(ReportExists):
        await reports.change(spring, replace(spring, title="autumn report"), lead, NOON)
    later = await reports.change(
        autumn, replace(autumn, title="Autumn Report", due=date(2026, 12, 18)), lead, NOON
    )
    assert (later.title, later.due, later.revision) == ("Autumn Report", date(2026, 12, 18), 2)
    with pytest.raises(NoSuchReport):
        await reports.change(autumn, replace(autumn, due=DUE), lead, NOON)  # from an old look at it
    await reports.remove(later, lead, NOON)
    with pytest.raises(NoSuchReport):
        await reports.remove(later, lead, NOON)
    assert await reports.list(g.here) == (spring,)
    assert await reports.add(g.here, "Autumn report", DUE, lead, NOON), "its title is free again"


async def test_a_report_is_done_once_and_can_be_undone(store: Store) -> None:
    g = await ground(store)
    sam, kim = await g.enrol("Sam Patel"), await g.enrol("Kim Lee", g.other)
    autumn = await Reports(store).add(g.here, "Autumn report", DUE, g.lead.id, NOON)
    assert (await Reports(store).done(autumn.id, sam.id, NOON)).done_at == NOON
    assert (await Reports(store).done(autumn.id, sam.id, NOON + timedelta(days=1))).done_at == NOON
    (mine,) = await Reports(store).list(g.here, sam.id)
    assert mine.done_at == NOON
    assert not mine.late(DUE + timedelta(days=1))
    assert (await Reports(store).undo(autumn.id, sam.id, NOON)).done_at is None
    assert (await Reports(store).undo(autumn.id, sam.id, NOON)).done_at is None
    (mine,) = await Reports(store).list(g.here, sam.id)
    assert (mine.late(DUE), mine.late(DUE + timedelta(days=1))) == (False, True)
    with pytest.raises(NoSuchReport):
        await Reports(store).done(autumn.id, kim.id, NOON)
    whats = [change.what for change in await Audit(store).recent(person_id=sam.id)]
    assert whats[:2] == ["report.undone", "report.done"]


async def test_a_report_done_twice_at_once_is_done_once(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    autumn = await Reports(store).add(g.here, "Autumn report", DUE, g.lead.id, NOON)
    done = await asyncio.gather(*(Reports(store).done(autumn.id, sam.id, NOON) for _ in range(6)))
    assert {one.done_at for one in done} == {NOON}


async def test_how_a_cohort_stands(store: Store) -> None:
    g = await ground(store)
    sam, _kim, _elsewhere = await g.enrol("Sam Patel"), await g.enrol("Kim Lee"), await g.enrol("Al Fox", g.other)
    code = await Codes(store).make(sam.id, g.lead, NOON)
    await Codes(store).redeem(code.words, account("U1"), NOON)
    gone = await ReleaseDays(store).log(g.whose(sam), [full(1), half(2), full(20), full(30)], asked())
    await ReleaseDays(store).delete(g.whose(sam), [gone.added[0].id], asked())
    autumn = await Reports(store).add(g.here, "Autumn report", TODAY - timedelta(days=1), g.lead.id, NOON)
    await Reports(store).done(autumn.id, sam.id, NOON)
    made = await Residentials(store).set(g.here, AUTUMN, g.lead.id, NOON)
    await Residentials(store).attend(made.id, sam.id, AttendanceAnswer.COMING, NOON)
    status = await CohortStatuses(store).of(g.hub.id, g.cohort.id, TODAY)
    assert (status.hub, status.cohort) == (g.hub, g.cohort)
    assert status.reports == (autumn,)
    assert status.residentials == (made,)
    one, two = status.people
    assert (one.name, one.joined, one.balance, one.last_day) == ("Kim Lee", False, Balance(0, 0, 20), None)
    assert one.late(status.reports, TODAY) == [autumn]
    assert (two.name, two.joined, two.balance, two.last_day) == (
        "Sam Patel",
        True,
        Balance(1, 4, 20),
        date(2026, 11, 2),
    )
    assert (two.done, two.coming) == ({autumn.id: NOON}, {made.id: AttendanceAnswer.COMING})
    assert two.late(status.reports, TODAY) == []
    with pytest.raises(NoSuchHub):
        await CohortStatuses(store).of(10**6, g.cohort.id, TODAY)


async def test_a_status_takes_as_many_queries_for_thirty_people_as_for_none(store: Store) -> None:
    g = await ground(store)
    sizes = []
    for people in (0, 30):
        for number in range(people):
            person = await g.enrol(f"Person {number:02}")
            await ReleaseDays(store).log(g.whose(person), [full(2)], asked())
        with counted(store) as statements:
            status = await CohortStatuses(store).of(g.hub.id, g.cohort.id, TODAY)
        assert len(status.people) == people
        sizes.append(len(statements))
    assert sizes == [6, 6]


async def test_the_current_cohort_is_the_one_whose_year_it_is(store: Store) -> None:
    g = await ground(store)
    later = await HubRegister(store).ensure_cohort(COHORT_13, NOON)
    current = Cohorts(store).current
    assert await HubRegister(store).ensure_cohort(replace(COHORT_13, name="COHORT 13"), NOON) == later
    assert await current(date(2026, 3, 1)) == g.cohort
    assert await current(date(2027, 8, 31)) == g.cohort
    assert await current(date(2027, 9, 1)) == later
    assert await current(date(2029, 1, 1)) is None
    assert await HubRegister(store).ensure_hub(" fenland  maths hub ", NOON) == g.other
    assert await Cohorts(store).hubs() == (g.other, g.hub)
    assert await Cohorts(store).all() == (later, g.cohort)
    await g.enrol("Sam Patel")
    assert await Cohorts(store).sizes(g.hub.id) == {g.cohort.id: 1}


@pytest.mark.parametrize(
    "table, broken",
    [
        (ResidentialRow, {"last_day": date(2026, 11, 11)}),
        (ResidentialRow, {"state": "perhaps"}),
        (ResidentialRow, {"number": 0}),
        (ResidentialRow, {"revision": 0}),
        (AttendanceRow, {"answer": "maybe"}),
        (ReportRow, {"title": ""}),
        (ReportRow, {"hub_id": 10**6}),
    ],
)
async def test_the_schema_refuses_what_cannot_be(
    store: Store, table: type[ResidentialRow | AttendanceRow | ReportRow], broken: dict[str, object]
) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    made = await Residentials(store).set(g.here, AUTUMN, g.lead.id, NOON)
    await Residentials(store).attend(made.id, sam.id, AttendanceAnswer.COMING, NOON)
    await Reports(store).add(g.here, "Autumn report", DUE, g.lead.id, NOON)
    with pytest.raises(IntegrityError):
        async with store.transaction() as connection:
            await connection.execute(update(table).values(**broken))


async def test_the_schema_refuses_a_submission_of_nothing_by_nobody(store: Store) -> None:
    await ground(store)
    for table, row in (
        (ReportSubmissionRow, {"report_id": 10**6, "person_id": 1, "done_at": NOON}),
        (ReleaseDayRow, {"person_id": 1, "cohort_id": 1, "day": TODAY, "part": "full", "half_days": 2}),
    ):
        with pytest.raises(IntegrityError):
            async with store.transaction() as connection:
                await connection.execute(insert(table).values(**row))
