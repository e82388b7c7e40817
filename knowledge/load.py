"""The folder of one cohort → Knowledge, or a refusal that says which file, which line and what to do.

What no cohort changes (requests, small talk, other words for the same thing) lies in `shared`; a file of that
name in the cohort's own folder takes its place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from knowledge import topic_files
from knowledge.dialog.load import load_dialog
from knowledge.facts import IN_DOUBT, NOT_IN_THE_SHEET, KnowledgeError
from knowledge.follow_up_words import load_follow_up_words, load_own_subjects
from knowledge.model import AskedWording, Entry, Knowledge
from knowledge.names import filled, names, same_words
from knowledge.replies import load_replies
from knowledge.sheet_index import load_sheet_index
from knowledge.slips import slips_of
from knowledge.topic_files import FEWEST_PHRASINGS, LONGEST_TITLE, collect, read_facts
from knowledge.yaml_lines import YamlNode, read

__all__ = ["FEWEST_PHRASINGS", "LONGEST_TITLE", "SHARED", "load", "read_draft", "waiting", "with_entries"]

SHARED = Path(__file__).parent / "shared"


def load(folder: Path) -> Knowledge:
    """Read and check one cohort's folder. Raises KnowledgeError with every slip found, one a line.

    A folder in which anything waits to be reviewed is refused: nothing of it may be served.
    """
    knowledge = read_draft(folder)
    for slip in waiting(knowledge):
        raise KnowledgeError(f"{folder.name}: {slip}")
    return knowledge


def waiting(knowledge: Knowledge) -> Iterator[str]:
    """What has to be reviewed before anything of a folder may be served."""
    if left := [entry for entry in knowledge.entries.values() if not entry.review.done]:
        yield (
            f"{len(left)} of {len(knowledge.entries)} answers are not reviewed yet, first "
            f"`{left[0].id}` ({left[0].where}); nothing is served before they are."
        )
    if nowhere := [name for name, fact in knowledge.facts.items() if fact.review == NOT_IN_THE_SHEET]:
        yield (
            f"facts: {', '.join(nowhere)}: carried over, and not in the new sheet; correct or confirm each, or "
            "empty it."
        )
    if in_doubt := [name for name, fact in knowledge.facts.items() if fact.review == IN_DOUBT]:
        yield f"facts: {', '.join(in_doubt)}: the sheet's words leave it open; correct or confirm each."
    if knowledge.dialog.waits:
        yield f"eligibility.yaml is not reviewed yet: {knowledge.dialog.review}."


def read_draft(folder: Path) -> Knowledge:
    """The same for a folder that is still being worked on: what waits to be reviewed is no slip."""
    knowledge, problems = gathered(folder)
    if problems:
        raise KnowledgeError("\n".join(problems))
    return knowledge


def gathered(folder: Path) -> tuple[Knowledge, list[str]]:
    """What can be read of a folder, and every slip. Raises KnowledgeError where too little of it can be read."""
    sheet, sections, facts, window = read_facts(folder)
    words = {**names(facts), "sheet": sheet}
    files = sorted((folder / "entries").glob("*.yaml"))
    if not files:
        raise KnowledgeError("entries: no .yaml file here; write at least one.")
    problems: list[str] = []
    items = (item for file in files for item in read(file, folder).items())
    entries = collect(items, topic_files.entry, words, problems)
    knowledge = Knowledge(
        sheet=sheet,
        sections=sections,
        facts=facts,
        names=words,
        window=window,
        entries=entries,
        small_talk=collect(_shared(folder, "small_talk.yaml"), topic_files.small_talk, words, problems),
        requests=collect(_shared(folder, "requests.yaml"), topic_files.request, words, problems),
        off_topic=collect(_shared(folder, "off_topic.yaml"), topic_files.off_topic, words, problems),
        same_words={
            " ".join(filled(key.text(), words).lower().split()): filled(value.text(), words).lower()
            for key, value in read(*place(folder, "words.yaml")).pairs()
        }
        | same_words(facts),
        dialog=load_dialog(folder, words, sections),
        follow_ups=load_follow_up_words(*place(folder, "follow_ups.yaml")),
        sheet_index=load_sheet_index(folder, sections),
        replies=load_replies(*place(folder, "replies.yaml")),
        asked=_asked(folder, words, problems),
        name=folder.name,
        told_apart={key.text(): value.text() for key, value in read(*place(folder, "told_apart.yaml")).pairs()},
    )
    if place(folder, "follow_ups.yaml")[0].parent == SHARED:
        knowledge = replace(knowledge, follow_ups=knowledge.follow_ups.among(entries))
    if own := load_own_subjects(folder, knowledge.follow_ups.facets):
        knowledge = replace(knowledge, follow_ups=knowledge.follow_ups.with_own(own))
    if place(folder, "asked")[0].parent == SHARED:
        knowledge = replace(knowledge, asked=tuple(_among(knowledge.asked, knowledge)))
    return knowledge, problems + slips_of(knowledge)


def place(folder: Path, name: str) -> tuple[Path, Path]:
    """Where a file lies that cohorts share, and the folder from which it is named."""
    return (folder / name, folder) if (folder / name).exists() else (SHARED / name, SHARED.parent)


def _shared(folder: Path, name: str) -> Iterable[YamlNode]:
    return read(*place(folder, name)).items()


def _asked(folder: Path, words: topic_files.Words, problems: list[str]) -> tuple[AskedWording, ...]:
    files = sorted(place(folder, "asked")[0].glob("*.jsonl"))
    return tuple(one for file in files for one in topic_files.asked(file, words, problems))


def _among(asked: Iterable[AskedWording], knowledge: Knowledge) -> Iterable[AskedWording]:
    """Those whose topic this cohort has, without the names of what it has not."""
    ids = {topic.id for topic in knowledge.topics()}
    for one in asked:
        if one.topic in ids:
            yield replace(one, also=tuple(name for name in one.also if name in ids))


def with_entries(knowledge: Knowledge, extra: Iterable[Entry]) -> Knowledge:
    """The same knowledge with more entries, checked by the same rules."""
    grown = replace(knowledge, entries={**knowledge.entries, **{entry.id: entry for entry in extra}})
    if slips := slips_of(grown):
        raise KnowledgeError("\n".join(slips))
    return grown
