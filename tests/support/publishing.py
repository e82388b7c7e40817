"""A deployment whose folders may be published: processes over one database, and an officer's edits."""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from adapters.console.ask import SetClock
from bot.bootstrap import FEATURES, who_is
from bot.conversation.repository import ConversationStates
from bot.core.activity import Activity, Message, Submit
from bot.core.dispatcher import Core
from bot.core.editions import Edition
from bot.core.live_editions import Draft, LiveEditions
from bot.core.plain_text import plain
from bot.core.reply import Button, Reply
from bot.core.routes import discover
from bot.db.store import Store
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.publishing.service import at_the_start, follow, with_preview
from knowledge.load import FEWEST_PHRASINGS
from knowledge.model import Knowledge
from knowledge.search import Finding, Hit, PastTurn, Search
from knowledge.sheet.folder import read_files, write_files
from knowledge.snapshot import Snapshot
from tests.support.ground import account
from tests.support.paths import COHORT
from tests.support.walker import SMALL

ADA, BEA = "ada", "bea"


class SameWordings(Search):
    """Finds what the real search finds, and says it in another edition's words: only answers are edited here."""

    def __init__(self, real: Search, knowledge: Knowledge) -> None:
        self._real, self._entries = real, knowledge.entries

    def find(self, question: str, before: Sequence[PastTurn] = (), masked: Collection[str] = ()) -> Finding:
        found = self._real.find(question, before, masked)
        return replace(found, hits=tuple(map(self._of_mine, found.hits)))

    def _of_mine(self, hit: Hit) -> Hit:
        return replace(hit, topic=self._entries.get(hit.topic.id, hit.topic))


@dataclass
class Deployment:
    """app.yaml's folder, with Cohort 12 in it, and the search that every process has learned."""

    folder: Path
    search: Search
    clock: SetClock
    learned: list[str] = field(default_factory=list)

    @property
    def cohort_12(self) -> Path:
        return self.folder / COHORT.name

    def edit(self, old: str, new: str, file: str = "entries", folder: str = COHORT.name) -> None:
        """An officer's change, in every file below `file`."""
        path = self.folder / folder / file
        for one in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            one.write_text(one.read_text().replace(old, new))

    def drafts(self) -> list[Draft]:
        return [Draft(one.parent) for one in sorted(self.folder.glob("*/facts.yaml"))]

    def learn(self, snapshot: Snapshot, knowledge: Knowledge) -> Search:
        self.learned.append(snapshot.name)
        return SameWordings(self.search, knowledge)

    async def process(self, url: str) -> "Process":
        """One that has just been started."""
        store = await Store.open(url)
        served = await at_the_start(store, [self.cohort_12])
        editions = [Edition(one, SameWordings(self.search, one), files) for one, files in served]
        live = LiveEditions(editions, self.drafts, self.learn)
        parts = (live, discover(FEATURES), store, self.clock, who_is)
        return Process(Core(*parts, conversations=ConversationStates(), preview=with_preview), store)


def small_cohort(folder: Path) -> Path:
    """Cohort 12 with all that it says, and few of the wordings by which it is found: that is read quickly."""
    files = read_files(COHORT)
    for _, entry in files.all_entries():
        entry["phrasings"] = entry["phrasings"][:FEWEST_PHRASINGS]
        entry.pop("follow_ups", None)
    write_files(files, folder)
    (folder / "asked").mkdir()
    (folder / "asked" / "none.jsonl").write_text("")
    for name, words in SMALL.items():
        if "/" not in name:
            (folder / name).write_text(words.replace("how many: release-days", "how many: release-days-year-one"))
    return folder


def second_cohort(there: Deployment) -> None:
    """A Cohort 13 whose sheet says what Cohort 12's does."""
    cohort_beside(there.cohort_12)


def cohort_beside(cohort_12: Path) -> None:
    """The same, in a folder beside that one."""
    folder = Path(shutil.copytree(cohort_12, cohort_12.parent / "cohort_13"))
    for path in folder.rglob("*.yaml"):
        text = path.read_text()
        for old, new in (("ohort 12", "ohort 13"), ("twelfth", "thirteenth"), ("12th", "13th")):
            text = text.replace(old, new)
        path.write_text(text)


@dataclass
class Process:
    """One server: what it answers, and to whom it has shown which buttons."""

    core: Core
    store: Store
    last: dict[str, Reply] = field(default_factory=dict)

    async def say(self, who: str, words: str) -> str:
        """The reply in words with its buttons; “[Label]” presses the one that begins so."""
        activity: Activity = Message(account(who), f"with {who}", words)
        if words.startswith("["):
            button = self.button(who, words.strip("[]"))
            activity = Submit(account(who), f"with {who}", button.action, button.values)
        self.last[who] = reply = await self.core.handle(activity)
        return " ".join([plain(reply), *(f"[{one.label}]" for one in reply.buttons)])

    def button(self, who: str, label: str) -> Button:
        return next(one for one in self.last[who].buttons if one.label.startswith(label))

    async def settled(self) -> None:
        await self.core.live.settled()

    async def follows(self) -> bool:
        """What `mastery serve` does every few seconds."""
        return await follow(self.store, self.core.live)

    async def close(self) -> None:
        await self.settled()
        await self.store.close()


async def administrators(store: Store, now: datetime, *who: str) -> None:
    """Linked by a code, so that they act in their role."""
    for one in who:
        person = await PeopleRegister(store).add(
            f"{one.capitalize()} Admin", f"{one}@hub.example", now, admin=True
        )
        code = await Codes(store).make(person.id, None, now)
        await Codes(store).redeem(code.words, account(one), now)
