"""What goes back: a reply made of blocks that every platform can show. Texts are plain, never markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.core.form import Form
from bot.core.open_question import DialogStep, OpenQuestion, SpokenOf

LONGEST_LABEL = 75  # characters; Slack's limit for a button, and long enough for anybody
LONGEST_REPLY = 900  # characters of text that a phone shows without a scroll too many
Tone = Literal["", "good", "warning", "attention"]
"""What a colour adds to words that say it already: done, look at it, somebody must act."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The one line that a message is about."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or several with line breaks between them.

    strong: what must not be missed, such as a question.
    """

    text: str
    strong: bool = False


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
class Table:
    """Rows under headings; the first column says whom or what a row is about. A phone shows row after row."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a whole is done and how much is planned, in one unit; `caption` says the same in words."""

    done: int
    planned: int
    whole: int
    caption: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep: a calendar entry, a spreadsheet. `title` says in words what is in it."""

    name: str
    content: bytes
    media_type: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG; `alt` says the same in words, for whoever cannot see it."""

    png: bytes
    alt: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: the action's name and the values that it sends.

    confirm: a question that the platform asks first, where it can, for what cannot be undone.
    """

    label: str
    action: str
    values: Mapping[str, str] = field(default_factory=dict)
    style: Literal["", "primary", "danger"] = ""
    confirm: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.label) <= LONGEST_LABEL:
            raise ValueError(f"a button's label has 1 to {LONGEST_LABEL} characters: {self.label!r}")


@dataclass(frozen=True, slots=True)
class Actions:
    """A row of buttons."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in one or two words, such as “Late”; the tone only colours it."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Somebody or something of a list, with its state and what can be done about it."""

    title: str
    text: str = ""
    badge: Badge | None = None
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """A few figures side by side: (name, value); read as “name: value”."""

    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WebLink:
    """Where more is to be read. The address is always seen: no words hide where it leads."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Collapsible:
    """What few will want at once: its title, and the rest folded away where the platform can fold."""

    title: str
    blocks: "tuple[Text | Note | Facts | Checklist, ...]"


Block = (
    Heading
    | Text
    | Note
    | Facts
    | Checklist
    | Table
    | Progress
    | File
    | Picture
    | Actions
    | Badge
    | Item
    | Columns
    | WebLink
    | Collapsible
    | Form
)


@dataclass(frozen=True, slots=True)
class Reply:
    """The blocks to show, and what the reply rests on.

    kind: answer, partial, abstain, offtopic, smalltalk, or the name of an intent.
    score: 0 to 1, how sure the bot is that it understood; 1 for what was pressed or typed as a command.
    replaces: the message whose button was pressed is changed into this one, where the platform can.
    personal: for the eyes of who asked only, also where others listen.
    pings: everybody in the channel is to be told of it, where the platform can.
    errors: field name → what is wrong with it, when a form that was sent cannot be taken as it is.
    refused: nothing was done; the text says why. A form that was sent stays, with what was typed into it.
    asks: what may answer it in words, when it asks something; the next message is held against it.
    closes: the question that stood open before waits no longer.
    spoken_of: the records that it is about one by one, so that “that one” means them.
    then: a message of its own that follows this one.
    carries_on: said where others read; what the button does goes on in the private chat, where it is pressed.
    lasting: it must be found again later, so it never stands only in a message that a reload takes away.
    forgets: who asked is deleted: of what was said in this conversation nothing is kept, nor of this reply.
    step: it is the newest message of a thing done step by step; the one before it there is not pressed any more.
    follows: a rule and a number, “announcement_report:7”: what it tells of goes on, and when that is over the
    message is changed, where the platform can.
    """

    blocks: tuple[Block, ...]
    kind: str
    sources: tuple[str, ...] = ()
    entry: str = ""
    score: float = 1.0
    replaces: bool = False
    personal: bool = False
    pings: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: bool = False
    asks: OpenQuestion | None = None
    closes: bool = False
    spoken_of: SpokenOf | None = None
    then: "Reply | None" = None
    carries_on: Button | None = None
    lasting: bool = False
    step: DialogStep | None = None
    forgets: bool = False
    follows: str = ""

    @property
    def messages(self) -> "tuple[Reply, ...]":
        """This one and those that follow it, in order."""
        return (self, *(self.then.messages if self.then else ()))

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button, in order: of its rows and of the items of a list."""
        found: list[Button] = []
        for block in self.blocks:
            if isinstance(block, Actions):
                found += block.buttons
            elif isinstance(block, Item) and block.button:
                found.append(block.button)
        return tuple(found)

    @property
    def forms(self) -> tuple[Form, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Form))

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(block for block in self.blocks if isinstance(block, File))
