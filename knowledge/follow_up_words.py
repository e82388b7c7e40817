"""What short words mean after an answer, as data: facets (“where”) with each subject's entry, “are you sure”."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.yaml_lines import YamlNode, read

BETWEEN = " · "
OWN_SUBJECTS = "subjects.yaml"  # of a cohort, beside the shared ones


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that several entries are about. named: in which words. words: what “it” stands for.

    by_facet: facet → entry id."""

    words: str
    by_facet: Mapping[str, str]
    named: tuple[str, ...] = ()
    more: tuple[str, ...] = ()

    @property
    def entries(self) -> frozenset[str]:
        """The ids of all entries about it."""
        return frozenset((*self.by_facet.values(), *self.more))

    def joined(self, own: "Subject") -> "Subject":
        """With what a cohort says of it; where both say something, that holds."""
        return Subject(
            self.words,
            {**self.by_facet, **own.by_facet},
            tuple(dict.fromkeys((*own.named, *self.named))),
            tuple(dict.fromkeys((*own.more, *self.more))),
        )

    def among(self, entries: Collection[str]) -> "Subject":
        """Without what leads to an entry that a cohort does not have."""
        by_facet = {facet: name for facet, name in self.by_facet.items() if name in entries}
        return replace(self, by_facet=by_facet, more=tuple(name for name in self.more if name in entries))


@dataclass(frozen=True, slots=True)
class Asides:
    """Words that ask something of the whole last answer ("are you sure"), and how the reply to them begins."""

    words: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Years:
    """How people name the first year and those after it, and which entries are the same thing in both."""

    first: tuple[str, ...]
    later: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """alone: messages that lean on nothing, though their words may stand among the facets."""

    fillers: frozenset[str]
    facets: Mapping[str, tuple[str, ...]]
    subjects: tuple[Subject, ...]
    years: Years
    compares: frozenset[str]
    sure: Asides
    more: Asides
    simply: Asides
    recall: Asides
    alone: tuple[str, ...]

    def named(self) -> Iterator[str]:
        """Every entry id that stands here."""
        for subject in self.subjects:
            yield from subject.by_facet.values()
            yield from subject.more
        for pair in self.years.pairs:
            yield from pair
        yield from sorted(self.compares)

    def with_own(self, own: Sequence[Subject]) -> "FollowUpWords":
        """With a cohort's own subjects, which stand first; one that is here already is made richer."""
        known = {one.words: one for one in self.subjects}
        mine = [known[one.words].joined(one) if one.words in known else one for one in own]
        names = {one.words for one in own}
        return replace(self, subjects=(*mine, *(one for one in self.subjects if one.words not in names)))

    def among(self, entries: Collection[str]) -> "FollowUpWords":
        """Without what leads to an entry that a cohort does not have."""
        pairs = tuple(pair for pair in self.years.pairs if set(pair) <= set(entries))
        return replace(
            self,
            subjects=tuple(one.among(entries) for one in self.subjects),
            years=replace(self.years, pairs=pairs),
            compares=frozenset(name for name in self.compares if name in entries),
        )


def load_follow_up_words(path: Path, root: Path) -> FollowUpWords:
    """Read follow_ups.yaml. Raises KnowledgeError with the line of a slip. root: shortens its name."""
    fields = read(path, root).fields(
        ["fillers", "facets", "alone", "subjects", "years", "compares", "sure", "more", "simply", "recall"]
    )
    facets = {name.text(): words.texts() for name, words in fields["facets"].pairs()}
    return FollowUpWords(
        fillers=frozenset(fields["fillers"].text().split()),
        facets=facets,
        subjects=tuple(_subject(item, facets) for item in fields["subjects"].items()),
        years=_years(fields["years"]),
        compares=frozenset(fields["compares"].texts()),
        sure=_asides(fields["sure"]),
        more=_asides(fields["more"]),
        simply=_asides(fields["simply"]),
        recall=_asides(fields["recall"]),
        alone=_texts(fields["alone"]),
    )


def load_own_subjects(folder: Path, facets: Collection[str]) -> tuple[Subject, ...]:
    """Those that a cohort's folder names itself; most name none. Raises KnowledgeError with the line of a slip."""
    if not (folder / OWN_SUBJECTS).exists():
        return ()
    return tuple(_subject(item, facets) for item in read(folder / OWN_SUBJECTS, folder).items())


def _subject(node: YamlNode, facets: Collection[str]) -> Subject:
    fields = node.fields(["words"], ["named", "more", *facets])
    by_facet = {name: fields[name].text() for name in fields if name in facets}
    named, more = (fields[name].texts() if name in fields else () for name in ("named", "more"))
    return Subject(fields["words"].text(), by_facet, named, more)


def _years(node: YamlNode) -> Years:
    fields = node.fields(["first", "later", "pairs"])
    pairs = []
    for item in fields["pairs"].items():
        names = item.texts()
        if len(names) != 2:
            raise item.refuse("a pair is two entries, the first year's and the later years'.")
        pairs.append((names[0], names[1]))
    return Years(fields["first"].texts(), fields["later"].texts(), tuple(pairs))


def _asides(node: YamlNode) -> Asides:
    fields = node.fields(["words", "says"])
    return Asides(_texts(fields["words"]), fields["says"].text())


def _texts(node: YamlNode) -> tuple[str, ...]:
    return tuple(node.text().split(BETWEEN))
