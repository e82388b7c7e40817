"""Words that a caller knows, such as names and purposes: a term is no date ("Thursday with April Jones")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.language.extents import Extent
from bot.language.mentions import Scan
from bot.language.tokens import tokenise

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """kind and value: as the caller gave them, such as "name" and a person's id."""

    extent: Extent
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Phrases by their first word; the longest that fits wins. Build it once with `of`."""

    phrases: Mapping[str, tuple[tuple[Key, str, str], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[tuple[str, str, str]]) -> "Terms":
        """From (phrase, kind, value)."""
        found: dict[str, list[tuple[Key, str, str]]] = {}
        for phrase, kind, value in terms:
            key = tuple(token.text for token in tokenise(phrase))
            if key:
                found.setdefault(key[0], []).append((key, kind, value))
        return cls({word: tuple(sorted(known, key=lambda one: -len(one[0]))) for word, known in found.items()})

    def at(self, scan: Scan, at: int) -> tuple[Term, int] | None:
        """The term that begins at a token, and the token behind it."""
        for key, kind, value in self.phrases.get(scan.text(at), ()):
            if scan.said(at, *key):
                end = at + len(key)
                return Term(Extent(scan.at(at).start, scan.at(end - 1).end), kind, value), end
        return None


NO_TERMS = Terms()
