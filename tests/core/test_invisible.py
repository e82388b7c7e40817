"""What nobody sees is left out everywhere alike: texts that look the same are read, kept and cleaned the same."""

import pytest

from bot.core.commands import readable, written
from bot.core.visible_text import visible
from bot.language.redaction import Cleaner
from knowledge.invisible import without_unseen

UNSEEN = {
    "zero width": "\u200b",
    "soft hyphen": "\u00ad",
    "mark of direction": "\u202e",
    "control": "\x07",
    "private": "\ue000",
    "unassigned": "\U000e0fff",
}


@pytest.mark.parametrize("char", UNSEEN.values(), ids=UNSEEN)
def test_what_looks_the_same_is_the_same(char: str) -> None:
    said = f"the half{char} term plan"
    for way in (readable, written, visible, without_unseen, Cleaner().clean):
        assert way(said) == "the half term plan"


def test_what_is_kept_keeps_an_emoji_whole() -> None:
    assert written("👩\u200d🏫 planned") == "👩\u200d🏫 planned"
    assert readable("👩\u200d🏫 planned") == "👩🏫 planned"
