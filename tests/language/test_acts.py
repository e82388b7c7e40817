"""What kind of utterance a message is, as a table; and that none is too much for the reader."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.acts import act_in
from tests.support.examples import examples

TABLE = Path(__file__).with_name("acts.tsv")
LINES = [line.split("\t") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("mood", "deed", "text"), LINES, ids=[line[2] for line in LINES])
def test_a_message_is_taken_as_it_is_said(mood: str, deed: str, text: str) -> None:
    act = act_in(text)
    assert (act.mood.value, act.deed.value if act.deed else "-") == (mood, deed)


@pytest.mark.parametrize("text", [line[2] for line in LINES if line[0] in ("question", "supposition", "refusal")])
def test_what_is_asked_or_refused_may_never_write(text: str) -> None:
    assert not act_in(text).may_write


@settings(max_examples=examples(200), deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_some_act(text: str) -> None:
    assert 0 <= act_in(text).object_at <= len(text)


@pytest.mark.parametrize("word", ["no ", "log and ", "put x ", "if ", "is that ", "was not ", "the "])
def test_a_long_message_is_read_at_once(word: str) -> None:
    """Nothing grows faster than the text: 4,000 characters are the longest that is read."""
    act_in((word * 4_000)[:4_000])
