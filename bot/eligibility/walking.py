"""What each answer and move does to the walk in the store, and the reply that follows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.eligibility import wording
from bot.eligibility.reading import Change
from bot.eligibility.result import result
from bot.eligibility.words import Move
from bot.reply import Reply
from bot.store.records import Seat, Walk
from bot.turn import Turn
from knowledge.dialog import Option, Position, Question, position


@dataclass(frozen=True, slots=True)
class Here:
    """One look at a walk: as it is stored, and where its answers lead."""

    turn: Turn
    walk: Walk
    at: Position

    def show(self, *lead: str, kind: str = wording.KIND) -> Reply:
        return wording.show(self.turn, self.walk, self.at, *lead, kind=kind)


async def look(turn: Turn) -> Here | None:
    """The walk under way in this conversation, if there is one."""
    walk = await turn.store.walks.current(Seat.of(turn.activity), turn.now)
    return _here(turn, walk) if walk else None


def _here(turn: Turn, walk: Walk) -> Here:
    return Here(turn, walk, position(turn.knowledge.dialog, walk.answers, walk.reopened))


async def begin(turn: Turn) -> Reply:
    """The first question, or where a walk that is already under way has got to."""
    if here := await look(turn):
        return here.show(wording.UNDER_WAY, kind="eligibility_start")
    return await _from_the_top(turn, turn.knowledge.say(turn.knowledge.dialog.intro, turn.today))


async def _from_the_top(turn: Turn, lead: str) -> Reply:
    walk = await turn.store.walks.start(Seat.of(turn.activity), turn.now)
    dates = turn.knowledge.dialog.dates[turn.knowledge.window.phase(turn.today)]
    lead = f"{lead}\n{turn.knowledge.say(dates, turn.today)}"
    return _here(turn, walk).show(lead, kind="eligibility_start")


async def pressed(turn: Turn, values: Mapping[str, str]) -> Here | Reply:
    """The walk that a button belongs to, or kind words when the button is not of its latest step."""
    here = await look(turn)
    if here and (values.get("walk"), values.get("step")) == (here.walk.id, str(here.walk.step)):
        return here
    if here is None:
        return wording.offer(wording.OVER)
    return (
        stale(here)
        if values.get("walk") == here.walk.id
        else here.show(f"{wording.OVER} This is your present one.")
    )


def stale(here: Here) -> Reply:
    return here.show(wording.STALE)


async def follow(here: Here, reading: Option | Move | Change) -> Reply:
    """Do what was meant."""
    match reading:
        case Option():
            return await answer(here, reading)
        case Change(question=question):
            return await change(here, question)
        case Move():
            return await MOVES[reading](here)


async def answer(here: Here, chosen: Option) -> Reply:
    due = here.at.due
    if due is None or chosen not in due.options:
        return stale(here)
    moved = await here.turn.store.walks.answer(here.walk, due.id, chosen.id, here.turn.now)
    if moved is None:
        return await _overtaken(here)
    now = _here(here.turn, moved)
    said = next(step for step in now.at.steps if step.question is due)
    return now.show(wording.noted(said))


async def back(here: Here) -> Reply:
    """To the question before; from a question that is being changed, to where the change was asked for."""
    if here.walk.reopened:
        moved = await here.turn.store.walks.reopen(here.walk, None, here.turn.now)
        lead = "Left as it was."
    elif here.at.steps:
        last = here.at.steps[-1].question
        moved = await here.turn.store.walks.forget(here.walk, last.id, here.turn.now)
        lead = ""
    else:
        return here.show(wording.FIRST)
    return _here(here.turn, moved).show(lead) if moved else await _overtaken(here)


async def change(here: Here, question: Question | None) -> Reply:
    """Ask one question again, or show all the answers when it is not said which."""
    if question is None or question not in [step.question for step in here.at.steps]:
        return wording.so_far(here.turn, here.walk, here.at)
    moved = await here.turn.store.walks.reopen(here.walk, question.id, here.turn.now)
    return _here(here.turn, moved).show(kind="eligibility_change") if moved else await _overtaken(here)


async def finish(here: Here) -> Reply:
    if here.at.due is not None:
        return here.show(wording.NOT_YET)
    ended = await here.turn.store.walks.end(here.walk)
    return result(here.turn, here.at) if ended else await _overtaken(here)


async def why(here: Here) -> Reply:
    return wording.because(here.turn, here.walk, here.at)


async def answers(here: Here) -> Reply:
    return wording.so_far(here.turn, here.walk, here.at)


async def resume(here: Here) -> Reply:
    return here.show()


async def no_answer(here: Here) -> Reply:
    return here.show(wording.NO_ANSWER if here.at.due else "")


async def restart(here: Here) -> Reply:
    await here.turn.store.walks.end(here.walk)
    return await _from_the_top(here.turn, wording.STARTED_AGAIN)


async def stop(here: Here) -> Reply:
    await here.turn.store.walks.end(here.walk)
    return wording.offer(wording.STOPPED)


MOVES: Mapping[Move, Callable[[Here], Awaitable[Reply]]] = {
    Move.BACK: back,
    Move.WHY: why,
    Move.RESTART: restart,
    Move.STOP: stop,
    Move.ANSWERS: answers,
    Move.RESULT: finish,
    Move.RESUME: resume,
    Move.NO_ANSWER: no_answer,
}


async def _overtaken(here: Here) -> Reply:
    """Somebody, usually the same finger, was faster: show where that has led."""
    now = await look(here.turn)
    return now.show(wording.OVERTAKEN) if now else wording.offer(wording.OVER)


def in_place(reply: Reply) -> Reply:
    """The answer to a button takes the place of the message that the button was in."""
    return replace(reply, replaces=True)
