"""An announcement as the store hands it out: what, to whom, when, how far it is, and how it went for each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.errors import BotError
from bot.core.identity import Hub
from bot.db.audit_domain import declare_changes
from bot.delivery.domain import DeliveryStatus

ANNOUNCEMENT = "announcement"  # the rule of an announcement's occasion
REPORT = "announcement_report"  # the rule of changing the message that shows how one goes, once it is out
RECALL = "recall"  # the rule of taking one back: its deliveries delete what was sent

declare_changes("announcement.confirmed", "announcement.cancelled", undoable=True)
declare_changes("announcement.changed", "announcement.tried_again", "announcement.recalled", undoable=False)

LONGEST_TEXT = 3_000  # characters on record
LONGEST_WRITTEN = 2_000  # characters: with its sender, buttons and head-count it is read whole on every platform
MOST_PEOPLE = 60  # by name
DRAFTS_ARE_KEPT = timedelta(days=1)


class Who(StrEnum):
    """Whom an announcement is for. unanswered, cannot: for a residential; late: with a report late."""

    ALL = "all"
    LATE = "late"
    UNANSWERED = "unanswered"
    CANNOT = "cannot"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Audience:
    """number: of the residential. people: ids. channel: into the hub's channel, too; everyone: it pings all."""

    who: Who = Who.ALL
    number: int = 0
    people: tuple[int, ...] = ()
    channel: bool = False
    everyone: bool = False

    def dumped(self) -> str:
        kept = {"who": self.who.value, "number": self.number, "people": list(self.people)}
        return json.dumps({**kept, "channel": self.channel, "everyone": self.everyone})


def audience_in(text: str) -> Audience:
    kept = json.loads(text)
    who, people = Who(kept.get("who", Who.ALL)), tuple(kept.get("people", ()))
    return Audience(who, kept.get("number", 0), people, kept.get("channel", False), kept.get("everyone", False))


@dataclass(frozen=True, slots=True)
class AnnouncementText:
    """What somebody writes: the text, whom it is for, whether they are asked to say that they have read it.

    send_at: in UTC; None for as soon as it is confirmed.
    """

    text: str
    audience: Audience = field(default_factory=Audience)
    ask_read: bool = False
    send_at: datetime | None = None


class AnnouncementStage(StrEnum):
    """How far an announcement is. sent: its messages are written, and go or went."""

    DRAFT = "draft"
    PLANNED = "planned"
    SENT = "sent"
    CANCELLED = "cancelled"
    RECALLED = "taken back"


@dataclass(frozen=True, slots=True)
class Announcement:
    """To one hub. `act`: the number that people see; the same for all that were written as one, to many hubs.

    by, author: the name and the id of who wrote it; None once they are erased.
    """

    id: int
    act: int
    hub: Hub
    cohort_id: int
    by: str | None
    text: str
    audience: Audience
    revision: int
    ask_read: bool
    created_at: datetime
    send_at: datetime
    stage: AnnouncementStage
    author: int | None = None

    @property
    def at_once(self) -> bool:
        """It goes as soon as it is confirmed."""
        return self.send_at <= self.created_at


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom one would reach now. platforms: platform → people; channels: platforms.

    not_joined: the names of who cannot be reached. no_email: of who have not joined and asked for no e-mail.
    """

    platforms: Mapping[str, int]
    not_joined: Sequence[str]
    channels: Sequence[str]
    no_email: Sequence[str] = ()

    @property
    def people(self) -> int:
        return sum(self.platforms.values())


@dataclass(frozen=True, slots=True)
class Line:
    """How it went for one person, or for a channel.

    recall: how taking it back went, where that was tried; recall_why: why it was not deleted, or only changed.
    """

    name: str
    platform: str
    is_channel: bool
    status: DeliveryStatus
    why: str | None
    read_at: datetime | None
    recall: DeliveryStatus | None = None
    recall_why: str | None = None


class NoSuchAnnouncement(BotError):
    """There's no announcement of that number. Type “cohort announcements” to see them."""


class SentAlready(BotError):
    """That has been sent meanwhile, so nothing was changed. You can still take it back: press “Recall”."""


class NotAsItWas(BotError):
    """That announcement has changed since, so nothing was done. To see it now, type “cohort announcements”."""


class NotYours(BotError):
    """That announcement wasn't for you, so there is nothing to note."""
