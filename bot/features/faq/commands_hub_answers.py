"""Beside the answers: what one's hub has answered already, counts without names, and [Helpful] [Not helpful]."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import StaleButton
from bot.core.identity import Hub
from bot.core.permissions import Role
from bot.core.reply import Actions, Block, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, middleware, response_hook
from bot.core.turn import Turn
from bot.features.ask_hub.domain import NO_HUB, UnsureWording
from bot.features.ask_hub.matching import CLOSE, NEAR, found, label
from bot.features.ask_hub.repository_askers import AskerHubs
from bot.features.ask_hub.repository_counts import HubCounts
from bot.features.ask_hub.repository_entries import HubEntries
from bot.features.ask_hub.views_asker import ask_button
from bot.features.faq.commands import answer

COUNTED = frozenset({"answer", "partial", "abstain"})
ANSWERED = frozenset({"answer", "partial"})
ANSWERABLE = COUNTED | {"offtopic"}
SURE = 0.6  # an answer less sure than this is listed for the leads in its asker's words
THANKS = "Thank you. Your hub sees how many found this helpful or not, without your name."


@middleware(
    "a hub's answers",
    order=20,
    because="below the eligibility check, whose question comes last; above the search, whose answer it compares",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """A hub's own answer goes before the sheet's where the wording is close; a request or small talk stays."""
    reply = await call_next()
    if reply.kind not in ANSWERABLE or turn.store.is_empty:
        return reply
    hub = await AskerHubs(turn.store).hub_of(turn.activity.sender, turn.person)
    theirs = await _from_hub(turn, text, reply, hub)
    await _count_of_month(turn, theirs or reply, hub)
    if theirs:
        return theirs
    await _count(turn, text, reply, hub)
    return _with_thumbs(turn, reply) if hub else reply


@response_hook(
    "a hub's answers",
    order=10,
    because="before the eligibility check's question: [Helpful] and [Not helpful] stand under the answer",
)
async def pressed(turn: Turn, reply: Reply) -> Reply:
    """An answer that was asked for with a button counts as well."""
    known = reply.kind in COUNTED and reply.entry in turn.knowledge.entries and reply.score == 1.0
    if not known or reply.replaces or turn.store.is_empty:
        return reply
    hub = await AskerHubs(turn.store).hub_of(turn.activity.sender, turn.person)
    await _count(turn, "", reply, hub)
    return _with_thumbs(turn, reply) if hub else reply


@action("helpful", role=Role.ANYONE, writes=True)
async def rated(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Counted by entry; the answer stays, its two buttons go, so that nobody counts twice by a slip."""
    entry, way = turn.knowledge.entries.get(values.get("id", "")), values.get("way")
    if entry is None or way not in ("helpful", "unhelpful"):
        raise StaleButton
    hub = await AskerHubs(turn.store).hub_of(turn.activity.sender, turn.person)
    if hub:
        await HubCounts(turn.store).count(hub.id, entry.id, turn.today, way)
    again = answer(turn, [entry], 1.0)
    last = (Actions((ask_button(entry.title, entry.id),)),) if way == "unhelpful" else ()
    blocks: tuple[Block, ...] = (*again.blocks, Note(THANKS), *last)
    return replace(again, blocks=blocks, replaces=True)


async def _from_hub(turn: Turn, text: str, reply: Reply, hub: Hub | None) -> Reply | None:
    """What the hub answers to that, labelled; where the sheet answers too, that is one tap away."""
    entries = await HubEntries(turn.store).seen_from(hub.id if hub else NO_HUB)
    entry, near = found(text, entries)
    sheet_says = reply.kind == "answer"
    if entry is None or near < (CLOSE if sheet_says else NEAR):
        return None
    blocks: list[Block] = [Text(entry.answer), Note(label(entry, hub.id if hub else None))]
    buttons = [ask_button(text, f"hub-{entry.id}", near)]
    if sheet_says and reply.entry in turn.knowledge.entries:
        buttons.insert(0, Button("What the sheet says", "entry", {"id": reply.entry}))
    return Reply((*blocks, Actions(tuple(buttons))), "answer", entry=f"hub-{entry.id}", score=near)


async def _count(turn: Turn, text: str, reply: Reply, hub: Hub | None) -> None:
    """For the leads' week: which entry, and the cleaned words where the bot was not sure; never who."""
    hub_id, today = hub.id if hub else NO_HUB, turn.today
    if reply.entry in turn.knowledge.entries:
        await HubCounts(turn.store).count(hub_id, reply.entry, today)
    unsure = reply.kind in COUNTED and (not reply.entry or reply.score < SURE)
    if unsure and text.strip():
        wording = UnsureWording(text, reply.kind, reply.score, 1)
        knows = turn.search.knows if turn.search else None
        await HubCounts(turn.store).unsure(hub_id, wording, today, knows)


async def _count_of_month(turn: Turn, reply: Reply, hub: Hub | None) -> None:
    """For the monthly figures: a question about the programme, and whether it was answered; never who."""
    if reply.kind not in COUNTED:
        return
    counts, hub_id = HubCounts(turn.store), hub.id if hub else NO_HUB
    await counts.count_of_month(hub_id, turn.today, "asked")
    if reply.kind in ANSWERED:
        await counts.count_of_month(hub_id, turn.today, "answered")


def _with_thumbs(turn: Turn, reply: Reply) -> Reply:
    """Only under a whole answer, and only for those whose leads will see the count."""
    if reply.kind != "answer" or reply.entry not in turn.knowledge.entries:
        return reply
    buttons = tuple(
        Button(text, "helpful", {"id": reply.entry, "way": way})
        for text, way in (("Helpful", "helpful"), ("Not helpful", "unhelpful"))
    )
    return replace(reply, blocks=(*reply.blocks, Actions(buttons)))
