"""eligibility.yaml → Dialog, or a refusal that says which line leads nowhere and what to write instead."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import TypeVar

from knowledge.dialog.model import SUMMARY, AnswerEffect, Criteria, Dialog, DialogQuestion, Option, Outcome
from knowledge.dialog.validate import check_routes
from knowledge.facts import FIGURE, VERDICT, KnowledgeError, Phase
from knowledge.names import DAYS_LEFT, NAME, filled
from knowledge.sheet_index import PLACE
from knowledge.yaml_lines import YamlNode, read

FILE = "eligibility.yaml"
LONGEST_SHORT = 60  # characters: a line of the summary; a button shows the first half of it
LONGEST_OPTION = 40
TEXTS = ("title", "intro", "commitment", "decides")
ID = re.compile(r"[a-z][a-z0-9_]*")
LEAVES = {"sort_out": AnswerEffect.SORT_OUT, "ask_hub": AnswerEffect.ASK_HUB}

T = TypeVar("T", DialogQuestion, Outcome)


def load_dialog(folder: Path, words: Mapping[str, str], sections: Mapping[str, str]) -> Dialog:
    """Read and check the walk of one cohort's folder. Raises KnowledgeError with every slip found, one a line.

    words: what a text may name in braces.
    """
    root = read(folder / FILE, folder)
    slips = [*_slips_of_words(root, words)]
    if slips:
        raise KnowledgeError("\n".join(slips))
    dialog = _dialog(root, sections, words)
    if slips := [*check_routes(dialog)]:
        raise KnowledgeError("\n".join(slips))
    return dialog


def _dialog(root: YamlNode, sections: Mapping[str, str], words: Mapping[str, str]) -> Dialog:
    top = root.fields(
        [*TEXTS, "section", "dates", "evidence", "pluses", "answers", "first", "questions", "outcomes"],
        ["review", "beside"],
    )
    answers = {_id(key): value for key, value in top["answers"].pairs()}
    questions = _by_id([_question(item, answers, sections, words) for item in top["questions"].items()])
    _refuse_same_shorts(questions)
    if (first := top["first"].text()) not in questions:
        raise top["first"].refuse(f"`{first}` is not a question; name the one that the walk begins with.")
    return Dialog(
        **{name: top[name].text() for name in TEXTS if name != "title"},
        title=_named(top["title"], words),
        dates=_by_phase(top["dates"]),
        section=_section(top["section"], sections),
        evidence=_criteria(top["evidence"]),
        pluses=_criteria(top["pluses"]),
        first=first,
        questions=questions,
        outcomes=tuple(_by_id([_outcome(item, words) for item in top["outcomes"].items()]).values()),
        beside=top["beside"].texts() if "beside" in top else (),
        review=top["review"].text() if "review" in top else "",
        names_in_data=(
            top["title"].text(),
            *_names_of(top["questions"], "short"),
            *_names_of(top["outcomes"], "title"),
        ),
    )


def _question(
    node: YamlNode, answers: Mapping[str, YamlNode], sections: Mapping[str, str], words: Mapping[str, str]
) -> DialogQuestion:
    needed = ["id", "ask", "short", "why", "section", "about", "options"]
    fields = node.fields(needed, ["shows", "hint", "rests_on"])
    short = _named(fields["short"], words)
    if len(short) > LONGEST_SHORT:
        raise fields["short"].refuse(
            f"`short:` goes on a button: at most {LONGEST_SHORT} characters, this has {len(short)}."
        )
    options = tuple(_option(item, answers, words) for item in fields["options"].items())
    _refuse_twins(fields["options"], options)
    return DialogQuestion(
        id=_id(fields["id"]),
        ask=fields["ask"].text(),
        short=short,
        why=fields["why"].text(),
        section=_section(fields["section"], sections),
        about=tuple(filled(word, words).lower() for word in fields["about"].texts()),
        options=options,
        shows=tuple((filled(key.text(), words), value.text()) for key, value in fields["shows"].pairs())
        if "shows" in fields
        else (),
        hint=fields["hint"].text() if "hint" in fields else "",
        rests_on=fields["rests_on"].texts() if "rests_on" in fields else (),
        where=node.where,
    )


def _option(node: YamlNode, answers: Mapping[str, YamlNode], facts: Mapping[str, str]) -> Option:
    fields = node.fields(["answer", "to"], [*LEAVES, "words"])
    answer = fields["answer"].text()
    if answer not in answers:
        raise fields["answer"].refuse(f"`{answer}` is not under `answers:`; use one of: {', '.join(answers)}.")
    shared = answers[answer].fields(["label", "words"])
    label = _named(shared["label"], facts)
    if len(label) > LONGEST_OPTION:
        raise shared["label"].refuse(f"a label is read on a button: at most {LONGEST_OPTION} characters.")
    left = [(noted, fields[name].text()) for name, noted in LEAVES.items() if name in fields]
    if len(left) > 1:
        raise node.refuse("an answer leaves either `sort_out:` or `ask_hub:`; keep one.")
    noted, step = left[0] if left else (AnswerEffect.NOTHING, "")
    words = (*shared["words"].texts(), *(fields["words"].texts() if "words" in fields else ()))
    return Option(answer, label, (label.lower(), *words), fields["to"].text(), noted, step, fields["to"].where)


def _refuse_twins(node: YamlNode, options: tuple[Option, ...]) -> None:
    if len(options) < 2:
        raise node.refuse("a question needs at least two options; write them.")
    seen: dict[str, Option] = {}
    for option in options:
        for key in {f"label {option.label.lower()}", *option.words}:
            other = seen.setdefault(key, option)
            if other is not option:
                raise node.refuse(f"“{key}” stands for both “{other.label}” and “{option.label}”; keep it at one.")


def _refuse_same_shorts(questions: Mapping[str, DialogQuestion]) -> None:
    seen: dict[str, DialogQuestion] = {}
    for question in questions.values():
        other = seen.setdefault(question.short.lower(), question)
        if other is not question:
            raise KnowledgeError(
                f"{question.where}: `{question.id}` and `{other.id}` have the same `short:`; people could not "
                "tell their buttons apart."
            )


def _outcome(node: YamlNode, words: Mapping[str, str]) -> Outcome:
    fields = node.fields(["id", "when", "title", "says", "next"])
    when = fields["when"].text()
    if when not in list(AnswerEffect):
        raise fields["when"].refuse(f"`{when}` is not known here; use one of: {', '.join(AnswerEffect)}.")
    return Outcome(
        id=_id(fields["id"]),
        when=AnswerEffect(when),
        title=_named(fields["title"], words),
        says=fields["says"].text(),
        next=_by_phase(fields["next"]),
        where=node.where,
    )


def _criteria(node: YamlNode) -> Criteria:
    """A list without an item needs no introduction: a sheet may ask for no evidence, or name no plus."""
    fields = node.fields(["items"], ["intro", "rests_on"])
    rests_on = fields["rests_on"].texts() if "rests_on" in fields else ()
    items = fields["items"].texts()
    if items and "intro" not in fields:
        raise node.refuse("`intro:` is missing; add it, for there are items.")
    return Criteria(fields["intro"].text() if "intro" in fields else "", items, rests_on)


def _by_phase(node: YamlNode) -> dict[Phase, str]:
    fields = node.fields([phase.value for phase in Phase]) if node.is_mapping else {}
    texts = {phase: fields.get(phase.value, node) for phase in Phase}
    for phase in (Phase.BEFORE, Phase.CLOSED):
        if "{days_left}" in texts[phase].text():
            raise texts[phase].refuse(f"{{days_left}} counts nothing in the phase “{phase}”; take it out there.")
    return {phase: text.text() for phase, text in texts.items()}


def _by_id(items: list[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for item in items:
        if item.id in found:
            raise KnowledgeError(
                f"{item.where}: `{item.id}` is already used at {found[item.id].where}; rename one."
            )
        found[item.id] = item
    return found


def _names_of(node: YamlNode, field: str) -> Iterator[str]:
    return (value.text() for item in node.items() for key, value in item.pairs() if key.text() == field)


def _named(node: YamlNode, words: Mapping[str, str]) -> str:
    """What is shown as a name, a heading or a button, on whatever day: its facts are filled in here, once."""
    text = filled(node.text(), words)
    if unfilled := next(iter(NAME.findall(text)), ""):
        raise node.refuse(f"{{{unfilled}}} cannot stand in a name or on a button; name a fact, or leave it out.")
    return text


def _id(node: YamlNode) -> str:
    name = node.text()
    if not ID.fullmatch(name) or name == SUMMARY:
        raise node.refuse(f"`{name}` cannot be an id; use small letters, digits and _, and not `{SUMMARY}`.")
    return name


def _section(node: YamlNode, sections: Mapping[str, str]) -> str:
    name = node.text()
    if name not in sections:
        raise node.refuse(f"`{name}` is not a section; use one of: {', '.join(sections)}.")
    return name


def _slips_of_words(root: YamlNode, words: Mapping[str, str]) -> Iterator[str]:
    """Figures that stand in the walk itself, names that no fact has, and verdicts, wherever they stand."""
    for node in (leaf for key, value in root.pairs() if key.raw != "review" for leaf in value.leaves()):
        if PLACE.fullmatch(node.raw):
            continue  # a sentence of the sheet by its place
        try:
            parts = [*Formatter().parse(node.text())]
        except ValueError:
            yield f"{node.where}: a brace without its partner; write a fact's name as {{closing_date}}."
            continue
        for name in (name for _, name, _, _ in parts if name is not None):
            if name not in words and name != DAYS_LEFT:
                yield f"{node.where}: uses {{{name}}}, which facts.yaml does not have; add it or correct the name."
        bare = " ".join(literal for literal, *_ in parts)
        if found := FIGURE.search(bare):
            yield f"{node.where}: “{found.group(0)}” is a figure or month; write it in facts.yaml and name it."
        if found := VERDICT.search(bare):
            yield f"{node.where}: “{found.group(0)}” is a verdict; Maths Hubs decide."
