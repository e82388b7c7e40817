"""What a reviewer signs: a digest of an answer and of the sentences that it rests on."""

import hashlib
from collections.abc import Mapping
from datetime import date

from knowledge.model import Entry, Review, ReviewState
from knowledge.sheet_text import DIGEST_LENGTH, IndexedSentence


def digest_of(entry: Entry, index: Mapping[str, IndexedSentence]) -> str:
    """Another one as soon as the answer says something else, or rests on other words."""
    resting = [(place, index[place].digest if place in index else "") for place in entry.rests_on]
    said = (entry.title, entry.status.value, sorted(entry.answers.items()), entry.looked_for, resting)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:DIGEST_LENGTH]


def reviewed(entry: Entry, index: Mapping[str, IndexedSentence], by: str, on: date) -> Review:
    return Review(ReviewState.REVIEWED, by, on, digest_of(entry, index))


def changed_since(entry: Entry, index: Mapping[str, IndexedSentence]) -> bool:
    """Whether it was reviewed, and is not what was reviewed any more."""
    return entry.review.state is ReviewState.REVIEWED and entry.review.of != digest_of(entry, index)
