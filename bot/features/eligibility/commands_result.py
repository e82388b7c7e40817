"""The result of a check for a day after it: one answer changed, and the result as a page to print.

Nothing is stored for that: the answers stand in the message already, and its buttons carry them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.activity import ConversationKey
from bot.core.errors import BotError, StaleButton
from bot.core.permissions import Role
from bot.core.reply import Actions, Button, File, Note, Reply, Text
from bot.core.routing import action
from bot.core.turn import Turn
from bot.features.eligibility import service, views
from bot.features.eligibility.domain import WALKS_ARE_KEPT
from bot.features.eligibility.repository import DialogSessions
from bot.features.eligibility.views_result import KIND_AGAIN, carried, result
from knowledge.dialog.model import Dialog, DialogQuestion, Option, Position, position


class ResultTooOld(BotError):
    """That result is more than a day old, so it can no longer be changed. Type “eligibility” for a new check."""


@dataclass(frozen=True, slots=True)
class FinishedCheck:
    """What a button of a result carries. answers: question id → option id; at: when it was shown, in UTC."""

    answers: Mapping[str, str]
    at: datetime


def read(turn: Turn, values: Mapping[str, str]) -> FinishedCheck:
    """Raises StaleButton for what was not made here, ResultTooOld after a day."""
    dialog = turn.knowledge.dialog
    try:
        at = datetime.fromisoformat(values["at"])
        pairs = [pair.split(":") for pair in values["answers"].split(",")]
        answers = {question: _option(dialog, question, option).id for question, option in pairs}
        age = turn.now - at
    except (KeyError, ValueError, TypeError):
        raise StaleButton from None
    if age > WALKS_ARE_KEPT:
        raise ResultTooOld
    return FinishedCheck(answers, at)


def _option(dialog: Dialog, question: str, option: str) -> Option:
    """Raises StaleButton."""
    found = dialog.questions[question].option(option) if question in dialog.questions else None
    if found is None:
        raise StaleButton
    return found


@action("eligibility_result_change", role=Role.ANYONE, writes=False, stays=True)
async def which_answer(turn: Turn, values: Mapping[str, str]) -> Reply:
    check = read(turn, values)
    at = position(turn.knowledge.dialog, check.answers, None)
    if at.due is not None:
        raise StaleButton
    buttons = tuple(
        Button(
            views.change_label(step.question),
            "eligibility_result_ask",
            {**carried(check.answers, check.at), "question": step.question.id},
        )
        for step in at.steps
    )
    return Reply((Text(views.WHICH, strong=True), Actions(buttons)), KIND_AGAIN)


@action("eligibility_result_ask", role=Role.ANYONE, writes=False)
async def ask_again(turn: Turn, values: Mapping[str, str]) -> Reply:
    check, question = read(turn, values), _question(turn, values)
    said = carried(check.answers, check.at)
    buttons = tuple(
        Button(option.label, "eligibility_result_set", {**said, "question": question.id, "option": option.id})
        for option in question.options
    )
    stands = question.option(check.answers.get(question.id, ""))
    note = (Note(f"So far: {stands.label}."),) if stands else ()
    ask = Text(turn.knowledge.say(question.ask, turn.today), strong=True)
    return Reply((ask, *note, Actions(buttons)), KIND_AGAIN)


@action("eligibility_result_set", role=Role.ANYONE, writes=True)
async def set_answer(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The result with that answer; where it opens a question, the check goes on from there."""
    check, question = read(turn, values), _question(turn, values)
    chosen = _option(turn.knowledge.dialog, question.id, values.get("option", ""))
    answers = {**check.answers, question.id: chosen.id}
    at = position(turn.knowledge.dialog, answers, None)
    if at.due is None:
        return replace(result(turn, at), kind=KIND_AGAIN)
    if await service.look(turn) is None:
        await _walk_with(turn, at)
    return await service.begin(turn)


async def _walk_with(turn: Turn, at: Position) -> None:
    sessions = DialogSessions(turn.store)
    walk = await sessions.start(ConversationKey.of(turn.activity), turn.now)
    for step in at.steps:
        moved = await sessions.answer(walk, step.question.id, step.chosen.id, turn.now)
        if moved is None:
            return
        walk = moved


@action("eligibility_result_file", role=Role.ANYONE, writes=False, stays=True)
async def as_file(turn: Turn, values: Mapping[str, str]) -> Reply:
    from bot.features.eligibility.result_page import page  # noqa: PLC0415  the library is read when it is needed

    check = read(turn, values)
    at = position(turn.knowledge.dialog, check.answers, None)
    if at.due is not None:
        raise StaleButton
    made = page(result(turn, at), turn.today)
    name = f"eligibility-check-{turn.today}.pdf"
    file = File(name, made, "application/pdf", "Your eligibility check on one page")
    return Reply((file,), KIND_AGAIN, personal=True)


def _question(turn: Turn, values: Mapping[str, str]) -> DialogQuestion:
    found = turn.knowledge.dialog.questions.get(values.get("question", ""))
    if found is None:
        raise StaleButton
    return found
