"""People who write while things fail, messages that wait in the outbox, and what became of each."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import monotonic

import aiohttp
from sqlalchemy import text

from adapters.per_person_limit import SLOWER
from bot.core.clock import system
from bot.core.reply import Reply, Text
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.features.people.domain import Entrant, NewCohort
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from tests.drill.world import World, opened
from tests.support.fakes.microsoft import TENANT
from tests.support.fakes.slack import TEAM, dm_with
from tests.support.fakes.teams_client import BOT, TeamsPerson
from tests.support.ground import account
from tests.support.slack_rig import JSON, SECRET, signature

QUESTION, FACT = "when is the deadline?", "23 April 2026"
TRUE_WHATEVER_FAILED = ("reference", "Sorry, I was interrupted", SLOWER)
ORDER, LOGGED = "releaseday log {day} workshop", "Logged"
TUESDAY = 1  # never a weekend, nor a bank holiday in England but for Christmas
AGAIN = (0.0, 4.0, 15.0, 60.0, 60.0)  # seconds after which an event that was not acknowledged comes again
NUMBERS = itertools.count(1)
STANDING = text(
    "SELECT r.key, d.status FROM relay r JOIN occasion o ON o.subject = 'relay:' || r.id "
    "JOIN delivery d ON d.occasion_id = o.id"
)


@dataclass
class Person:
    """Somebody who writes once. name: on its platform; taken: seconds until it was acknowledged, None if never.

    told_off: Teams could not reach the bot at all, and says so itself. failed: how a request ended, if not well.
    """

    name: str
    platform: str
    words: str
    wrote_at: float = 0.0
    taken: float | None = None
    told_off: bool = False
    failed: str = ""

    @property
    def true_words(self) -> str:
        return FACT if self.words == QUESTION else LOGGED


@dataclass
class Crowd:
    """`wrote`: whoever wrote; `messages`: those left in the outbox, by name and platform."""

    world: World
    wrote: list[Person] = field(default_factory=list)
    messages: dict[str, str] = field(default_factory=dict)
    specialists: list[Person] = field(default_factory=list)

    def heard(self, name: str, platform: str) -> list[str]:
        """Everything that somebody was shown, in order."""
        there = self.world.outside
        if platform == "slack":
            return [one.text for one in there.slack.shown if one.args.get("channel") == dm_with(name)]
        said = [one.body for one in there.teams.said if one.conversation == f"a:{name}"]
        return [json.dumps(body, ensure_ascii=False) for body in said]

    def answered(self, one: Person) -> int:
        return sum(one.true_words in words for words in self.heard(one.name, one.platform))

    def silent(self) -> list[Person]:
        """Those who heard neither their answer nor an apology."""
        return [one for one in self.wrote if not one.told_off and not self._heard_something_true(one)]

    def _heard_something_true(self, one: Person) -> bool:
        true = (one.true_words, *TRUE_WHATEVER_FAILED)
        return any(part in words for words in self.heard(one.name, one.platform) for part in true)

    @property
    def unacknowledged(self) -> int:
        """Slack's events that were never acknowledged."""
        return sum(one.platform == "slack" and one.taken is None for one in self.wrote)

    async def write(self, one: Person) -> None:
        """Over the wire, as the platform would; an event that is not acknowledged comes again where it does."""
        self.wrote.append(one)
        one.wrote_at = monotonic()
        try:
            await (self._in_slack(one) if one.platform == "slack" else self._in_teams(one))
        except aiohttp.ClientConnectorError:
            one.told_off = True
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            one.failed = type(error).__name__

    async def _in_slack(self, one: Person) -> None:
        number = next(NUMBERS)
        event = {"type": "message", "channel_type": "im", "channel": dm_with(one.name), "user": one.name}
        event |= {"text": one.words, "ts": f"{1_750_000_000 + number}.000200"}
        body = json.dumps({"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}", "event": event})
        for retry, pause in enumerate(AGAIN):
            await asyncio.sleep(pause)
            with suppress(aiohttp.ClientError, TimeoutError, OSError):
                if await self._posted(body.encode(), next(NUMBERS), retry) == 200:
                    one.taken = monotonic() - one.wrote_at
                    return

    async def _posted(self, body: bytes, number: int, retry: int) -> int:
        stamp = str(int(system().timestamp()))
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, body)}
        signed |= {"X-Slack-Retry-Num": str(retry)} if retry else {}
        servers = self.world.servers
        async with self.world.session.post(
            f"{servers[number % len(servers)].url}/slack/events",
            data=body,
            headers={"Content-Type": JSON, **signed},
            timeout=aiohttp.ClientTimeout(total=3),
        ) as answer:
            return answer.status

    async def _in_teams(self, one: Person) -> None:
        there, servers = self.world.outside, self.world.servers
        bot = servers[next(NUMBERS) % len(servers)].url
        person = TeamsPerson(there.teams, there.microsoft, self.world.session, bot, one.name)
        async with asyncio.timeout(15):
            status, _ = await person.send(person.message(one.words))
        one.taken = monotonic() - one.wrote_at if status == 200 else None
        one.failed = "" if status == 200 else str(status)

    async def leave(self, names: Iterable[str], platform: str) -> None:
        """Messages in the outbox, one for each name. Raises what the store raises."""
        posts = [self._message(name, platform) for name in names]
        async with opened(self.world) as store:
            await DirectMessages(store).leave(posts, system())
        self.messages |= {post.key: platform for post in posts}

    def _message(self, name: str, platform: str) -> OutgoingMessage:
        reply = Reply((Text(f"Your hub has answered {name}."),), "handoff")
        if platform == "slack":
            address = {"team": TEAM, "user": name, "channel": dm_with(name)}
            return OutgoingMessage(name, account(name, TEAM), address, reply)
        reference = {
            "channelId": "msteams",
            "serviceUrl": self.world.outside.teams.url,
            "conversation": {"id": f"a:{name}", "tenantId": TENANT},
            "bot": BOT,
            "user": {"id": f"29:{name}"},
        }
        return OutgoingMessage(name, account(f"aad-{name}", TENANT, "teams"), reference, reply)

    def arrived(self, name: str) -> int:
        return sum(f"answered {name}." in words for words in self.heard(name, self.messages[name]))

    async def enrol(self, count: int) -> None:
        """Specialists who will each log a day, on both platforms in turn."""
        today = system().date()
        async with opened(self.world) as store:
            now = system()
            hub = await HubRegister(store).ensure_hub("North Mersey Maths Hub", now)
            year = NewCohort("Cohort 12", today - timedelta(days=90), today + timedelta(days=270), 20)
            cohort = await HubRegister(store).ensure_cohort(year, now)
            lead = await PeopleRegister(store).add("Lee Lead", "lee@hub.example", now)
            for _ in range(count):
                number = next(NUMBERS)
                platform = "slack" if len(self.specialists) % 2 else "teams"
                name = f"UL{number}" if platform == "slack" else f"log{number}"
                entrant = Entrant(f"Sam {number}", f"{name}@school.example", "St Anne's", hub.id, cohort.id)
                person = (await Enrolments(store).enrol(entrant, lead.id, now)).person
                code = await Codes(store).make(person.id, lead, now)
                who = account(name, TEAM) if platform == "slack" else account(f"aad-{name}", TENANT, "teams")
                await Codes(store).redeem(code.words, who, now)
                self.specialists.append(
                    Person(name, platform, ORDER.format(day=f"{_last_tuesday(today):%d %B %Y}"))
                )

    async def taken_in(self) -> int:
        """Events that are stored and not answered yet."""
        async with opened(self.world) as store, store.transaction() as connection:
            return int((await connection.execute(text("SELECT count(*) FROM pending_event"))).scalar_one())

    async def standing(self) -> dict[str, str]:
        """What the records say of the messages that were left, by name."""
        async with opened(self.world) as store, store.transaction() as connection:
            found = {row.key: row.status for row in (await connection.execute(STANDING)).all()}
        return {name: found.get(name, "not on record") for name in self.messages}

    async def days(self) -> int:
        """Release days on record, against those that somebody ordered."""
        async with opened(self.world) as store, store.transaction() as connection:
            return int((await connection.execute(text("SELECT count(*) FROM release_day"))).scalar_one())

    @asynccontextmanager
    async def writing(self, every: float = 0.5) -> AsyncIterator[None]:
        """While the block runs somebody writes every so many seconds, now here, now there."""
        tasks = set[asyncio.Task[None]]()

        async def go_on() -> None:
            waiting = iter(list(self.specialists))
            for turn in itertools.count():
                one = next(waiting, None) if turn % 5 == 4 else None
                tasks.add(asyncio.create_task(self.write(one or somebody("slack" if turn % 2 else "teams"))))
                await asyncio.sleep(every)

        going = asyncio.create_task(go_on())
        try:
            yield
        finally:
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)
            await asyncio.gather(*tasks)


def _last_tuesday(today: date) -> date:
    return today - timedelta(days=(today.weekday() - TUESDAY) % 7 or 7)


def somebody(platform: str) -> Person:
    """Who asks one question."""
    number = next(NUMBERS)
    return Person(f"U{number}" if platform == "slack" else f"sam{number}", platform, QUESTION)
