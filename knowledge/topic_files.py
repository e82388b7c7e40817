"""One item of a data file → a topic: an entry, small talk, a request, what is off topic; or the line of a slip."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from knowledge import names
from knowledge.facts import CONFIRMED, OPEN_REVIEWS, ApplicationWindow, Fact, KnowledgeError, Phase
from knowledge.model import (
    AskedWording,
    Entry,
    EntryStatus,
    FollowUp,
    OffTopic,
    Request,
    Review,
    ReviewState,
    SmallTalk,
)
from knowledge.quantities import time_of
from knowledge.yaml_lines import YamlNode, read

FEWEST_PHRASINGS = 3
LONGEST_TITLE = 60  # characters: a title is also a button's label
CLOSING_TIME = "closing_time"  # the fact that says when the last day's applications end
FACT_REVIEWS = (*OPEN_REVIEWS, CONFIRMED)
NEEDED = ("id", "title", "status", "section", "rests_on", "answer", "phrasings")
ALLOWED = ("looked_for", "related", "follow_ups", "review", "why", "reviewed")

T = TypeVar("T", Entry, SmallTalk, Request, OffTopic)
Words = Mapping[str, str]


def collect(
    items: Iterable[YamlNode], make: Callable[[YamlNode, Words], T], words: Words, problems: list[str]
) -> dict[str, T]:
    """Every item by its id; what cannot be read is named in `problems` and the reading goes on.

    words: what a wording may name in braces.
    """
    found: dict[str, T] = {}
    for item in items:
        try:
            topic = make(item, words)
        except KnowledgeError as error:
            problems.append(str(error))
            continue
        if topic.id in found:
            problems.append(f"{topic.where}: `{topic.id}` is already used at {found[topic.id].where}; rename one.")
        found.setdefault(topic.id, topic)
    return found


def read_facts(folder: Path) -> tuple[str, dict[str, str], dict[str, Fact], ApplicationWindow]:
    """The sheet's name, its sections, its facts and its window. Raises KnowledgeError."""
    top = read(folder / "facts.yaml", folder).fields(["sheet", "sections", "window", "facts"], ["from", "emptied"])
    sections = {key.text(): value.text() for key, value in top["sections"].pairs()}
    facts = {key.text(): _fact(key.text(), value, sections) for key, value in top["facts"].pairs()}
    return top["sheet"].text(), sections, facts, _window(top["window"], facts)


def entry(node: YamlNode, words: Words) -> Entry:
    fields = node.fields(NEEDED, ALLOWED)
    follow_up = partial(_follow_up, words=words)
    return Entry(
        id=fields["id"].text(),
        title=_title(fields["title"], words),
        status=EntryStatus(_one_of(fields["status"], [status.value for status in EntryStatus], "status")),
        section=fields["section"].text(),
        answers=_answers(fields["answer"]),
        phrasings=_phrasings(fields["phrasings"], words),
        related=fields["related"].texts() if "related" in fields else (),
        follow_ups=tuple(map(follow_up, fields["follow_ups"].items())) if "follow_ups" in fields else (),
        rests_on=fields["rests_on"].texts(),
        looked_for=tuple(_filled(item, words) for item in fields["looked_for"].items())
        if "looked_for" in fields
        else (),
        review=_review(fields),
        where=node.where,
    )


def small_talk(node: YamlNode, words: Words) -> SmallTalk:
    fields = node.fields(["id", "title", "answer", "phrasings"])
    title, answer = _title(fields["title"], words), _filled(fields["answer"], words)
    return SmallTalk(fields["id"].text(), title, answer, _phrasings(fields["phrasings"], words), node.where)


def request(node: YamlNode, words: Words) -> Request:
    fields = node.fields(["intent", "title", "phrasings"])
    phrasings = _phrasings(fields["phrasings"], words)
    return Request(fields["intent"].text(), _title(fields["title"], words), phrasings, node.where)


def off_topic(node: YamlNode, words: Words) -> OffTopic:
    fields = node.fields(["id", "title", "phrasings"])
    phrasings = _phrasings(fields["phrasings"], words)
    return OffTopic(fields["id"].text(), _title(fields["title"], words), phrasings, node.where)


def asked(file: Path, words: Words, problems: list[str]) -> Iterator[AskedWording]:
    """One author's questions; a line that cannot be read is named in `problems`."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            one = json.loads(line)
            teaches = not (one.get("two") or one.get("unanswered"))
            text = names.filled(one["q"], words)
            yield AskedWording(text, file.stem, one["topic"], tuple(one.get("also", ())), teaches)
        except (ValueError, KeyError, AttributeError):
            problems.append(f'asked/{file.name}, line {number}: write {{"q": "…", "topic": "id"}}.')


def _fact(name: str, node: YamlNode, sections: Mapping[str, str]) -> Fact:
    fields = node.fields(["section"], ["says", "day", "review"])
    section = _one_of(fields["section"], sections, "section")
    review = _one_of(fields["review"], FACT_REVIEWS, "review") if "review" in fields else ""
    if "day" in fields:
        try:
            day = date.fromisoformat(fields["day"].text())
        except ValueError:
            raise fields["day"].refuse("not a date; write it as 2026-04-23.") from None
        return Fact(name, f"{day.day} {day:%B %Y}", section, day, review)
    if "says" not in fields:
        raise node.refuse(f"`{name}` needs `says:` (how it reads in a sentence) or `day:` (a date).")
    return Fact(name, fields["says"].text(), section, review=review)


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
    at = facts.get(CLOSING_TIME)
    return ApplicationWindow(opens=days[0], closes=days[1], closes_at=time_of(at.says) if at else None)


def _one_of(node: YamlNode, known: Iterable[str], what: str) -> str:
    value = node.text()
    if value not in known:
        raise node.refuse(f"`{value}` is not a {what}; use one of: {', '.join(known)}.")
    return value


def _title(node: YamlNode, words: Words) -> str:
    title = _filled(node, words)
    if len(title) > LONGEST_TITLE:
        raise node.refuse(
            f"a title is a button's label: at most {LONGEST_TITLE} characters, this has {len(title)}."
        )
    return title


def _filled(node: YamlNode, words: Words) -> str:
    text = node.text()
    for name in names.unknown(text, words):
        raise node.refuse(f"uses {{{name}}}, which facts.yaml does not have; add the fact or correct the name.")
    return names.filled(text, words)


def _phrasings(node: YamlNode, words: Words) -> tuple[str, ...]:
    texts = tuple(_filled(item, words) for item in node.items())
    if len(texts) < FEWEST_PHRASINGS:
        raise node.refuse(f"at least {FEWEST_PHRASINGS} phrasings are needed; write how people would ask it.")
    return texts


def _answers(node: YamlNode) -> dict[Phase, str]:
    if not node.is_mapping:
        return dict.fromkeys(Phase, node.text())
    fields = node.fields([phase.value for phase in Phase])
    return {phase: fields[phase.value].text() for phase in Phase}


def _follow_up(node: YamlNode, words: Words) -> FollowUp:
    fields = node.fields(["ask", "entry"])
    return FollowUp(tuple(names.filled(text, words) for text in fields["ask"].texts()), fields["entry"].text())


def _review(fields: Mapping[str, YamlNode]) -> Review:
    """How far an entry that was carried over has been looked at; one without either field is reviewed by hand."""
    by, on, of = "", None, ""
    if "reviewed" in fields:
        reviewed = fields["reviewed"].fields(["by", "on", "of"])
        by, of = reviewed["by"].text(), reviewed["of"].text()
        try:
            on = date.fromisoformat(reviewed["on"].text())
        except ValueError:
            raise reviewed["on"].refuse("not a date; write it as 2026-04-23.") from None
    state = ReviewState.KEPT
    if "review" in fields:
        state = ReviewState(_one_of(fields["review"], [one.value for one in ReviewState], "state of review"))
    return Review(state, by, on, of)
