"""Asking one's hub: from [Ask my hub] to a question sent, and where it stands; a person answers."""

from collections.abc import Mapping

from bot.core.conversation import Fill
from bot.core.errors import BotError, StaleButton
from bot.core.identity import Hub, Person
from bot.core.permissions import Role
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.routing import action, answer, command, intent
from bot.core.turn import Turn
from bot.features.ask_hub import views_asker
from bot.features.ask_hub.domain import AskedState, Asker, HubQuestion, NewQuestion, NoSuchQuestion
from bot.features.ask_hub.quoting import before_of
from bot.features.ask_hub.reach import leads_of
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_askers import AskerHubs
from bot.features.ask_hub.repository_counts import HubCounts
from bot.features.ask_hub.views_asker import (
    QuestionDraft,
    draft_of,
    no_hubs,
    nobody_there,
    preview,
    sent,
    which_hub,
    write_it,
)
from bot.hubs import resolving
from bot.hubs.repository import Cohorts
from bot.hubs.resolving import SHORTEST_PART
from bot.identity.repository import People
from knowledge.search import Finding, FindingKind

MOST_HUBS = 100  # that a list to choose from holds; there are forty
OPEN = "You have asked your hub already. "


class NobodyThere(BotError):
    """Nobody at that hub can be reached through me any more, so nothing was sent. Please contact them directly."""


@action("ask_hub", role=Role.ANYONE, writes=False)
async def ask_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Nothing is sent yet: first the hub, if it is not known, then exactly what will be sent."""
    draft = draft_of(values)
    if not draft.text:
        return write_it() if await _hubs(turn) else no_hubs()
    return await _look_at(turn, draft)


@action("ask_hub_choose", role=Role.ANYONE, writes=True)
async def hub_chosen(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Remembered from now on; who is enrolled has a hub of their own, whatever was chosen."""
    hub = next((hub for hub in await _hubs(turn) if str(hub.id) == values.get("hub")), None)
    if hub is None:
        return which_hub(draft_of(values), await _hubs(turn)) if await _hubs(turn) else no_hubs()
    await AskerHubs(turn.store).remember_hub(turn.activity.sender, hub.id, turn.now)
    return await _look_at(turn, draft_of(values))


@answer(views_asker.WHICH_HUB, role=Role.ANYONE, writes=True)
async def hub_named(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """“Demo Maths Hub”, after “Which is your Maths Hub?”."""
    found = resolving.all_named(await _hubs(turn), said.words) if len(said.words) >= SHORTEST_PART else ()
    return await hub_chosen(turn, {**values, "hub": str(found[0].id)}) if len(found) == 1 else None


@action("ask_hub_other", role=Role.ANYONE, writes=False)
async def another_hub(turn: Turn, values: Mapping[str, str]) -> Reply:
    hubs = await _hubs(turn)
    return which_hub(draft_of(values), hubs) if hubs else no_hubs()


@action("ask_hub_write", role=Role.ANYONE, writes=False)
async def write_pressed(_turn: Turn, values: Mapping[str, str]) -> Reply:
    return write_it(draft_of(values).text)


@action("ask_hub_no", role=Role.ANYONE, writes=False)
async def not_sent(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text(views_asker.NOT_SENT),), views_asker.KIND, replaces=True, personal=True)


@action("ask_hub_send", role=Role.ANYONE, writes=True)
async def send_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """What was seen is what is sent; where the hub has changed meanwhile, it is shown again first."""
    draft, hub = draft_of(values), await AskerHubs(turn.store).hub_of(turn.activity.sender, turn.person)
    if not draft.text:
        raise StaleButton
    if hub is None or str(hub.id) != values.get("hub"):
        return await _look_at(turn, draft)
    leads = await leads_of(turn.store, hub.id)
    if not leads.reachable:
        return nobody_there(draft, hub, not _belongs(turn.person))
    named = draft.named and turn.person is not None
    new = NewQuestion(hub.id, draft.text, draft.before, named, draft.entry, draft.score, turn.activity.key)
    asker = await _asker(turn)
    question = await Questions(turn.store).ask(asker, new, leads.waiting, turn.now)
    await HubCounts(turn.store).count_of_month(question.hub_id, turn.today, "passed_on")
    return sent(question)


@action("ask_hub_again", role=Role.ANYONE, writes=True, stays=True)
async def again_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The asker's own question waits again."""
    question = await _my(turn, values)
    if question.state is AskedState.WAITING:
        return await my_questions(turn, "")
    leads = await leads_of(turn.store, question.hub_id)
    if not leads.reachable:
        raise NobodyThere
    return sent(await Questions(turn.store).reopen(question, None, leads.waiting, turn.now))


@intent("handoff", role=Role.ANYONE, writes=False)
async def handoff(turn: Turn, finding: Finding) -> Reply:
    """“Can I talk to a person?”: what was asked last is offered, else there is a place to write."""
    hubs = await _hubs(turn)
    if not hubs:
        return _found(no_hubs(), finding)
    *before, text = _to_pass_on(turn)
    if not text:
        return _found(write_it(), finding)
    reply = await _look_at(turn, draft_of({"text": text}), before=tuple(before))
    other = Actions((Button("Write something else", "ask_hub_write"),))
    mine = await Questions(turn.store).mine(turn.activity.sender)
    note = [Note(OPEN + views_asker.state(mine[-1], turn.now))] if mine else []
    return _found(Reply((*reply.blocks, *note, other), reply.kind, personal=True), finding)


@command(
    "my questions",
    role=Role.ANYONE,
    help="What you asked your hub, and where it stands",
    writes=False,
)
async def my_questions(turn: Turn, _words: str) -> Reply:
    return views_asker.mine(await Questions(turn.store).mine(turn.activity.sender), turn.now)


def _to_pass_on(turn: Turn) -> tuple[str, ...]:
    """What was asked, the latest last; empty where nothing was.

    Words that ask for a person only after such a wish (“Ben says four, is that right?”) are the question.
    """
    alone = turn.search.find(turn.typed) if turn.search and turn.typed else None
    wishes = alone is None or (alone.kind is FindingKind.REQUEST and alone.hits[0].topic.id == views_asker.KIND)
    return turn.before or ("",) if wishes else (*turn.before, turn.typed)


async def _look_at(turn: Turn, draft: QuestionDraft, before: tuple[str, ...] | None = None) -> Reply:
    """The preview, or first the choice of a hub."""
    hub = await AskerHubs(turn.store).hub_of(turn.activity.sender, turn.person)
    if hub is None:
        hubs = await _hubs(turn)
        return which_hub(draft, hubs) if hubs else no_hubs()
    person = turn.person
    if not (await leads_of(turn.store, hub.id)).reachable:
        return nobody_there(draft, hub, not _belongs(person))
    turns = before_of(turn.before if before is None else before, draft.text)
    return preview(draft, hub, turns, person.name if person else None, not _belongs(person))


def _belongs(person: Person | None) -> bool:
    """Who belongs to a hub does not choose another."""
    return person is not None and bool(person.enrolments or person.leads)


async def _hubs(turn: Turn) -> tuple[Hub, ...]:
    """The hubs on record; a store that nothing was ever written to has none."""
    return () if turn.store.is_empty else (await Cohorts(turn.store).hubs())[:MOST_HUBS]


async def _my(turn: Turn, values: Mapping[str, str]) -> HubQuestion:
    """A question of this very account. Raises NoSuchQuestion for anybody else's."""
    for question in await Questions(turn.store).mine(turn.activity.sender):
        if str(question.id) == values.get("id"):
            return question
    raise NoSuchQuestion("That question of yours is no longer on record. Type “my questions” to see them.")


async def _asker(turn: Turn) -> Asker:
    """Who asks, and where they are answered: here, or where they are known to be reached."""
    person, sender, address = turn.person, turn.activity.sender, turn.activity.address
    for account in await People(turn.store).accounts(person.id) if person and not address else ():
        if (account.platform, account.tenant, account.user) == (sender.platform, sender.tenant, sender.user):
            address = account.address
    return Asker(sender, turn.activity.conversation, address, person.id if person else None)


def _found(reply: Reply, finding: Finding) -> Reply:
    return Reply(
        reply.blocks, views_asker.KIND, entry=views_asker.KIND, score=finding.score, personal=reply.personal
    )
