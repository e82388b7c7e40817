"""The fields of a form as labelled inputs, with their hints and what is wrong with them."""

from html import escape
from typing import assert_never

from bot.core.form import ChoiceField, DateField, Field, TextField

IN_SIGHT = 4  # choices that stand below one another; more fold out


def field(one: Field, name: str, error: str = "", filled: str | None = None) -> str:
    """name: the only id of its kind on the page. filled: what was typed, in place of the value it came with."""
    optional = "" if one.required else ' <span class="optional">(optional)</span>'
    hint = f'<p class="hint" id="{name}-hint">{escape(one.hint)}</p>' if one.hint else ""
    wrong = f'<p class="error" id="{name}-error">{escape(error)}</p>' if error else ""
    about = " ".join([f"{name}-hint"] * bool(hint) + [f"{name}-error"] * bool(wrong))
    state = (f' aria-describedby="{about}"' if about else "") + (' aria-invalid="true"' if error else "")
    if isinstance(one, ChoiceField) and (one.several or len(one.options) <= IN_SIGHT):
        legend = f"<legend>{escape(one.label)}{optional}</legend>"
        return f"<fieldset{state}>{legend}{hint}{wrong}{_choices(one, name, filled)}</fieldset>"
    label = f'<label for="{name}">{escape(one.label)}{optional}</label>'
    return f'<div class="field">{label}{hint}{wrong}{_input(one, name, state, filled)}</div>'


def _input(one: Field, name: str, state: str, filled: str | None) -> str:
    shared = f'id="{name}" name="field.{escape(one.name)}"{" required" if one.required else ""}{state}'
    match one:
        case TextField(_, _, value, _, _, several_lines, longest):
            words = escape(value if filled is None else filled)
            if several_lines:
                return f'<textarea {shared} maxlength="{max(1, longest)}" rows="3">\n{words}</textarea>'
            return f'<input type="text" {shared} maxlength="{max(1, longest)}" value="{words}" autocomplete="off">'
        case DateField(_, _, value):
            day = (value.isoformat() if value else "") if filled is None else filled
            return f'<input type="date" {shared} value="{escape(day)}">'
        case ChoiceField(_, _, options, value):
            chosen = value if filled is None else filled
            listed = "".join(
                f'<option value="{escape(option)}"{" selected" * (option == chosen)}>{escape(label)}</option>'
                for option, label in options.items()
            )
            nothing = "" if chosen in options else '<option value="">Choose one</option>'
            return f"<select {shared}>{nothing}{listed}</select>"
        case _:
            assert_never(one)


def _choices(one: ChoiceField, name: str, filled: str | None) -> str:
    """One of few, or any of several."""
    given = one.value if filled is None else filled
    chosen = given.split(",") if one.several else [given]
    kind = "checkbox" if one.several else "radio"
    required = " required" if one.required and not one.several else ""
    return "".join(
        f'<label class="choice" for="{name}-{at}"><input type="{kind}" id="{name}-{at}" '
        f'name="field.{escape(one.name)}" value="{escape(option)}"{" checked" * (option in chosen)}{required}> '
        f"{escape(label)}</label>"
        for at, (option, label) in enumerate(one.options.items())
    )
