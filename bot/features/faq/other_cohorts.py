"""A question that names a cohort without a sheet, or two cohorts: nothing is said for the wrong one."""

from collections.abc import Sequence

from bot.core.activity import Message
from bot.core.reply import Actions, Block, Button, Note, Reply, Text
from bot.core.turn import Turn
from knowledge.cohorts import cohort_name
from knowledge.cohorts_named import asks_the_difference, differences, without_cohorts
from knowledge.model import Entry, EntryStatus, Knowledge
from knowledge.search import Finding, FindingKind

SAID_FROM_A_SHEET = (FindingKind.ANSWER, FindingKind.CHOICE)
MOST_BUTTONS, MOST_DIFFERENCES = 2, 8


def of_others(turn: Turn, finding: Finding) -> Reply | None:
    """The reply to what names a cohort without a sheet, or several cohorts; None for any other question."""
    if not isinstance(turn.activity, Message) or turn.named is None:
        return None
    if turn.named.beside:
        return _beside(turn, turn.activity.text)
    both = turn.named.unknown and asks_the_difference(turn.activity.text)
    if both and turn.search is not None:
        finding = turn.search.find(without_cohorts(turn.activity.text), [], ())
    entries = [hit.topic for hit in finding.hits if isinstance(hit.topic, Entry)]
    if not turn.named.unknown or finding.kind not in SAID_FROM_A_SHEET or not entries:
        return None
    if _speaks_of_cohorts(entries[0]):
        return None
    return _without_a_sheet(turn, entries, finding.score)


def _speaks_of_cohorts(entry: Entry) -> bool:
    """Whether an answer says itself which cohort it is about, or that there is nothing about others."""
    return entry.status is EntryStatus.NOT_IN_SHEET or "cohort" in entry.title.lower()


def _without_a_sheet(turn: Turn, entries: Sequence[Entry], score: float) -> Reply:
    live = turn.editions.cohorts.live if turn.editions else [turn.knowledge]
    names = " and ".join(map(cohort_name, live))
    sheets = "sheets" if len(live) > 1 else "sheet"
    unknown = turn.named.unknown if turn.named else ""
    only = f"I have the information {sheets} for {names} only, and nothing about {unknown}."
    said = f"{only} Your Maths Hub can tell you."
    mine = cohort_name(turn.knowledge)
    buttons = tuple(
        Button(title, "entry", {"id": entry.id, "cohort": mine} if len(live) > 1 else {"id": entry.id})
        for title, entry in {one.title: one for one in entries[:MOST_BUTTONS]}.items()
    )
    blocks: tuple[Block, ...] = (Text(said), Note(f"What holds for {mine}:"), Actions(buttons))
    return Reply(blocks, "abstain", entry=entries[0].id, score=score)


def _beside(turn: Turn, text: str) -> Reply | None:
    """The answer of each cohort that is named; where nothing else is asked, the figures in which they differ."""
    if turn.editions is None or turn.named is None:
        return None
    cohorts, asked = sorted(turn.named.beside, key=lambda one: one.window.opens), without_cohorts(text)
    found = [_found(turn, one, asked) for one in cohorts] if len(asked.split()) > 1 else []
    said = [(one, entry) for one, entry in zip(cohorts, found, strict=False) if entry]
    if len(said) == len(cohorts):
        lines = [f"{cohort_name(one)}: {one.answer(entry, turn.today)}" for one, entry in said]
        sources = tuple(f"{one.sheet}, “{one.source(entry)}”" for one, entry in said)
        blocks: tuple[Block, ...] = (*map(Text, lines), Note(", ".join(one.sheet for one in cohorts)))
        return Reply(blocks, "answer", sources, said[0][1].id)
    first, last = cohorts[0], cohorts[-1]
    rows = [f"• {what}: {was}; now {now}" for what, was, now in differences(first, last)][:MOST_DIFFERENCES]
    if not rows:
        return None
    head = f"From {cohort_name(first)} to {cohort_name(last)} these differ:"
    ask = "Ask about one thing, such as the release days, and I say what each sheet says."
    return Reply((Text("\n".join([head, *rows])), Note(ask)), "partial", tuple(one.sheet for one in cohorts))


def _found(turn: Turn, knowledge: Knowledge, asked: str) -> Entry | None:
    edition = (
        next((one for one in turn.editions.live if one.knowledge is knowledge), None) if turn.editions else None
    )
    if edition is None:
        return None
    finding = edition.search.find(asked, [], ())
    hits = [hit.topic for hit in finding.hits if isinstance(hit.topic, Entry)]
    return hits[0] if hits and finding.kind in SAID_FROM_A_SHEET else None
