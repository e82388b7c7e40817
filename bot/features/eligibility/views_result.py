"""The result of a walk: one message that says what to do next, and that reads as well to a headteacher."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.core.reply import Actions, Block, Button, Checklist, Collapsible, Heading, Note, Reply, Text
from bot.core.turn import Turn
from bot.features.ask_hub.views_asker import ask_button
from bot.features.eligibility.views import CHANGE_ONE, KIND, START_AGAIN, answers_given
from knowledge.dialog.model import AnswerEffect, Criteria, Position, Step

KIND_AGAIN = "result"
ONLY_COPY = "For a day you can change an answer here; then it is deleted."
FOR_THE_FORM, GOOD_TO_KNOW = "What the form asks", "Good to know"
TO_DO = {AnswerEffect.SORT_OUT: "To sort out", AnswerEffect.ASK_HUB: "To ask your Maths Hub"}


def result(turn: Turn, at: Position) -> Reply:
    """Everything that the walk came to. Nothing of it is stored: the message and its buttons are the only copy."""
    dialog, phase = turn.knowledge.dialog, turn.knowledge.window.phase(turn.today)
    outcome = dialog.outcome(at.gravest)

    def say(text: str) -> str:
        return turn.knowledge.say(text, turn.today)

    blocks: list[Block] = [
        Note(f"{dialog.title}, {turn.today.day} {turn.today:%b %Y}"),
        Heading(outcome.title),
        Text(say(outcome.says)),
        *_to_do(turn, at),
        Text(say(outcome.next[phase]), strong=True),
        Text(say(dialog.dates[phase])),
        Actions((*_ask(at), *_keep(at, turn.now), START_AGAIN)),
        *_in_place(at),
        *_for_the_form(dialog.evidence, say),
        Collapsible(GOOD_TO_KNOW, (*_pluses(dialog.pluses, say), Text(say(dialog.commitment)))),
        Note(f"{say(dialog.decides)} From the {turn.knowledge.sheet}."),
        Note(ONLY_COPY),
    ]
    sections = (dialog.section, *(step.question.section for step in at.steps))
    sources = tuple(dict.fromkeys(turn.knowledge.sections[name] for name in sections))
    return Reply(tuple(blocks), KIND, sources)


def _for_the_form(evidence: Criteria, say: Callable[[str], str]) -> list[Block]:
    """Nothing where the sheet asks for no evidence."""
    if not evidence.items:
        return []
    return [Collapsible(FOR_THE_FORM, (Checklist(tuple(map(say, evidence.items)), say(evidence.intro)),))]


def _pluses(pluses: Criteria, say: Callable[[str], str]) -> list[Text]:
    return [Text(f"{say(pluses.intro)} {'; '.join(map(say, pluses.items))}.")] if pluses.items else []


def carried(answers: Mapping[str, str], at: datetime) -> dict[str, str]:
    """What a button of the result knows of it: the answers, and when it was shown (UTC)."""
    pairs = ",".join(f"{question}:{option}" for question, option in answers.items())
    return {"answers": pairs, "at": at.isoformat(timespec="seconds")}


def _keep(at: Position, now: datetime) -> tuple[Button, Button]:
    known = carried({step.question.id: step.chosen.id for step in at.steps}, now)
    return (
        Button("Print version", "eligibility_result_file", known),
        Button(CHANGE_ONE, "eligibility_result_change", known),
    )


def _ask(at: Position) -> list[Button]:
    """The hub can be asked at once about what is open; nothing is sent before it was shown."""
    about = [step.question.short for noted in TO_DO for step in at.left(noted)]
    if not about:
        return []
    return [replace(ask_button(f"About my eligibility check: {'; '.join(about)}."), style="primary")]


def _to_do(turn: Turn, at: Position) -> list[Block]:
    left = [(title, at.left(noted)) for noted, title in TO_DO.items()]
    return [Checklist(tuple(_item(turn, step) for step in steps), title) for title, steps in left if steps]


def _in_place(at: Position) -> list[Block]:
    """The answers that leave nothing to do; the others stand with what is to be done about them."""
    steps = at.left(AnswerEffect.NOTHING)
    return [Collapsible("In place", (answers_given(steps),))] if steps else []


def _item(turn: Turn, step: Step) -> str:
    return f"{step.question.short} ({step.chosen.label}): {turn.knowledge.say(step.chosen.step, turn.today)}"
