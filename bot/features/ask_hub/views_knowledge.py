"""From an answered question to an entry of the knowledge: the form, what differs from the sheet, the export."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import yaml

from bot.core.fitting import quoted, shortened
from bot.core.form import Form, TextField
from bot.core.reply import Actions, Block, Button, File, Note, Reply, Text
from bot.features.ask_hub.domain import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    LONGEST_WORDING,
    EntryState,
    HubQuestion,
    Proposed,
)
from bot.features.ask_hub.fact_check import differing
from knowledge.facts import Fact
from knowledge.load import LONGEST_TITLE

KIND = "knowledge"
MOST_PHRASINGS = 8
MOST_SHOWN = 5
SHORTEST_NAMED = 7  # "2026/27"; shorter figures may count something else
SENTENCE = "involve 1.1"  # to begin with: a hub's answer rests on none, and every entry must name one
HINT = "Please take out names and anything about one person."
DIFFERS = "Please check: these differ from the sheet, and people will read both."


@dataclass(frozen=True, slots=True)
class Words:
    """An entry as it was typed: a phrasing a line."""

    question: str
    phrasings: tuple[str, ...]
    answer: str


def form(question: HubQuestion, words: Words, differs: Sequence[str] = ()) -> Reply:
    """The entry to look over. What differs from the sheet is said first, and is kept only by sending it again."""
    fields = (
        TextField("question", "The question", words.question, HINT, longest=LONGEST_WORDING),
        TextField(
            "phrasings",
            "Other ways to ask it, one per line",
            "\n".join(words.phrasings),
            required=False,
            several_lines=True,
            longest=LONGEST_QUESTION,
        ),
        TextField("answer", "The answer", words.answer, HINT, several_lines=True, longest=LONGEST_ANSWER),
    )
    values = {"id": str(question.id)} | ({"seen": seen(differs)} if differs else {})
    send = "Save it as it is" if differs else "Save it"
    asked = Form("Save this answer", "question_knowledge_save", fields, send, values)
    warned: tuple[Block, ...] = (_warning(differs),) if differs else ()
    return Reply((*warned, asked), KIND)


def seen(differs: Iterable[str]) -> str:
    """Stands for what was shown, all of it, so that whatever else comes to differ is shown again."""
    return sha256("\n".join(differs).encode()).hexdigest()


def proposed(entries: Sequence[Proposed], facts: Mapping[str, Fact]) -> Reply:
    """What hubs have added, for an administrator to accept for all or to withdraw."""
    waiting = [entry for entry in entries if entry.state is EntryState.PROPOSED]
    accepted = len(entries) - len(waiting)
    if not waiting:
        text = f"No answers are waiting to be accepted; {accepted} accepted. Type “knowledge export” for those."
        return Reply((Text(text),), KIND)
    blocks: list[Block] = [Text(f"{len(waiting)} proposed, {accepted} accepted:")]
    for entry in waiting[:MOST_SHOWN]:
        blocks += _whole(entry, facts)
    if (more := len(waiting) - MOST_SHOWN) > 0:
        blocks.append(Note(f"And {more} more, which come up once these are decided."))
    buttons = [button for entry in waiting[:MOST_SHOWN] for button in _decisions(entry)]
    return Reply((*blocks, Actions(tuple(buttons))), KIND)


def to_decide(entry: Proposed, facts: Mapping[str, Fact]) -> Reply:
    """One of them, with what in it differs from the sheet."""
    return Reply((*_whole(entry, facts), Actions(_decisions(entry))), KIND)


def of_hub(entries: Sequence[Proposed], admin: bool) -> Reply:
    """What a hub has added, the newest first, to be taken back; what is accepted, by an administrator."""
    if not entries:
        text = "Your hub hasn't added anything so far. Open an answered question and press “Save this answer”."
        return Reply((Text(text),), KIND)
    shown = [*reversed(entries)][:MOST_SHOWN]
    blocks: list[Block] = [Text("What your hub has added, the newest first:")]
    for entry in shown:
        whose = "for all hubs" if entry.state is EntryState.ACCEPTED else f"for people at {entry.hub}"
        blocks.append(Text(f"{entry.id} · {whose}\n{quoted(entry.question)}\n{quoted(entry.answer)}"))
    if (more := len(entries) - len(shown)) > 0:
        blocks.append(Note(f"And {more} older."))
    theirs = [one for one in shown if admin or one.state is EntryState.PROPOSED]
    buttons = tuple(_withdraw(one) for one in theirs)
    return Reply((*blocks, *((Actions(buttons),) if buttons else ())), KIND)


def version(entry: Proposed) -> dict[str, str]:
    """The entry as it was seen: one that has changed since is shown again before it is accepted."""
    return {"id": str(entry.id), "at": entry.at.isoformat()}


def exported(entries: Sequence[Proposed], facts: Mapping[str, Fact]) -> Reply:
    """The accepted ones in the form of `knowledge/*/entries/*.yaml`, to be reviewed and put there by hand."""
    accepted = [entry for entry in entries if entry.state is EntryState.ACCEPTED]
    if not accepted:
        return Reply((Text("No answers have been accepted yet, so there is nothing to export."),), KIND)
    content = as_yaml(accepted, facts).encode()
    title = "1 accepted answer" if len(accepted) == 1 else f"{len(accepted)} accepted answers"
    file = File("from_hubs.yaml", content, "text/yaml", f"{title}, for review")
    note = "Give each its section, three phrasings at least and facts by name; then put it in an entries file."
    return Reply((file, Note(note)), KIND)


def as_yaml(entries: Iterable[Proposed], facts: Mapping[str, Fact]) -> str:
    """Entries as the loader reads them, but for what only a reviewer can say, which stands in comments."""
    parts = []
    for entry in entries:
        fields = {
            "id": f"hub-{entry.id}",
            "title": shortened(entry.question, LONGEST_TITLE),
            "status": "answered",
            "section": "involve",
            "rests_on": [SENTENCE],
            "answer": _with_names(entry.answer, facts),
            "phrasings": list(dict.fromkeys(entry.wordings)),
        }
        lines = [f"# added by {entry.hub}; the section and what it rests on are to be set by the reviewer"]
        lines += [f"# differs: {one}" for one in differing(entry.answer, facts)]
        text = yaml.safe_dump([fields], sort_keys=False, allow_unicode=True, width=110)
        parts.append("\n".join([*(line.replace("\n", " ") for line in lines), text]))
    return "".join(parts)


def _with_names(answer: str, facts: Mapping[str, Fact]) -> str:
    """The answer as data: a brace is only a brace, and what a fact says word for word is called by its name."""
    answer = answer.replace("{", "{{").replace("}", "}}")
    for fact in sorted(facts.values(), key=lambda fact: -len(fact.says)):
        if len(fact.says) >= SHORTEST_NAMED and any(char.isdigit() for char in fact.says):
            answer = re.sub(rf"(?<![\w/]){re.escape(fact.says)}(?![\w/])", f"{{{fact.name}}}", answer)
    return answer


def _whole(entry: Proposed, facts: Mapping[str, Fact]) -> Iterator[Block]:
    yield Text(f"{entry.id} · {entry.hub}\n{quoted(entry.question)}\n{entry.answer}")
    if entry.phrasings:
        yield Note("\n".join(["Also for anyone who asks:", *(f"• {quoted(one)}" for one in entry.phrasings)]))
    if differs := differing(entry.answer, facts):
        yield _warning(differs)


def _decisions(entry: Proposed) -> tuple[Button, ...]:
    return (
        Button(f"Accept {entry.id}", "entry_accept", version(entry), confirm="Answer with it at every hub?"),
        _withdraw(entry),
    )


def _withdraw(entry: Proposed) -> Button:
    return Button(f"Withdraw {entry.id}", "entry_withdraw", version(entry), confirm="Withdraw this answer?")


def _warning(differs: Sequence[str]) -> Note:
    return Note("\n".join([DIFFERS, *(f"• {one}" for one in differs)]))
