"""What a handler is given to answer one activity with."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.core.activity import Activity, Message, Sender, Submit
from bot.core.catalogue import Catalogue
from bot.core.commands import as_written
from bot.core.conversation import NOTHING_OPEN, Standing
from bot.core.undoing import Undoers
from knowledge.model import Knowledge

if TYPE_CHECKING:
    from bot.core.choosing import Chooser
    from bot.core.editions import ChosenEdition, Editions
    from bot.core.identity import Person
    from bot.core.live_editions import LiveEditions
    from bot.db.store import Store
    from knowledge.cohorts_named import CohortsMeant
    from knowledge.search import Search


@dataclass(frozen=True, slots=True)
class Turn:
    """One activity on its way to a reply. `now` is in UTC, `today` is the sender's own date.

    person: who is asking, looked up once by the dispatcher; None for somebody whom no hub has enrolled or named.
    before: what was asked in that conversation lately, the oldest first.
    catalogue: every command, for what a reply says about them.
    standing: the question that still waits for an answer in this conversation, and the record last spoken of.
    undoers: who takes back which kind of change.
    public_url: where the server is reached from outside; empty where it is not.
    search: over that knowledge; None where nothing is looked for. asked_of: the cohort's name, where the
    turn chose it.
    acting: who acts, where a lead changes the record of `person`; None where people act for themselves.
    chooser: who may be asked which of several things is meant; None where the deployment has nobody.
    named: what the message says of cohorts.
    editions: every cohort that this turn may be answered for. live: what this process answers from, for what
    changes that. draft: what a preview is of, in words; empty for everybody who is answered as published.
    """

    activity: Activity
    now: datetime
    knowledge: Knowledge
    store: "Store"
    person: "Person | None" = None
    before: tuple[str, ...] = ()
    catalogue: Catalogue = field(default_factory=Catalogue)
    standing: Standing = NOTHING_OPEN
    undoers: Undoers = field(default_factory=dict)
    acting: "Person | None" = None
    public_url: str = ""
    search: "Search | None" = None
    asked_of: str = ""
    chooser: "Chooser | None" = None
    editions: "Editions | None" = None
    live: "LiveEditions | None" = None
    draft: str = ""
    named: "CohortsMeant | None" = None

    @property
    def me(self) -> "Person":
        """Who is asking, in a handler that needs a role. Raises LookupError where nobody is known to ask."""
        if self.person is None:
            raise LookupError("nobody is known to ask: a handler that needs a person declares its role")
        return self.person

    @property
    def actor(self) -> "Person":
        """By whose hand a change is made: their own, or a lead's. Raises LookupError as `me`."""
        return self.acting or self.me

    @property
    def looks_in(self) -> "Search":
        """Raises LookupError in a turn for which nothing is looked for."""
        if self.search is None:
            raise LookupError("this turn has no search")
        return self.search

    def answered_from(self, editions: "Editions", chosen: "ChosenEdition", draft: str = "") -> "Turn":
        """The same turn with the answers of one of these editions. draft: as above."""
        return replace(self, **answers_of(self.activity.sender, self.now, editions, chosen), draft=draft)

    @property
    def typed(self) -> str:
        """What was typed, or stands on a button that is as good as typing; empty for anything else."""
        match self.activity:
            case Message(text=text):
                return text
            case Submit(action="say", values=values):
                return values.get("text", "")
            case _:
                return ""

    def as_written(self, words: str) -> str:
        """These words of the message as they were written, for what is kept or sent."""
        return as_written(self.typed, words)

    @property
    def today(self) -> date:
        return self.local(self.now)

    def local(self, moment: datetime) -> date:
        """The sender's own date at that moment."""
        return date_there(moment, self.activity.sender.zone)


def answers_of(sender: Sender, now: datetime, editions: "Editions", chosen: "ChosenEdition") -> dict[str, Any]:
    """What a turn of that sender holds of one of these editions, by the names of its fields."""
    found, window = chosen.edition, chosen.edition.knowledge.window
    window_now = window.at(now.astimezone(ZoneInfo(sender.zone)))
    knowledge = found.knowledge if window_now is window else replace(found.knowledge, window=window_now)
    return {
        "knowledge": knowledge,
        "search": found.search,
        "asked_of": chosen.named,
        "editions": editions,
        "named": chosen.meant,
    }


@lru_cache(maxsize=256)
def date_there(moment: datetime, zone: str) -> date:
    """Kept, for a turn asks several times which day it is."""
    return moment.astimezone(ZoneInfo(zone)).date()
