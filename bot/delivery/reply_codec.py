"""A reply as JSON and back, for one that is kept until it is sent. Files, pictures and forms are not kept."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from bot.core.reply import (
    Actions,
    Badge,
    Button,
    Checklist,
    Collapsible,
    Columns,
    Facts,
    Heading,
    Item,
    Note,
    Progress,
    Reply,
    Table,
    Text,
    WebLink,
)

BLOCKS = (
    Heading,
    Text,
    Note,
    Facts,
    Checklist,
    Table,
    Progress,
    Actions,
    Badge,
    Item,
    Columns,
    WebLink,
    Collapsible,
)
KEPT: Mapping[str, type[Any]] = {kind.__name__: kind for kind in (*BLOCKS, Button)}


def dumped(reply: Reply) -> str:
    """Raises ValueError for a block that cannot be kept."""
    blocks = [_dumped(block) for block in reply.blocks]
    return json.dumps({"kind": reply.kind, "entry": reply.entry, "blocks": blocks}, ensure_ascii=False)


def loaded(text: str) -> Reply:
    """The reply again; it is for the eyes of whoever it is sent to."""
    kept = json.loads(text)
    return Reply(tuple(map(_loaded, kept["blocks"])), kept["kind"], entry=kept["entry"], personal=True)


def _dumped(value: Any) -> Any:
    """A block or a button with its name, and all that is in it."""
    if is_dataclass(value):
        name = type(value).__name__
        if name not in KEPT:
            raise ValueError(f"a reply with a {name} cannot be kept until it is sent")
        return {"block": name, **{one.name: _dumped(getattr(value, one.name)) for one in fields(value)}}
    if isinstance(value, tuple):
        return [_dumped(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def _loaded(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_loaded, value))
    if not isinstance(value, dict) or not ("block" in value or "label" in value):
        return value
    # An older version kept the buttons of a row without their name.
    kind = KEPT[value.get("block", Button.__name__)]
    return kind(**{name: _values(name, one) for name, one in value.items() if name != "block"})


def _values(name: str, value: Any) -> Any:
    """A button's own values are texts by name, whatever the names are."""
    return value if name == "values" else _loaded(value)
