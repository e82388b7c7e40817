"""What hubs add to the knowledge: proposed by a lead, accepted for all by an administrator, then exported."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.core.errors import FieldErrors, StaleButton
from bot.core.fitting import shortened
from bot.core.permissions import Role, allow_hub, roles
from bot.core.reply import Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.ask_hub import views_knowledge, views_lead
from bot.features.ask_hub.commands_lead import question_of, several_lines
from bot.features.ask_hub.domain import (
    LONGEST_ANSWER,
    LONGEST_LIST,
    LONGEST_WORDING,
    AskedState,
    EntryState,
    NoSuchEntry,
    Proposed,
)
from bot.features.ask_hub.fact_check import differing
from bot.features.ask_hub.repository_entries import HubEntries
from bot.features.ask_hub.views_knowledge import MOST_PHRASINGS, Words
from bot.hubs.resolving import hub_ids
from knowledge.search.normalise import clean


@action("question_knowledge", of="questions", writes=False)
async def add_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    question = await question_of(turn, values)
    if question.state is not AskedState.ANSWERED or question.answer is None:
        raise StaleButton
    return views_knowledge.form(question, Words(shortened(question.text, LONGEST_WORDING), (), question.answer))


@action("question_knowledge_save", of="questions", writes=True)
async def add_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Nothing that differs from the sheet's facts is added before the lead has seen that it does."""
    question = await question_of(turn, values)
    if question.state is not AskedState.ANSWERED:
        raise StaleButton
    words = _words(values)
    differs = differing(words.answer, turn.knowledge.facts)
    if differs and values.get("seen") != views_knowledge.seen(differs):
        return views_knowledge.form(question, words, differs)
    entry = Proposed(
        0,
        question.hub_id,
        question.hub,
        words.question,
        words.phrasings,
        words.answer,
        EntryState.PROPOSED,
        turn.me.id,
        turn.now,
    )
    made = await HubEntries(turn.store).propose(entry, question.id, turn.now)
    return views_lead.added(made, turn.knowledge.sheet)


@command(
    "questions added",
    role=Role.LEAD,
    help="Answers that your hub has added",
    writes=False,
)
async def questions_added(turn: Turn, _words_typed: str) -> Reply:
    """What their hub has added; an administrator sees every hub's."""
    return views_knowledge.of_hub(await HubEntries(turn.store).at(hub_ids(turn)), turn.me.admin)


@action("entry_withdraw", of="questions", writes=True, stays=True)
async def withdraw_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A hub takes back what is its own alone; what was accepted for all, an administrator does."""
    entry = await _entry(turn, values.get("id", ""))
    allow_hub(turn.me, entry.hub_id)
    if entry.state is EntryState.ACCEPTED and not turn.me.admin:
        raise NoSuchEntry("It has been accepted for all hubs since; a programme administrator can withdraw it.")
    return await _withdraw(turn, entry)


@action("entry_accept", of="knowledge accept", writes=True, stays=True)
async def accept_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    entry = await _entry(turn, values.get("id", ""))
    if _moment(values.get("at", "")) != entry.at:
        return await knowledge_proposed(turn, "")
    return await _accept(turn, entry)


@command(
    "knowledge",
    role=Role.ADMIN,
    help="What hubs have added to the answers",
    writes=False,
)
async def knowledge(turn: Turn, _words_typed: str) -> Reply:
    return Reply((Text(turn.catalogue.lines("knowledge", roles(turn.person))),), views_knowledge.KIND)


@command(
    "knowledge proposed",
    role=Role.ADMIN,
    help="Answers that hubs propose for all",
    writes=False,
)
async def knowledge_proposed(turn: Turn, _words_typed: str) -> Reply:
    return views_knowledge.proposed(await HubEntries(turn.store).at(), turn.knowledge.facts)


@command(
    "knowledge accept",
    role=Role.ADMIN,
    help="Give everybody an answer of a hub",
    example="knowledge accept 3",
    writes=True,
)
async def knowledge_accept(turn: Turn, words: str) -> Reply:
    """By its number; what differs from the sheet is shown first, and accepted with its button."""
    entry = await _entry(turn, words)
    if differing(entry.answer, turn.knowledge.facts):
        return views_knowledge.to_decide(entry, turn.knowledge.facts)
    return await _accept(turn, entry)


@command(
    "knowledge withdraw",
    role=Role.ADMIN,
    help="Give nobody that answer any more",
    example="knowledge withdraw 3",
    writes=True,
)
async def knowledge_withdraw(turn: Turn, words: str) -> Reply:
    return await _withdraw(turn, await _entry(turn, words))


@command(
    "knowledge export",
    role=Role.ADMIN,
    help="The accepted answers as a file",
    writes=False,
)
async def knowledge_export(turn: Turn, _words_typed: str) -> Reply:
    return views_knowledge.exported(await HubEntries(turn.store).at(), turn.knowledge.facts)


async def _accept(turn: Turn, entry: Proposed) -> Reply:
    await HubEntries(turn.store).decide(entry, EntryState.ACCEPTED, turn.me.id, turn.now)
    text = f"Accepted: people of every hub are answered with {entry.id} from now on."
    return Reply((Text(text),), views_knowledge.KIND)


async def _withdraw(turn: Turn, entry: Proposed) -> Reply:
    await HubEntries(turn.store).decide(entry, EntryState.WITHDRAWN, turn.me.id, turn.now)
    return Reply((Text(f"Withdrawn: nobody is answered with {entry.id} any more."),), views_knowledge.KIND)


async def _entry(turn: Turn, number: str) -> Proposed:
    return await HubEntries(turn.store).one(record_id(number, NoSuchEntry))


def _words(values: Mapping[str, str]) -> Words:
    """What was typed, or FieldErrors: nothing is cut off unseen."""
    question = clean(values.get("question", ""), 2 * LONGEST_WORDING)
    answer = several_lines(values.get("answer", ""))
    lines = [clean(line, 2 * LONGEST_WORDING) for line in values.get("phrasings", "").splitlines() if line.strip()]
    slips = {}
    if not question or len(question) > LONGEST_WORDING:
        slips["question"] = f"Write the question in {LONGEST_WORDING} characters at most."
    if not answer or len(answer) > LONGEST_ANSWER:
        slips["answer"] = f"Write the answer in {LONGEST_ANSWER} characters at most."
    if len(lines) > MOST_PHRASINGS or any(len(line) > LONGEST_WORDING for line in lines):
        slips["phrasings"] = f"At most {MOST_PHRASINGS} lines of {LONGEST_WORDING} characters."
    elif len(json.dumps(lines)) > LONGEST_LIST:
        slips["phrasings"] = "That is too much to keep together; make the lines shorter, or leave some out."
    if slips:
        raise FieldErrors(slips)
    return Words(question, tuple(lines), answer)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
