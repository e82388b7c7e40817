"""A lead's answer, typed: “answer: Yes, behind the hotel” is shown before it goes to the asker."""

import re
from collections.abc import Mapping

from bot.core.activity import Message
from bot.core.fitting import quoted
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, middleware
from bot.core.turn import Turn
from bot.features.ask_hub import views_lead
from bot.features.ask_hub.commands_lead import question_of, questions, several_lines
from bot.features.ask_hub.domain import LONGEST_ANSWER, AskedState, HubQuestion
from bot.features.ask_hub.repository import Questions
from bot.hubs.resolving import hub_ids

TYPED = re.compile(
    r"(?:the\s+)?(?:answer|reply)(?:\s+(?:to\s+)?#?(?P<number>\d{1,9}))?\s*[:–—]\s*(?P<text>\S.*)", re.I | re.S
)


@middleware(
    "a typed answer",
    order=65,
    because="what a lead writes to an asker is no question to the sheet, and no number of a question alone",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """For the question that is named, that was looked at last, or that alone is waiting; nothing is sent yet."""
    found = TYPED.fullmatch(turn.activity.text.strip() if isinstance(turn.activity, Message) else text)
    if found is None or Role.LEAD not in roles(turn.person):
        return await call_next()
    question = await _meant(turn, found["number"] or "")
    answer = several_lines(found["text"])
    if question is None or not 0 < len(answer) <= LONGEST_ANSWER:
        return await questions(turn, "")
    return _preview(question, answer)


@action("question_answer_not", of="questions", writes=False)
async def not_sent(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was sent."),), views_lead.KIND, replaces=True)


async def _meant(turn: Turn, number: str) -> HubQuestion | None:
    if number:
        question = await question_of(turn, {"id": number})
        return question if question.state is AskedState.WAITING else None
    waiting = [one for one in await Questions(turn.store).at(hub_ids(turn)) if one.state is AskedState.WAITING]
    spoken = turn.standing.spoken_of
    if spoken is not None and spoken.kind == views_lead.SPOKEN_AS:
        return next((one for one in waiting if one.id in spoken.ids), None)
    return waiting[0] if len(waiting) == 1 else None


def _preview(question: HubQuestion, answer: str) -> Reply:
    values = {"id": str(question.id), "revision": str(question.revision), "text": answer}
    yes = Button("Send the answer", "question_answer_send", values, "primary")
    no = Button("Don't send", "question_answer_not")
    texts = (Text(f"Not sent yet. The answer to {quoted(question.text)}:"), Text(answer))
    note = Note("The person who asked will see your hub's name, not yours.")
    asks = OpenQuestion(yes.label, no.label)
    return Reply((*texts, note, Actions((yes, no))), views_lead.KIND, asks=asks, personal=True)
