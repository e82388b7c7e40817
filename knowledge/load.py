"""The folder of one cohort → Knowledge, or a refusal that says which file, which line and what to do."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from knowledge.dialog.load import load_dialog
from knowledge.facts import ApplicationWindow, Fact, KnowledgeError, Phase
from knowledge.follow_up_words import load_follow_up_words
from knowledge.house_rules import check_answer
from knowledge.model import (
    AskedWording,
    Entry,
    EntryStatus,
    FollowUp,
    Knowledge,
    OffTopic,
    Request,
    SmallTalk,
    Topic,
)
from knowledge.replies import load_replies
from knowledge.search.normalise import squash
from knowledge.sheet_index import load_sheet_index
from knowledge.yaml_lines import YamlNode, read

FEWEST_PHRASINGS = 3
LONGEST_TITLE = 60  # characters: a title is also a button's label

T = TypeVar("T", Entry, SmallTalk, Request, OffTopic)


def load(folder: Path) -> Knowledge:
    """Read and check one cohort's folder. Raises KnowledgeError with every slip found, one a line."""
    facts = read(folder / "facts.yaml", folder).fields(["sheet", "sections", "window", "facts"])
    sections = {key.text(): value.text() for key, value in facts["sections"].pairs()}
    known = {key.text(): _fact(key.text(), value, sections) for key, value in facts["facts"].pairs()}
    files = sorted((folder / "entries").glob("*.yaml"))
    if not files:
        raise KnowledgeError("entries: no .yaml file here; write at least one.")
    problems: list[str] = []
    entries = _collect((item for file in files for item in read(file, folder).items()), _entry, problems)
    knowledge = Knowledge(
        sheet=facts["sheet"].text(),
        sections=sections,
        facts=known,
        window=_window(facts["window"], known),
        entries=entries,
        small_talk=_collect(read(folder / "small_talk.yaml", folder).items(), _small_talk, problems),
        requests=_collect(read(folder / "requests.yaml", folder).items(), _request, problems),
        off_topic=_collect(read(folder / "off_topic.yaml", folder).items(), _off_topic, problems),
        same_words={
            " ".join(key.text().lower().split()): value.text().lower()
            for key, value in read(folder / "words.yaml", folder).pairs()
        },
        dialog=load_dialog(folder, known, sections),
        follow_ups=load_follow_up_words(folder),
        sheet_index=load_sheet_index(folder, sections),
        replies=load_replies(folder),
        asked=tuple(one for file in sorted((folder / "asked").glob("*.jsonl")) for one in _asked(file, problems)),
    )
    problems += _slips(knowledge)
    if problems:
        raise KnowledgeError("\n".join(problems))
    return knowledge


def _collect(items: Iterable[YamlNode], make: Callable[[YamlNode], T], problems: list[str]) -> dict[str, T]:
    """Every item by its id; what cannot be read is named in `problems` and the reading goes on."""
    found: dict[str, T] = {}
    for item in items:
        try:
            topic = make(item)
        except KnowledgeError as error:
            problems.append(str(error))
            continue
        if topic.id in found:
            problems.append(f"{topic.where}: `{topic.id}` is already used at {found[topic.id].where}; rename one.")
        found.setdefault(topic.id, topic)
    return found


def _fact(name: str, node: YamlNode, sections: Mapping[str, str]) -> Fact:
    fields = node.fields(["section"], ["says", "day"])
    section = _one_of(fields["section"], sections, "section")
    if "day" in fields:
        try:
            day = date.fromisoformat(fields["day"].text())
        except ValueError:
            raise fields["day"].refuse("not a date; write it as 2026-04-23.") from None
        return Fact(name, f"{day.day} {day:%B %Y}", section, day)
    if "says" not in fields:
        raise node.refuse(f"`{name}` needs `says:` (how it reads in a sentence) or `day:` (a date).")
    return Fact(name, fields["says"].text(), section)


def _window(node: YamlNode, facts: Mapping[str, Fact]) -> ApplicationWindow:
    fields = node.fields(["opens", "closes"])
    days: list[date] = []
    for field in (fields["opens"], fields["closes"]):
        fact = facts.get(field.text())
        if fact is None or fact.day is None:
            raise field.refuse("name a fact that has a `day:`.")
        days.append(fact.day)
    if days[0] > days[1]:
        raise node.refuse("the window closes before it opens; swap the two.")
    return ApplicationWindow(opens=days[0], closes=days[1])


def _one_of(node: YamlNode, known: Iterable[str], what: str) -> str:
    value = node.text()
    if value not in known:
        raise node.refuse(f"`{value}` is not a {what}; use one of: {', '.join(known)}.")
    return value


def _title(node: YamlNode) -> str:
    title = node.text()
    if len(title) > LONGEST_TITLE:
        raise node.refuse(
            f"a title is a button's label: at most {LONGEST_TITLE} characters, this has {len(title)}."
        )
    return title


def _phrasings(node: YamlNode) -> tuple[str, ...]:
    texts = node.texts()
    if len(texts) < FEWEST_PHRASINGS:
        raise node.refuse(f"at least {FEWEST_PHRASINGS} phrasings are needed; write how people would ask it.")
    return texts


def _answers(node: YamlNode) -> dict[Phase, str]:
    if not node.is_mapping:
        return dict.fromkeys(Phase, node.text())
    fields = node.fields([phase.value for phase in Phase])
    return {phase: fields[phase.value].text() for phase in Phase}


def _entry(node: YamlNode) -> Entry:
    fields = node.fields(
        ["id", "title", "status", "section", "rests_on", "answer", "phrasings"],
        ["looked_for", "related", "follow_ups"],
    )
    return Entry(
        id=fields["id"].text(),
        title=_title(fields["title"]),
        status=EntryStatus(_one_of(fields["status"], [status.value for status in EntryStatus], "status")),
        section=fields["section"].text(),
        answers=_answers(fields["answer"]),
        phrasings=_phrasings(fields["phrasings"]),
        related=fields["related"].texts() if "related" in fields else (),
        follow_ups=tuple(map(_follow_up, fields["follow_ups"].items())) if "follow_ups" in fields else (),
        rests_on=fields["rests_on"].texts(),
        looked_for=fields["looked_for"].texts() if "looked_for" in fields else (),
        where=node.where,
    )


def _follow_up(node: YamlNode) -> FollowUp:
    fields = node.fields(["ask", "entry"])
    return FollowUp(fields["ask"].texts(), fields["entry"].text())


def _small_talk(node: YamlNode) -> SmallTalk:
    fields = node.fields(["id", "title", "answer", "phrasings"])
    return SmallTalk(
        fields["id"].text(),
        _title(fields["title"]),
        fields["answer"].text(),
        _phrasings(fields["phrasings"]),
        node.where,
    )


def _request(node: YamlNode) -> Request:
    fields = node.fields(["intent", "title", "phrasings"])
    return Request(fields["intent"].text(), _title(fields["title"]), _phrasings(fields["phrasings"]), node.where)


def _off_topic(node: YamlNode) -> OffTopic:
    fields = node.fields(["id", "title", "phrasings"])
    return OffTopic(fields["id"].text(), _title(fields["title"]), _phrasings(fields["phrasings"]), node.where)


def _asked(file: Path, problems: list[str]) -> Iterator[AskedWording]:
    """One author's questions; a line that cannot be read is named in `problems`."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            one = json.loads(line)
            teaches = not (one.get("two") or one.get("unanswered"))
            yield AskedWording(one["q"], file.stem, one["topic"], tuple(one.get("also", ())), teaches)
        except (ValueError, KeyError, AttributeError):
            problems.append(f'asked/{file.name}, line {number}: write {{"q": "…", "topic": "id"}}.')


def _slips(knowledge: Knowledge) -> list[str]:
    """What only shows with everything read: dangling names, one wording for two things, broken house rules."""
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


def with_entries(knowledge: Knowledge, extra: Iterable[Entry]) -> Knowledge:
    """The same knowledge with more entries, checked by the same rules."""
    grown = replace(knowledge, entries={**knowledge.entries, **{entry.id: entry for entry in extra}})
    if slips := _slips(grown):
        raise KnowledgeError("\n".join(slips))
    return grown
