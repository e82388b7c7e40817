"""Where a conversation stands: the question that the bot has asked, the record last spoken of, the step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.core.activity import ConversationKey
from bot.core.open_question import OpenQuestion, SpokenOf
from bot.core.reply import Button
from knowledge.search.finding import PastTurn

ANSWERED_WITHIN = timedelta(minutes=30)  # how long a question waits for its answer
SAID_FOR = timedelta(minutes=30)  # how long "why?" and "and where?" lean on what was said before
SPOKEN_OF_FOR = timedelta(days=1)  # how long "that one" can mean the record last spoken of


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was kept. text: what was asked, in words. kind, personal: as in the reply that asked.

    overtaken: something else was said since, so a plain yes is no longer plain.
    """

    question: OpenQuestion
    text: str
    buttons: tuple[Button, ...]
    kind: str
    personal: bool
    asked_at: datetime
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a conversation stands when a turn begins. said: its last turns that asked something."""

    asked: AskedQuestion | None = None
    spoken_of: SpokenOf | None = None
    said: tuple[PastTurn, ...] = ()


NOTHING_OPEN = Standing()


@dataclass(frozen=True, slots=True)
class Press:
    """The words mean this button."""

    button: Button


@dataclass(frozen=True, slots=True)
class Fill:
    """The words are for the question's reader. corrects: they were said as a correction ("no, friday").

    partly: a yes stood before them, under a condition ("yes but only the morning").
    """

    words: str
    corrects: bool
    partly: bool = False


@dataclass(frozen=True, slots=True)
class ShowAgain:
    """An answer, but not one that may carry anything out: the question is shown again."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A no to a question that has no button for it."""


Meant = Press | Fill | ShowAgain | Drop


def conversation_hash(key: ConversationKey) -> str:
    """Stands for the conversation in the audit trail, where no account is named."""
    named = "\n".join((key.platform, key.tenant, key.user, key.conversation))
    return blake2b(named.encode(), digest_size=16).hexdigest()
