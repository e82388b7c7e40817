"""What people type → the words that the search compares: abbreviations written out, slips of the thumb mended."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.invisible import without_unseen
from knowledge.search.array_cache import Arrays, packed, unpacked

WORD = re.compile(
    r"\d+(?:[/.-]\d+)*|w/o?(?=\s)|[^\W\d_]+(?:['’][^\W\d_]+)*\d*|&|[\u2600-\u27bf\U0001f300-\U0001faff]"
)
AS_THEY_ARE = re.compile("([¼-¾⅐-⅞…])")  # normalised, 2½ would read 21⁄2, and … would take three places
LONGEST_ALIAS = 3  # words
SHORTEST_MENDED = 4  # letters; shorter words are too near to each other to guess


def clean(text: str, room: int) -> str:
    """Text from outside as one safe line: normalised, without control characters, at most `room` long."""
    parts = AS_THEY_ARE.split(text[: room * 2])
    normal = "".join(part if at % 2 else unicodedata.normalize("NFKC", part) for at, part in enumerate(parts))
    return " ".join(without_unseen(normal).split())[:room]


def split(text: str) -> list[str]:
    """The words of a text in lower case, apostrophes dropped."""
    lowered = text.lower().replace("’", "'")
    return [word.replace("'", "") for word in WORD.findall(lowered)]


@lru_cache(maxsize=4_000)
def squash(text: str) -> str:
    """A wording without case, punctuation and spacing: two that squash alike are the same wording."""
    return " ".join(split(text))


class Vocabulary:
    """The words that the knowledge base uses, and how a typed word becomes one of them."""

    def __init__(self, same_words: Mapping[str, str], real_word: Callable[[str], bool]) -> None:
        self._aliases = {tuple(split(key)): split(value) for key, value in same_words.items()}
        self._real_word = real_word
        self._known: list[str] = []
        self._known_set: frozenset[str] = frozenset()
        self._stem = lru_cache(maxsize=20_000)(Stemmer.Stemmer("english").stemWord)
        self._mended = lru_cache(maxsize=20_000)(self._mend)

    def known_words(self, wordings: Iterable[Sequence[str]]) -> dict[str, np.ndarray]:
        """The words to mend towards: those that stand three times or are real words, for others may be typos.

        known  uint8 (bytes,): the words, `array_cache.packed`
        """
        counts = Counter(word for words in wordings for word in words)
        return {"known": packed(word for word, count in counts.items() if count > 2 or self._real_word(word))}

    def know(self, arrays: Arrays) -> None:
        """Mend towards these words from now on. arrays: with what `known_words` returned."""
        self._known_set = frozenset(unpacked(arrays["known"]))
        self._known = sorted(word for word in self._known_set if len(word) >= SHORTEST_MENDED)
        self._mended.cache_clear()

    def words(self, text: str, *, mend: bool = True) -> list[str]:
        """Words in order, abbreviations written out, typos mended unless told otherwise."""
        found = split(text)
        if mend:
            found = [self._mended(word) for word in found]
        return self._write_out(found)

    def knows(self, word: str) -> bool:
        """Whether a wording holds it, as typed, mended or written out."""
        return (word,) in self._aliases or self._mended(word) in self._known_set

    def stems(self, words: Iterable[str]) -> list[str]:
        return [self._stem(word) for word in words]

    def _write_out(self, words: list[str]) -> list[str]:
        out: list[str] = []
        at = 0
        while at < len(words):
            for size in range(min(LONGEST_ALIAS, len(words) - at), 0, -1):
                alias = self._aliases.get(tuple(words[at : at + size]))
                if alias is not None:
                    out += alias
                    at += size
                    break
            else:
                out.append(words[at])
                at += 1
        return out

    def _mend(self, word: str) -> str:
        if (
            len(word) < SHORTEST_MENDED
            or not word.isalpha()
            or word in self._known_set
            or (word,) in self._aliases
            or self._real_word(word)
        ):
            return word
        allowed = 1 if len(word) < 7 else 2
        near = process.extractOne(word, self._known, scorer=OSA.distance, score_cutoff=allowed)
        return near[0] if near else word
