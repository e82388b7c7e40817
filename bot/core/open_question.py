"""What a reply leaves open: a question, the records that “that one” may mean, a place in a dialog."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


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
class DialogStep:
    """A message's place in something that is done step by step, such as the eligibility check.

    name: of the whole, such as one walk. before: what the message of the step before is changed into, when it is
    still there with its buttons.
    """

    name: str
    before: str
