"""Replies as Teams shows them: each kind of card as in golden/, and any reply within the limits."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.teams.card_text import escaped
from adapters.teams.fitting import MORE, ROOM, WORDS_A_MESSAGE
from adapters.teams.render import LARGEST, card, message
from bot.core.reply import LONGEST_LABEL, Actions, Button, Collapsible, Facts, Picture, Reply, Text
from tests.support.examples import examples
from tests.support.fakes.teams import Json, size, slip_in
from tests.support.fakes.teams_client import buttons, shown
from tests.support.golden_replies import FORM
from tests.support.replies import replies
from tests.wire.teams.golden import GOLDEN, REPLIES, drawn, link

MANY = settings(
    max_examples=examples(60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
FEW = settings(MANY, max_examples=examples(60))
LARGEST_MESSAGE = 100 * 1024  # bytes of UTF-16; more is refused with a 413
AROUND = 10_000  # bytes of a message that are left for the addresses


@pytest.mark.parametrize("name", sorted(drawn()))
def test_the_card_is_as_it_was_agreed_and_holds_to_the_schema(name: str) -> None:
    """After a change that is meant: `python -m tests.wire.teams.golden`."""
    assert (GOLDEN / name).read_text(encoding="utf-8") == drawn()[name]
    assert not slip_in(json.loads(drawn()[name]))


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.glob("*.json")} == set(drawn())


def takes_a_reply(reply: Reply) -> None:
    """As a message, and as the answer to a button, which is the card in the message if there is one."""
    whole = message(reply, link)
    for found in [one["content"] for one in whole.get("attachments", [])] or [card(reply, link)]:
        takes_a_card(found)
    assert size(whole) + AROUND <= LARGEST_MESSAGE
    json.dumps(whole, ensure_ascii=False).encode()
    assert whole.get("text") or whole["attachments"]
    assert len(whole.get("text", "")) <= WORDS_A_MESSAGE
    assert whole["summary"] or not whole.get("text", "…").strip("…")


def takes_a_card(found: Json) -> None:
    assert len(json.dumps(found, ensure_ascii=False).encode("utf-8")) <= LARGEST
    assert found["fallbackText"]
    assert to_be_read(found["body"]) <= WORDS_A_MESSAGE
    for one in buttons(found):
        assert 0 < len(one["title"]) <= LONGEST_LABEL
    for one in every(found, "Action.Execute"):
        assert one["fallback"]["type"] == "Action.Submit"
    for element in found["body"]:
        assert element["type"] != "ActionSet" or 0 < len(element["actions"]) <= 6
    assert all("altText" in one for one in every(found, "Image"))
    ids = [one["id"] for one in found["body"] if one["type"].startswith("Input.")]
    assert len(ids) == len(set(ids)), "two inputs of one name would be one to Teams"


def to_be_read(part: Any) -> int:
    """Characters in sight, or behind a fold; not what a button sends, nor what it asks when it is pressed."""
    if isinstance(part, list):
        return sum(map(to_be_read, part))
    if not isinstance(part, dict):
        return 0
    hidden = ("data", "fallback", "card", "choices", "selectAction", "url", "altText")
    words = [len(str(part.get(name, ""))) for name in ("text", "title", "label") if name in part]
    if set(part) == {"title", "value"}:
        words.append(len(part["value"]))
    return sum(words) + sum(to_be_read(inner) for name, inner in part.items() if name not in hidden)


def every(found: Any, kind: str) -> Iterator[Json]:
    """Everything of that type, wherever it is in a card."""
    if isinstance(found, dict):
        if found.get("type") == kind:
            yield found
        for inner in found.values():
            yield from every(inner, kind)
    elif isinstance(found, list):
        for inner in found:
            yield from every(inner, kind)


@given(replies())
@MANY
def test_any_reply_is_a_message_and_an_answer_to_a_button_that_teams_takes(reply: Reply) -> None:
    takes_a_reply(reply)


@given(replies())
@FEW
def test_any_card_holds_to_the_schema(reply: Reply) -> None:
    assert not slip_in(card(reply, link))


@pytest.mark.slow
@given(replies())
@settings(MANY, max_examples=20_000, derandomize=False)
def test_very_many_replies_are_messages_that_teams_takes(reply: Reply) -> None:
    takes_a_reply(reply)


@pytest.mark.slow
@given(replies())
@settings(MANY, max_examples=2_000, derandomize=False)
def test_very_many_cards_hold_to_the_schema(reply: Reply) -> None:
    assert not slip_in(card(reply, link))


@pytest.mark.parametrize("name", sorted(REPLIES))
def test_what_a_button_is_answered_with_is_the_card_that_a_message_would_have(name: str) -> None:
    for attached in message(REPLIES[name], link).get("attachments", []):
        assert attached["content"] == card(REPLIES[name], link)


def test_every_button_has_a_fallback_for_clients_that_know_no_execute() -> None:
    for name in ("walk", "form"):
        for one in buttons(card(REPLIES[name])):
            assert one["type"] == "Action.Execute"
            assert one["fallback"]["type"] == "Action.Submit"
            assert one["fallback"]["data"] == one["data"]


def test_peoples_words_are_never_markup() -> None:
    text = "**bold** [a](http://b) <at>Everybody</at> &amp;"
    found = card(
        Reply((Text(text), Facts((("Said", text),)), Facts(((text, text),)), Actions((Button("Ok", "ok"),))), "x")
    )
    assert found["body"][0]["inlines"][0] == {"type": "TextRun", "text": text}
    assert found["body"][1]["facts"][0]["value"] == escaped(text)
    assert found["body"][2]["inlines"][1] == {"type": "TextRun", "text": text}
    assert "\\*\\*bold\\*\\*" in escaped(text)


def test_what_does_not_fit_is_said_and_buttons_stay() -> None:
    long = Facts(tuple((f"Name {at}", "x" * 900) for at in range(100)))
    found = card(Reply((long, Actions((Button("Next", "next"),))), "x"))
    assert [one["title"] for one in buttons(found)] == ["Next"]
    assert "more than fits" in shown(found)[-1]


def test_a_long_text_is_cut_and_that_is_said_on_a_card_and_without_one() -> None:
    long = "Bring your folders. " * 200
    words = message(Reply((Text(long),), "x"))["text"]
    assert words.startswith("Bring your folders.")
    assert words.endswith(f"…\n{MORE}")
    body = card(Reply((Text(long), Text("The end."), Actions((Button("Next", "next"),))), "x"))["body"]
    assert len(shown({"body": body[:1]})[0]) > 2_500, "as much as fits"
    assert shown({"body": body[-1:]}) == [MORE]
    assert [one["title"] for one in buttons({"body": body})] == ["Next"]


def test_facts_are_shown_as_far_as_they_fit_and_a_fold_of_which_nothing_is_left_has_no_button() -> None:
    facts = Facts(tuple((f"Name {at}", "x" * 50) for at in range(20)))
    body = card(Reply((facts, facts, facts, Collapsible("Prompts", (Text("y" * 2_000),))), "x"))["body"]
    assert [one["type"] for one in body] == ["FactSet", "FactSet", "FactSet", "RichTextBlock"]
    assert len(body[0]["facts"]) == 20
    assert 0 < len(body[2]["facts"]) < 20


def test_a_picture_says_the_same_in_words_and_a_large_one_is_linked_to() -> None:
    small, large = card(REPLIES["picture"], link), card(Reply((Picture(b"x" * ROOM, "A chart."),), "x"), link)
    assert small["body"][-1]["altText"] == "A bar: 3 of 15 days"
    assert small["body"][-1]["url"].startswith("data:image/png;base64,")
    assert large["body"][-1]["url"] == "https://mastery.example/files/picture"
    assert small["speak"]


def test_inputs_are_checked_before_they_are_sent() -> None:
    found: list[Json] = card(REPLIES["form"])["body"]
    number, first, venue, days = (element for element in found if element["type"].startswith("Input."))
    assert number["value"] == "2"
    assert (first["isRequired"], first["errorMessage"]) == (True, "First day: please fill this in.")
    assert (venue["maxLength"], venue["isRequired"]) == (80, False)
    assert days["isMultiSelect"]


def test_two_forms_in_one_card_do_not_mix_their_fields() -> None:
    found = card(Reply((FORM, FORM), "x"))
    ids = [element["id"] for element in found["body"] if element["type"].startswith("Input.")]
    assert len(ids) == len(set(ids)) == 8
