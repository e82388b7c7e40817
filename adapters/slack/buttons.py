"""Buttons: rows of them, what each carries, and the question that Slack asks before one that cannot be undone."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.form_codec import compact
from adapters.slack.limits import (
    BUTTONS_A_ROW,
    LONGEST_BUTTON,
    LONGEST_CONFIRM_ANSWER,
    LONGEST_CONFIRM_TEXT,
    LONGEST_ID,
    LONGEST_VALUE,
)
from adapters.slack.mrkdwn import ELLIPSIS, clean, cut
from bot.core.reply import Button

CONFIRM_TITLE = "Are you sure?"
LEAVE_IT = "Cancel"
OPEN_FORM = "open_form"


def value(action: str, values: Mapping[str, str]) -> str | None:
    """What a button carries, as JSON; nothing when it does not fit, for half of it would do something else."""
    text = compact({"a": action, "v": dict(values)})
    return text if len(text) <= LONGEST_VALUE else None


def rows(buttons: Sequence[Button]) -> tuple[list[dict[str, Any]], list[str]]:
    """Blocks with the buttons, few enough in each for a phone, and the labels of those that carry too much."""
    carried = [(at, one, value(one.action, one.values)) for at, one in enumerate(buttons)]
    drawn = [_button(one, _id(one, at), text) for at, one, text in carried if text]
    starts = range(0, len(drawn), BUTTONS_A_ROW)
    blocks = [{"type": "actions", "elements": drawn[start : start + BUTTONS_A_ROW]} for start in starts]
    return blocks, [label(one.label) for _, one, text in carried if text is None]


def one(button: Button) -> dict[str, Any] | None:
    """A button that stands beside a text; None when it carries too much."""
    carried = value(button.action, button.values)
    return _button(button, _id(button, 0), carried) if carried else None


def opening(title: str, number: int, packed: str) -> dict[str, Any]:
    """A button that opens a form; it carries the form."""
    element = {
        "type": "button",
        "action_id": f"{OPEN_FORM}:{number}",
        "text": _plain(label(title)),
        "value": packed,
    }
    return {"type": "actions", "elements": [element]}


def label(text: str, room: int = LONGEST_BUTTON) -> str:
    """Never empty: a button without words is refused, and the whole message with it."""
    return cut(text, room) or ELLIPSIS


def _id(button: Button, at: int) -> str:
    """Unique among the buttons beside it; what is done is read from the value."""
    return f"{clean(button.action)[: LONGEST_ID - 10]}:{at}"


def _button(button: Button, action_id: str, carried: str) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "type": "button",
        "action_id": action_id,
        "text": _plain(label(button.label)),
        "value": carried,
    }
    if button.style:
        drawn["style"] = button.style
    if question := cut(button.confirm, LONGEST_CONFIRM_TEXT):
        drawn["confirm"] = {
            "title": _plain(CONFIRM_TITLE),
            "text": _plain(question),
            "confirm": _plain(label(button.label, LONGEST_CONFIRM_ANSWER)),
            "deny": _plain(LEAVE_IT),
        } | ({"style": button.style} if button.style else {})
    return drawn


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
