"""How each step of the walk reads: the question, the summary, and where a button that is too old has left us."""

from collections.abc import Iterable

from bot.core.fitting import shortened
from bot.core.open_question import DialogStep
from bot.core.reply import Actions, Block, Button, Facts, Note, Reply, Text
from bot.core.turn import Turn
from bot.features.eligibility.domain import DialogSession
from bot.features.eligibility.phrases import Move
from knowledge.dialog.model import AnswerEffect, DialogQuestion, Position, Step

KIND = "eligibility"
START = Button("Start the check", "eligibility_start", style="primary")
START_AGAIN = Button("Start again", "eligibility_start")

UNDER_WAY = "You have a check under way. Here is where we are."
STARTED_AGAIN = "Started again: your earlier answers are cancelled and deleted."
HOW_TO_STOP = "To end the check and delete its answers, press Stop or type “stop”."
STOPPED = "Stopped, and your answers are deleted. You can start again whenever you like."
NO_CHECK = "There's no eligibility check under way here. It takes a couple of minutes; shall we start one?"
OVER = (
    "That button belongs to a check that is over: it was finished or stopped, or a day has passed. Its answers "
    "are deleted."
)
SOMEBODY_ELSES = "That is somebody else's check. Start your own?"
IN_PRIVATE = "I've asked you the first question in our private chat: your answers are yours alone."
BELOW = "This question is asked again below."
FINISHED = "All questions are answered."
WAS_STOPPED = "The check was stopped."
STALE = "That button belongs to an earlier message, so it changed nothing. Here is where we are now."
OVERTAKEN = "That one was just answered, so I left it alone. Here is where we are now."
FIRST = "This is the first question, so there is nothing to go back to."
NOT_YET = "Nearly: the result comes after the last question."
NO_ANSWER = (
    "I can only note one of the answers below, and I don't want to guess which you meant. If it depends, or you'd "
    "rather not say, choose Not sure."
)
CHANGE_ONE = "Change an answer"
WHICH = "Which one would you like to change?"
LONGEST_ON_A_PHONE = 30  # characters of a name on a button
ALL_ANSWERED = "Nothing is being asked at the moment: every question has its answer."
NOTES = {
    AnswerEffect.NOTHING: "",
    AnswerEffect.SORT_OUT: " That's something to sort out first; the result says how.",
    AnswerEffect.ASK_HUB: " That's one to ask about; it will be in the result.",
}


def show(turn: Turn, walk: DialogSession, at: Position, *lead: str, kind: str = KIND) -> Reply:
    """Where the walk stands: the question that is due, or the summary."""
    blocks = question(turn, walk, at.due, at) if at.due else summary(walk, at)
    section = at.due.section if at.due else turn.knowledge.dialog.section
    said = tuple(Text(line) for line in lead if line)
    return Reply((*said, *blocks), kind, (turn.knowledge.sections[section],), closes=True)


def question(turn: Turn, walk: DialogSession, due: DialogQuestion, at: Position) -> tuple[Block, ...]:
    say = turn.knowledge.say
    blocks: list[Block] = [
        Note(f"Question {at.number} of {at.of}"),
        Text(say(due.ask, turn.today), strong=True),
    ]
    if due.shows:
        blocks.append(Facts(tuple((name, say(value, turn.today)) for name, value in due.shows)))
    if due.hint:
        blocks.append(Note(say(due.hint, turn.today)))
    if walk.reopened:
        standing = next(step.chosen.label for step in at.steps if step.question is due)
        blocks.append(Note(f"You answered {standing}. To keep that, press Back."))
    return (*blocks, *to_press(walk, due, at))


def to_press(walk: DialogSession, due: DialogQuestion, at: Position) -> tuple[Actions, Actions]:
    answers = [
        Button(option.label, "eligibility_answer", _values(walk, question=due.id, option=option.id))
        for option in due.options
    ]
    moves = [move_button("Why do you ask?", Move.WHY, walk)]
    if at.steps:
        moves.append(move_button("Back", Move.BACK, walk))
    moves.append(move_button("Stop", Move.STOP, walk))
    return Actions(tuple(answers)), Actions(tuple(moves))


def summary(walk: DialogSession, at: Position) -> tuple[Block, ...]:
    return (
        Text("That's all I ask. Are these your answers?", strong=True),
        answers_given(at.steps),
        Note("When you see the result, the check ends and I delete your answers."),
        Actions((_to_result(walk), move_button(CHANGE_ONE, Move.ANSWERS, walk))),
        Actions((move_button("Back", Move.BACK, walk), _restart(walk), move_button("Stop", Move.STOP, walk))),
    )


def so_far(turn: Turn, walk: DialogSession, at: Position) -> Reply:
    """What has been answered, with a button to change each: in the middle of the walk, and from its summary."""
    if not at.steps:
        return show(turn, walk, at, "You haven't answered anything yet.", kind="eligibility_change")
    go_on = move_button("Carry on", Move.RESUME, walk, primary=True) if at.due else _to_result(walk)
    on = (go_on, move_button("Stop", Move.STOP, walk))
    blocks = (
        Text(f"Your answers so far. {WHICH}" if at.due else WHICH, strong=True),
        answers_given(at.steps),
        Actions(change_buttons(walk, at.steps)),
        Actions(on),
    )
    return Reply(
        blocks, "eligibility_change", (turn.knowledge.sections[turn.knowledge.dialog.section],), closes=True
    )


def because(turn: Turn, walk: DialogSession, at: Position) -> Reply:
    """Why the question that is due is asked, with the section of the sheet, and the question again."""
    if at.due is None:
        return show(turn, walk, at, ALL_ANSWERED, kind="eligibility_why")
    section = turn.knowledge.sections[at.due.section]
    why = Text(turn.knowledge.say(at.due.why, turn.today))
    source = Note(f"{turn.knowledge.sheet}, “{section}”")
    return Reply((why, source, *again(turn, walk, at)), "eligibility_why", (section,), closes=True)


def again(turn: Turn, walk: DialogSession, at: Position) -> tuple[Block, ...]:
    """The walk's question in few words, after something else was said."""
    if at.due:
        ask = turn.knowledge.say(at.due.ask, turn.today)
        text = Text(f"Back to your check, question {at.number} of {at.of}: {ask}", strong=True)
        return (text, *to_press(walk, at.due, at))
    buttons = (
        _to_result(walk),
        move_button("My answers", Move.ANSWERS, walk),
        move_button("Stop", Move.STOP, walk),
    )
    return Text("Back to your check: every question has its answer."), Actions(buttons)


def asked_again(turn: Turn, walk: DialogSession, at: Position) -> Reply:
    """The same as a message of its own, below whatever else was asked."""
    sources = (turn.knowledge.sections[at.due.section if at.due else turn.knowledge.dialog.section],)
    return Reply(again(turn, walk, at), KIND, sources, step=DialogStep(walk.id, BELOW))


def answered(step: Step) -> str:
    """What is left of a question that was answered in words."""
    return f"{step.question.short}: {step.chosen.label}"


def in_private() -> Reply:
    """Where others read, one line, and no more of it."""
    return Reply((Text(IN_PRIVATE),), "eligibility_start", carries_on=START)


def noted(step: Step) -> str:
    return f"{step.question.short}: {step.chosen.label}.{NOTES[step.chosen.noted]}"


def answers_given(steps: Iterable[Step], title: str = "") -> Facts:
    return Facts(tuple((step.question.short, step.chosen.label) for step in steps), title)


def change_buttons(walk: DialogSession, steps: Iterable[Step]) -> tuple[Button, ...]:
    return tuple(
        Button(change_label(step.question), "eligibility_change", _values(walk, question=step.question.id))
        for step in steps
    )


def change_label(question: DialogQuestion) -> str:
    """Short enough for a phone; the whole name stands in the answers above."""
    return shortened(question.short, LONGEST_ON_A_PHONE)


def move_button(label: str, move: Move, walk: DialogSession, *, primary: bool = False) -> Button:
    return Button(label, "eligibility_move", _values(walk, move=move.value), "primary" if primary else "")


def offer(text: str, button: Button = START, kind: str = KIND) -> Reply:
    """Words for when no check is under way, with the way to begin one."""
    return Reply((Text(text), Actions((button,))), kind)


def _to_result(walk: DialogSession) -> Button:
    return move_button("See the result", Move.RESULT, walk, primary=True)


def no_result_yet(at: Position) -> Reply:
    """“What's the result?”, “so I'm rejected?” in the middle of the walk."""
    when = f"after question {at.of}" if at.due else "when you press “See the result”"
    text = (
        f"The result comes {when}. Nobody is rejected here: it only shows where you stand, and Maths Hubs decide."
    )
    return Reply((Text(text),), "help", personal=True)


def not_for_a_specialist() -> Reply:
    """To somebody enrolled whose words were only guessed to mean the applicants' check: none is begun."""
    own = Button("Where I stand", "say", {"text": "home"})
    text = "I'm not sure what you're asking, so nothing was changed. What would you like to know?"
    return Reply((Text(text), Actions((own, Button("Help", "say", {"text": "help"}), START))), KIND, personal=True)


def _restart(walk: DialogSession) -> Button:
    return move_button("Start again", Move.RESTART, walk)


def _values(walk: DialogSession, **more: str) -> dict[str, str]:
    return {"walk": walk.id, "step": str(walk.step), **more}
