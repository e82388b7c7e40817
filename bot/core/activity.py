"""What arrived: a message, a pressed button or sent form, or somebody who has just joined."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.core.dropped_file import DroppedFile

Address = Mapping[str, Any]
"""Where an answer goes. Opaque: adapters write and read it, the core only carries it."""


@dataclass(frozen=True, slots=True)
class Sender:
    """An account on a platform; which person it belongs to is the store's business."""

    platform: str
    tenant: str
    user: str
    zone: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or group, in which others read too. `name`: the platform's own; `address`: to write there."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class Message:
    """Words somebody typed. `conversation` names the chat or thread that the words belong to.

    key: the platform's own name for this event, so that one that is delivered twice changes a record once.
    channel: where it was said, unless it was in private. file: what was sent along.
    """

    sender: Sender
    conversation: str
    text: str
    address: Address = field(default_factory=dict)
    key: str | None = None
    channel: Channel | None = None
    file: DroppedFile | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """A button pressed or a form sent: the action's name and its values, all text. `channel` as for a message."""

    sender: Sender
    conversation: str
    action: str
    values: Mapping[str, str] = field(default_factory=dict)
    address: Address = field(default_factory=dict)
    key: str | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody installed the bot or opened it for the first time; with a channel, it was added there."""

    sender: Sender
    conversation: str
    address: Address = field(default_factory=dict)
    key: str | None = None
    channel: Channel | None = None


Activity = Message | Submit | Joined


class ConversationKey(NamedTuple):
    """Who is talking and where: a person has one walk in each of their conversations.

    A tuple, for a turn looks up several things under it, and a tuple's hash costs little.
    """

    platform: str
    tenant: str
    user: str
    conversation: str

    @classmethod
    def of(cls, activity: Activity) -> "ConversationKey":
        sender = activity.sender
        return cls(sender.platform, sender.tenant, sender.user, activity.conversation)
