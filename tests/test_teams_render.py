"""Replies as Teams shows them: each kind of card as in tests/golden/teams, and any reply within the limits.

`python -m tests.test_teams_render` writes the golden cards anew; look at the pictures before you commit them.
"""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.teams.elements import escaped
from adapters.teams.render import LARGEST, ROOM, card, message
from bot.reply import Actions, Button, Facts, File, Form, Picture, Reply, Text
from tests.fakes.teams import Json, size, slip_in
from tests.fakes.teams_client import buttons, shown
from tests.replies_teams import KINDS, replies

GOLDEN = Path(__file__).parent / "golden" / "teams"


def link(what: File | Picture) -> str:
    return f"https://mastery.example/files/{'picture' if isinstance(what, Picture) else 'token'}"


def written(name: str) -> str:
    return json.dumps(card(KINDS[name], link), indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", KINDS)
def test_the_card_is_as_it_stands_in_the_golden_file_and_holds_to_the_schema(name: str) -> None:
    assert written(name) == (GOLDEN / f"{name}.json").read_text()
    assert not slip_in(json.loads(written(name)))


@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_any_reply_keeps_to_what_teams_takes(reply: Reply) -> None:
    whole, inside = message(reply, link), card(reply, link)
    for body in (whole, {"type": "message", "attachments": [{"content": inside}]}):
        assert size(body) + 10_000 <= LARGEST, "room for the addresses around it"
    json.dumps(whole, ensure_ascii=False).encode()
    assert whole.get("text") or whole["attachments"]
    assert inside["fallbackText"]
    for one in buttons(inside):
        assert 0 < len(one["title"]) <= 75
    for element in inside["body"]:
        assert element["type"] != "ActionSet" or 0 < len(element["actions"]) <= 6


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_any_card_holds_to_the_schema(reply: Reply) -> None:
    assert not slip_in(card(reply, link))


def test_every_button_has_a_fallback_for_clients_that_know_no_execute() -> None:
    for name in ("question", "form"):
        for one in buttons(card(KINDS[name])):
            assert one["type"] == "Action.Execute"
            assert one["fallback"]["type"] == "Action.Submit"
            assert one["fallback"]["data"] == one["data"]


def test_peoples_words_are_never_markup() -> None:
    text = "**bold** [a](http://b) <at>Everybody</at> &amp;"
    found = card(Reply((Text(text), Facts(((text, text),)), Actions((Button("Ok", "ok"),))), "x"))
    assert found["body"][0]["inlines"][0] == {"type": "TextRun", "text": text}
    assert found["body"][1]["facts"][0]["value"] == escaped(text)
    assert "\\*\\*bold\\*\\*" in escaped(text)


def test_what_does_not_fit_is_said_and_buttons_stay() -> None:
    long = Facts(tuple((f"Name {at}", "x" * 900) for at in range(100)))
    found = card(Reply((long, Actions((Button("Next", "next"),))), "x"))
    assert [one["title"] for one in buttons(found)] == ["Next"]
    assert "more than fits" in shown(found)[-1]


def test_a_picture_says_the_same_in_words_and_a_large_one_is_linked_to() -> None:
    small, large = card(KINDS["picture"], link), card(Reply((Picture(b"x" * ROOM, "A chart."),), "x"), link)
    assert small["body"][-1]["altText"] == "A chart: 4 days used of 10."
    assert small["body"][-1]["url"].startswith("data:image/png;base64,")
    assert large["body"][-1]["url"] == "https://mastery.example/files/picture"
    assert small["speak"]


def test_inputs_are_checked_before_they_are_sent() -> None:
    found: list[Json] = card(KINDS["form"])["body"]
    day, part, note = (element for element in found if element["type"].startswith("Input."))
    assert (day["isRequired"], day["errorMessage"]) == (True, "Which day? is needed.")
    assert part["value"] == "full"
    assert (note["maxLength"], note["isRequired"]) == (200, False)


def test_two_forms_in_one_card_do_not_mix_their_fields() -> None:
    form = KINDS["form"].blocks[0]
    assert isinstance(form, Form)
    found = card(Reply((form, form), "x"))
    ids = [element["id"] for element in found["body"] if element["type"].startswith("Input.")]
    assert len(ids) == len(set(ids)) == 6


if __name__ == "__main__":
    for name in KINDS:
        (GOLDEN / f"{name}.json").write_text(written(name))
