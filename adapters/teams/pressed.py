"""Buttons and forms on cards: what was pressed, and the answers that take their place."""

from dataclasses import replace
from typing import Any

from adapters.teams import inbound
from adapters.teams.activity_codec import InboundActivity
from adapters.teams.card_inputs import sent_again
from bot.core.activity import Message, Submit
from bot.core.reply import Block, Reply, Text

INVOKE = "invoke"  # the type of an activity that waits for its answer


def what_was_said(activity: InboundActivity) -> Message | Submit | None:
    """None for a button that is none of ours."""
    return inbound.submit_of(activity) if activity.type == INVOKE else inbound.message_of(activity)


def data_of(activity: InboundActivity) -> dict[str, Any]:
    """What a card sent along."""
    value: dict[str, Any] = activity.value
    return dict(value["action"]["data"]) if activity.type == INVOKE else value


def word(text: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def in_its_place(reply: Reply, said: Submit, data: dict[str, Any]) -> Reply:
    """What a form that was sent becomes: its outcome, or the form again with what is wrong."""
    if reply.errors or (reply.refused and inbound.is_form(data)):
        return _in_the_form(reply, said, data)
    return replace(reply, replaces=True) if inbound.is_form(data) else reply


def _in_the_form(reply: Reply, said: Submit, data: dict[str, Any]) -> Reply:
    """The form in its own place again, filled in as it was sent, with what is wrong beside its fields."""
    form = sent_again(data, said.values)
    if form is None:
        return replace(reply, errors={})
    named = {field.name for field in form.fields}
    rest = tuple(wrong for name, wrong in reply.errors.items() if name not in named)
    above: tuple[Block, ...] = (Text("\n".join(rest)),) if rest else () if reply.errors else reply.blocks
    return replace(reply, blocks=(*above, form), replaces=True)
