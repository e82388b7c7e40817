"""Where a conversation stands: the question that the bot has asked, the record last spoken of, the step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.core.activity import ConversationKey
from knowledge.search.finding import PastTurn

if TYPE_CHECKING:
    from bot.core.reply import Button

ANSWERED_WITHIN = timedelta(minutes=30)  # how long a question waits for its answer
SAID_FOR = timedelta(minutes=30)  # how long "why?" and "and where?" lean on what was said before
SPOKEN_OF_FOR = timedelta(days=1)  # how long "that one" can mean the record last spoken of


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """That a reply asks something, and what answers it beside the words on its buttons.

    yes, no: the label of the button that a plain yes or no presses. Without one, a yes shows the question again,
    and a no ends it.
    reader: the function that is given other words; see `bot.core.routing.answer`. values: what it gets with them.
    exact: labels that only their very words press, in whatever case.
    plain: whether a plain yes or no is for it; False where another question is shown below it.
    """

    yes: str = ""
    no: str = ""
    reader: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    exact: tuple[str, ...] = ()
    plain: bool = True


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """The records that the bot last logged, changed or showed one by one; `kind` is the feature's word for them.

    at: when, in UTC; filled in when it is kept. overtaken: something else was said since, so “that” may mean it.
    """

    kind: str
    ids: tuple[int, ...]
    at: datetime | None = None
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was kept. text: what was asked, in words. kind, personal: as in the reply that asked.

    overtaken: something else was said since, so a plain yes is no longer plain.
    """

    question: OpenQuestion
    text: str
    buttons: "tuple[Button, ...]"
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

    button: "Button"


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


@dataclass(frozen=True, slots=True)
class DialogStep:
    """A message's place in something that is done step by step, such as the eligibility check.

    name: of the whole, such as one walk. before: what the message of the step before is changed into, when it is
    still there with its buttons.
    """

    name: str
    before: str


def conversation_hash(key: ConversationKey) -> str:
    """Stands for the conversation in the audit trail, where no account is named."""
    named = "\n".join((key.platform, key.tenant, key.user, key.conversation))
    return blake2b(named.encode(), digest_size=16).hexdigest()
