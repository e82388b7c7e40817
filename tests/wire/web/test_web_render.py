"""Any reply as HTML: whole, escaped, and with everything in it that the reply has."""

from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import settings as examples

from adapters.web.render import message, paragraphs
from bot.core.form import ChoiceField, DateField, Form, TextField
from bot.core.reply import Actions, Button, Facts, File, Item, Note, Picture, Progress, Reply, Table, Text
from tests.support.golden_replies import BLOCKS
from tests.support.replies import replies

VOID = {"img", "input", "br"}
KNOWN = frozenset(
    (
        "a", "button", "caption", "code", "dd", "details", "div", "dl", "dt", "fieldset", "form", "h3", "img",
        "input", "label", "legend", "li", "option", "p", "rect", "select", "span", "strong", "summary", "svg",
        "table", "tbody", "td", "textarea", "th", "thead", "tr", "ul",
    )
)  # fmt: skip


class Labels:
    """A page's controls at their plainest."""

    def buttons(self, buttons: Sequence[tuple[int, Button]]) -> str:
        return "".join(f'<button value="{number}"></button>' for number, _ in buttons)

    def form(self, form: Form, number: int, fields: str) -> str:  # noqa: ARG002
        return f"<form>{fields}</form>"

    def address(self, _file: File | Picture, number: int) -> str:
        return f"/{number}"


class Outline(HTMLParser):
    """Reads as a browser would; what is not closed, or closed twice, is wrong."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._words: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN, tag
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"], "the policy forbids it"
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        assert tag in KNOWN, tag

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    @property
    def text(self) -> str:
        return "".join(self._words)


def outline(*blocks: object, **more: object) -> Outline:
    return Outline(message(Reply(blocks, "answer", **more), Labels()))  # type: ignore[arg-type]


@examples(max_examples=12, deadline=None)
@given(replies())
def test_any_reply_is_whole_and_no_words_become_markup(reply: Reply) -> None:
    found = Outline(message(reply, Labels()))
    assert len(found.ids) == len(set(found.ids))
    assert sum(tag == "button" for tag, _ in found.tags) == len(reply.buttons)


@pytest.mark.slow
@examples(max_examples=600, deadline=None, derandomize=False)
@given(replies())
def test_very_many_replies_are_whole(reply: Reply) -> None:
    Outline(message(reply, Labels()))


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_every_kind_of_block_is_drawn(name: str) -> None:
    assert Outline(message(Reply(BLOCKS[name], "answer"), Labels())).tags


def test_what_somebody_wrote_is_words_and_an_address_in_it_a_link() -> None:
    html = paragraphs('<img src=x onerror="alert(1)"> see https://example.com/?a=1&b=2.')
    assert "<img" not in html
    assert '<a href="https://example.com/?a=1&amp;b=2"' in html


def test_bullets_become_a_list() -> None:
    assert paragraphs("All:\n• one\n• two") == "<p>All:</p><ul><li>one</li><li>two</li></ul>"


def test_a_field_has_its_label_its_hint_and_what_is_wrong_with_it() -> None:
    form = Form(
        "Log", "log", (TextField("note", "A note", hint="Short"), DateField("day", "The day", required=False))
    )
    found = outline(form, errors={"note": "Say what it was for."})
    labels = {attrs["for"] for tag, attrs in found.tags if tag == "label"}
    inputs = [attrs for tag, attrs in found.tags if tag == "input"]
    assert labels == {attrs["id"] for attrs in inputs}
    assert inputs[0]["aria-invalid"] == "true"
    assert set((inputs[0]["aria-describedby"] or "").split()) <= set(found.ids)
    assert "Say what it was for." in found.text
    assert "(optional)" in found.text


def test_what_was_typed_stays_in_a_form_that_comes_back() -> None:
    form = Form(
        "Log", "log", (TextField("note", "A note"), ChoiceField("part", "Part", {"am": "Morning", "pm": "Noon"}))
    )
    html = message(Reply((form,), "answer"), Labels(), filled={"note": 'a "b"', "part": "pm"})
    assert 'value="a &quot;b&quot;"' in html
    assert 'value="pm" checked' in html


def test_few_choices_are_all_in_sight_and_many_fold_out() -> None:
    few = outline(Form("F", "f", (ChoiceField("c", "C", {str(at): str(at) for at in range(4)}),)))
    many = outline(Form("F", "f", (ChoiceField("c", "C", {str(at): str(at) for at in range(5)}),)))
    assert [tag for tag, _ in few.tags].count("input") == 4
    assert "select" in [tag for tag, _ in many.tags]


def test_a_picture_says_in_words_what_it_shows_and_a_bar_leaves_it_to_its_caption() -> None:
    found = outline(Picture(b"png", "Two are late\nAnn and Ben"), Progress(3, 1, 20, "1½ used"))
    images = [attrs for tag, attrs in found.tags if tag == "img"]
    assert images[0]["alt"] == "Two are late"
    assert "Ann and Ben" in found.text
    assert [attrs["aria-hidden"] for tag, attrs in found.tags if tag == "svg"] == ["true"]


def test_buttons_are_numbered_as_the_reply_counts_them() -> None:
    one, two, three = (Button(label, "do") for label in ("One", "Two", "Three"))
    found = outline(Actions((one,)), Item("Ann", button=two), Note("and"), Actions((three,)))
    assert [attrs["value"] for tag, attrs in found.tags if tag == "button"] == ["0", "1", "2"]


def test_a_table_has_headings_for_rows_and_columns() -> None:
    found = outline(Table(("Name", "Days"), (("Ann", "3"), ("Ben", "4"))), Facts((("a", "b"),)), Text("x"))
    scopes = [attrs.get("scope") for tag, attrs in found.tags if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
