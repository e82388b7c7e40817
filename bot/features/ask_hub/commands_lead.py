"""Questions for a hub's leads: by age, answered, closed, put together, reopened; each by its hub's leads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.errors import FieldErrors
from bot.core.permissions import Role, allow_hub, roles
from bot.core.reply import Reply, Text
from bot.core.routing import CallNext, action, command, intent, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.delivery.direct_domain import OutgoingMessage
from bot.features.ask_hub import notifications, views_lead
from bot.features.ask_hub.domain import LONGEST_ANSWER, AskedState, ChangedMeanwhile, HubQuestion, NoSuchQuestion
from bot.features.ask_hub.reach import leads_of
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_counts import HubCounts
from bot.features.ask_hub.repository_digests import DigestChoices
from bot.hubs.resolving import hub_ids
from knowledge.search import Finding
from knowledge.search.normalise import clean

NUMBERED = re.compile(r"questions?\s+#?(?P<number>\d{1,9})[.?!]?", re.IGNORECASE)


@command(
    "questions",
    role=Role.LEAD,
    help="What people ask your hub",
    writes=False,
)
async def questions(turn: Turn, words: str) -> Reply:
    """The list, or the question of that number: `/mastery questions 17`."""
    if words:
        return await _look(turn, {"id": words.removeprefix("#").strip()})
    return await _list(turn)


@middleware(
    "a question by its number",
    order=60,
    because="any place above the eligibility check will do: its question does not belong under somebody else's",
    role=Role.LEAD,
)
async def numbered(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“question 17” without a slash; of who leads no hub it is a message like any other."""
    found = NUMBERED.fullmatch(text)
    if found is None or Role.LEAD not in roles(turn.person):
        return await call_next()
    return replace(await _look(turn, {"id": found["number"]}), personal=True)


@command(
    "questions week",
    role=Role.LEAD,
    help="What was asked this week, in figures",
    writes=False,
)
async def questions_week(turn: Turn, _words: str) -> Reply:
    hubs = hub_ids(turn)
    whose = "all hubs" if hubs is None else " and ".join(hub.name for hub in turn.me.leads)
    counts = await HubCounts(turn.store).week(hubs, turn.today)
    return views_lead.week(counts, turn.knowledge.entries, whose)


@command(
    "questions digest",
    "questions summary",
    role=Role.LEAD,
    help="The weekly summary, on or off",
    example="questions digest off",
    writes=True,
)
async def questions_digest(turn: Turn, words: str) -> Reply:
    """`questions digest off` and `on`."""
    wanted = words.strip(" .!").lower()
    if wanted not in ("on", "off"):
        off = turn.me.id in await DigestChoices(turn.store).refused()
        other = "Type “questions digest on” to get it." if off else "Type “questions digest off” to stop it."
        text = f"The weekly summary is {'off' if off else 'on'}. {other}"
        return Reply((Text(text),), views_lead.KIND)
    await DigestChoices(turn.store).set(turn.me.id, turn.now, on=wanted == "on")
    return Reply((Text(f"The weekly summary is {wanted} from now on."),), views_lead.KIND)


@intent("questions_week", of="questions week", writes=False)
async def asked_for_the_week(turn: Turn, finding: Finding) -> Reply:
    """“What did people ask this week?”"""
    return replace(await questions_week(turn, ""), score=finding.score)


@intent("questions_waiting", of="questions", writes=False)
async def asked_what_waits(turn: Turn, finding: Finding) -> Reply:
    """“Any questions for me?”"""
    return replace(await _list(turn), score=finding.score)


@action("questions", of="questions", writes=False)
async def list_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await _list(turn)


@action("questions_week", of="questions week", writes=False)
async def week_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await questions_week(turn, "")


@action("question_open", of="questions", writes=False)
async def open_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await _look(turn, values)


@action("question_answer", of="questions", writes=False)
async def answer_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    question = await question_of(turn, values)
    if question.state is not AskedState.WAITING:
        return await _look(turn, values)
    alike = await _alike(turn, question)
    return views_lead.answer_form(question, [*alike, *await _suggested(turn, question, alike)])


@action("question_answer_send", of="questions", writes=True)
async def answer_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The answer goes to every asker that was chosen; of another hub nobody can be."""
    question = await question_of(turn, values)
    text = several_lines(values.get("text", ""))
    if not text:
        raise FieldErrors({"text": "Write the answer first; nothing was sent."})
    if len(text) > LONGEST_ANSWER:
        raise FieldErrors({"text": f"That is {len(text)} characters; {LONGEST_ANSWER} at most. Nothing was sent."})
    if str(question.revision) != values.get("revision"):
        raise ChangedMeanwhile
    chosen = {part.strip() for part in values.get("also", "").split(",")}
    also = [other.id for other in await _may_go_too(turn, question) if str(other.id) in chosen]
    leads = await leads_of(turn.store, question.hub_id)

    def said(one: HubQuestion) -> tuple[OutgoingMessage, ...]:
        return (*notifications.answered(one), *leads.settled(one, turn.me.name))

    done = await Questions(turn.store).answer(question, text, also, turn.me.id, said, turn.now)
    return views_lead.answered(done)


@action("question_not_for_us", of="questions", writes=True)
async def not_for_us(turn: Turn, values: Mapping[str, str]) -> Reply:
    question = await question_of(turn, values)
    leads = await leads_of(turn.store, question.hub_id)

    def said(one: HubQuestion) -> tuple[OutgoingMessage, ...]:
        return (*notifications.closed(one), *leads.settled(one, turn.me.name))

    await Questions(turn.store).close(question, turn.me.id, said, turn.now)
    return await _look(turn, values)


@action("question_reopen", of="questions", writes=True)
async def reopened(turn: Turn, values: Mapping[str, str]) -> Reply:
    question = await question_of(turn, values)
    if question.state is AskedState.WAITING:
        return await _look(turn, values)
    leads = await leads_of(turn.store, question.hub_id)
    await Questions(turn.store).reopen(question, turn.me.id, leads.waiting, turn.now)
    return await _look(turn, values)


@action("question_same", of="questions", writes=False)
async def same_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    question = await question_of(turn, values)
    others = await Questions(turn.store).at([question.hub_id], AskedState.WAITING)
    return views_lead.same_form(question, [other for other in others if other.id != question.id])


@action("question_same_send", of="questions", writes=True)
async def same_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    question = await question_of(turn, values)
    other = await question_of(turn, {"id": values.get("other", "")})
    await Questions(turn.store).put_together(question, other, turn.me.id, turn.now)
    return await _look(turn, values)


async def question_of(turn: Turn, values: Mapping[str, str]) -> HubQuestion:
    """The question that a button names, of a hub that they lead. Raises NoSuchQuestion, PermissionDenied."""
    question = await Questions(turn.store).one(record_id(values.get("id", ""), NoSuchQuestion))
    allow_hub(turn.me, question.hub_id)
    return question


def several_lines(text: str) -> str:
    """What was typed into a large field, line by line and safe; whoever measures it sees how long it was."""
    lines = [clean(line, 2 * LONGEST_ANSWER) for line in text[: 4 * LONGEST_ANSWER].splitlines()]
    return "\n".join(line for line in lines if line)


async def _list(turn: Turn) -> Reply:
    there = await Questions(turn.store).at(hub_ids(turn))
    waiting = [one for one in there if one.state is AskedState.WAITING]
    settled = [one for one in there if one.state is not AskedState.WAITING]
    settled.sort(key=lambda one: one.settled_at or one.since, reverse=True)
    return views_lead.waiting(waiting, settled, turn.now)


async def _look(turn: Turn, values: Mapping[str, str]) -> Reply:
    question = await question_of(turn, values)
    if question.state is not AskedState.WAITING:
        return views_lead.one(question, [], turn.now)
    alike = await _alike(turn, question)
    return views_lead.one(question, alike, turn.now, await _suggested(turn, question, alike))


async def _alike(turn: Turn, question: HubQuestion) -> list[HubQuestion]:
    return views_lead.like(question, await Questions(turn.store).at([question.hub_id], AskedState.WAITING))


async def _may_go_too(turn: Turn, question: HubQuestion) -> list[HubQuestion]:
    """Those that the form offers: the alike ones; where a chooser suggests more, any that waits at this hub."""
    if turn.chooser is None:
        return await _alike(turn, question)
    waiting = await Questions(turn.store).at([question.hub_id], AskedState.WAITING)
    return [other for other in waiting if other.id != question.id]


async def _suggested(turn: Turn, question: HubQuestion, alike: Sequence[HubQuestion]) -> list[HubQuestion]:
    """Further ones that ask the same, as the deployment's chooser sees it; none without one. The lead decides."""
    if turn.chooser is None:
        return []
    found = {question.id, *(one.id for one in alike)}
    others = [
        one for one in await Questions(turn.store).at([question.hub_id], AskedState.WAITING) if one.id not in found
    ]
    nearest = {str(one.id): one for one in views_lead.nearest(question, others)}
    same = await turn.chooser.alike(turn, question.text, {name: one.text for name, one in nearest.items()})
    return [nearest[name] for name in same]
