"""A demo hub, made by talking to the bot as its people would: who says what is the script below.

`{-40}` in a line is the weekday 40 days ago, `{+16}` the one in 16 days, `{+62~}` that one and the next, so
that it reads sensibly on any day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.activity import Message, Sender, Submit
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.identity import Cohort, Person
from bot.core.plain_text import plain
from bot.db.store import Store
from bot.features.people.domain import NewCohort
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from bot.hubs.repository import Cohorts
from bot.identity.repository import People

HUB = "Demo Maths Hub"
LEAD, LEAD_EMAIL = "Lee Hargreaves", "lee@demo-hub.example"
CODE = re.compile(r"Joining code: (\S+)")
DAY = re.compile(r"\{(?P<ahead>[+-]\d+)(?P<two>~?)\}")
LEADS, SPECIALIST = "lead", "specialist"
PEOPLE = {
    SPECIALIST: "Sam Patel, sam@oakfield.example, Oakfield Primary",
    "amira": "Amira Khan, amira@upton.example, Upton Juniors",
    "ben": "Ben Okoro, ben@stannes.example, St Anne's",
    "chloe": "Chloe Wright, chloe@hillside.example, Hillside Primary",
    "dev": "Dev Shah, dev@riverside.example, Riverside Primary",
    "ella": "Ella Jones, ella@parklane.example, Park Lane Infants",
    "finn": "Finn Murphy, finn@stmarys.example, St Mary's",
    "grace": "Grace Lin, grace@meadow.example, Meadow Primary",
    "hana": "Hana Novak, hana@elmtree.example, Elm Tree Primary",
    "isaac": "Isaac Cole, isaac@canal.example, Canal Street Primary",
    "jo": "Jo Taylor, jo@northend.example, North End Primary",
    "kit": "Kit Evans, kit@westgate.example, Westgate Juniors",
}
DATES = (
    (LEADS, "cohort residential 1 {-10~} at Manchester"),
    (LEADS, "cohort residential 1 confirm"),
    (LEADS, "cohort residential 2 {+62~} at Leeds"),
    (LEADS, 'cohort report add "Baseline report" due {-5}'),
    (LEADS, 'cohort report add "Autumn report" due {+16}'),
)
FIRST = (
    (SPECIALIST, "releaseday log {-33} workshop"),
    (SPECIALIST, "releaseday log half {-19} pilot workshop"),
    (SPECIALIST, "releaseday log {+16} hub collaboration"),
    (SPECIALIST, "report done baseline"),
    (SPECIALIST, "residentials coming 2"),
)
REST = (
    ("amira", "releaseday log {-40} workshop"),
    ("amira", "releaseday log {-26} in-school development"),
    ("amira", "releaseday log {-12} workshop"),
    ("amira", "report done baseline"),
    ("amira", "report done autumn"),
    ("amira", "residentials coming 2"),
    ("ben", "releaseday log {-33} workshop"),
    ("ben", "report done baseline"),
    ("ben", "residentials coming no 2"),
    ("chloe", "releaseday log half {-19} study"),
    ("chloe", "residentials coming 2"),
    ("dev", "releaseday log {+23} workshop"),
    ("dev", "report done baseline"),
    ("ella", "releaseday log {-26} workshop"),
    ("ella", "report done baseline"),
    ("ella", "residentials coming 2"),
    ("finn", "releaseday log half {-12} hub collaboration"),
    ("grace", "releaseday log {-40} workshop"),
    ("grace", "report done baseline"),
    ("hana", "residentials coming 2"),
    ("isaac", "releaseday log {-33} in-school development"),
)
THERE = f"The demo is there: {HUB}, a lead and twelve specialists. Try: mastery chat --as lead --db URL."
ALREADY = "The demo is there already; nothing was added."
ANYWAY = " anyway"  # how a button ends that confirms what looked odd, such as a date in the past
NEVER_JOINED = ("jo", "kit")


class NotForRealPeople(SettingsError):
    """There are people on record here, and the demo would put made-up ones among them. Name a new database, such
    as DATABASE_URL=sqlite:///var/demo.db, and try again. Nothing has changed.
    """


class DemoFailed(SettingsError):
    """A line of the demo was not taken; the message says which, and what the bot said. For operators."""


@dataclass(frozen=True, slots=True)
class DemoHub:
    """What was made. `unknown`: lines whose command this version does not have."""

    made: bool
    unknown: Sequence[str] = ()


def sender(who: str) -> Sender:
    """The account behind a name in the script; the lead's and Sam's are those of `mastery chat --as`."""
    return Sender("console", "terminal" if who in (LEADS, SPECIALIST) else "demo", who)


async def fill(core: Core, store: Store, now: datetime, *, whole: bool = True) -> DemoHub:
    """Make the demo hub, or what is missing of it. `whole`: all twelve, not only the lead and Sam.

    Raises NotForRealPeople when anybody is on record who is not of the demo, or any other hub.
    """
    if not await _is_ours(store):
        raise NotForRealPeople(" ".join((NotForRealPeople.__doc__ or "").split()))
    made = _Demo(core, store, now)
    await made.begin()
    if await People(store).of(sender(SPECIALIST)) is None:
        await made.arrive(SPECIALIST)
        await made.play((*DATES, *FIRST))
    if whole and not await made.knows("amira"):
        for who in [who for who in PEOPLE if who != SPECIALIST]:
            await made.arrive(who)
        await made.play(REST)
    return DemoHub(made.did, tuple(made.unknown))


async def _is_ours(store: Store) -> bool:
    """Whether whoever and whatever is on record here is of the demo."""
    if store.is_empty:
        return True
    made_up = {LEAD_EMAIL, *(one.split(", ")[1] for one in PEOPLE.values())}
    hubs = await Cohorts(store).hubs()
    people = await People(store).all()
    return all(one.email in made_up for one in people) and all(hub.name == HUB for hub in hubs)


class _Demo:
    """The script under way. `did`: anything was added."""

    def __init__(self, core: Core, store: Store, now: datetime) -> None:
        self._core, self._store, self._now = core, store, now
        self._cohort: Cohort | None = None
        self.did, self.unknown = False, list[str]()

    async def begin(self) -> None:
        """A hub, a cohort and a lead with a code: what an import brings."""
        store, now = self._store, self._now
        self._cohort = await Cohorts(store).current(now.date()) or await HubRegister(store).ensure_cohort(
            _this_year(self._core, now.date()), now
        )
        if await People(store).of(sender(LEADS)):
            return
        hub = await HubRegister(store).ensure_hub(HUB, now)
        lead = await self._lead()
        await HubRegister(store).make_lead(lead.id, hub.id, None, now)
        await self.say(LEADS, f"join {(await Codes(store).make(lead.id, None, now)).words}")

    async def _lead(self) -> Person:
        known = await People(self._store).by_email(LEAD_EMAIL)
        return known or await PeopleRegister(self._store).add(LEAD, LEAD_EMAIL, self._now)

    async def knows(self, who: str) -> bool:
        return await People(self._store).by_email(PEOPLE[who].split(", ")[1]) is not None

    async def arrive(self, who: str) -> None:
        """Enrolled by the lead, and joined with the code, but for those who never do."""
        command = f"code {PEOPLE[who].split(', ')[0]}" if await self.knows(who) else f"enrol {PEOPLE[who]}, {HUB}"
        code = CODE.search(await self.say(LEADS, f"cohort {command}"))
        if code and who not in NEVER_JOINED:
            await self.say(who, f"join {code[1]}")

    async def play(self, script: Sequence[tuple[str, str]]) -> None:
        for who, line in script:
            if (text := self._dated(line)) is not None:
                await self.say(who, text)

    async def say(self, who: str, text: str) -> str:
        """What the bot answers. Raises DemoFailed for what it refuses."""
        if not self._core.has_command(text) and not text.startswith("join "):
            self.unknown.append(text)
            return ""
        there = {"terminal": who}  # so that questions and announcements have somewhere to go
        activity = Message(sender(who), f"demo {who}", text, there)
        reply = await self._core.handle(activity)
        if sure := next((button for button in reply.buttons if button.label.endswith(ANYWAY)), None):
            reply = await self._core.handle(
                Submit(activity.sender, activity.conversation, sure.action, sure.values)
            )
        said = plain(reply)
        if reply.kind in {"help", "abstain", "offtopic"} or reply.errors or reply.forms:
            raise DemoFailed(f"{who} said “{text}” and the bot did not do it: {said}")
        self.did = True
        return said

    def _dated(self, line: str) -> str | None:
        """The line with its days, moved into the cohort's year; None for a day of release that lies outside it."""
        cohort, today = self._cohort, self._now.date()
        days = [_weekdays(today, found)[-1] for found in DAY.finditer(line)]
        if cohort is None:
            return None
        if all(cohort.starts <= day <= cohort.ends for day in days):
            return DAY.sub(lambda found: " to ".join(map(_written, _weekdays(today, found))), line)
        if line.startswith("releaseday"):
            return None
        nearest = cohort.starts if days[0] < cohort.starts else cohort.ends - timedelta(days=1)
        return DAY.sub(
            lambda found: " to ".join(map(_written, _from(nearest, found, -1 if nearest > cohort.starts else 1))),
            line,
        )


def _this_year(core: Core, today: date) -> NewCohort:
    """The cohort whose year it is: from September on the new one."""
    year = core.cohorts.running(today)
    return NewCohort(year.name, year.starts, year.ends, year.half_days)


def _weekdays(today: date, found: re.Match[str]) -> list[date]:
    """The day that a mark stands for, and the one after it if it stands for two; further away if at a weekend."""
    ahead = int(found["ahead"])
    return _from(today + timedelta(days=ahead), found, 1 if ahead > 0 else -1)


def _from(day: date, found: re.Match[str], step: int = 1) -> list[date]:
    """The nearest weekday in the direction of the step, and the one after it if the mark stands for two."""
    while day.weekday() > (3 if found["two"] else 4):
        day += timedelta(days=step)
    return [day, day + timedelta(days=1)] if found["two"] else [day]


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
