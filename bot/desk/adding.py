"""From an answered question to an entry of the knowledge: the form, what differs from the sheet, the export."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import yaml

from bot.desk.figures import differing
from bot.desk.words import quoted
from bot.reply import Actions, Block, Button, File, Form, Note, Reply, Text, TextField
from bot.store.records_desk import LONGEST_ANSWER, LONGEST_QUESTION, Asked, EntryState, Proposed
from knowledge.load import LONGEST_TITLE
from knowledge.model import Fact
from knowledge.words import squash

KIND = "knowledge"
MOST_PHRASINGS = 8
MOST_SHOWN = 5
HINT = "Take out names, and whatever fits one person only."
DIFFERS = "Look at these again: they are not as the sheet has them, and people will read both."


@dataclass(frozen=True, slots=True)
class Words:
    """An entry as it was typed: a phrasing a line."""

    question: str
    phrasings: tuple[str, ...]
    answer: str


def form(question: Asked, words: Words, differs: Sequence[str] = ()) -> Reply:
    """The entry to look over. What differs from the sheet is said first, and is kept only by sending it again."""
    fields = (
        TextField("question", "The question", words.question, HINT, longest=LONGEST_QUESTION),
        TextField(
            "phrasings",
            "Other ways to ask it, a line each",
            "\n".join(words.phrasings),
            required=False,
            several_lines=True,
            longest=LONGEST_QUESTION,
        ),
        TextField("answer", "The answer", words.answer, HINT, several_lines=True, longest=LONGEST_ANSWER),
    )
    values = {"id": str(question.id)} | ({"seen": seen(differs)} if differs else {})
    send = "Add it as it is" if differs else "Add it"
    asked = Form("Add to knowledge", "question_knowledge_save", fields, send, values)
    warned: tuple[Block, ...] = (_warning(differs),) if differs else ()
    return Reply((*warned, asked), KIND)


def seen(differs: Iterable[str]) -> str:
    """Names what was shown, so that a change of the answer is shown again."""
    return " ".join(squash(one.partition(":")[0]) for one in differs)[:200]


def proposed(entries: Sequence[Proposed], facts: Mapping[str, Fact]) -> Reply:
    """What hubs have added, for an administrator to accept for all or to withdraw."""
    waiting = [entry for entry in entries if entry.state is EntryState.PROPOSED]
    accepted = len(entries) - len(waiting)
    if not waiting:
        text = f"No answer of a hub is waiting to be accepted; {accepted} accepted. Type “knowledge export”."
        return Reply((Text(text),), KIND)
    blocks: list[Block] = [Text(f"{len(waiting)} proposed, {accepted} accepted:")]
    buttons: list[Button] = []
    for entry in waiting[:MOST_SHOWN]:
        blocks.append(Text(f"{entry.id} · {entry.hub}\n{quoted(entry.question)}\n{entry.answer}"))
        if differs := differing(entry.answer, facts):
            blocks.append(_warning(differs))
        buttons += [
            Button(f"Accept {entry.id}", "entry_accept", version(entry), confirm="Answer with it at every hub?"),
            Button(f"Withdraw {entry.id}", "entry_withdraw", version(entry), confirm="Withdraw this answer?"),
        ]
    return Reply((*blocks, Actions(tuple(buttons))), KIND)


def version(entry: Proposed) -> dict[str, str]:
    """The entry as it was seen: one that has changed since is shown again before it is accepted."""
    return {"id": str(entry.id), "at": entry.at.isoformat()}


def exported(entries: Sequence[Proposed], facts: Mapping[str, Fact]) -> Reply:
    """The accepted ones in the form of `knowledge/*/entries/*.yaml`, to be reviewed and put there by hand."""
    accepted = [entry for entry in entries if entry.state is EntryState.ACCEPTED]
    if not accepted:
        return Reply((Text("No answer is accepted yet, so there is nothing to export."),), KIND)
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
            "title": quoted(entry.question, LONGEST_TITLE - 4).strip("“”"),
            "status": "answered",
            "section": "involve",
            "answer": entry.answer,
            "phrasings": list(dict.fromkeys(entry.wordings)),
        }
        lines = [f"# added by {entry.hub}; the section is to be set by the reviewer"]
        lines += [f"# differs: {one}" for one in differing(entry.answer, facts)]
        text = yaml.safe_dump([fields], sort_keys=False, allow_unicode=True, width=110)
        parts.append("\n".join([*(line.replace("\n", " ") for line in lines), text]))
    return "".join(parts)


def _warning(differs: Sequence[str]) -> Note:
    return Note("\n".join([DIFFERS, *(f"• {one}" for one in differs)]))
