"""The folders that may be published: which differ from what is served, what is wrong with one, which is meant."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.core.editions import Edition
from bot.core.errors import BotError
from bot.core.live_editions import Draft, LiveEditions
from bot.features.publishing.domain import NothingToPublish, is_of, waiting
from knowledge.facts import KnowledgeError
from knowledge.model import Knowledge
from knowledge.sheet.check import SheetFile, check
from knowledge.snapshot import Snapshot, read_snapshot, taken

MOST_NAMED = 3  # faults, or answers that wait, that a reply names


class CannotBeRead(BotError):
    """The draft cannot be read."""

    def __init__(self, folder: str, slips: Sequence[str]) -> None:
        more = f" … and {len(slips) - MOST_NAMED} more" if len(slips) > MOST_NAMED else ""
        said = "\n".join(f"• {slip}" for slip in slips[:MOST_NAMED])
        super().__init__(
            f"The draft in {folder} cannot be read. Whoever looks after it has to mend:\n{said}{more}"
        )


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """A draft as its folder is now. served: what people are answered from of that folder, if anything.

    waits: the titles of answers that nobody has reviewed. faults: what `mastery sheet check` finds.
    """

    snapshot: Snapshot
    knowledge: Knowledge
    served: Edition | None
    waits: Sequence[str]
    faults: Sequence[str] = ()

    @property
    def may_be_published(self) -> bool:
        return not self.waits and not self.faults


async def differing(live: LiveEditions) -> list[Draft]:
    """The folders that hold something else than what is served of them."""
    served = {one.folder: one.digest for one in live.now.live}

    def work() -> list[Draft]:
        return [one for one in live.drafts() if taken(one.folder).digest != served.get(one.folder.name)]

    return await asyncio.to_thread(work)


async def read(live: LiveEditions, draft: Draft, *, checked: bool) -> ReadDraft:
    """checked: hold it to its sheet as well, which takes some seconds. Raises CannotBeRead."""
    served = next((one for one in live.now.live if one.folder == draft.folder.name), None)

    def work() -> ReadDraft:
        snapshot = taken(draft.folder)
        knowledge = read_snapshot(snapshot, draft=True)
        faults = check(draft.folder, _sheet(draft), knowledge) if checked else []
        return ReadDraft(snapshot, knowledge, served, waiting(knowledge), faults)

    try:
        return await asyncio.to_thread(work)
    except KnowledgeError as error:
        raise CannotBeRead(draft.folder.name, str(error).splitlines()) from None


def _sheet(draft: Draft) -> SheetFile | None:
    if draft.sheet is None:
        return None
    try:
        return SheetFile(draft.sheet.name, draft.sheet.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{draft.sheet}: cannot be read ({error}).") from None


async def meant(live: LiveEditions, words: str, retired: Collection[str] = ()) -> list[Draft]:
    """The drafts that words name; without words every one but those of a cohort that was taken out of service.

    Raises NothingToPublish where there is none.
    """
    there = await differing(live)
    if not words:
        there = [one for one in there if one.folder.name not in retired]
    if not there:
        raise NothingToPublish
    if not words:
        return there

    def named(draft: Draft) -> bool:
        try:
            return is_of(read_snapshot(taken(draft.folder), draft=True), draft.folder.name, words)
        except KnowledgeError:
            return draft.folder.name.replace("_", " ") == words.casefold().replace("_", " ")

    return await asyncio.to_thread(lambda: [one for one in there if named(one)]) or there
