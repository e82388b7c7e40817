"""Takes what may name somebody out of a text before others see it: addresses, numbers, codes, names, schools.

In place of each stands what it was: [name], [e-mail] … Too much is taken rather than too little. What cannot be
known is a name that stands in no record, in small letters, without a title or an introduction before it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.language.names_as_words import ALSO_WORDS, GIVEN_NAMES, KINDS_OF_SCHOOL, WITH_A_CAPITAL
from bot.language.redaction_forms import (
    BORN,
    DAY_OF_NOW,
    E_MAIL,
    HANDLE,
    HELD,
    HERE,
    INSURANCE,
    INTRODUCED,
    JOINING,
    LINK,
    MIXED,
    NAMES_SURELY,
    NO_SCHOOLS,
    NUMBER,
    POSTCODE,
    SCHOOL,
    SCHOOL_YEARS,
    SPELLED,
    STREET,
    TITLED,
)
from knowledge.invisible import without_unseen

MOST = 800  # characters that stay; of more, the beginning and the end
HALF = 390
SHORTEST_SHOUTED = 5  # letters; of fewer, capitals are an abbreviation
SHORTEST_OWNER = 3  # letters of a name before its s
INITIAL = re.compile(r"\[name\]\s[A-Z]\b\.?")
LONGEST_FIGURE = 4  # digits of a number that stays: a year, an amount, a count of days
WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")


@dataclass(frozen=True, slots=True)
class NamesOnRecord:
    """folded: parts of people's names in one form. schools: as their folded words, the longest first."""

    parts: frozenset[str] = frozenset()
    schools: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, people: Iterable[str], schools: Iterable[str]) -> "NamesOnRecord":
        parts = {part for name in people for part in _parts_of(name)}
        words = {form for school in schools for form in _forms_of(school)}
        return cls(frozenset(parts), tuple(sorted(filter(None, words), key=len, reverse=True)))


@dataclass(slots=True)
class Cleaner:
    """names: of people and schools on record. knows: whether a word is one that the knowledge base uses."""

    names: NamesOnRecord = field(default_factory=NamesOnRecord)
    knows: Callable[[str], bool] = lambda _word: True

    def clean(self, text: str) -> str:
        """The text without what may name somebody, on one line and not too long."""
        text = without_unseen(unicodedata.normalize("NFC", text))
        text = " ".join(text.split())
        for pattern, instead in ((E_MAIL, "[e-mail]"), (LINK, "[link]"), (HANDLE, "[name]")):
            text = pattern.sub(instead, text)
        text = BORN.sub(r"\1\2 [date]", text)
        for pattern in (POSTCODE, INSURANCE, JOINING, MIXED):
            text = pattern.sub(_code, text)
        text = STREET.sub("[address]", SPELLED.sub("[number]", text))
        text = NUMBER.sub(_number, text)
        text = self._without_schools(text)
        text = TITLED.sub(lambda found: _named(found, sure=True, keep=self._keeps), text)
        text = HELD.sub(self._held, text)
        text = INTRODUCED.sub(self._introduced, HERE.sub(self._here, text))
        return _short(INITIAL.sub("[name]", self._without_names(text)))

    def _keeps(self, word: str) -> bool:
        """A word that is no name by itself, also in front of "'ll" or "'ve"."""
        return folded(word) in ALSO_WORDS or folded(re.split("['’]", word)[0]) in ALSO_WORDS

    def _introduced(self, found: re.Match[str]) -> str:
        """ "It's Priya" names somebody, "it's free" does not: there the name must begin with a capital letter."""
        sure = bool(NAMES_SURELY.search(found[0][: found.start("name") - found.start()]))
        return _named(found, sure=sure, keep=lambda word: self._keeps(word) or (not sure and self._is_said(word)))

    def _held(self, found: re.Match[str]) -> str:
        small = found[0][:4].lower() != "miss"  # "miss honey": a name in small letters, if no word of ours
        return _named(
            found,
            sure=False,
            keep=lambda word: self._keeps(word) or self._is_a_word(word) or (small and word[0].islower()),
        )

    def _here(self, found: re.Match[str]) -> str:
        """ "It's kate here", "my head is called bob": in small letters too, unless a word is one of ours."""
        group = "name" if found["name"] else "called"
        if any(self._keeps(word) or self._is_a_word(word) for word in found[group].split()):
            return found[0]
        return found[0][: found.start(group) - found.start()] + "[name]"

    def _is_a_word(self, word: str) -> bool:
        return self.knows(folded(word)) and folded(word) not in WITH_A_CAPITAL

    def _is_said(self, word: str) -> bool:
        """A word of the knowledge base, or one in small letters."""
        return word[0].islower() or self._is_a_word(word)

    def _without_schools(self, text: str) -> str:
        found = list(WORD.finditer(text))
        words = tuple(_one(folded(one[0])) for one in found)
        among = {*words}
        taken = [
            (found[at].start(), found[at + len(school) - 1].end())
            for school in self.names.schools
            if among.issuperset(school)
            for at in range(len(words) - len(school) + 1)
            if words[at : at + len(school)] == school
        ]
        text = _replaced(text, taken, "[school]")
        return SCHOOL.sub(lambda found: found[0] if NO_SCHOOLS.fullmatch(found[0]) else "[school]", text)

    def _without_names(self, text: str) -> str:
        found = list(WORD.finditer(text))
        is_name = [self._is_name(one[0], text, one.start()) for one in found]
        near = [False] * len(found)
        for at, (one, other) in enumerate(pairwise(found)):
            if other.start() - one.end() <= 2:  # side by side: "will evans"
                near[at] |= is_name[at + 1]
                near[at + 1] |= is_name[at]
        taken = [
            (one.start(), one.end())
            for one, named, beside in zip(found, is_name, near, strict=True)
            if named or (beside and self._is_of_a_name(one[0]))
        ]
        return re.sub(r"\[name\](?:['’]s)?(?:[\s-]+\[name\])+", "[name]", _replaced(text, taken, "[name]"))

    def _is_of_a_name(self, word: str) -> bool:
        """Beside a name: on record, also as a word or with an s behind it, or no word of ours."""
        on_record = self._is_on_record(word) or _one(folded(word)) in self.names.parts
        return on_record or not self.knows(folded(word))

    def _is_on_record(self, word: str) -> bool:
        parts = [*_parts_of(word), folded(word)]
        owner = _one(folded(word))
        return any(part in self.names.parts for part in parts) or (
            owner in self.names.parts and owner not in ALSO_WORDS
        )

    def _is_name(self, word: str, text: str, at: int) -> bool:
        """On record; or written like a name and no word of ours."""
        if _in_brackets(text, at):
            return False
        shouted = word.isupper() and (len(word) < SHORTEST_SHOUTED or text.isupper())
        capital = word[0].isupper() and not shouted
        if self._is_on_record(word):
            begins = not text[:at].strip() or text[:at].rstrip()[-1] in ".?!:"
            return folded(word) not in ALSO_WORDS or (capital and not begins)
        if folded(word) in GIVEN_NAMES:
            return True
        return capital and len(word) > 1 and not self._is_a_word(word) and not self._keeps(word)


def folded(word: str) -> str:
    """In one form: without accents, capitals, apostrophes and a possessive's s. "Siân’s" → "sian"."""
    word = re.sub(r"['’]s?$", "", word)
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if letter.isalnum())


def _one(word: str) -> str:
    """Without an s at the end: "st oswalds" is St Oswald's, and "tom ashworths" Tom Ashworth's."""
    return word.removesuffix("s") if len(word) > SHORTEST_OWNER else word


def _parts_of(name: str) -> Sequence[str]:
    """Each word of a name, and of a double name each part: an initial says nothing."""
    whole = [folded(word) for word in re.split(r"[\s,]+", name)]
    parts = [folded(part) for part in re.split(r"[\s,‐-–-]+", name)]
    return [part for part in dict.fromkeys((*whole, *parts)) if len(part) > 1]


def _forms_of(school: str) -> list[tuple[str, ...]]:
    """The school's words, and without "Primary School" at the end where something of its own is left."""
    words = [_one(folded(word)) for word in WORD.findall(school)]
    own = list(words)
    while own and own[-1] in {*map(_one, KINDS_OF_SCHOOL)}:
        own.pop()
    forms = [tuple(words[:length]) for length in range(len(own), len(words) + 1)]
    return [form for form in forms if form and not (len(form) == 1 and form[0] in ALSO_WORDS)]


def _named(found: re.Match[str], *, sure: bool, keep: Callable[[str], bool]) -> str:
    """What stands before the name stays; of the name's words those go that are no others."""
    words, begins = found["name"].split(), found.start("name") - found.start()
    kept: list[str] = []
    for at, word in enumerate(words):
        ordinary = keep(word) if at == 0 or not sure else keep(word) or word[0].islower()
        if ordinary:
            kept = words[at:]
            break
    if len(kept) == len(words):
        return found[0]
    return " ".join((found[0][:begins].rstrip(), "[name]", *kept))


def _number(found: re.Match[str]) -> str:
    said = found[0]
    digits = sum(map(str.isdigit, said))
    years = re.findall(r"\b(?:19|20)\d\d\b", said)
    if SCHOOL_YEARS.fullmatch(said) or DAY_OF_NOW.fullmatch(said):
        return said
    if digits <= LONGEST_FIGURE and not any(year < "2010" for year in years):
        return said
    return "[number]"


def _code(found: re.Match[str]) -> str:
    return found[0] if re.fullmatch(r"(?i)(?:20)?2\d[/-]?2\d|ks\d+|year\d+", found[0]) else "[code]"


def _in_brackets(text: str, at: int) -> bool:
    return text[max(0, at - 1) : at] == "["


def _replaced(text: str, spans: Iterable[tuple[int, int]], instead: str) -> str:
    done = len(text) + 1
    for begins, ends in sorted(spans, reverse=True):
        if ends <= done:
            text, done = text[:begins] + instead + text[ends:], begins
    return text


def _short(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:HALF]} … {text[-HALF:]}"
