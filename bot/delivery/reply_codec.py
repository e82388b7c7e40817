"""A reply as JSON and back, for one that is kept until it is sent. Files, pictures and forms are not kept."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.core.reply import Actions, Block, Button, Checklist, Facts, Note, Progress, Reply, Table, Text

KEPT: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (Text, Note, Facts, Checklist, Table, Progress, Actions)
}


def dumped(reply: Reply) -> str:
    """Raises ValueError for a block that cannot be kept."""
    blocks = [{"block": _name(block), **asdict(block)} for block in reply.blocks]
    return json.dumps({"kind": reply.kind, "entry": reply.entry, "blocks": blocks}, ensure_ascii=False)


def loaded(text: str) -> Reply:
    """The reply again; it is for the eyes of whoever it is sent to."""
    kept = json.loads(text)
    return Reply(tuple(map(_block, kept["blocks"])), kept["kind"], entry=kept["entry"], personal=True)


def _name(block: Block) -> str:
    name = type(block).__name__
    if name not in KEPT:
        raise ValueError(f"a reply with a {name} cannot be kept until it is sent")
    return name


def _block(kept: Mapping[str, Any]) -> Block:
    fields = {name: _tuples(value) for name, value in kept.items() if name != "block"}
    if kept["block"] == Actions.__name__:
        return Actions(tuple(Button(**button) for button in kept["buttons"]))
    block: Block = KEPT[kept["block"]](**fields)
    return block


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
