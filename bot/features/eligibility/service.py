"""What each answer and move does to the walk in the store, and the reply that follows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.core.activity import ConversationKey
from bot.core.open_question import DialogStep
from bot.core.reply import Reply
from bot.core.turn import Turn
from bot.features.eligibility import views
from bot.features.eligibility.domain import DialogSession
from bot.features.eligibility.parsing import ChangeAnswer
from bot.features.eligibility.phrases import Move
from bot.features.eligibility.repository import DialogSessions
from bot.features.eligibility.views_result import result
from knowledge.dialog.model import DialogQuestion, Option, Position, position


@dataclass(frozen=True, slots=True)
class DialogView:
    """One look at a walk: as it is stored, and where its answers lead."""

    turn: Turn
    walk: DialogSession
    at: Position

    def show(self, *lead: str, kind: str = views.KIND, before: str = views.BELOW) -> Reply:
        """`before`: what becomes of the message that showed the step before."""
        return replace(
            views.show(self.turn, self.walk, self.at, *lead, kind=kind), step=DialogStep(self.walk.id, before)
        )


async def look(turn: Turn) -> DialogView | None:
    """The walk under way in this conversation, if there is one."""
    walk = await DialogSessions(turn.store).current(ConversationKey.of(turn.activity), turn.now)
    return _here(turn, walk) if walk else None


def _here(turn: Turn, walk: DialogSession) -> DialogView:
    return DialogView(turn, walk, position(turn.knowledge.dialog, walk.answers, walk.reopened))


async def begin(turn: Turn) -> Reply:
    """The first question, or where a walk that is already under way has got to."""
    if turn.activity.channel is not None:
        return views.in_private()
    if here := await look(turn):
        return here.show(views.UNDER_WAY, kind="eligibility_start")
    return await _from_the_top(turn, turn.knowledge.say(turn.knowledge.dialog.intro, turn.today))


async def _from_the_top(turn: Turn, lead: str) -> Reply:
    walk = await DialogSessions(turn.store).start(ConversationKey.of(turn.activity), turn.now)
    dates = turn.knowledge.dialog.dates[turn.knowledge.window.phase(turn.today)]
    lead = f"{lead}\n{turn.knowledge.say(dates, turn.today)}"
    return _here(turn, walk).show(lead, kind="eligibility_start")


async def pressed(turn: Turn, values: Mapping[str, str]) -> DialogView | Reply:
    """The walk that a button belongs to, or kind words when the button is not of its latest step.

    They are for who has pressed alone: the walk may be somebody else's.
    """
    here = await look(turn)
    if here and (values.get("walk"), values.get("step")) == (here.walk.id, str(here.walk.step)):
        return here
    pressed_by, sessions = ConversationKey.of(turn.activity), DialogSessions(turn.store)
    if await sessions.is_somebody_elses(values.get("walk", ""), pressed_by):
        return replace(views.offer(views.SOMEBODY_ELSES), personal=True)
    if here is None:
        return replace(views.offer(views.OVER), personal=True)
    return (
        stale(here) if values.get("walk") == here.walk.id else here.show(f"{views.OVER} This is your present one.")
    )


def stale(here: DialogView) -> Reply:
    return here.show(views.STALE)


async def follow(here: DialogView, reading: Option | Move | ChangeAnswer) -> Reply:
    """Do what was meant."""
    match reading:
        case Option():
            return await answer(here, reading)
        case ChangeAnswer(question=question):
            return await change(here, question)
        case Move():
            return await MOVES[reading](here)


async def answer(here: DialogView, chosen: Option) -> Reply:
    due = here.at.due
    if due is None or chosen not in due.options:
        return stale(here)
    moved = await DialogSessions(here.turn.store).answer(here.walk, due.id, chosen.id, here.turn.now)
    if moved is None:
        return await _overtaken(here)
    now = _here(here.turn, moved)
    said = next(step for step in now.at.steps if step.question is due)
    return now.show(views.noted(said), before=views.answered(said))


async def back(here: DialogView) -> Reply:
    """To the question before; from a question that is being changed, to where the change was asked for."""
    if here.walk.reopened:
        moved = await DialogSessions(here.turn.store).reopen(here.walk, None, here.turn.now)
        lead = "Left as it was."
    elif here.at.steps:
        last = here.at.steps[-1].question
        moved = await DialogSessions(here.turn.store).forget(here.walk, last.id, here.turn.now)
        lead = ""
    else:
        return here.show(views.FIRST)
    return _here(here.turn, moved).show(lead) if moved else await _overtaken(here)


async def change(here: DialogView, question: DialogQuestion | None) -> Reply:
    """Ask one question again, or show all the answers when it is not said which."""
    if question is None or question not in [step.question for step in here.at.steps]:
        return await answers(here)
    moved = await DialogSessions(here.turn.store).reopen(here.walk, question.id, here.turn.now)
    return _here(here.turn, moved).show(kind="eligibility_change") if moved else await _overtaken(here)


async def finish(here: DialogView) -> Reply:
    if here.at.due is not None:
        return here.show(views.NOT_YET)
    ended = await DialogSessions(here.turn.store).end(here.walk)
    if not ended:
        return await _overtaken(here)
    return replace(result(here.turn, here.at), step=DialogStep(here.walk.id, views.FINISHED))


async def why(here: DialogView) -> Reply:
    return replace(views.because(here.turn, here.walk, here.at), step=DialogStep(here.walk.id, views.BELOW))


async def answers(here: DialogView) -> Reply:
    return replace(views.so_far(here.turn, here.walk, here.at), step=DialogStep(here.walk.id, views.BELOW))


async def resume(here: DialogView) -> Reply:
    return here.show()


async def no_answer(here: DialogView) -> Reply:
    return here.show(views.NO_ANSWER if here.at.due else "")


async def restart(here: DialogView) -> Reply:
    await DialogSessions(here.turn.store).end(here.walk)
    return await _from_the_top(here.turn, views.STARTED_AGAIN)


async def stop(here: DialogView) -> Reply:
    await DialogSessions(here.turn.store).end(here.walk)
    return replace(views.offer(views.STOPPED), step=DialogStep(here.walk.id, views.WAS_STOPPED))


MOVES: Mapping[Move, Callable[[DialogView], Awaitable[Reply]]] = {
    Move.BACK: back,
    Move.WHY: why,
    Move.RESTART: restart,
    Move.STOP: stop,
    Move.ANSWERS: answers,
    Move.RESULT: finish,
    Move.RESUME: resume,
    Move.NO_ANSWER: no_answer,
}


async def _overtaken(here: DialogView) -> Reply:
    """Somebody, usually the same finger, was faster: show where that has led."""
    now = await look(here.turn)
    return now.show(views.OVERTAKEN) if now else views.offer(views.OVER)


def in_place(reply: Reply) -> Reply:
    """The answer to a button takes the place of the message that the button was in."""
    return replace(reply, replaces=True)
