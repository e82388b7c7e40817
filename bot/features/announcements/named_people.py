"""People as a lead names them: whole names, first names, “Mr Cole”, several, in any case. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.identity import Person

TITLE = re.compile(r"(?:mr|mrs|ms|miss|mx|dr)\b\.?\s+", re.I)
BETWEEN = re.compile(r"\s*(?:,\s*(?:and|&)\s+|[,;+&]\s*|\s(?:and|or)\s+)", re.I)
LETTER_OR_JOINT = re.compile(r"[\w'’]|-\w")


@dataclass(frozen=True, slots=True)
class Named:
    """people: ids, each once. end: the character behind the last name. unclear: a name that several have."""

    people: tuple[int, ...] = ()
    end: int = 0
    unclear: str = ""


class Roll:
    """Who is at the hub, found by what they may be called. `ids`: everybody's."""

    def __init__(self, people: Iterable[Person]) -> None:
        found = tuple(people)
        self.ids = tuple(person.id for person in found)
        self.names = {person.id: person.name for person in found}
        self._whole = _by((" ".join(one.name.casefold().split()), one.id) for one in found)
        self._first = _by((words[0], one.id) for one in found if (words := one.name.casefold().split()))
        self._last = _by((words[-1], one.id) for one in found if (words := one.name.casefold().split()))

    def at_the_start(self, text: str) -> Named:
        """The people whom the text begins with, one behind the other."""
        people: list[int] = []
        end = at = 0
        while found := self._at(text, at):
            ids, stop, written = found
            if len(ids) != 1:
                return Named(tuple(dict.fromkeys(people)), end, written)
            people += ids
            end = stop
            if (between := BETWEEN.match(text, end)) is None:
                break
            at = between.end()
        return Named(tuple(dict.fromkeys(people)), end)

    def all_of(self, text: str) -> Named:
        """The same, where the text is names and nothing else; nobody otherwise."""
        found = self.at_the_start(text)
        return found if found.unclear or not text[found.end :].strip(" .") else Named()

    def _at(self, text: str, at: int) -> tuple[Sequence[int], int, str] | None:
        """Whose name stands there, where it ends, and how it is written; the longest name wins."""
        title = TITLE.match(text, at)
        begin = title.end() if title else at
        tables = (self._whole, self._last) if title else (self._whole, self._first)
        for table in tables:
            for name in sorted(table, key=len, reverse=True):
                stop = _ends(text, begin, name)
                if stop:
                    return table[name], stop, text[at:stop]
        return None


def _ends(text: str, begin: int, name: str) -> int:
    """Where the name ends that stands there, any case and any spaces; 0 where it does not stand there."""
    pattern = r"\s+".join(map(re.escape, name.split()))
    found = re.compile(pattern, re.I).match(text, begin)
    if found is None or LETTER_OR_JOINT.match(text, found.end()):
        return 0
    return found.end()


def _by(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for name, number in pairs:
        found[name] = (*found.get(name, ()), number)
    return found
