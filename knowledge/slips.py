"""What only shows with everything read: dangling names, one wording for two things, broken house rules."""

from collections.abc import Iterable, Iterator

from knowledge.house_rules import check_answer
from knowledge.model import Entry, EntryStatus, Knowledge, Topic
from knowledge.search.normalise import squash


def slips_of(knowledge: Knowledge) -> list[str]:
    """Each slip as a sentence that begins with its file and line; none when all is well."""
    slips: list[str] = []
    for entry in knowledge.entries.values():
        if entry.section not in knowledge.sections:
            known = ", ".join(knowledge.sections)
            slips.append(f"{entry.where}: `{entry.section}` is not a section; use one of: {known}.")
        named = [*entry.related, *(follow.entry for follow in entry.follow_ups)]
        slips += [
            f"{entry.where}: `{entry.id}` names `{name}`, which is not an entry; correct the name or write it."
            for name in named
            if name not in knowledge.entries
        ]
        slips += [f"{entry.where}: `{entry.id}` {slip}" for slip in check_answer(entry, knowledge)]
        slips += [f"{entry.where}: `{entry.id}` {slip}" for slip in _resting(entry, knowledge)]
    slips += [
        f"follow_ups.yaml: `{name}` is not an entry; correct the name or write it."
        for name in dict.fromkeys(knowledge.follow_ups.named())
        if name not in knowledge.entries
    ]
    ids = {topic.id for topic in knowledge.topics()}
    slips += [
        f"asked/{one.author}.jsonl: `{name}` is not a topic (“{one.text}”); correct the name."
        for one in knowledge.asked
        for name in (one.topic, *one.also)
        if name not in ids
    ]
    return slips + _said_twice(knowledge.topics())


def _resting(entry: Entry, knowledge: Knowledge) -> Iterator[str]:
    """What an entry rests on is there; one that the sheet does not answer declares what was looked for."""
    for place in entry.rests_on:
        if place not in knowledge.sheet_index:
            yield f"rests on “{place}”, which sheet_index.yaml does not have; correct the place."
    if not entry.rests_on:
        yield "rests on nothing; name the sentences of the sheet, also the nearest where it is silent."
    if entry.status is EntryStatus.NOT_IN_SHEET and not entry.looked_for:
        yield "is not in the sheet and does not say what was looked for; add `looked_for:`."


def _said_twice(topics: Iterable[Topic]) -> list[str]:
    """A wording may lead to one thing only, or the search would have to toss a coin."""
    slips: list[str] = []
    seen: dict[str, Topic] = {}
    for topic in topics:
        for phrasing in topic.phrasings:
            squashed = squash(phrasing)
            other = seen.setdefault(squashed, topic)
            if squashed and other is not topic:
                slips.append(
                    f'{topic.where}: the phrasing "{phrasing}" of `{topic.id}` also stands under '
                    f"`{other.id}` ({other.where}); keep it where it belongs."
                )
    return slips
