"""What is published reaches every process: each looks it up, learns it in the background, and swaps whole."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import structlog

from bot.core.editions import Edition
from bot.core.live_editions import LiveEditions
from bot.core.turn import Turn
from bot.db.outage import is_outage
from bot.db.store import Store
from bot.features.publishing.domain import Publication
from bot.features.publishing.repository import Publications
from knowledge.facts import KnowledgeError
from knowledge.load import load
from knowledge.model import Knowledge
from knowledge.snapshot import Snapshot, read_snapshot, taken

EVERY = 5.0  # seconds between two looks for something that another process has published
NOT_READY = "The draft is still being read, so this is answered as published. Ask again in a minute."
DRAFT = "Draft of the {sheet}, not published: only you are answered from it."
log = structlog.get_logger(__name__)
Sleep = Callable[[float], Awaitable[None]]
Served = tuple[Knowledge, Snapshot]


async def at_the_start(store: Store, folders: Sequence[Path]) -> list[Served]:
    """What a process answers from when it starts: what was published, else the folders that app.yaml names.

    Raises KnowledgeError for a folder that is not to be served as it is.
    """
    newest = {} if store.is_empty else {one.folder: one for one in await Publications(store).newest()}
    as_named = [await asyncio.to_thread(_of_folder, one) for one in folders if one.name not in newest]
    published = [await _of_publication(store, one, folders) for one in newest.values() if one.edition is not None]
    return [*as_named, *filter(None, published)]


def _of_folder(folder: Path) -> Served:
    return load(folder), taken(folder)


async def _of_publication(store: Store, one: Publication, folders: Sequence[Path]) -> Served | None:
    """What cannot be read any more, as after an upgrade, is served from its folder, where app.yaml names that."""
    snapshot = await Publications(store).files(one.edition or 0)
    try:
        if snapshot is not None:
            return await asyncio.to_thread(read_snapshot, snapshot), snapshot
    except KnowledgeError as error:
        log.exception("what was published cannot be read", folder=one.folder, why=str(error))
    folder = next((path for path in folders if path.name == one.folder), None)
    return await asyncio.to_thread(_of_folder, folder) if folder else None


async def follow(store: Store, live: LiveEditions) -> bool:
    """Serve what the records say is published, once it is learned; whether that has changed anything.

    Until then people are answered as before. What cannot be read leaves its cohort as it is.
    """
    if store.is_empty:
        return False
    async with live.following:
        newest_id = await Publications(store).newest_id()
        if newest_id == live.seen:
            return False
        newest = {one.folder: one for one in await Publications(store).newest()}
        served = {one.folder: one for one in live.now.live}
        wanted = {one.folder: one for one in live.configured if one.folder not in newest}
        for folder, one in newest.items():
            if one.edition is None:
                continue
            edition = await _learned(store, live, one) or served.get(folder)
            if edition:
                wanted[folder] = edition
        return _swapped(live, wanted, newest_id)


async def _learned(store: Store, live: LiveEditions, one: Publication) -> Edition | None:
    if known := live.of(one.digest):
        return known
    snapshot = await Publications(store).files(one.edition or 0)
    try:
        return await live.prepared(snapshot) if snapshot else None
    except KnowledgeError as error:
        log.exception("what was published cannot be read", folder=one.folder, why=str(error))
        return None


def _swapped(live: LiveEditions, wanted: Mapping[str, Edition], newest_id: int) -> bool:
    before = [one.digest for one in live.now.live]
    try:
        live.serve(tuple(wanted.values()))
    except KnowledgeError as error:
        log.exception("what was published cannot be served", why=str(error))
        return False
    live.seen = newest_id
    live.configured = tuple(one for one in live.configured if one.folder in wanted)
    return before != [one.digest for one in live.now.live]


def follow_soon(store: Store, live: LiveEditions) -> None:
    """The same beside the turns: for the process in which something was just published."""
    live.soon(_followed(store, live))


async def keep_following(store: Store, live: LiveEditions, sleep: Sleep = asyncio.sleep) -> None:
    """Until it is cancelled."""
    while True:
        await _followed(store, live)
        await sleep(EVERY)


async def _followed(store: Store, live: LiveEditions) -> None:
    try:
        await follow(store, live)
    except Exception as error:
        if not is_outage(error):
            log.exception("what is published could not be looked up")


async def with_preview(turn: Turn) -> Turn:
    """The turn with the draft that this account looks at; as published, and labelled so, until that is learned."""
    if turn.live is None or turn.store.is_empty:
        return turn
    found = await Publications(turn.store).preview_of(turn.activity.sender, turn.now)
    if found is None:
        return turn
    edition_id, draft = found
    edition = turn.live.of(draft.digest)
    if edition is None:
        snapshot = (
            None if turn.live.is_preparing(draft.digest) else await Publications(turn.store).files(edition_id)
        )
        if snapshot:
            turn.live.prepare_soon(snapshot)
        return replace(turn, draft=NOT_READY)
    editions = turn.live.now.with_draft(edition)
    chosen = editions.of_draft(edition, turn.activity, turn.standing.said)
    label = DRAFT.format(sheet=edition.knowledge.sheet) if chosen.edition is edition else ""
    return turn.answered_from(editions, chosen, label)
