"""Every entry rests on sentences of the sheet; a copy of the sheet is held to their digests."""

from dataclasses import replace

import pytest

from knowledge.model import EntryStatus, Knowledge
from knowledge.sheet.check import SheetFile, held_to_the_text
from knowledge.sheet_text import IndexedSentence, digest, sentences

SHEET = """
## Overview

It began *early*. It goes [on](#).

## How to apply

- by post
<b>One</b>	<b>Two</b>
"""
SECTIONS = {"overview": "Overview", "apply": "How to apply"}


def test_a_place_counts_blocks_and_sentences() -> None:
    found = [(one.name, one.text) for one in sentences(SHEET, SECTIONS)]
    assert found == [
        ("overview 1.1", "It began early."),
        ("overview 1.2", "It goes on."),
        ("apply 1.1", "by post"),
        ("apply 2.1", "One"),
        ("apply 3.1", "Two"),
    ]


def test_markup_and_case_do_not_change_a_digest() -> None:
    assert digest("**Ten** days") == digest("ten days") != digest("twelve days")


def test_every_entry_rests_on_the_sheet_or_declares_what_was_looked_for(knowledge: Knowledge) -> None:
    for entry in knowledge.entries.values():
        assert entry.rests_on and set(entry.rests_on) <= knowledge.sheet_index.keys(), entry.id
        assert entry.looked_for or entry.status is not EntryStatus.NOT_IN_SHEET, entry.id


def test_nothing_of_the_sheet_stands_in_its_index(knowledge: Knowledge) -> None:
    for place, one in knowledge.sheet_index.items():
        assert digest(one.says) != one.digest, place


@pytest.fixture
def small(data: Knowledge) -> Knowledge:
    """A knowledge base whose index is that of SHEET."""
    index = {
        f"{one.section} {one.place}": IndexedSentence(one.digest, "…", where="index")
        for one in sentences(SHEET, SECTIONS)
    }
    (entry,) = data.entries.values()
    entry = replace(entry, rests_on=("overview 1.2",), looked_for=("e-mail",))
    return replace(data, sections=SECTIONS, sheet_index=index, entries={entry.id: entry})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "goes",
            "does not go",
            "index: overview 1.2 has other words now (sheet.md, line 4; …); look at release-days.",
        ),
        (
            "- by post\n",
            "- by post\n- by hand\n",
            "sheet.md, line 10: apply 4.1 is new; say what it says in sheet_index.yaml.",
        ),
        ("- by post\n", "", "index: apply 3.1 is not in the sheet any more (…); look at no entry."),
        ("by post", "by E-mail", "sheet.md, line 8: `release-days` ("),
    ],
)
def test_what_a_new_sheet_changes_is_said(small: Knowledge, old: str, new: str, said: str) -> None:
    sheet = SheetFile("sheet.md", SHEET.replace(old, new))
    assert any(slip.startswith(said) for slip in held_to_the_text(sheet, small))


def test_a_sheet_that_is_the_same_has_no_slips(small: Knowledge) -> None:
    assert not list(held_to_the_text(SheetFile("sheet.md", SHEET), small))
