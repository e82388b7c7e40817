"""Addresses in somebody's words: found whole, without the sentence's own signs, and nothing else taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.links import has_link, parts


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://x.example/a_b/_c_?d=1&e=2.", "https://x.example/a_b/_c_?d=1&e=2"),
        ("(www.ncetm.org.uk/x)", "https://www.ncetm.org.uk/x"),
        ("https://x.example/a_(b)!", "https://x.example/a_(b)"),
        ("“https://x.example”", "https://x.example"),
    ],
)
def test_an_address_is_found_without_what_belongs_to_the_sentence(text: str, address: str) -> None:
    assert [found for _, found in parts(text) if found] == [address]


@pytest.mark.parametrize("text", ["sam@www.example", "http", "www.", "e.g. this", "https://", "https://x.exa…"])
def test_what_is_no_address_stays_words(text: str) -> None:
    assert not has_link(text)


@given(
    st.text(max_size=80), st.sampled_from(["https://x.example/a?b=1", "www.x.example", ""]), st.text(max_size=80)
)
def test_no_character_is_lost(before: str, address: str, after: str) -> None:
    text = f"{before} {address} {after}"
    assert "".join(words for words, _ in parts(text)) == text
