"""Whatever the core replies, Slack takes it: shape, figures, and nothing in anybody's words is markup."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import home, modals, mrkdwn
from adapters.slack.form_codec import compact
from adapters.slack.render import LEFT_OUT, Rendered, message, visible
from bot.core.form import ChoiceField, DateField, Form, TextField
from bot.core.plain_text import plain
from bot.core.reply import Actions, Button, Picture, Reply, Table, Text
from bot.features.eligibility.views import change_label
from knowledge.model import Knowledge
from tests.support.examples import examples
from tests.support.replies import FORMS, NASTY, replies
from tests.support.slack_limits import SlackRefusal, check_message, check_view
from tests.wire.slack.golden import FORM, GOLDEN, drawn

MOST_TO_READ = 3_000  # characters in one message
OUR_LINK = re.compile(r"<https?://[^\s<>|]+(?:\|www\.[^\s<>|]+)?>")
MANY = settings(
    max_examples=examples(100), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
SOME = settings(MANY, max_examples=examples(60))


def texts(of: Any, kind: str) -> Iterator[str]:
    """The words of every text object of this type."""
    if isinstance(of, dict):
        if of.get("type") == kind and isinstance(of.get("text"), str):
            yield of["text"]
        for inner in of.values():
            yield from texts(inner, kind)
    elif isinstance(of, list):
        for inner in of:
            yield from texts(inner, kind)


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    return [*rows, *(block["accessory"] for block in blocks if "accessory" in block)]


@given(replies())
@MANY
def test_every_reply_is_a_message_that_slack_takes(reply: Reply) -> None:
    sent = message(reply)
    check_message({"channel": "D1", "text": sent.text, "blocks": sent.blocks})
    assert visible(sent.blocks) <= MOST_TO_READ
    assert len(sent.text) <= MOST_TO_READ


@given(replies())
@SOME
def test_every_reply_is_a_home_that_slack_takes(reply: Reply) -> None:
    check_view(home.view(reply))


@given(replies())
@SOME
def test_nothing_that_people_wrote_is_markup_or_a_link(reply: Reply) -> None:
    nothing_is_markup(message(reply))


@pytest.mark.slow
@given(replies())
@settings(MANY, max_examples=6_000, derandomize=False)
def test_thousands_of_replies_more_are_what_slack_takes(reply: Reply) -> None:
    """Others at every run: `make test-all`."""
    sent = message(reply)
    check_message({"channel": "D1", "text": sent.text, "blocks": sent.blocks})
    assert visible(sent.blocks) <= MOST_TO_READ
    check_view(home.view(reply))
    nothing_is_markup(sent)


def nothing_is_markup(sent: Rendered) -> None:
    for text in (sent.text, *texts(sent.blocks, "mrkdwn")):
        assert not set("<>") & set(OUR_LINK.sub("", text)), (
            "what people wrote is a link only where it is an address"
        )
        assert not re.search(r"&(?!amp;|lt;|gt;)", text), "an escape that was cut, or an & that is none"
        assert "`" not in text
    assert json.dumps(sent.blocks).count('"mrkdwn"') == json.dumps(sent.blocks).count('"verbatim": true')


@given(replies())
@SOME
def test_every_button_carries_its_action_whole_and_none_goes_without_a_word(reply: Reply) -> None:
    sent = message(reply)
    offered = [compact({"a": button.action, "v": dict(button.values)}) for button in reply.buttons]
    carried = [element["value"] for element in buttons(sent.blocks)]
    pressed = [value for value in carried if json.loads(value) and value.startswith("{")]
    assert set(pressed) <= set(offered)
    said = "\n".join(texts(sent.blocks, "mrkdwn"))
    assert len(pressed) == len(offered) or LEFT_OUT in said or "carries too much for a button" in said


@given(FORMS)
@MANY
def test_a_form_is_a_modal_that_slack_takes_or_refused_in_words(form: Form) -> None:
    try:
        check_view(modals.view(form, {"conversation": "D1"}))
    except modals.FormTooLarge:
        assert modals.carried_form(form) is None


@given(FORMS)
@SOME
def test_a_form_comes_back_from_its_button_as_it_went(form: Form) -> None:
    packed = modals.pack(form)
    if len(packed) <= 2_000:
        back = modals.unpack(packed)
        assert modals.pack(back) == packed
        assert back == form or "ud800" in repr(form), "half a character is left on the way"


@given(st.one_of(st.text(), st.sampled_from(["[]", "{}", '["t","a","s",{},[["text",{}]]]', "[" * 1_900])))
@SOME
def test_what_is_not_a_form_is_refused_in_words(text: str) -> None:
    with pytest.raises(modals.UnreadableForm, match="Type the command again"):
        modals.unpack(text)
    with pytest.raises(modals.UnreadableForm):
        modals.private(f"[{text}")


def test_a_field_of_the_wrong_type_is_refused() -> None:
    packed = modals.pack(Form("t", "a", (TextField("x", "X", longest=9),)))
    for wrong in ('"9"', '"nine"', "null", "[]"):
        with pytest.raises(modals.UnreadableForm):
            modals.unpack(packed.replace('"longest":9', f'"longest":{wrong}'))
    with pytest.raises(modals.UnreadableForm):
        modals.unpack(packed.replace('"text"', '"file"'))


@pytest.mark.parametrize("name", sorted(drawn()))
def test_each_block_is_drawn_as_it_was_agreed(name: str) -> None:
    """After a change that is meant: `python -m tests.wire.slack.golden`."""
    assert (GOLDEN / name).read_text(encoding="utf-8") == drawn()[name]


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.glob("*.json")} == set(drawn())


def test_a_long_text_is_all_there_on_the_home_page_in_several_sections() -> None:
    words = " ".join(f"word{n}" for n in range(900))
    drawn_there = home.view(Reply((Text(words),), "answer"))["blocks"]
    assert len(drawn_there) > 1
    assert " ".join(texts(drawn_there, "mrkdwn")) == words


def test_what_is_too_long_is_shortened_between_words_and_said_last() -> None:
    short = Text("The short one stays whole.")
    sent = message(Reply((Text("so many days " * 3_000), short), "answer"))
    said = list(texts(sent.blocks, "mrkdwn"))
    assert said[-2:] == [short.text, LEFT_OUT]
    assert said[-3].endswith(("so…", "many…", "days…"))


def test_a_long_table_says_how_many_rows_are_left_out() -> None:
    rows = tuple((f"Person {n}", "9 of 15") for n in range(900))
    sent = message(Reply((Table(("Name", "Days"), rows, "North hub"),), "answer"))
    said = "\n".join(texts(sent.blocks, "mrkdwn"))
    left = re.search(r"… and (\d+) more", said)
    assert left
    assert said.count("Person") + int(left[1]) == 900


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*bold* _it_ ~no~ `code`", "∗bold∗ ˍitˍ ∼no∼ ˋcodeˋ"),
        ("```\nblock\n```", "ˋˋˋ\nblock\nˋˋˋ"),
        ("__init__ (_x_) *a*b*", "ˍˍinitˍˍ (ˍxˍ) ∗a*b∗"),
        ("> said\n  > again\n2 > 1", "› said\n  › again\n2 &gt; 1"),
        ("sam_j_patel@school.example 3*4 a~b", "sam_j_patel@school.example 3*4 a~b"),
        ("half * day", "half ∗ day"),
    ],
)
def test_what_people_typed_is_shown_as_they_typed_it_and_not_as_markup(typed: str, shown: str) -> None:
    sent = message(Reply((Text(typed),), "answer"))
    assert sent.text == shown
    assert list(texts(sent.blocks, "mrkdwn")) == [shown]


@given(st.text(alphabet="*_~`> \nab.é", max_size=60))
@SOME
def test_no_words_can_be_set_in_another_type(text: str) -> None:
    shown = mrkdwn.escaped(text, 500)
    assert not re.search(r"(?<![^\W_])([*_~])[^\n]*?\1(?![^\W_])|`", shown)
    assert not re.search(r"^\s*(>|&gt;)", shown, re.MULTILINE)


def test_a_star_or_a_line_break_in_a_name_leaves_it_bold() -> None:
    assert mrkdwn.bold("Ann *A*\nLee", 150) == "*Ann ∗A∗ Lee*"
    assert mrkdwn.bold("a" * 500, 150) == f"*{'a' * 147}…*"


def test_buttons_stay_when_texts_are_too_many() -> None:
    yes = Actions((Button("Yes", "yes"),))
    sent = message(Reply((*(Text(f"Line {n}") for n in range(80)), yes), "answer"))
    assert [element["text"]["text"] for element in buttons(sent.blocks)] == ["Yes"]


def test_a_button_that_carries_too_much_is_left_out_and_named() -> None:
    heavy = Button("Save <all>", "save", {"note": "x" * 2_500})
    sent = message(Reply((Actions((heavy, Button("Stop", "stop"))),), "answer"))
    assert [element["text"]["text"] for element in buttons(sent.blocks)] == ["Stop"]
    assert "“Save &lt;all&gt;”" in "".join(texts(sent.blocks, "mrkdwn"))


def test_a_form_too_large_for_a_button_says_what_to_type() -> None:
    form = Form("Everything", "save", tuple(TextField(f"f{n}", f"Field {n}", hint="h" * 90) for n in range(20)))
    sent = message(Reply((form,), "answer"))
    assert not buttons(sent.blocks)
    said = "".join(texts(sent.blocks, "mrkdwn"))
    assert "Type the command" in said
    assert "Field 19" in said


def test_files_and_pictures_are_left_to_upload_and_said_in_words() -> None:
    picture = Picture(b"png", "3 of 15 days", "Your days")
    sent = message(Reply((picture,), "answer"))
    assert sent.files == (picture,)
    assert "3 of 15 days" in sent.text


@pytest.mark.parametrize("text", NASTY)
def test_the_words_for_notifications_are_never_empty_nor_split(text: str) -> None:
    sent = message(Reply((Text(text), Actions((Button("Go on", "go"),))), "answer"))
    assert 0 < len(sent.text.strip()) <= 4_000
    if not mrkdwn.clean(plain(Reply((Text(text),), "answer"))):
        assert sent.text == "Go on"


def test_no_two_labels_are_alike_where_a_phone_cuts_them(knowledge: Knowledge) -> None:
    """Slack shows about thirty characters of a button."""
    titles = {entry.title for entry in knowledge.entries.values()}
    changes = {change_label(question) for question in knowledge.dialog.questions.values()}
    for labels in (titles, changes):
        assert len({label[:28] for label in labels}) == len(labels)


def test_what_was_filled_in_comes_back_as_text() -> None:
    state = {
        "values": {
            "number": {"value": {"type": "static_select", "selected_option": {"value": "2", "text": {}}}},
            "none": {"value": {"type": "static_select", "selected_option": None}},
            "first": {"value": {"type": "datepicker", "selected_date": "2026-03-02"}},
            "empty": {"value": {"type": "datepicker", "selected_date": None}},
            "venue": {"value": {"type": "plain_text_input", "value": "Leeds"}},
            "days": {"value": {"type": "checkboxes", "selected_options": [{"value": "mon"}, {"value": "tue"}]}},
        }
    }
    assert modals.values(state) == {
        "number": "2",
        "none": "",
        "first": "2026-03-02",
        "empty": "",
        "venue": "Leeds",
        "days": "mon,tue",
    }


def test_the_hidden_values_come_back_with_the_action() -> None:
    hidden = modals.view(FORM, {"conversation": "D1"})["private_metadata"]
    assert modals.private(hidden) == ("cohort_residential_set", {"hub": "7"}, {"conversation": "D1"})


def test_errors_stand_at_their_fields_and_the_others_at_the_first() -> None:
    wrong = {"last": "It ends before it begins.", "hub": "No such hub.", "first": "Not a day."}
    assert modals.errors(wrong, ["number", "first", "last"]) == {
        "response_action": "errors",
        "errors": {"first": "Not a day.", "last": "It ends before it begins.", "number": "No such hub."},
    }
    assert modals.errors(wrong, ["first"])["errors"] == {
        "first": "Not a day.\nIt ends before it begins.\nNo such hub."
    }


def test_a_list_too_long_to_choose_from_is_typed() -> None:
    many = ChoiceField("who", "Who?", {str(n): f"Person {n}" for n in range(101)})
    (block,) = modals.view(Form("t", "a", (many,)), {})["blocks"]
    assert block["element"]["type"] == "plain_text_input"
    assert "Type one of: 0, 1, 2" in block["hint"]["text"]


@pytest.mark.parametrize(
    ("broken", "because"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "neither text nor fields"),
        ({"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": " "}}]}, "no text"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "at most 50"),
        ({"text": "x", "blocks": [{"type": "table"}]}, "type 'table'"),
        ({"blocks": [{"type": "divider"}]}, "beside blocks"),
    ],
)
def test_the_check_itself_refuses(broken: dict[str, Any], because: str) -> None:
    with pytest.raises(SlackRefusal, match=because):
        check_message(broken)


def test_a_day_and_its_field_are_kept() -> None:
    form = Form("t", "a", (DateField("d", "D", date(2026, 1, 2), required=False),))
    assert modals.unpack(modals.pack(form)) == form
