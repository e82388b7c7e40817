"""What is read aloud on both platforms: every block in words, no bar of signs, and a label for every control."""

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.slack import modals
from adapters.slack import render as slack
from adapters.teams import render as teams
from bot.core.reply import Reply
from tests.support.golden_replies import BLOCKS, FORM

SIGNS = set("█▒░▓■□")


def every(of: Any, begins: str) -> Iterator[dict[str, Any]]:
    """Everything whose type begins like that, wherever it stands; a link within words has those for its label."""
    if isinstance(of, dict):
        if str(of.get("type", "")).startswith(begins):
            yield of
        for name, inner in of.items():
            yield from every(inner, begins) if name != "selectAction" else ()
    elif isinstance(of, list):
        for inner in of:
            yield from every(inner, begins)


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_is_read_aloud_in_words(name: str) -> None:
    reply = Reply(BLOCKS[name], "answer")
    card = teams.card(reply)
    for said in (slack.message(reply).text, card["fallbackText"], card["speak"], teams.message(reply)["summary"]):
        assert any(letter.isalpha() for letter in said)
        assert not SIGNS & set(said)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_control_and_picture_has_words(name: str) -> None:
    card = teams.card(Reply(BLOCKS[name], "answer"))
    assert all(one["title"].strip() for one in every(card, "Action."))
    assert all(one["label"].strip() for one in every(card, "Input."))
    assert all(one["altText"].strip() for one in every(card, "Image"))
    asked = [*every(modals.view(FORM, {})["blocks"], "input")]
    assert len(asked) == len(FORM.fields)
    assert all(one["label"]["text"].strip() for one in asked)
