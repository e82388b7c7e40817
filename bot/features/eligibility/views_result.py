"""The result of a walk: one message that says what to do next, and that reads as well to a headteacher."""

from bot.core.reply import Actions, Block, Checklist, Note, Reply, Text
from bot.core.turn import Turn
from bot.features.eligibility.views import KIND, START_AGAIN, answers_given
from knowledge.dialog.model import AnswerEffect, Position, Step

ONLY_COPY = "Copy or forward this to your headteacher: I have deleted the answers."
TO_DO = {AnswerEffect.SORT_OUT: "Essentials to sort out first", AnswerEffect.ASK_HUB: "To ask your Maths Hub"}


def result(turn: Turn, at: Position) -> Reply:
    """Everything that the walk came to. Nothing of it is stored: the message is the only copy."""
    dialog, phase = turn.knowledge.dialog, turn.knowledge.window.phase(turn.today)
    outcome = dialog.outcome(at.gravest)

    def say(text: str) -> str:
        return turn.knowledge.say(text, turn.today)

    blocks: list[Block] = [
        Text(f"{dialog.title}, {turn.today.day} {turn.today:%B %Y}\n{outcome.title}\n{say(outcome.says)}"),
        *_to_do(turn, at),
        Text(f"{say(outcome.next[phase])}\n{say(dialog.dates[phase])}"),
        *_in_place(at),
        Checklist(tuple(map(say, dialog.evidence.items)), say(dialog.evidence.intro)),
        Text(f"{say(dialog.pluses.intro)} {'; '.join(map(say, dialog.pluses.items))}."),
        Text(say(dialog.commitment)),
        Note(f"{say(dialog.decides)} Source: {turn.knowledge.sheet}."),
        Note(ONLY_COPY),
        Actions((START_AGAIN,)),
    ]
    sections = (dialog.section, *(step.question.section for step in at.steps))
    sources = tuple(dict.fromkeys(turn.knowledge.sections[name] for name in sections))
    return Reply(tuple(blocks), KIND, sources)


def _to_do(turn: Turn, at: Position) -> list[Block]:
    left = [(title, at.left(noted)) for noted, title in TO_DO.items()]
    return [Checklist(tuple(_item(turn, step) for step in steps), title) for title, steps in left if steps]


def _in_place(at: Position) -> list[Block]:
    """The answers that leave nothing to do; the others stand with what is to be done about them."""
    steps = at.left(AnswerEffect.NOTHING)
    return [answers_given(steps, "In place")] if steps else []


def _item(turn: Turn, step: Step) -> str:
    return f"{step.question.short} ({step.chosen.label}): {turn.knowledge.say(step.chosen.step, turn.today)}"
