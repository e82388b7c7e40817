"""An administrator previews a draft, publishes it, looks at what was published, and goes back."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import StaleButton
from bot.core.live_editions import LiveEditions
from bot.core.permissions import Role
from bot.core.reply import Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.publishing import drafts, views
from bot.features.publishing.domain import (
    NothingBefore,
    NothingToPublish,
    Overtaken,
    Publication,
    PublicationKind,
    what_changes,
)
from bot.features.publishing.repository import Publications, WhatIsPublished
from bot.features.publishing.service import follow_soon
from knowledge.cohorts import LiveCohorts
from knowledge.facts import KnowledgeError

MOST_SHOWN = 8
OFF = frozenset({"off", "end", "stop", "over"})


@command(
    "knowledge preview",
    role=Role.ADMIN,
    help="Be answered from a draft yourself",
    example="knowledge preview; knowledge preview off",
    writes=True,
)
async def preview(turn: Turn, words: str) -> Reply:
    """`knowledge preview [COHORT | off]`: this account alone is answered from the draft."""
    if words.casefold().strip(" .!") in OFF:
        return await end_preview(turn, {})
    found = await drafts.meant(live_of(turn), words, await _retired(turn))
    if len(found) > 1:
        return views.which([one.folder.name for one in found], "knowledge preview")
    draft = await drafts.read(live_of(turn), found[0], checked=False)
    edition = await Publications(turn.store).keep(draft.snapshot, turn.now)
    await Publications(turn.store).begin_preview(turn.activity.sender, turn.me.id, edition, turn.now)
    ready = live_of(turn).of(draft.snapshot.digest) is not None
    if not ready:
        live_of(turn).prepare_soon(draft.snapshot)
    return views.previewing(draft, ready=ready)


@action("knowledge_preview_end", of="knowledge preview", writes=True)
async def end_preview(turn: Turn, _values: Mapping[str, str]) -> Reply:
    there = await Publications(turn.store).end_preview(turn.activity.sender)
    text = "You are answered as everybody is again." if there else "You were not looking at a draft."
    return views.done(text)


@command(
    "knowledge publish",
    role=Role.ADMIN,
    help="Put a reviewed draft live",
    example="knowledge publish cohort 13",
    writes=True,
)
async def publish(turn: Turn, words: str) -> Reply:
    """`knowledge publish [COHORT]`: what would change, and the button; or why it cannot be."""
    found = await drafts.meant(live_of(turn), words, await _retired(turn))
    if len(found) > 1:
        return views.which([one.folder.name for one in found], "knowledge publish")
    draft = await drafts.read(live_of(turn), found[0], checked=True)
    draft = replace(draft, faults=[*draft.faults, *_twice(live_of(turn), draft)])
    old = draft.served
    files = (old.snapshot if old else None, draft.snapshot)
    changes = what_changes(old.knowledge if old else None, draft.knowledge, files)
    if not draft.may_be_published:
        return views.refused(draft, changes)
    edition = await Publications(turn.store).keep(draft.snapshot, turn.now)
    newest = next(iter(await Publications(turn.store).of(draft.snapshot.folder, 1)), None)
    values = {"edition": str(edition), "after": str(newest.id if newest else 0)}
    return views.to_publish(draft, changes, values)


@action("knowledge_publish_sure", of="knowledge publish", writes=True)
async def publish_sure(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Just what was shown: the files are in the records already. Raises Overtaken."""
    edition, after = record_id(values.get("edition", "")), record_id(values.get("after") or "0")
    snapshot = await Publications(turn.store).files(edition)
    if snapshot is None:
        raise StaleButton
    before = await _as_first(turn, snapshot.folder) if not after else []
    new = WhatIsPublished(snapshot.folder, edition, PublicationKind.PUBLISHED, after, turn.me.id)
    await Publications(turn.store).publish([*before, new], turn.now)
    await Publications(turn.store).end_preview(turn.activity.sender)
    follow_soon(turn.store, live_of(turn))
    return views.done(
        f"{views.named(snapshot.folder)} is published. {views.WHEN_LIVE} To take it back, type “knowledge back”."
    )


@command(
    "knowledge history",
    role=Role.ADMIN,
    help="What was published, when and by whom",
    writes=False,
)
async def history(turn: Turn, _words: str) -> Reply:
    return await history_more(turn, {})


@action("knowledge_history_more", of="knowledge history", writes=False)
async def history_more(turn: Turn, values: Mapping[str, str]) -> Reply:
    before = record_id(values.get("before") or "0")
    found = await Publications(turn.store).history(MOST_SHOWN + 1, before)
    if not found:
        text = "Nothing was published here yet: people are answered from the folders in app.yaml."
        return Reply((Text(text),), views.KIND, personal=True)
    current = {one.folder: one.id for one in await Publications(turn.store).newest()}
    return views.history(turn, found[:MOST_SHOWN], current, more=len(found) > MOST_SHOWN)


@command(
    "knowledge back",
    "knowledge go",
    role=Role.ADMIN,
    help="What was live before",
    example="knowledge back cohort 13",
    writes=False,
)
async def go_back(turn: Turn, words: str) -> Reply:
    """`knowledge back [COHORT]`, or `knowledge go back`."""
    words = words.casefold().removeprefix("back").strip().replace("_", " ")
    newest = [one for one in await Publications(turn.store).newest() if one.after or one.edition]
    named = [one for one in newest if words in one.folder.replace("_", " ")] or newest
    if not named:
        raise NothingBefore
    if len(named) > 1:
        return views.which([one.folder for one in named], "knowledge back")
    now = named[0]
    line = await Publications(turn.store).of(now.folder, 2)
    if len(line) > 1:
        return await _ask_back(turn, line[1], now)
    if now.kind is PublicationKind.AT_THE_START:
        raise NothingBefore
    return await _ask_back(turn, Publication(0, now.folder, None, "", now.kind, now.at), now)


@action("knowledge_back_ask", of="knowledge back", writes=False)
async def back_ask(turn: Turn, values: Mapping[str, str]) -> Reply:
    """One of the history, which may be older than the one before."""
    wanted = record_id(values.get("publication", ""))
    to = next(iter(await Publications(turn.store).history(1, wanted + 1)), None)
    if to is None or to.id != wanted:
        raise StaleButton
    now = (await Publications(turn.store).of(to.folder, 1))[0]
    if now.id == to.id:
        raise StaleButton
    return await _ask_back(turn, to, now)


async def _ask_back(turn: Turn, to: Publication, now: Publication) -> Reply:
    values = {"folder": now.folder, "edition": str(to.edition or 0), "after": str(now.id)}
    shown = []
    live = next((one for one in live_of(turn).now.live if one.folder == now.folder), None)
    snapshot = await Publications(turn.store).files(to.edition) if to.edition else None
    if snapshot and live:
        edition = await live_of(turn).read(snapshot)
        shown = views.changes(what_changes(live.knowledge, edition, (live.snapshot, snapshot)), is_new=False)
    return views.to_go_back(turn, to, now, values, shown)


@action("knowledge_back_sure", of="knowledge back", writes=True)
async def back_sure(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Raises Overtaken."""
    folder, edition = values.get("folder", ""), record_id(values.get("edition") or "0")
    newest = {one.folder: one for one in await Publications(turn.store).newest()}
    if folder not in newest:
        raise StaleButton
    if newest[folder].id != record_id(values.get("after", "")):
        raise Overtaken
    others = [one for one in live_of(turn).now.live if one.folder != folder]
    if not edition and not others:
        raise NothingBefore
    new = WhatIsPublished(folder, edition or None, PublicationKind.WENT_BACK, newest[folder].id, turn.me.id)
    await Publications(turn.store).publish([new], turn.now)
    follow_soon(turn.store, live_of(turn))
    text = (
        f"{views.named(folder)} is put back. {views.WHEN_LIVE}"
        if edition
        else f"{views.named(folder)} is taken out."
    )
    return views.done(f"{text} To see both, type “knowledge history”.")


@action("knowledge_not_now", role=Role.ADMIN, writes=False)
async def not_now(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return views.done("Nothing was changed.")


async def _retired(turn: Turn) -> frozenset[str]:
    """The folders that were taken out of service: nobody means them without naming them."""
    return frozenset(one.folder for one in await Publications(turn.store).newest() if one.edition is None)


def live_of(turn: Turn) -> LiveEditions:
    """Raises NothingToPublish where nothing can be published, as in a trial."""
    if turn.live is None:
        raise NothingToPublish
    return turn.live


async def _as_first(turn: Turn, folder: str) -> list[WhatIsPublished]:
    """What this process has served of that folder until now, so that one can go back to it."""
    live = next((one for one in live_of(turn).now.live if one.folder == folder), None)
    return await Publications(turn.store).as_first(folder, live.snapshot if live else None, turn.now)


def _twice(live: LiveEditions, draft: drafts.ReadDraft) -> list[str]:
    """The fault of two folders that are of one cohort."""
    others = [one.knowledge for one in live.now.live if one.folder != draft.snapshot.folder]
    try:
        LiveCohorts([*others, draft.knowledge])
    except KnowledgeError as error:
        return [str(error)]
    return []
