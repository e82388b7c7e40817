"""What goes out because of a question: to the hub's leads when it waits, to its asker when it is settled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.fitting import in_quotes, quoted
from bot.core.identity import Account
from bot.core.reply import Actions, Block, Button, Note, Reply, Text
from bot.delivery.direct_domain import OutgoingMessage, key_to
from bot.features.ask_hub.domain import AskedState, HubChannel, HubQuestion
from bot.features.ask_hub.quoting import age
from bot.features.ask_hub.views_asker import ask_again


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a hub's leads are reached: in its channels if it has any, or else each of them alone."""

    accounts: Sequence[Account]
    channels: Sequence[HubChannel] = ()

    @property
    def reachable(self) -> bool:
        return bool(self.channels) or any(one.address for one in self.accounts)

    def posts(self, key: str, reply: Reply) -> tuple[OutgoingMessage, ...]:
        """To the channels, or to each account; the key names which, so that each goes once."""
        return self.in_channels(key, reply) or self.alone(key, reply)

    def in_channels(self, key: str, reply: Reply) -> tuple[OutgoingMessage, ...]:
        return tuple(
            OutgoingMessage(
                f"{key}:channel:{one.platform}:{one.tenant}:{one.conversation}", one.target, one.address, reply
            )
            for one in self.channels
        )

    def alone(self, key: str, reply: Reply) -> tuple[OutgoingMessage, ...]:
        """One for each account that has an address."""
        return tuple(OutgoingMessage.to_account(key, one, reply) for one in self.accounts if one.address)

    def without(self, key: str, known: Collection[str]) -> "Leads":
        """Those to whom nothing was left under that key."""
        return Leads([one for one in self.accounts if key_to(key, one) not in known])

    def keys(self, key: str) -> tuple[str, ...]:
        """What names a post to each of them alone."""
        return tuple(key_to(key, one) for one in self.accounts)

    def waiting(self, question: HubQuestion) -> tuple[OutgoingMessage, ...]:
        return self.posts(f"asked:{question.id}:{question.revision}", to_lead(question))

    def nudge(self, alike: Sequence[HubQuestion], now: datetime) -> tuple[OutgoingMessage, ...]:
        """For the first of those that are much the same, saying how many there are."""
        question = alike[0]
        reply = to_lead(question, f"Still waiting after {age(question.since, now)}. ", how_many(alike))
        return self.posts(f"nudge:{question.id}:{question.revision}", reply)

    def without_channel(self, why: str, key: str) -> tuple[OutgoingMessage, ...]:
        """That the hub's channel is not used any more, and how to use it again."""
        text = f"I can't write in your hub's channel ({why}), so questions come to each lead alone for now."
        texts = (
            Text(text),
            Note("Add me to the channel again and type “questions channel here” in it."),
        )
        return self.alone(key, Reply(texts, "questions"))

    def settled(self, question: HubQuestion, by: str) -> tuple[OutgoingMessage, ...]:
        """Where others have seen it wait, they see by whom it was settled, and how."""
        verb = "Answered" if question.state is AskedState.ANSWERED else "Closed, as not one for this hub,"
        blocks: list[Block] = [Text(f"{verb} by {by}: {quoted(question.text)}")]
        if question.state is AskedState.ANSWERED and question.answer:
            blocks.append(Note(f"The answer: {quoted(question.answer, 300)}"))
        return self.in_channels(f"settled:{question.id}:{question.revision}", Reply(tuple(blocks), "questions"))


def to_lead(question: HubQuestion, opening: str = "", together: str = "") -> Reply:
    again = " again" if question.reopened else ""
    blocks: list[Block] = [
        Text(f"{opening}{who(question)} asks {question.hub}{again}:"),
        Text(in_quotes(question.text)),
    ]
    if together:
        blocks.append(Note(f"{together}: one answer can go to all of them."))
    if question.before:
        blocks.append(
            Note(
                "\n".join(["Just before, they asked me:", *(f"• {quoted(turn, 200)}" for turn in question.before)])
            )
        )
    if question.reopened and question.answer:
        blocks.append(Note(f"The answer so far: {quoted(question.answer, 300)}"))
    blocks.append(Actions(buttons_of(question)))
    return Reply(tuple(blocks), "questions")


def answered(question: HubQuestion) -> tuple[OutgoingMessage, ...]:
    """The answer to where it was asked; of one revision there is one answer, so it goes once."""
    texts = (
        Text(f"{question.hub} has answered your question {quoted(question.text)}"),
        Text(question.answer or ""),
        Note("Answered by a person at your hub, not from the sheet. Not what you needed? Ask again."),
        Actions((ask_again(question),)),
    )
    return (_to_asker(question, f"answer:{question.id}:{question.revision}", texts),)


def closed(question: HubQuestion) -> tuple[OutgoingMessage, ...]:
    text = (
        f"{question.hub} has closed your question {quoted(question.text)} without an answer: it isn't one that "
        "they can answer here. Please contact your Maths Hub directly, or ask again in other words."
    )
    actions = Actions((ask_again(question),))
    return (_to_asker(question, f"closed:{question.id}:{question.revision}", (Text(text), actions)),)


def unheard(question: HubQuestion) -> OutgoingMessage:
    """What was thought to be sent reached nobody: said as soon as it is known."""
    text = (
        f"I couldn't bring your question to anybody at {question.hub}: {quoted(question.text)} "
        "It stays on their list; if it can't wait, please contact them directly."
    )
    return _to_asker(question, f"unheard:{question.id}:{question.revision}", (Text(text),))


def asked_before(turns: Sequence[str]) -> Note:
    return Note("\n".join(["Just before, they asked me:", *(f"• {quoted(turn, 200)}" for turn in turns)]))


def who(question: HubQuestion) -> str:
    """By name only where the asker agreed."""
    return question.name or "A teacher"


def how_many(alike: Sequence[HubQuestion]) -> str:
    """Of several much the same: who asked twice is one person."""
    if len(alike) < 2:
        return ""
    people = len({question.asker.sender for question in alike})
    return f"{people} people ask this" if people > 1 else f"Asked {len(alike)} times by one person"


def buttons_of(question: HubQuestion) -> tuple[Button, ...]:
    values = {"id": str(question.id)}
    return (
        Button("Answer", "question_answer", values, "primary"),
        Button("Not for us", "question_not_for_us", values, confirm="Close it? I'll tell the person who asked."),
        Button("Same as another question", "question_same", values),
    )


def _to_asker(question: HubQuestion, key: str, blocks: tuple[Block, ...]) -> OutgoingMessage:
    asker = question.asker
    return OutgoingMessage(key, asker.sender, asker.address, Reply(blocks, "handoff", personal=True))
