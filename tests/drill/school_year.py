"""A school year of reminders on a virtual clock: a random life, a platform that fails, a machine that is off.

    python -m tests.drill.school_year [--people 300] [--seed 1] [--postgres]

What is owed is worked out a second time (`school_life`) whenever an occasion is fanned out.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlmodel import col

from bot.core.identity import HubCohort
from bot.core.reminder_rules import Rules
from bot.core.working_days import Calendar
from bot.db.migrations import upgrade
from bot.db.store import Store
from bot.delivery.tables import DeliveryRow, OccasionRow
from bot.features.people.repository_enrolments import Enrolments
from bot.features.release_days.domain import ChangeRequest, Part, Purpose, RecordOwner, ReleaseDayInput
from bot.features.release_days.repository import ReleaseDays
from bot.features.reminders.registry import topic_of, topics
from bot.features.reminders.repository import Reminders
from bot.features.reports.repository import Reports
from bot.features.residentials.domain import AttendanceAnswer, Residential, ResidentialInput, ResidentialState
from bot.features.residentials.reminders_corrections import MOVED, TAKEN_BACK
from bot.features.residentials.repository import Residentials
from bot.hubs.holidays import Holidays
from bot.identity.repository import People
from bot.identity.tables import AccountRow, EnrolmentRow, PersonRow
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from tests.support import postgres as pg
from tests.support.crowd import FIRST, crowd
from tests.support.ground import Ground
from tests.support.school_life import SEPTEMBER, Life, Weather

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
JULY = date(2027, 7, 31)
PLANS, SENDS = ("07:31", "12:35"), ("07:31", "07:50", "12:35", "17:05")  # London; New York opens at 12:30
REPORTS = (("Autumn", date(2026, 12, 11)), ("Spring", date(2027, 3, 19)), ("End", date(2027, 7, 2)))
OVER = ("sent", "unknown", "skipped", "cancelled", "failed")


@dataclass
class Outcomes:
    """By rule: how many occasions came, what became of their deliveries; and everything that should not be."""

    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class SchoolYear:
    store: Store
    g: Ground
    random: Random
    until: date = JULY
    life: Life = field(default_factory=Life)
    seen: set[int] = field(default_factory=set)
    again: Counter[str] = field(default_factory=Counter)
    found: Outcomes = field(default_factory=Outcomes)

    def __post_init__(self) -> None:
        weather = Random(self.random.random())  # of its own, so that people live alike whatever the platform does
        self.asked = Weather("slack", random=weather)
        self.blind = Weather("teams", can_look=False, random=weather)
        senders = {"slack": self.asked, "teams": self.blind}
        self.desk = DeliveryContext(self.store, senders, lambda: self.asked.now, Random(1), Rules())

    @property
    def heres(self) -> tuple[HubCohort, HubCohort]:
        return self.g.here, self.g.there

    async def live(self) -> Outcomes:
        started = time.process_time()
        await self._september()
        off = self._days_off()
        down = {self._some_day() for _ in range(3)}
        day = SEPTEMBER
        while day <= self.until:
            await self._people_do_something(day)
            await self._dates_change(day)
            for at in SENDS:
                moment = datetime.combine(day, time_of_day.fromisoformat(at), LONDON).astimezone(UTC)
                self.asked.now = self.blind.now = moment
                self.asked.down = self.blind.down = day in down
                if day not in off:
                    await self._tick(plans=at in PLANS)
            day += timedelta(1)
        await self._checked()
        self.found.seconds = time.process_time() - started
        return self.found

    async def _september(self) -> None:
        """Two hubs; some live by another clock, and some have not joined."""
        people = {FIRST + n: self.heres[n % 2].hub_id for n in range(len(await People(self.store).all()) - 1)}
        self.life.hub = dict(people)
        abroad, unjoined = [p for p in people if p % 50 == 0], [p for p in people if p % 30 == 7]
        self.life.zone = dict.fromkeys(abroad, NEW_YORK)
        async with self.store.writing() as connection:
            began = datetime(2026, 8, 31, tzinfo=UTC)
            await connection.execute(update(EnrolmentRow).values(started_at=began))
            there = update(EnrolmentRow).where(col(EnrolmentRow.person_id) % 2 == (FIRST + 1) % 2)
            await connection.execute(there.values(hub_id=self.g.other.id))
            zones = update(PersonRow).where(col(PersonRow.id).in_(abroad))
            await connection.execute(zones.values(zone="America/New_York"))
            await connection.execute(delete(AccountRow).where(col(AccountRow.person_id).in_(unjoined)))
        now = datetime.combine(SEPTEMBER, time_of_day(0), UTC)
        for here in self.heres:
            for number, month in ((1, 11), (2, 2), (3, 5)):
                first = date(2026 + (month < 9), month, self.random.randint(8, 20))
                await Residentials(self.store).set(
                    here, ResidentialInput(number, first, first + timedelta(1)), None, now
                )
            for title, due in REPORTS:
                await Reports(self.store).add(here, title, due, None, now)
            await Holidays(self.store).add(here.hub_id, date(2026, 12, 19), date(2027, 1, 3), None, now)

    def _some_day(self) -> date:
        return SEPTEMBER + timedelta(self.random.randrange((JULY - SEPTEMBER).days - 20))

    def _days_off(self) -> set[date]:
        """One weekend with the Monday after it, and three stretches of some days."""
        friday = SEPTEMBER + timedelta(3 + 7 * self.random.randrange(40))
        stretches = [(friday, 4), *((self._some_day(), self.random.randint(2, 5)) for _ in range(3))]
        return {first + timedelta(n) for first, length in stretches for n in range(length)}

    async def _people_do_something(self, day: date) -> None:
        now = datetime.combine(day, time_of_day(6), UTC)
        residentials = {here.hub_id: await Residentials(self.store).list(here) for here in self.heres}
        reports = {here.hub_id: await Reports(self.store).list(here) for here in self.heres}
        for person, hub in list(self.life.hub.items()):
            if self.random.random() < 0.03 and day.weekday() < 5:
                await self._logs(person, day, now)
            chance = self.random.random()
            if chance < 0.0003:
                await Enrolments(self.store).leave(person, self.g.cohort.id, "another post", None, now)
                del self.life.hub[person]
                continue
            if chance < 0.0010:
                kind = self.random.choice([*topics(), "all"])
                await Reminders(self.store).stop(person, [kind], now)
                self.life.stopped[person].add(kind)
            elif chance < 0.0040:
                await self._puts_off(person, now)
            for one in residentials[hub]:
                if 0 < (one.first_day - day).days < 28 and self.random.random() < 0.03:
                    await self._answers(one, person, now)
            for report in reports[hub]:
                if (report.due - day).days < 14 and self.random.random() < 0.04:
                    await Reports(self.store).done(report.id, person, now)
                    self.life.done.add((report.id, person))

    async def _logs(self, person: int, day: date, now: datetime) -> None:
        part = self.random.choice([Part.FULL, Part.MORNING])
        whose = RecordOwner(person, self.g.cohort.id, person)
        await ReleaseDays(self.store).log(
            whose, [ReleaseDayInput(day, part, Purpose.STUDY)], ChangeRequest(now, day, None)
        )
        self.life.days[person].append((day, part.half_days))

    async def _answers(self, one: Residential, person: int, now: datetime) -> None:
        if one.state is not ResidentialState.CANCELLED:
            answer = AttendanceAnswer.CANNOT if self.random.random() < 0.15 else AttendanceAnswer.COMING
            await Residentials(self.store).attend(one.id, person, answer, now)
            self.life.answers[one.id, person] = (answer, one.first_day)

    async def _puts_off(self, person: int, now: datetime) -> None:
        """For three days; whoever was told lately is told that once more."""
        told = await Reminders(self.store).told(person, now)
        until = now + timedelta(days=3, hours=2)
        again = [one for one in told[:1] if one.owed.expires_at > until]
        kinds = [topic_of(one.owed.rule) for one in again] or [self.random.choice(list(topics()))]
        if self.life.stopped[person] & {*kinds, "all"}:
            return
        await Reminders(self.store).snooze(person, kinds, until, now, [one.delivery_id for one in again])
        self.again.update(f"mastery-{one.delivery_id}" for one in again)

    async def _dates_change(self, day: date) -> None:
        """Now and then a residential moves by a week or two, and seldom one is cancelled."""
        now = datetime.combine(day, time_of_day(6), UTC)
        for here in self.heres:
            for one in await Residentials(self.store).list(here):
                if one.state is ResidentialState.CANCELLED or (one.first_day - day).days < 3:
                    continue
                chance = self.random.random()
                if chance < 0.004:
                    first = one.first_day + timedelta(self.random.choice([7, 14, 1]))
                    await Residentials(self.store).set(
                        here, ResidentialInput(one.number, first, first + timedelta(1)), None, now
                    )
                elif chance < 0.0045:
                    await Residentials(self.store).cancel(here, one.number, None, now)

    async def _tick(self, *, plans: bool) -> None:
        if plans:
            await plan_and_fan_out(self.store, self.desk.rules, self.desk.clock())
            await self._compared()
        await local_engine.drain(self.desk)

    async def _compared(self) -> None:
        """Each occasion that was fanned out just now: to exactly those to whom it is owed."""
        query = select(OccasionRow.__table__).where(col(OccasionRow.state) == "fanned")  # type: ignore[attr-defined]
        async with self.store.transaction() as connection:
            fanned = [row for row in (await connection.execute(query)).all() if row.id not in self.seen]
        for occasion in fanned:
            self.seen.add(occasion.id)
            told = await self._told(occasion.subject)
            async with self.store.transaction() as connection:
                this = select(col(DeliveryRow.person_id)).where(col(DeliveryRow.occasion_id) == occasion.id)
                have = {person or 0 for person in (await connection.execute(this)).scalars()}
            hub, today = occasion.hub_id, self.asked.now.date()
            want = {p for p, at in self.life.hub.items() if at == hub and self.life.owes(p, occasion, told, today)}
            if have != want:
                self.found.wrong.append(f"{occasion.rule} {occasion.subject}: {sorted(have ^ want)[:5]} differ")

    async def _told(self, subject: str) -> list[Any]:
        """Who was told which day for this subject, by what is on record."""
        query = (
            select(col(OccasionRow.id), col(OccasionRow.day), col(DeliveryRow.person_id))
            .join(DeliveryRow, col(DeliveryRow.occasion_id) == col(OccasionRow.id))
            .where(col(OccasionRow.subject) == subject, col(OccasionRow.rule) != "after")
            .where(
                col(DeliveryRow.status).in_(("sent", "unknown", "sending")) | col(DeliveryRow.message).is_not(None)
            )
        )
        async with self.store.transaction() as connection:
            return list((await connection.execute(query)).all())

    async def _checked(self) -> None:
        """Every delivery is over, arrived as often as its status says, and when people are written to."""
        query = select(
            col(DeliveryRow.id), col(DeliveryRow.status), col(DeliveryRow.why), col(DeliveryRow.platform),
            col(DeliveryRow.person_id), col(OccasionRow.rule), col(OccasionRow.subject), col(OccasionRow.hub_id),
        ).join(OccasionRow, col(OccasionRow.id) == col(DeliveryRow.occasion_id))  # fmt: skip
        async with self.store.transaction() as connection:
            rows = (await connection.execute(query)).all()
        calendars = {h.hub_id: Calendar(LONDON, away=await Holidays(self.store).of(h.hub_id)) for h in self.heres}
        for row in rows:
            name = f"mastery-{row.id}"
            came = (self.blind if row.platform == "teams" else self.asked).came.get(name, [])
            counts = self.found.rules[row.rule if row.rule in (MOVED, TAKEN_BACK) else row.rule.partition("_")[0]]
            counts["owed"] += 1
            counts[row.status if row.why != "has not joined the bot yet" else "not joined"] += 1
            counts["once more"] += len(came) > 1
            if row.status not in OVER and self.until == JULY:
                self.found.wrong.append(f"{name} {row.rule}: still {row.status} ({row.why})")
            if row.status == "sent" and not came:
                self.found.wrong.append(f"{name} {row.rule}: lost")
            if len(came) > 1 + self.again[name]:
                self.found.wrong.append(f"{name} {row.rule}: came {len(came)} times")
            if row.status in ("skipped", "failed", "cancelled", "unknown") and not row.why:
                self.found.wrong.append(f"{name} {row.rule}: {row.status} without a reason")
            zone = self.life.zone.get(row.person_id, LONDON)
            if any(calendars[row.hub_id].next_open(at, zone) != at for at in came):
                self.found.wrong.append(f"{name} {row.rule}: at an hour or on a day off, {came}")


async def lived(url: str, people: int, seed: int, until: date = JULY) -> Outcomes:
    """A year on an up-to-date and empty database."""
    store = await Store.open(url)
    try:
        g = await crowd(store, people, ("slack", "slack", "teams"), tenants=5)
        return await SchoolYear(store, g, Random(seed), until).live()
    finally:
        await store.close()


COLUMNS = ("owed", "sent", "unknown", "skipped", "not joined", "cancelled", "failed", "once more")


def table(found: Outcomes) -> str:
    lines = [f"{'':22}" + "".join(f"{name:>11}" for name in COLUMNS)]
    total = Counter[str]()
    for rule, counts in sorted(found.rules.items()):
        lines.append(f"{rule:22}" + "".join(f"{counts[name]:>11}" for name in COLUMNS))
        total.update(counts)
    lines.append(f"{'all':22}" + "".join(f"{total[name]:>11}" for name in COLUMNS))
    return "\n".join([*lines, f"wrong: {len(found.wrong)}", *(f"  {one}" for one in found.wrong[:20])])


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.drill.school_year")
    asked.add_argument("--people", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--postgres", action="store_true")
    given = asked.parse_args()
    with TemporaryDirectory() as folder, pg.server() as server:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'year.db'}"
        if given.postgres:
            pg.run(server, "CREATE DATABASE year")
            url = pg.url(server, "year")
            upgrade(url)
        began = time.monotonic()
        found = asyncio.run(lived(url, given.people, given.seed))
    where = "PostgreSQL" if given.postgres else "SQLite"
    taken = f"{time.monotonic() - began:.0f} s, {found.seconds:.0f} s of them CPU of this process"
    sys.stdout.write(f"{where}, {given.people} specialists, seed {given.seed}: {taken}\n{table(found)}\n")


if __name__ == "__main__":
    main()
