"""What somebody sees who asks their hub: the hub to choose, exactly what will be sent, and where it stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.fitting import cut_to_json, in_quotes, quoted
from bot.core.form import ChoiceField, Form, TextField
from bot.core.identity import Hub
from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Block, Button, Note, Reply, Text
from bot.features.ask_hub.domain import LONGEST_QUESTION, AskedState, HubQuestion
from bot.features.ask_hub.quoting import ROOM_FOR_TEXT, age
from knowledge.search.normalise import clean

WHICH_HUB = "which Maths Hub"  # reads the name that answers "Which is your Maths Hub?"
KIND = "handoff"
ASK = "Ask my hub"
NO_HUBS = (
    "I can't pass a question on to a person yet, so nothing was sent. Please contact your Maths Hub directly: "
    "they decide on applications and know your area."
)
REMEMBERED = (
    "I'll remember your choice. Nothing has been sent yet. If your hub isn't listed, please contact it directly."
)
NOT_SENT = "Nothing was sent. Ask me something else whenever you like."
ANSWERED_THEN = "A person will answer, and I'll bring you the answer. Type “my questions” to see where it stands."
ANSWERED_UNTOLD = (
    "A person will answer. I can't write to you unasked from here, so type “my questions” to see the answer."
)
STATES = {
    AskedState.WAITING: "no answer yet",
    AskedState.ANSWERED: "answered",
    AskedState.CLOSED: "closed: not one for this hub",
}


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question on its way: what the buttons of its preview carry, so that what was seen is what is sent."""

    text: str
    entry: str = ""
    score: float = 0.0
    before: tuple[str, ...] = ()
    named: bool = False

    @property
    def values(self) -> dict[str, str]:
        found = {"text": self.text, "entry": self.entry, "score": f"{self.score:.3f}"}
        if self.before:
            found["before"] = json.dumps(self.before)
        return found | ({"named": "yes"} if self.named else {})


def draft_of(values: Mapping[str, str]) -> QuestionDraft:
    """The draft that a button carries; what has been tampered with counts for nothing."""
    try:
        score = min(1.0, max(0.0, float(values.get("score", "0")) or 0.0))
        before = json.loads(values.get("before", "[]"))
    except ValueError:
        score, before = 0.0, []
    turns = tuple(turn for turn in before if isinstance(turn, str)) if isinstance(before, list) else ()
    text = cut_to_json(clean(values.get("text", ""), LONGEST_QUESTION), ROOM_FOR_TEXT)
    return QuestionDraft(text, values.get("entry", "")[:60], score, turns[-2:], "named" in values)


def ask_button(text: str, entry: str = "", score: float = 0.0) -> Button:
    """[Ask my hub], which carries the question."""
    return Button(
        ASK,
        "ask_hub",
        QuestionDraft(cut_to_json(text[:LONGEST_QUESTION], ROOM_FOR_TEXT), entry[:60], score).values,
    )


def no_hubs() -> Reply:
    return Reply((Text(NO_HUBS),), KIND, entry=KIND)


def nobody_there(draft: QuestionDraft, hub: Hub, choose: bool) -> Reply:
    """Nothing is pretended: what nobody would read is not taken."""
    text = (
        f"Nobody at {hub.name} can be reached through me yet, so nothing was sent. Please contact them directly. "
        "Your question:"
    )
    other = (Actions((Button("Another hub", "ask_hub_other", draft.values),)),) if choose else ()
    return Reply((Text(text), Text(in_quotes(draft.text)), *other), KIND, replaces=True, personal=True)


def which_hub(draft: QuestionDraft, hubs: Sequence[Hub]) -> Reply:
    field = ChoiceField("hub", "Your Maths Hub", {str(hub.id): hub.name for hub in hubs})
    form = Form("Which is your Maths Hub?", "ask_hub_choose", (field,), "Continue", draft.values)
    asks = OpenQuestion(reader=WHICH_HUB, values=draft.values)
    return Reply((form, Note(REMEMBERED)), KIND, personal=True, asks=asks)


def write_it(text: str = "") -> Reply:
    field = TextField("text", "Your question", text, several_lines=True, longest=LONGEST_QUESTION)
    form = Form("What would you like to ask your Maths Hub?", "ask_hub", (field,), "Show me what will be sent")
    return Reply((form, Note("A person will answer. Please leave out names of pupils.")), KIND, personal=True)


def preview(draft: QuestionDraft, hub: Hub, before: tuple[str, ...], name: str | None, choose: bool) -> Reply:
    """Exactly what will be sent. `name`: of somebody enrolled, who may be named; `choose`: they may change hub."""
    blocks: list[Block] = [
        Text(f"To {hub.name}. A person will answer. This will be sent:"),
        Text(in_quotes(draft.text)),
        Note(_signed(name if draft.named else None)),
    ]
    buttons = [Button("Send", "ask_hub_send", draft.values | {"hub": str(hub.id)}, "primary")]
    if before:
        blocks.append(Note("\n".join(["You can also send what you asked just before:", *map(_line, before)])))
        with_before = replace(draft, before=before).values | {"hub": str(hub.id)}
        buttons.append(Button("Send with what I asked before", "ask_hub_send", with_before))
    if name:
        label = "Leave my name out" if draft.named else "Put my name to it"
        buttons.append(Button(label, "ask_hub", replace(draft, named=not draft.named).values))
    if choose:
        buttons.append(Button("Another hub", "ask_hub_other", draft.values))
    no = Button("Don't send", "ask_hub_no")
    blocks.append(Actions((*buttons, no)))
    asks = OpenQuestion(buttons[0].label, no.label)
    return Reply(tuple(blocks), KIND, replaces=True, personal=True, asks=asks)


def sent(question: HubQuestion) -> Reply:
    texts = (
        Text(f"Sent to {question.hub}: {quoted(question.text)}"),
        Note(ANSWERED_THEN if question.asker.address else ANSWERED_UNTOLD),
    )
    return Reply(texts, KIND, replaces=True, personal=True)


def mine(questions: Sequence[HubQuestion], now: datetime) -> Reply:
    """Where each question stands; the newest last, where a phone shows it."""
    if not questions:
        text = "You haven't asked your Maths Hub anything through me yet. Type your question, and I'll offer it."
        return Reply((Text(text),), "my_questions", personal=True)
    blocks: list[Block] = [Text("What you asked your Maths Hub:")]
    for question in questions[-5:]:
        blocks += [Text(f"{quoted(question.text)}\n{state(question, now)}")]
        if question.answer:
            blocks.append(Note(f"Their answer: {question.answer}"))
    again = [question for question in questions[-5:] if question.state is not AskedState.WAITING][-2:]
    if again:
        blocks.append(Actions(tuple(ask_again(question, f"Ask {question.id} again") for question in again)))
    return Reply(tuple(blocks), "my_questions", personal=True)


def state(question: HubQuestion, now: datetime) -> str:
    """ "Question 17 · asked 3 days ago, no answer yet · North Mersey Maths Hub"."""
    when = age(question.settled_at or question.since, now)
    asked = "reopened" if question.reopened else "asked"
    state = STATES[question.state]
    said = f"{asked} {when} ago, {state}" if question.state is AskedState.WAITING else f"{state} {when} ago"
    return f"Question {question.id} · {said} · {question.hub}"


def ask_again(question: HubQuestion, label: str = "Ask again") -> Button:
    return Button(label, "ask_hub_again", {"id": str(question.id)})


def _signed(name: str | None) -> str:
    return f"Your name will be sent: {name}." if name else "Your name won't be sent: they'll see “a teacher”."


def _line(turn: str) -> str:
    return f"• {quoted(turn, 200)}"
