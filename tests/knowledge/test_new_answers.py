"""An answer that is new this year is found, though nobody was heard asking for it and it has few wordings."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.model import ADDED_FILE, Knowledge
from knowledge.search import PastTurn, Search, new_answers
from knowledge.search.embedding_cache import FILE as EMBEDDINGS
from knowledge.search.encoder import Encoder
from knowledge.search.follow_ups import FollowUps
from knowledge.search.leaning import is_of_them
from knowledge.search.new_answers import scarcity
from knowledge.search.normalise import split
from tests.support.transcript import CACHE_DIR

NEW = "when-hear-decision"
KEPT, HELD = 5, 40  # its wordings; the other answers beside it


@pytest.fixture(scope="module")
def small(knowledge: Knowledge) -> Knowledge:
    """Some answers of Cohort 12, of which one is as if it were new: five wordings, and no stranger's."""
    names = {NEW, *list(knowledge.entries)[:HELD]}
    entries = {
        name: replace(
            entry,
            related=(),
            follow_ups=(),
            where=f"entries/{ADDED_FILE}, line 1" if name == NEW else entry.where,
            phrasings=entry.phrasings[:KEPT] if name == NEW else entry.phrasings,
        )
        for name, entry in knowledge.entries.items()
        if name in names
    }
    ids = names | knowledge.small_talk.keys() | knowledge.requests.keys() | knowledge.off_topic.keys()
    heard = (
        replace(one, also=tuple(name for name in one.also if name in ids - {NEW}))
        for one in knowledge.asked
        if one.topic in names - {NEW}
    )
    return replace(knowledge, entries=entries, asked=tuple(heard), follow_ups=knowledge.follow_ups.among(entries))


@pytest.fixture(scope="module")
def held_back(knowledge: Knowledge) -> list[str]:
    """What strangers asked of it."""
    return [one.text for one in knowledge.asked if one.topic == NEW and one.teaches]


@pytest.fixture(scope="module")
def read_before(knowledge: Knowledge, search: Search, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001  it reads them first
    """A folder with what was read of Cohort 12, so that only what is learned of it is learned anew."""
    folder = tmp_path_factory.mktemp("read_before")
    name = EMBEDDINGS.format(name=knowledge.name)
    (folder / EMBEDDINGS.format(name="before")).symlink_to(CACHE_DIR / name)
    return folder


@pytest.fixture(scope="module")
def found(small: Knowledge, read_before: Path) -> Search:
    return Search(small, read_before, encoder=Encoder())


def test_only_what_nobody_was_heard_asking_for_is_helped(knowledge: Knowledge, small: Knowledge) -> None:
    assert scarcity(knowledge) == {}
    assert scarcity(small) == {NEW: 1.0}
    more = replace(
        small,
        entries={**small.entries, NEW: replace(small.entries[NEW], phrasings=knowledge.entries[NEW].phrasings)},
    )
    assert scarcity(more)[NEW] < 1.0


def test_more_of_what_strangers_ask_of_it_is_found(
    found: Search, small: Knowledge, held_back: list[str], read_before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helped = sum(NEW in [hit.topic.id for hit in found.find(text).hits[:1]] for text in held_back)
    monkeypatch.setattr(new_answers, "FROM_THE_START", 0.0)
    monkeypatch.setattr(new_answers, "SAID", 0.0)
    plain = Search(small, read_before, encoder=Encoder())
    alone = sum(NEW in [hit.topic.id for hit in plain.find(text).hits[:1]] for text in held_back)
    assert helped > alone


def test_it_is_a_subject_of_its_own(small: Knowledge) -> None:
    """What points back right after it is asked of it, without a subject in the data."""
    words = FollowUps(replace(small, follow_ups=replace(small.follow_ups, subjects=())), split)
    subject = words.subject([PastTurn("when will we hear", (NEW,))])
    assert subject is not None
    assert subject.words == small.entries[NEW].title
    assert words.subject([PastTurn("how do I apply", ("how-to-apply",))]) is None
    assert is_of_them("do they have to go away to the residentials too")
    assert not is_of_them("when is the closing date for applications")
