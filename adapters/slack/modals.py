"""A form as a modal, and what comes back from one: its values, its hidden ones, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from pydantic import TypeAdapter, ValidationError

from adapters.slack.form_codec import UnreadableForm, compact, pack, unpack
from adapters.slack.inbound import Payload
from adapters.slack.limits import (
    BLOCKS_A_VIEW,
    BOXES,
    LONGEST_ID,
    LONGEST_INPUT,
    LONGEST_LABEL,
    LONGEST_OPTION,
    LONGEST_OPTION_VALUE,
    LONGEST_PRIVATE,
    LONGEST_VALUE,
    LONGEST_VIEW_TITLE,
    OPTIONS_A_SELECT,
)
from adapters.slack.mrkdwn import ELLIPSIS, clean, cut
from bot.core.errors import BotError
from bot.core.form import ChoiceField, DateField, Field, Form, TextField

__all__ = [
    "FormTooLarge",
    "UnreadableForm",
    "carried_form",
    "errors",
    "fields_of",
    "pack",
    "private",
    "unpack",
    "values",
    "view",
]

INPUT = "value"  # the action_id of every input: its block is named for the field
PRIVATE = TypeAdapter(dict[str, str | dict[str, str]])
CANCEL = "Cancel"
CALLBACK = "form"
MOST_NOTES = 3  # under the fields
LONGEST_WRONG = 300  # what is said under a field, on a phone
ONE_OF = "Type one of: {}"
SEVERAL_OF = "Type any of these, with commas between them: {}"


class FormTooLarge(BotError):
    """There is too much in that form for me to open it here. Type the command with the values in it instead."""


def view(form: Form, private: Mapping[str, str], notes: Sequence[str] = ()) -> dict[str, Any]:
    """What views.open takes. `private`: goes along unseen, with the action and its values; `notes`: small print.

    Raises FormTooLarge.
    """
    hidden = compact({**private, "action": form.action, "values": dict(form.values)})
    names = {field.name for field in form.fields}
    sound = len(names) == len(form.fields) and all(0 < len(name) <= LONGEST_ID for name in names)
    small = [_context(text) for text in notes[:MOST_NOTES] if clean(text)]
    if len(hidden) > LONGEST_PRIVATE or not 0 < len(form.fields) < BLOCKS_A_VIEW - MOST_NOTES or not sound:
        raise FormTooLarge
    long = len(clean(form.title)) > LONGEST_VIEW_TITLE
    heading = [{"type": "section", "text": _plain(cut(form.title, LONGEST_INPUT))}] if long else []
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _plain(cut(form.title, LONGEST_VIEW_TITLE)),
        "submit": _plain(cut(form.send, LONGEST_VIEW_TITLE)),
        "close": _plain(CANCEL),
        "private_metadata": hidden,
        "blocks": [*heading, *map(_input, form.fields), *small],
    }


def carried_form(form: Form) -> str | None:
    """The form packed for a button, when one can carry it and a modal can show it."""
    packed = pack(form)
    try:
        view(form, {})
    except FormTooLarge:
        return None
    return packed if len(packed) <= LONGEST_VALUE else None


def private(text: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """What came along unseen: the action, its values, and the rest. Raises UnreadableForm."""
    try:
        rest = PRIVATE.validate_json(text[: LONGEST_PRIVATE + 1])
    except ValidationError as error:
        raise UnreadableForm from error
    action, hidden = rest.pop("action", ""), rest.pop("values", {})
    if not isinstance(action, str) or isinstance(hidden, str):
        raise UnreadableForm
    return action, hidden, {name: value for name, value in rest.items() if isinstance(value, str)}


def values(state: Mapping[str, Any]) -> dict[str, str]:
    """A view's state → field name → what was filled in; several choices with commas, empty for nothing."""
    given = state.get("values") or {}
    return {name: _given(element) for name, elements in given.items() for element in elements.values()}


def errors(wrong: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    """The answer that keeps the modal open; what is wrong with no field of it is said at its first one.

    names: the form's fields, in order, which are its input blocks too; there is at least one.
    """
    said = {name: cut(wrong[name], LONGEST_WRONG) or ELLIPSIS for name in names if name in wrong}
    others = [text for name, text in wrong.items() if name not in said]
    if others:
        said[names[0]] = cut("\n".join([*filter(None, [said.get(names[0])]), *others]), LONGEST_WRONG) or ELLIPSIS
    return {"response_action": "errors", "errors": said}


def _input(field: Field) -> dict[str, Any]:
    element, hint = _element(field)
    hints = cut(" ".join(filter(None, (field.hint, hint))), LONGEST_LABEL)
    block: dict[str, Any] = {
        "type": "input",
        "block_id": field.name,
        "label": _plain(cut(field.label, LONGEST_LABEL)),
        "element": {**element, "action_id": INPUT},
        "optional": not field.required,
    }
    return block | ({"hint": _plain(hints)} if hints else {})


def _element(field: Field) -> tuple[dict[str, Any], str]:
    """The input, and what else to say under it."""
    match field:
        case TextField():
            return _typed(field.value, field.longest, field.several_lines), ""
        case DateField():
            day = {"initial_date": field.value.isoformat()} if field.value else {}
            return {"type": "datepicker", **day}, ""
        case ChoiceField():
            return _choice(field)
        case _:
            assert_never(field)


def _choice(field: ChoiceField) -> tuple[dict[str, Any], str]:
    """A list to choose from; words to type, when Slack cannot show such a list."""
    sound = all(0 < len(value) <= LONGEST_OPTION_VALUE and value == clean(value) for value in field.options)
    if not sound or not 0 < len(field.options) <= OPTIONS_A_SELECT:
        said = (SEVERAL_OF if field.several else ONE_OF).format(", ".join(field.options))
        return _typed(field.value, LONGEST_INPUT, False), said if field.options else ""
    options = {
        value: {"text": _plain(cut(label, LONGEST_OPTION)), "value": value}
        for value, label in field.options.items()
    }
    if not field.several:
        first = {"initial_option": options[field.value]} if field.value in options else {}
        return {"type": "static_select", "options": [*options.values()], **first}, ""
    chosen = [option for value, option in options.items() if value in field.value.split(",")]
    kind = "checkboxes" if len(options) <= BOXES else "multi_static_select"
    return {
        "type": kind,
        "options": [*options.values()],
        **({"initial_options": chosen} if chosen else {}),
    }, ""


def _typed(value: str, longest: int, several_lines: bool) -> dict[str, Any]:
    longest = max(1, min(longest, LONGEST_INPUT))
    first = cut(value, longest)
    drawn = {"type": "plain_text_input", "multiline": several_lines, "max_length": longest}
    return drawn | ({"initial_value": first} if first else {})


def _given(element: Mapping[str, Any]) -> str:
    match element:
        case {"selected_options": list(chosen)}:
            return ",".join(str(option["value"]) for option in chosen)
        case {"selected_option": {"value": str(value)}} | {"selected_date": str(value)} | {"value": str(value)}:
            return value
        case _:
            return ""


def _context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [_plain(cut(text, LONGEST_INPUT))]}


def _plain(text: str) -> dict[str, Any]:
    """Never empty: an object without words is refused, and all of the view with it."""
    return {"type": "plain_text", "text": text or ELLIPSIS}


def fields_of(view: Payload) -> list[str]:
    """The names of a form's fields, in order."""
    return [str(block["block_id"]) for block in view.get("blocks") or [] if block.get("type") == "input"]
