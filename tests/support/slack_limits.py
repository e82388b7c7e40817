"""What Slack refuses, as a check of payloads: its documentation's shapes and figures.

Its own list on purpose, not adapters/slack/limits.py: a figure that is wrong there is found here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

INPUTS = {"plain_text_input", "datepicker", "static_select", "multi_static_select", "checkboxes", "radio_buttons"}
PRESSED = {"button", "datepicker", "static_select", "multi_static_select", "checkboxes", "radio_buttons"}
MOST_OPTIONS = {"static_select": 100, "multi_static_select": 100, "checkboxes": 10, "radio_buttons": 10}
IN_A_MESSAGE = {"section", "context", "actions", "divider", "header", "image"}


class SlackRefusal(ValueError):
    """What Slack would not take, and where."""


def check_message(payload: Json) -> None:
    """A message for chat.postMessage, chat.update or a response_url. Raises SlackRefusal."""
    _need(payload.get("text") or payload.get("blocks"), "no_text")
    if (text := payload.get("text")) is not None:
        _words(text, 40_000, "text")
        _need(len(text) <= 4_000, "text: over 4,000 characters it is split into several messages")
    blocks = payload.get("blocks", [])
    _need(isinstance(blocks, list) and len(blocks) <= 50, "blocks: a list of at most 50")
    _need(len(json.dumps(blocks, ensure_ascii=False)) <= 13_000, "msg_blocks_too_long")
    _need(not blocks or payload.get("text"), "text: needed beside blocks, for notifications and screen readers")
    _blocks(blocks, IN_A_MESSAGE)


def check_view(view: Json) -> None:
    """A modal for views.open or views.update, or an App Home for views.publish. Raises SlackRefusal."""
    kind, blocks = view.get("type"), view.get("blocks")
    _need(kind in ("modal", "home"), f"a view of type {kind!r}")
    _need(isinstance(blocks, list) and len(blocks) <= 100, "blocks: a list of at most 100")
    assert isinstance(blocks, list)
    _need(len(view.get("private_metadata", "")) <= 3_000, "private_metadata: at most 3,000 characters")
    _need(len(view.get("callback_id", "")) <= 255, "callback_id: at most 255 characters")
    if kind == "modal":
        _need(blocks, "a modal without blocks")
        _plain(view.get("title"), 24, "title")
        for name in ("submit", "close"):
            if name in view:
                _plain(view[name], 24, name)
        _need(
            "submit" in view or not any(block.get("type") == "input" for block in blocks), "inputs need a submit"
        )
    else:
        _need(not {"title", "submit", "close"} & set(view), "an App Home has no title, submit or close")
    _blocks(blocks, IN_A_MESSAGE | {"input"})


def _blocks(blocks: Sequence[Any], allowed: set[str]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    _need(len(ids) == len(set(ids)), "block_id: the same one twice")
    for at, block in enumerate(blocks):
        kind, where = block.get("type"), f"blocks/{at}"
        _need(kind in allowed, f"{where}: a block of type {kind!r}")
        _need(0 < len(block.get("block_id", "x")) <= 255, f"{where}: block_id of 1 to 255 characters")
        CHECKS[kind](block, f"{where}/{kind}")


def _section(block: Json, where: str) -> None:
    _only(block, {"text", "fields", "accessory", "expand"}, where)
    _need("text" in block or "fields" in block, f"{where}: neither text nor fields")
    if "text" in block:
        _text(block["text"], 3_000, where)
    if "fields" in block:
        _need(0 < len(block["fields"]) <= 10, f"{where}: 1 to 10 fields")
        for field in block["fields"]:
            _text(field, 2_000, f"{where}/fields")
    if "accessory" in block:
        _element(block["accessory"], PRESSED, f"{where}/accessory")


def _context(block: Json, where: str) -> None:
    _only(block, {"elements"}, where)
    _need(0 < len(block["elements"]) <= 10, f"{where}: 1 to 10 elements")
    for element in block["elements"]:
        if element.get("type") != "image":
            _text(element, 3_000, where)


def _actions(block: Json, where: str) -> None:
    _only(block, {"elements"}, where)
    _need(0 < len(block["elements"]) <= 25, f"{where}: 1 to 25 elements")
    for element in block["elements"]:
        _element(element, PRESSED, where)
    ids = [element["action_id"] for element in block["elements"]]
    _need(len(ids) == len(set(ids)), f"{where}: the same action_id twice")


def _input(block: Json, where: str) -> None:
    _only(block, {"label", "element", "hint", "optional", "dispatch_action"}, where)
    _plain(block.get("label"), 2_000, f"{where}/label")
    if "hint" in block:
        _plain(block["hint"], 2_000, f"{where}/hint")
    _need(isinstance(block.get("optional", False), bool), f"{where}: optional is true or false")
    _element(block["element"], INPUTS, where)


def _header(block: Json, where: str) -> None:
    _only(block, {"text"}, where)
    _plain(block.get("text"), 150, where)


def _image(block: Json, where: str) -> None:
    _only(block, {"image_url", "slack_file", "alt_text", "title"}, where)
    _need(("image_url" in block) != ("slack_file" in block), f"{where}: one of image_url and slack_file")
    _words(block.get("alt_text"), 2_000, f"{where}/alt_text")


def _divider(block: Json, where: str) -> None:
    _only(block, set(), where)


CHECKS: Mapping[str, Callable[[Json, str], None]] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "header": _header,
    "image": _image,
    "divider": _divider,
}


def _element(element: Json, allowed: set[str], where: str) -> None:
    kind = element.get("type", "")
    where = f"{where}/{kind}"
    _need(kind in allowed, f"{where}: not allowed here")
    _need(0 < len(element.get("action_id", "")) <= 255, f"{where}: action_id of 1 to 255 characters")
    if kind == "button":
        _button(element, where)
    elif kind == "plain_text_input":
        _typed(element, where)
    elif kind == "datepicker":
        day = element.get("initial_date", "2026-01-01")
        _need(len(day) == 10 and day[4] == day[7] == "-", f"{where}: initial_date as YYYY-MM-DD")
    else:
        _options(element, kind, where)
    if "placeholder" in element:
        _plain(element["placeholder"], 150, f"{where}/placeholder")
    if "confirm" in element:
        _confirm(element["confirm"], f"{where}/confirm")


def _button(element: Json, where: str) -> None:
    _only(element, {"action_id", "text", "value", "style", "confirm", "url", "accessibility_label"}, where)
    _plain(element.get("text"), 75, where)
    _need(len(element.get("value", "")) <= 2_000, f"{where}: value of at most 2,000 characters")
    _need(element.get("style", "primary") in ("primary", "danger"), f"{where}: style is primary or danger")


def _typed(element: Json, where: str) -> None:
    known = {"action_id", "multiline", "max_length", "min_length", "initial_value", "placeholder", "focus_on_load"}
    _only(element, known, where)
    longest = element.get("max_length", 3_000)
    _need(1 <= longest <= 3_000, f"{where}: max_length of 1 to 3,000")
    _need(len(element.get("initial_value", "")) <= longest, f"{where}: initial_value over max_length")


def _options(element: Json, kind: str, where: str) -> None:
    options = element.get("options", [])
    _need(0 < len(options) <= MOST_OPTIONS[kind], f"{where}: 1 to {MOST_OPTIONS[kind]} options")
    for option in options:
        _only(option, {"text", "value", "description"}, where)
        _plain(option.get("text"), 75, f"{where}/option")
        _words(option.get("value"), 150, f"{where}/option/value")
    values = [option["value"] for option in options]
    _need(len(values) == len(set(values)), f"{where}: two options of the same value")
    single = kind in ("static_select", "radio_buttons")
    first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    _need(single or "initial_option" not in element, f"{where}: initial_options, for it takes several")
    _need(not single or "initial_options" not in element, f"{where}: initial_option, for it takes one")
    _need(first or "initial_options" not in element, f"{where}: initial_options without any")
    _need(all(option in options for option in first), f"{where}: what is chosen first is none of the options")


def _confirm(confirm: Json, where: str) -> None:
    for name, longest in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if name == "text":
            _text(confirm.get(name), longest, f"{where}/{name}")
        else:
            _plain(confirm.get(name), longest, f"{where}/{name}")
    _need(set(confirm) <= {"title", "text", "confirm", "deny", "style"}, f"{where}: unknown keys")
    _need(confirm.get("style", "primary") in ("primary", "danger"), f"{where}: style is primary or danger")


def _text(text: Any, longest: int, where: str) -> None:
    _need(isinstance(text, Mapping) and text.get("type") in ("plain_text", "mrkdwn"), f"{where}: a text object")
    allowed = {"type", "text", "emoji"} if text["type"] == "plain_text" else {"type", "text", "verbatim"}
    _need(set(text) <= allowed, f"{where}: {sorted(set(text) - allowed)} in a {text['type']}")
    _words(text.get("text"), longest, where)


def _plain(text: Any, longest: int, where: str) -> None:
    _text(text, longest, where)
    _need(text["type"] == "plain_text", f"{where}: plain_text only")


def _words(text: Any, longest: int, where: str) -> None:
    _need(isinstance(text, str) and text.strip(), f"{where}: no text")
    _need(len(text) <= longest, f"{where}: {len(text)} characters, at most {longest}")
    _need(not any("\ud800" <= char <= "\udfff" or char == "\0" for char in text), f"{where}: not valid JSON text")


def _only(block: Json, known: set[str], where: str) -> None:
    unknown = set(block) - known - {"type", "block_id"}
    _need(not unknown, f"{where}: unknown {sorted(unknown)}")


def _need(fits: object, otherwise: str) -> None:
    if not fits:
        raise SlackRefusal(otherwise)
