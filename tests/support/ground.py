"""What tests of the records stand on: a hub, another hub, a cohort, its lead, and people enrolled by name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.core.activity import Sender
from bot.core.identity import Cohort, Hub, HubCohort, Person
from bot.db.store import Store
from bot.features.people.domain import Entrant, NewCohort
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.features.release_days.domain import ChangeRequest, Part, Purpose, RecordOwner, ReleaseDayInput
from bot.identity.repository import People
from tests.support.kept import kept

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
COHORT_12 = NewCohort("Cohort 12", date(2026, 9, 1), date(2027, 8, 31), 20)
COHORT_13 = NewCohort("Cohort 13", date(2027, 9, 1), date(2028, 8, 31), 20)


@dataclass(frozen=True)
class Ground:
    store: Store
    hub: Hub
    other: Hub
    cohort: Cohort
    lead: Person

    @property
    def here(self) -> HubCohort:
        return HubCohort(self.hub.id, self.cohort.id)

    @property
    def there(self) -> HubCohort:
        return HubCohort(self.other.id, self.cohort.id)

    def entrant(self, name: str, hub: Hub | None = None) -> Entrant:
        return Entrant(name, email(name), "St Anne's", (hub or self.hub).id, self.cohort.id)

    async def enrol(self, name: str, hub: Hub | None = None) -> Person:
        return (await Enrolments(self.store).enrol(self.entrant(name, hub), self.lead.id, NOON)).person

    def whose(self, person: Person, by: Person | None = None) -> RecordOwner:
        return RecordOwner(person.id, self.cohort.id, (by or person).id)

    async def lead_elsewhere(self) -> Person:
        """Fay, who leads the other hub."""
        fay = await PeopleRegister(self.store).add("Fay Lead", "fay@hub.example", NOON)
        await HubRegister(self.store).make_lead(fay.id, self.other.id, None, NOON)
        return fay

    async def administrator(self) -> Person:
        return await PeopleRegister(self.store).add("Ada Boss", "ada@ncetm.example", NOON, admin=True)

    async def again(self, person: Person) -> Person:
        """The same person as the records have them now."""
        found = await People(self.store).by_id(person.id)
        assert found is not None
        return found


@kept
async def ground(store: Store) -> Ground:
    hub = await HubRegister(store).ensure_hub("North Mersey Maths Hub", NOON)
    other = await HubRegister(store).ensure_hub("Fenland Maths Hub", NOON)
    cohort = await HubRegister(store).ensure_cohort(COHORT_12, NOON)
    lead = await PeopleRegister(store).add("Lee Lead", "lee@hub.example", NOON)
    await HubRegister(store).make_lead(lead.id, hub.id, None, NOON)
    return Ground(store, hub, other, cohort, lead)


def email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@school.example"


def account(user: str, tenant: str = "T1", platform: str = "slack") -> Sender:
    return Sender(platform, tenant, user)


def full(
    day: int, month: int = 11, purpose: Purpose = Purpose.WORKSHOP, note: str | None = None
) -> ReleaseDayInput:
    return ReleaseDayInput(date(2026, month, day), Part.FULL, purpose, note)


def half(day: int, part: Part = Part.MORNING, month: int = 11) -> ReleaseDayInput:
    return ReleaseDayInput(date(2026, month, day), part, Purpose.STUDY)


def asked(key: str | None = None, now: datetime = NOON, today: date = TODAY) -> ChangeRequest:
    return ChangeRequest(now, today, key)
