"""What goes back: a reply made of blocks that every platform can show. Texts are plain, never markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LONGEST_LABEL = 75  # characters; Slack's limit for a button, and long enough for anybody
LONGEST_REPLY = 900  # characters of text that a phone shows without a scroll too many


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or several with line breaks between them."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small print under a text: a source, a hint."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, read down: the lines of a summary."""

    rows: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Short things to see to, in order."""

    items: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: the action's name and the values that it sends."""

    label: str
    action: str
    values: Mapping[str, str] = field(default_factory=dict)
    style: Literal["", "primary", "danger"] = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.label) <= LONGEST_LABEL:
            raise ValueError(f"a button's label has 1 to {LONGEST_LABEL} characters: {self.label!r}")


@dataclass(frozen=True, slots=True)
class Actions:
    """A row of buttons."""

    buttons: tuple[Button, ...]


Block = Text | Note | Facts | Checklist | Actions


@dataclass(frozen=True, slots=True)
class Reply:
    """The blocks to show, and what the reply rests on.

    kind: answer, partial, abstain, offtopic, smalltalk, or the name of an intent.
    score: 0 to 1, how sure the bot is that it understood; 1 for what was pressed or typed as a command.
    replaces: the message whose button was pressed is changed into this one, where the platform can.
    """

    blocks: tuple[Block, ...]
    kind: str
    sources: tuple[str, ...] = ()
    entry: str = ""
    score: float = 1.0
    replaces: bool = False

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for block in self.blocks if isinstance(block, Actions) for button in block.buttons)
