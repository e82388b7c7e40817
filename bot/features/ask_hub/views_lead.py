"""What a hub's lead sees: questions by age, one of them whole, the forms to answer with, the week in counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.fitting import in_quotes, quoted, with_and
from bot.core.form import ChoiceField, Form, TextField
from bot.core.open_question import SpokenOf
from bot.core.reply import Actions, Block, Button, Note, Reply, Table, Text
from bot.features.ask_hub.domain import LONGEST_ANSWER, AskedState, HubQuestion, Proposed, Week
from bot.features.ask_hub.matching import likeness
from bot.features.ask_hub.notifications import buttons_of, who
from bot.features.ask_hub.quoting import age
from bot.features.ask_hub.similarity import much_the_same
from knowledge.model import Entry

KIND = "questions"
SPOKEN_AS = "hub_question"
MOST_SHOWN = 5  # questions of a list on a phone
SUGGESTED = "Perhaps the same, as the language model reads them; look before you answer them together:"
BOTH = 2
MOST_TOGETHER = 10  # questions that one answer is offered for


def waiting(questions: Sequence[HubQuestion], settled: Sequence[HubQuestion], now: datetime) -> Reply:
    """Those that wait, alike ones together and the oldest first; then the last that were settled."""
    groups = grouped(questions)
    if not groups:
        blocks: list[Block] = [Text("No questions are waiting for your hub.")]
    else:
        number = "1 question is" if len(questions) == 1 else f"{len(questions)} questions are"
        blocks = [Text(f"{number} waiting, the oldest first:")]
        blocks += [Text(_line(group, now)) for group in groups[:MOST_SHOWN]]
    if more := len(groups) - MOST_SHOWN:
        blocks += [Note(f"And {more} more, newer.")] if more > 0 else []
    if settled:
        blocks.append(
            Note("\n".join(["Answered or closed recently:", *(_settled(one, now) for one in settled[:3])]))
        )
    rows = [_open(group[0], f"Answer {group[0].id}", "question_answer") for group in groups[:MOST_SHOWN]]
    rows += [_open(one, f"Look at {one.id}", "question_open") for one in [*map(_first, groups[:3]), *settled[:2]]]
    blocks.append(Actions((*rows, Button("This week", "questions_week"))))
    return Reply(tuple(blocks), KIND)


def one(
    question: HubQuestion,
    alike_ones: Sequence[HubQuestion],
    now: datetime,
    suggested: Sequence[HubQuestion] = (),
) -> Reply:
    """A question whole, with what can be done about it in its state.

    suggested: others that a language model takes for the same.
    """
    blocks: list[Block] = [
        Text(f"{who(question)} asked:"),
        Text(in_quotes(question.text)),
        Note(state(question, now)),
    ]
    if question.before:
        blocks.append(
            Note(
                "\n".join(["Just before, they asked me:", *(f"• {quoted(turn, 200)}" for turn in question.before)])
            )
        )
    if question.answer:
        blocks.append(Text(f"The answer: {question.answer}"))
    if alike_ones:
        blocks.append(Note("\n".join(["Much the same, and waiting:", *map(_numbered, alike_ones)])))
    if suggested:
        blocks.append(Note("\n".join([SUGGESTED, *map(_numbered, suggested)])))
    if question.state is AskedState.WAITING:
        blocks.append(Actions(buttons_of(question)))
    else:
        answered = question.state is AskedState.ANSWERED
        add = (_open(question, "Save this answer", "question_knowledge"),) if answered else ()
        blocks.append(Actions((*add, _open(question, "Reopen", "question_reopen"))))
    return Reply(tuple(blocks), KIND, spoken_of=SpokenOf(SPOKEN_AS, (question.id,)))


def answer_form(question: HubQuestion, alike_ones: Sequence[HubQuestion]) -> Reply:
    """Words to write; where others wait with much the same question, they are offered, not taken."""
    label = f"Your answer to {quoted(question.text, 90)}"
    text = TextField("text", label, several_lines=True, longest=LONGEST_ANSWER)
    fields: tuple[TextField | ChoiceField, ...] = (text,)
    if alike_ones:
        options = {str(other.id): _numbered(other)[:75] for other in alike_ones[:MOST_TOGETHER]}
        chosen = ",".join(str(other.id) for other in alike_ones[:MOST_TOGETHER] if tied(question, other))
        hint = "each person gets the same answer"
        fields += (ChoiceField("also", "Answer these too", options, chosen, hint, required=False, several=True),)
    values = {"id": str(question.id), "revision": str(question.revision)}
    form = Form(f"Answer {question.id}", "question_answer_send", fields, "Send the answer", values)
    note = Note("The person who asked will see your hub's name, not yours.")
    return Reply((form, note), KIND, spoken_of=SpokenOf(SPOKEN_AS, (question.id,)))


def same_form(question: HubQuestion, others: Sequence[HubQuestion]) -> Reply:
    if not others:
        return Reply((Text("No other questions are waiting for this hub."),), KIND)
    offered = {str(other.id): _numbered(other)[:75] for other in nearest(question, others)}
    field = ChoiceField("other", "Same as", offered)
    form = Form(f"{question.id} is the same as …", "question_same_send", (field,), "Put together", _id(question))
    return Reply((form,), KIND)


def nearest(question: HubQuestion, others: Sequence[HubQuestion]) -> list[HubQuestion]:
    """Those that share most words with it, the nearest first."""
    return sorted(others, key=lambda other: -likeness(question.text, other.text))[:MOST_TOGETHER]


def answered(questions: Sequence[HubQuestion]) -> Reply:
    more = len(questions) - 1
    others = f", and to {more} other {'person' if more == 1 else 'people'}" if more else ""
    goes = f"I'm sending your answer to the person who asked{others}."
    if not questions[0].asker.address:
        told = f" I'm sending it{others.removeprefix(', and')} as well." if more else ""
        goes = f"The person who asked will see your answer when they type “my questions”.{told}"
    text = f"Answered: {quoted(questions[0].text)} {goes}"
    add = _open(questions[0], "Save this answer", "question_knowledge")
    note = Note("Save this answer? I'll then give it straight away to anyone at your hub who asks the same.")
    return Reply((Text(text), note, Actions((add,))), KIND, replaces=True)


def week(counts: Week, entries: Mapping[str, Entry], whose: str) -> Reply:
    """What was asked, what was not known, and what helped; counts only, of nobody by name."""
    day = f"{counts.monday.day} {counts.monday:%b}"
    asked = [one for one in counts.entries if one.asked][:5]
    thumbs = [one for one in counts.entries if one.helpful or one.unhelpful]
    thumbs = sorted(thumbs, key=lambda one: (-one.unhelpful, -one.helpful))[:5]
    blocks: list[Block] = [Text(f"The week from {day}, {whose}. Counts only: nobody is named.")]

    def title(name: str) -> str:
        return entries[name].title if name in entries else "An answer that is no longer there"

    if asked:
        rows = tuple((title(one.entry), _times(one.asked)) for one in asked)
        blocks.append(Table(("Answer", "asked"), rows, "Asked most"))
    if counts.wordings:
        rows = tuple((quoted(one.text, 90), _times(one.times)) for one in counts.wordings[:5])
        blocks.append(Table(("Question", "asked"), rows, "Not found, or not for sure"))
    if thumbs:
        found = tuple((title(one.entry), str(one.helpful), str(one.unhelpful)) for one in thumbs)
        blocks.append(Table(("Answer", "helpful", "not helpful"), found, "Found helpful or not"))
    if len(blocks) == 1:
        blocks.append(Text("Nothing has been counted so far."))
    return Reply(tuple(blocks), KIND)


def added(entry: Proposed, sheet: str) -> Reply:
    text = (
        f"Saved. Anyone at {entry.hub} who asks {quoted(entry.question, 90)} now gets this answer straight "
        f"away. A note says that it comes from your hub, not from the {sheet}. A programme administrator can "
        "share it with all hubs. Type “questions added” to see what your hub has added."
    )
    take_back = Button("Withdraw it", "entry_withdraw", {"id": str(entry.id)}, confirm="Withdraw this answer?")
    return Reply((Text(text), Actions((take_back,))), KIND)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def grouped(questions: Sequence[HubQuestion]) -> list[list[HubQuestion]]:
    """Alike questions of one hub together, in the order of the first of each."""
    groups: list[list[HubQuestion]] = []
    for question in questions:
        for group in groups:
            if any(tied(question, other) or _much_the_same(question, other) for other in group):
                group.append(question)
                break
        else:
            groups.append([question])
    return groups


def like(question: HubQuestion, others: Sequence[HubQuestion]) -> list[HubQuestion]:
    """Those of the same hub that go together with it, itself left out."""
    return [
        one for one in others if one.id != question.id and (tied(question, one) or _much_the_same(question, one))
    ]


def tied(one: HubQuestion, other: HubQuestion) -> bool:
    """A lead has put the two together."""
    first = {one.id, one.same_as} - {None}
    return one.hub_id == other.hub_id and bool(first & {other.id, other.same_as})


def state(question: HubQuestion, now: datetime) -> str:
    if question.state is AskedState.WAITING:
        again = "reopened, " if question.reopened else ""
        return f"Question {question.id} · {again}waiting for {age(question.since, now)} · {question.hub}"
    when = age(question.settled_at or question.since, now)
    return f"Question {question.id} · {question.state} {when} ago · {question.hub}"


def _much_the_same(one: HubQuestion, other: HubQuestion) -> bool:
    return one.hub_id == other.hub_id and much_the_same(one.text, other.text)


def _line(group: Sequence[HubQuestion], now: datetime) -> str:
    numbers = with_and([str(one.id) for one in group])
    every = "both" if len(group) == BOTH else "all of them"
    more = f"\nQuestions {numbers} ask the same: one answer can go to {every}." if len(group) > 1 else ""
    return f"{state(group[0], now)}\n{who(group[0])}: {quoted(group[0].text)}{more}"


def _settled(question: HubQuestion, now: datetime) -> str:
    return f"{state(question, now)}: {quoted(question.text, 80)}"


def _first(group: Sequence[HubQuestion]) -> HubQuestion:
    return group[0]


def _numbered(question: HubQuestion) -> str:
    return f"{question.id} · {quoted(question.text, 60)}"


def _open(question: HubQuestion, label: str, action: str) -> Button:
    return Button(label, action, _id(question))


def _id(question: HubQuestion) -> dict[str, str]:
    return {"id": str(question.id)}
