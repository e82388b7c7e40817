"""A form as a short text that a button can carry, and back; whatever comes back is checked before it is used."""

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from adapters.slack.limits import LONGEST_VALUE
from bot.core.errors import BotError
from bot.core.form import ChoiceField, DateField, Field, Form, TextField

KINDS: Mapping[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(TextField),
    "date": TypeAdapter(DateField),
    "choice": TypeAdapter(ChoiceField),
}
NAMES = {TextField: "text", DateField: "date", ChoiceField: "choice"}
OUTSIDE = TypeAdapter(
    tuple[str, str, str, dict[str, str], list[tuple[str, dict[str, Any]]]]  # title, action, send, values, fields
)
NO_MARKUP = {char: f"\\u{ord(char):04x}" for char in "&<>"}
JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)  # made once, for every button takes one
HALVES = re.compile("[\ud800-\udfff]")  # of a character: no JSON carries one alone


class UnreadableForm(BotError):
    """That form can't be opened any more. Type the command again, and I'll show you a new one."""


def compact(data: object) -> str:
    """JSON without & < and >, which Slack may escape on the way, nor half characters: it comes back as it went."""
    text = HALVES.sub("", JSON.encode(data))
    for char, escaped in NO_MARKUP.items():
        text = text.replace(char, escaped)
    return text


def pack(form: Form) -> str:
    """The whole form; how long that is decides whether a button can carry it."""
    asked = [(NAMES[type(field)], _told(field)) for field in form.fields]
    return compact((form.title, form.action, form.send, dict(form.values), asked))


def unpack(text: str) -> Form:
    """The form that was packed. Raises UnreadableForm."""
    if len(text) > LONGEST_VALUE:
        raise UnreadableForm
    try:
        title, action, send, values, asked = OUTSIDE.validate_json(text)
        found = tuple(KINDS[kind].validate_json(json.dumps(told), strict=True) for kind, told in asked)
    except (ValidationError, KeyError) as error:
        raise UnreadableForm from error
    return Form(title, action, found, send, values)


def _told(field: Field) -> dict[str, Any]:
    """What is not as it is by default."""
    told = {}
    for one in fields(field):
        value = getattr(field, one.name)
        if one.default is MISSING or value != one.default:
            told[one.name] = value.isoformat() if isinstance(value, date) else _plainly(value)
    return told


def _plainly(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value
