"""A new sheet's sentences are paired with the old one's by what they mean, in whatever words and order."""

from knowledge.sheet.diff import Became, changes
from knowledge.sheet.matching import OldSentence
from knowledge.sheet_text import sentences

SECTIONS = {"who": "Who"}


def paired(old: dict[str, str], text: str) -> list[tuple[str, str, str]]:
    """How each became, the old place, the new words."""
    olds = [OldSentence(f"who {place}", "", says) for place, says in old.items()]
    found = changes(olds, sentences(f"## Who\n\n{text}", SECTIONS))
    return [(one.became.value, one.old.name if one.old else "", one.new.text if one.new else "") for one in found]


def test_sentences_are_paired_by_meaning_also_where_their_order_changed() -> None:
    old = {
        "1.1": "Essential: QTS.",
        "2.1": "Essential: working well together with others.",
        "3.1": "Desirable: leading maths.",
    }
    text = "- Being the school's mathematics subject leader\n- Being able to work in a team"
    assert paired(old, text) == [
        (Became.GONE, "who 1.1", ""),
        (Became.CHANGED, "who 3.1", "Being the school's mathematics subject leader"),
        (Became.CHANGED, "who 2.1", "Being able to work in a team"),
    ]


def test_a_sentence_that_was_split_in_two_stands_behind_both() -> None:
    old = {
        "1.1": "Why specialists are wanted (capacity of hubs); which year is for development; when groups are led."
    }
    text = (
        "Maths Hubs look for specialists to have enough capacity. "
        "Its development year is 2027/28, and it leads groups in 2028/29."
    )
    assert [(became, was) for became, was, _ in paired(old, text)] == [("changed", "who 1.1")] * 2


def test_what_is_like_nothing_is_new() -> None:
    text = "- Qualified Teacher Status is needed\n- Part-time teachers are welcome"
    assert paired({"1.1": "Essential: QTS, Qualified Teacher Status."}, text)[1] == (
        "new",
        "",
        "Part-time teachers are welcome",
    )
