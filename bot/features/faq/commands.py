"""A question about the programme → the reviewed answer, an honest "not in the sheet", or a choice."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.errors import StaleButton
from bot.core.fitting import fitted, shortened
from bot.core.permissions import Role, roles
from bot.core.reply import LONGEST_REPLY, Actions, Block, Button, Note, Reply, Text
from bot.core.routing import action, intent
from bot.core.turn import Turn
from bot.features.ask_hub.views_asker import ask_button
from bot.features.faq.other_cohorts import of_others
from bot.features.faq.premises import verdict
from knowledge.model import Entry, EntryStatus, Knowledge, SmallTalk
from knowledge.search import Finding, FindingKind, Hit

KINDS = {EntryStatus.ANSWERED: "answer", EntryStatus.PARTLY: "partial", EntryStatus.NOT_IN_SHEET: "abstain"}
LEFT_OPEN = frozenset({"abstain", "partial"})
MOST_BUTTONS = 3
TWO_LINES, LEAST_OF_A_NAME = 108, 16  # characters of small print on a phone, and of a section named in it
OPENS_A_HEADING = re.compile(
    r"^(?:what|which|how|when|where)\s+(?:will|is|are|do|does)\s+(?:the\s+)?", re.IGNORECASE
)
TO_THE_HUB = re.compile(r"\b(?:ask your Maths Hub|your Maths Hub can)\b", re.IGNORECASE)


@intent("question", role=Role.ANYONE, writes=False)
async def question(turn: Turn, finding: Finding) -> Reply:
    """What the search found, said as it deserves; what the sheet leaves open can be asked of the hub."""
    if about_others := of_others(turn, finding):
        return with_ask_hub(turn, about_others)
    reply = said(turn, finding)
    several = entries_of(finding.hits) if finding.kind is FindingKind.ANSWER else ()
    return with_ask_hub(turn, reply, several=several)


def said(turn: Turn, finding: Finding) -> Reply:
    entries = entries_of(finding.hits)
    match finding.kind:
        case FindingKind.ANSWER:
            return answer(turn, entries, finding.score)
        case FindingKind.CHOICE:
            return choice(turn, entries, finding.score)
        case FindingKind.REASON:
            return reason(turn, entries[0], finding.score)
        case FindingKind.AGAIN:
            return again(turn, entries[0], finding.score, turn.knowledge.follow_ups.sure.says)
        case FindingKind.RECALL:
            return again(turn, entries[0], finding.score, turn.knowledge.follow_ups.recall.says)
        case FindingKind.SIMPLY:
            return simply(turn, entries[0], finding.score)
        case FindingKind.MORE:
            return more(turn, entries, finding.score)
        case FindingKind.SMALLTALK:
            return small_talk(finding)
        case FindingKind.REQUEST:
            raise LookupError(f"no handler for the request {finding.hits[0].topic.id!r}")
        case FindingKind.ABSTAIN:
            return not_found(turn, entries, finding.score)
        case FindingKind.OFFTOPIC:
            return off_topic(turn, finding.score)
        case FindingKind.UNKNOWN_WORD:
            return unknown_word(turn)


@action("entry", role=Role.ANYONE, writes=False)
async def entry_button(turn: Turn, values: Mapping[str, str]) -> Reply:
    """One of the questions offered as a button."""
    entry = turn.knowledge.entries.get(values.get("id", ""))
    if entry is None:
        raise StaleButton
    return with_ask_hub(turn, answer(turn, [entry], 1.0), entry.title)


def with_ask_hub(turn: Turn, reply: Reply, text: str = "", several: Sequence[Entry] = ()) -> Reply:
    """[Ask my hub] under what the sheet leaves open, or is unclear, and wherever the hub is named to be asked."""
    asked = turn.activity.text if isinstance(turn.activity, Message) else text
    if not _leaves_open(reply, several) or not asked.strip():
        return reply
    button = ask_button(asked, reply.entry, reply.score)
    rows = [block for block in reply.blocks if isinstance(block, Actions)]
    others = tuple(block for block in reply.blocks if not isinstance(block, Actions))
    buttons = tuple(one for row in rows for one in row.buttons)
    return replace(reply, blocks=(*others, Actions((*buttons, button))))


def _leaves_open(reply: Reply, several: Sequence[Entry]) -> bool:
    """Of several answers to one message one may be open, and a whole answer may send its reader to the hub."""
    if reply.kind in LEFT_OPEN or any(entry.status is not EntryStatus.ANSWERED for entry in several):
        return True
    texts = (block.text for block in reply.blocks if isinstance(block, Text))
    return reply.kind == "answer" and any(map(TO_THE_HUB.search, texts))


def answer(turn: Turn, entries: Sequence[Entry], score: float) -> Reply:
    """The answers to what was asked, usually one, with where they stand in the sheet and what people ask next."""
    sources = tuple(dict.fromkeys(turn.knowledge.source(entry) for entry in entries))
    note = source_note(turn.knowledge, entries)
    answers = [turn.knowledge.answer(entry, turn.today) for entry in entries]
    if isinstance(turn.activity, Message) and (
        held := verdict(turn.activity.text, entries[0], turn.knowledge, turn.today)
    ):
        answers[0] = f"{held} {answers[0]}"
    texts = fitted(answers, LONGEST_REPLY - len(note))
    blocks: list[Block] = [*map(Text, texts), Note(note)]
    if buttons := related(turn, entries):
        blocks.append(Actions(buttons))
    return Reply(tuple(blocks), overall_kind(entries), sources, entries[0].id, score)


def answer_or_choice(turn: Turn, entries: Sequence[Entry], score: float) -> Reply:
    """For entries that are only likely: one is said, several are offered."""
    return choice(turn, entries, score) if len(entries) > 1 else answer(turn, entries, score)


def reason(turn: Turn, entry: Entry, score: float) -> Reply:
    """ "Why?" after an answer: the sheet states things and seldom says why, and a reason is not made up."""
    knowledge = turn.knowledge
    reply = answer(turn, [entry], score)
    said = Text(f"{knowledge.reply('reason')} {knowledge.answer(entry, turn.today)}")
    return replace(reply, blocks=(said, Text(knowledge.reply("reason_ends")), *reply.blocks[1:]), kind="partial")


def again(turn: Turn, entry: Entry, score: float, says: str) -> Reply:
    """ "Are you sure?", "where were we?" after an answer: the same, begun with these words."""
    reply = answer(turn, [entry], score)
    said = Text(f"{says} {turn.knowledge.answer(entry, turn.today)}")
    return replace(reply, blocks=(said, *reply.blocks[1:]))


def simply(turn: Turn, entry: Entry, score: float) -> Reply:
    """ "Shorter, please" after an answer: what stands alone of it."""
    reply = answer(turn, [entry], score)
    said = Text(f"{turn.knowledge.follow_ups.simply.says} {turn.knowledge.gist(entry, turn.today)}")
    return replace(reply, blocks=(said, *reply.blocks[1:]))


def more(turn: Turn, beside: Sequence[Entry], score: float) -> Reply:
    """ "Tell me more" after an answer: what the sheet has beside it, each with its gist and a button."""
    knowledge = turn.knowledge
    if not beside:
        return Reply((Text(knowledge.reply("nothing_more")),), "partial", score=score)
    return _offered(turn, beside, score, knowledge.follow_ups.more.says)


def overall_kind(entries: Sequence[Entry]) -> str:
    """One word for several answers: a plain answer among them makes the whole an answer."""
    kinds = [KINDS[entry.status] for entry in entries]
    return min(kinds, key=["answer", "partial", "abstain"].index)


def source_note(knowledge: Knowledge, entries: Iterable[Entry]) -> str:
    """Where the answer stands, or the nearest thing for what the sheet does not say: two lines of a phone."""
    named = list(dict.fromkeys(knowledge.source(entry) for entry in entries))
    room = max((TWO_LINES - len(knowledge.sheet)) // max(1, len(named)) - len(", “”"), LEAST_OF_A_NAME)
    return ", ".join((knowledge.sheet, *(f"“{_heading(name, room)}”" for name in named)))


def _heading(name: str, room: int) -> str:
    """A section's heading, cut where it must be; first goes what most begin with: “What are the”."""
    if len(name) <= room:
        return name
    short = OPENS_A_HEADING.sub("", name)
    return shortened(f"{short[:1].upper()}{short[1:]}", room)


def choice(turn: Turn, entries: Sequence[Entry], score: float) -> Reply:
    """A near-tie: the gist of each, so that reading may be enough, and a button for the whole."""
    return _offered(turn, entries, score, turn.knowledge.reply("choice"), turn.knowledge.reply("choice_ask"))


def _offered(turn: Turn, entries: Sequence[Entry], score: float, opening: str, ask: str = "") -> Reply:
    gists = [f"• {entry.title}: {turn.knowledge.gist(entry, turn.today)}" for entry in entries]
    lines = [opening, *fitted(gists, LONGEST_REPLY - len(ask) - len(opening) - 1)]
    sources = tuple(dict.fromkeys(turn.knowledge.source(entry) for entry in entries))
    notes = (Note(ask),) if ask else ()
    blocks = (Text("\n".join(lines)), *notes, Actions(entry_buttons(entries, turn.asked_of)))
    return Reply(blocks, "partial", sources, entries[0].id, score)


def not_found(turn: Turn, near: Sequence[Entry], score: float) -> Reply:
    blocks: list[Block] = [Text(turn.knowledge.reply("not_found"))]
    if near:
        blocks += [Note(turn.knowledge.reply("nearest")), Actions(entry_buttons(near, turn.asked_of))]
    return Reply(tuple(blocks), "abstain", score=score)


def unknown_word(turn: Turn) -> Reply:
    """A lone word that nothing here holds: said to be unknown, for it may well be about the programme."""
    return Reply((Text(turn.knowledge.reply("unknown_word")),), "abstain")


NOT_READ = "I can't tell what to do with that, so nothing was changed or sent."
CAN_DO = {
    Role.LEAD: (
        "I answer questions about the programme, and for your hub I do things like these, one at a time: “how is "
        "Sam doing”, “log a workshop for Sam on 6 November”, “remove Sam”, “tell everyone that …”. For the "
        "rest, type “help”."
    ),
    Role.SPECIALIST: (
        "I answer questions about the programme, and I keep your record: “log a workshop on 6 November”, “my "
        "days”, "
        "“reports”, “residentials”, “reminders”. For the rest, type “help”."
    ),
}
"""What somebody who has a role can have done here, said to what is not understood."""


def off_topic(turn: Turn, score: float) -> Reply:
    held, text = roles(turn.person), turn.knowledge.reply("off_topic")
    for role, can in CAN_DO.items():
        if role in held:
            return Reply((Text(f"{NOT_READ} {can}"),), "offtopic", score=score)
    return Reply((Text(text),), "offtopic", score=score)


def small_talk(finding: Finding) -> Reply:
    topic = finding.hits[0].topic
    if not isinstance(topic, SmallTalk):
        raise TypeError(f"{topic.id} is not small talk")
    return Reply((Text(topic.answer),), "smalltalk", entry=topic.id, score=finding.score)


def entries_of(hits: Iterable[Hit]) -> list[Entry]:
    return [hit.topic for hit in hits if isinstance(hit.topic, Entry)]


def related(turn: Turn, entries: Sequence[Entry]) -> tuple[Button, ...]:
    """The questions that people ask next, never the one just answered."""
    shown = {entry.id for entry in entries}
    names = dict.fromkeys(name for entry in entries for name in entry.related if name not in shown)
    return entry_buttons([turn.knowledge.entries[name] for name in names][:MOST_BUTTONS], turn.asked_of)


def entry_buttons(entries: Iterable[Entry], cohort: str = "") -> tuple[Button, ...]:
    """One button an entry; two titles that read alike would be one button pressed by guess.

    cohort: whose entries they are, where they are not of the one that the person is answered from.
    """
    by_title = {entry.title: entry for entry in entries}
    of = {"cohort": cohort} if cohort else {}
    return tuple(Button(title, "entry", {"id": entry.id, **of}) for title, entry in by_title.items())
