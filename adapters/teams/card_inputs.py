"""A form as inputs that Teams checks before it sends; a copy goes along, to show in it what is wrong."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, assert_never

from pydantic import TypeAdapter, ValidationError

from adapters.teams.card_elements import execute, heading
from adapters.teams.card_text import Json, clipped, escaped, inert, line, run, size
from adapters.teams.inbound import FIELD, OURS
from bot.core.form import ChoiceField, DateField, Field, Form, TextField

LONGEST_LABEL = 150
MOST_OPTIONS = 100
MOST_IN_SIGHT = 4  # choices that stand below one another; more fold out
LONGEST_BUTTON, SEND = 75, "Send"
LONGEST_COPY = 6_000  # bytes of the copy of a form; a larger one travels without
FORM: TypeAdapter[Form] = TypeAdapter(Form)


def form_elements(form: Form, errors: Mapping[str, str], number: int) -> list[Json]:
    """The form's title, its inputs with what is wrong beside them, and its button."""
    prefix = f"{FIELD}{number}."
    found = heading(form.title)
    named: set[str] = set()
    for field in form.fields:
        if field.name in named:  # to Teams, two inputs of one name would be one
            continue
        named.add(field.name)
        found.append(_input(field, prefix))
        if wrong := errors.get(field.name):
            found.append(line(run(f"⚠ {clipped(wrong, 500)}", bold=True, color="Attention"), spacing="None"))
    data: Json = {OURS: {"action": form.action, "values": dict(form.values), "form": str(number)}}
    copy = FORM.dump_python(form, mode="json")
    if size(copy) <= LONGEST_COPY:
        data[OURS]["copy"] = copy
    button = execute(clipped(form.send, LONGEST_BUTTON).strip() or SEND, data, "positive", inputs="auto")
    return [*found, {"type": "ActionSet", "actions": [button]}]


def _input(field: Field, prefix: str) -> Json:
    shared: Json = {"id": f"{prefix}{field.name}", "label": _label(field), "isRequired": field.required}
    if field.required:
        shared["errorMessage"] = inert(
            f"{clipped(field.label, LONGEST_LABEL).rstrip('?: ')}: please fill this in."
        )
    match field:
        case TextField(_, _, value, hint, _, several_lines, longest):
            return {
                "type": "Input.Text",
                **shared,
                "value": clipped(value, min(longest, 2_000)),
                "placeholder": inert(clipped(hint, LONGEST_LABEL)),
                "isMultiline": several_lines,
                "maxLength": longest,
            }
        case DateField(_, _, value, hint):
            shown = {"value": value.isoformat()} if value else {}
            return {"type": "Input.Date", **shared, **shown, "placeholder": inert(clipped(hint, LONGEST_LABEL))}
        case ChoiceField(_, _, options, value, hint, _, several):
            in_sight = len(options) <= MOST_IN_SIGHT
            choices = [
                {"title": _choice(label, in_sight=in_sight), "value": clipped(name, LONGEST_LABEL)}
                for name, label in list(options.items())[:MOST_OPTIONS]
            ]
            return {
                "type": "Input.ChoiceSet",
                **shared,
                "choices": choices,
                "value": clipped(value, 2_000),
                "placeholder": inert(clipped(hint, LONGEST_LABEL)),
                "isMultiSelect": several,
                "style": "expanded" if in_sight else "compact",
            }
        case _:
            assert_never(field)


def _choice(label: str, *, in_sight: bool) -> str:
    """Choices that are all in sight are read as Markdown; a list that folds out shows every character."""
    words = clipped(label, LONGEST_LABEL)
    return escaped(words) if in_sight else inert(" ".join(words.split()))


def _label(field: Field) -> str:
    """Dates and choices show no hint of their own on every client, so it stands in the label."""
    words = clipped(field.label, LONGEST_LABEL)
    hint = f" ({clipped(field.hint, LONGEST_LABEL)})" if field.hint else ""
    return inert(f"{words}{'' if field.required else ', optional'}{hint}")


def sent_again(data: Mapping[str, Any], values: Mapping[str, str]) -> Form | None:
    """The form that was sent, filled in as it was; None when no copy came along, or one that cannot be read."""
    ours = data.get(OURS)
    copy = ours.get("copy") if isinstance(ours, dict) else None
    try:
        form = FORM.validate_python(copy, strict=False)
    except ValidationError:
        return None
    return replace(form, fields=tuple(_filled(field, values.get(field.name, "")) for field in form.fields))


def _filled(field: Field, said: str) -> Field:
    match field:
        case DateField():
            return replace(field, value=_day(said))
        case TextField() | ChoiceField():
            return replace(field, value=said)
        case _:
            assert_never(field)


def _day(said: str) -> Any:
    try:
        return TypeAdapter(DateField).validate_python({"name": "", "label": "", "value": said}).value
    except ValidationError:
        return None
