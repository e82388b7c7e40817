"""Bringing records in from the chat: a file or pasted rows are looked at, then brought in with a button."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.activity import Message
from bot.core.errors import StaleButton
from bot.core.identity import Hub, HubCohort
from bot.core.permissions import Role
from bot.core.reply import LONGEST_LABEL, Button, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.features.records_import import service, views
from bot.features.records_import.domain import RecordsRefused, refused
from bot.features.records_import.repository_drafts import ImportDrafts
from bot.features.records_import.views import KIND
from bot.features.release_days.domain import ChangeRequest
from bot.hubs import resolving
from bot.hubs.which_hub import which_hub

WHICH = "For which hub? Send the file again with the hub's name beside it. Nothing was brought in."
GONE = "That file isn't here any more: it is kept for a day, and the next one takes its place. Show it again."


@command(
    "cohort import",
    role=Role.LEAD,
    help="Bring in a spreadsheet",
    writes=False,
)
async def bring(turn: Turn, words: str) -> Reply:
    """A form for pasted rows; a spreadsheet that is dropped here is looked at by itself."""
    hubs = await resolving.led(turn)
    if words.strip():
        hubs = tuple(resolving.all_named(hubs, words))
    return views.form(hubs[0]) if len(hubs) == 1 else _which(hubs)


@action("cohort_import", of="cohort import", writes=False)
async def form_asked_for(turn: Turn, values: Mapping[str, str]) -> Reply:
    return views.form(await resolving.hub_of_button(turn, values))


@action("cohort_import_rows", of="cohort import", writes=True)
async def rows_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await looked_at(turn, await resolving.hub_of_button(turn, values), values.get("rows", "").encode())


@action("file_dropped", of="cohort import", writes=True)
async def dropped(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A spreadsheet sent along with a message is looked at; words beside it may name the hub."""
    file = turn.activity.file if isinstance(turn.activity, Message) else None
    if file is None:
        raise StaleButton
    hubs = tuple(await resolving.led(turn))
    if len(hubs) > 1 and (said := values.get("said", "").strip()):
        hubs = tuple(one for one in hubs if one.name.casefold() in said.casefold()) or tuple(
            resolving.all_named(hubs, said)
        )
    if len(hubs) != 1:
        raise RecordsRefused(WHICH)
    return await looked_at(turn, hubs[0], await file.fetch())


@action("cohort_import_go", of="cohort import", writes=True)
async def confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """What was shown, as it stands on record now. Pressed twice, the second time changes nothing."""
    hub = await resolving.hub_of_button(turn, values)
    raw = await ImportDrafts(turn.store).find(turn.me.id, hub.id, values.get("key", ""))
    if raw is None:
        raise RecordsRefused(GONE)
    cohort = await resolving.current_cohort(turn)
    request = ChangeRequest(turn.now, turn.today, f"import {values.get('key', '')[:40]}")
    here = HubCohort(hub.id, cohort.id)
    read = service.read_bytes(raw, cohort)
    return views.done(await service.brought_in(turn.store, read, here, turn.me.id, request), hub)


@action("cohort_import_not", of="cohort import", writes=True)
async def left(turn: Turn, _values: Mapping[str, str]) -> Reply:
    await ImportDrafts(turn.store).forget(turn.me.id)
    return Reply((Text("All right, nothing was brought in."),), KIND, replaces=True)


async def looked_at(turn: Turn, hub: Hub, raw: bytes) -> Reply:
    """The dry run. Raises RecordsRefused, with every bad row at once."""
    cohort = await resolving.current_cohort(turn)
    found = await service.planned(turn.store, service.read_bytes(raw, cohort), HubCohort(hub.id, cohort.id))
    if found.slips:
        raise refused(found.slips)
    key = await ImportDrafts(turn.store).keep(turn.me.id, hub.id, raw, turn.now) if found.new else ""
    return replace(views.dry_run(found, hub, {"hub": str(hub.id), "key": key}), personal=True)


def _which(hubs: tuple[Hub, ...]) -> Reply:
    def button(hub: Hub) -> Button:
        return Button(hub.name[:LONGEST_LABEL], "cohort_import", {"hub": str(hub.id)})

    return which_hub(hubs, button, KIND, resolving.WhichHub, "For which hub?")
