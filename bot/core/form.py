"""Forms: things to fill in and send. How each looks is for the platform to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class TextField:
    """Words to type. `longest` in characters."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = True
    several_lines: bool = False
    longest: int = 200


@dataclass(frozen=True, slots=True)
class DateField:
    """A day to pick; it is sent as YYYY-MM-DD."""

    name: str
    label: str
    value: date | None = None
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of several, or any of several (sent with commas between them). `options`: value → label."""

    name: str
    label: str
    options: Mapping[str, str]
    value: str = ""
    hint: str = ""
    required: bool = True
    several: bool = False


Field = TextField | DateField | ChoiceField


@dataclass(frozen=True, slots=True)
class Form:
    """Things to fill in and send. `values` go along unseen; `send` is the label of its button."""

    title: str
    action: str
    fields: tuple[Field, ...]
    send: str = "Save"
    values: Mapping[str, str] = field(default_factory=dict)
