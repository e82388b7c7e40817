"""The eligibility check: its command, its buttons, the ways to ask for it, and what is typed while it is open."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.activity import Message
from bot.core.permissions import Role
from bot.core.reply import Actions, Block, Reply, Text
from bot.core.routing import CallNext, action, command, intent, middleware, response_hook
from bot.core.turn import Turn
from bot.features.eligibility import views
from bot.features.eligibility.parsing import ChangeAnswer, question_named, read
from bot.features.eligibility.phrases import Move
from bot.features.eligibility.service import (
    DialogView,
    answer,
    begin,
    change,
    follow,
    in_place,
    look,
    pressed,
    stale,
)
from bot.features.faq import commands
from knowledge.search import Finding

SPEAKS_OF_IT = re.compile(
    r"\b(?:eligib\w*|check|apply|applying|application|applicants?|qualif\w*|qts|criteria|requirements?|entitled|"
    r"suitable|could i be|can i be|join|take part|sign up|meet the)\b",
    re.I,
)
"""Without such a word, somebody who is enrolled does not mean the applicants' check."""
ASKS_THE_RESULT = re.compile(
    r"(?:(?:so|and|ok|okay|but|well|oh)[\s,]+)*(?:what(?:['’]?s| is| was| will be)(?: (?:the|my))? (?:result|"
    r"outcome|verdict|answer then)|"
    r"(?:did|have|has|will|do) i (?:pass|passed|fail|failed|get in|got in)(?: it)?|"
    r"(?:am i|i['’]?m|im|so am i)(?: (?:rejected|refused|out|in|through|accepted|turned down|(?:not )?eligible)"
    r"(?: then| now)?)|"
    r"(?:is that|does that mean|so that['’]?s) (?:a no|a yes|no|yes|i['’]?m (?:out|in|rejected|not eligible))"
    r"(?: then)?|rejected)\W*",
    re.I,
)
DID_NOT_FOLLOW = "repeat"
ONLY_IN_A_WALK = frozenset({"eligibility_why", "eligibility_back"})
NAMED_AFTER_THEMSELVES = frozenset({"eligibility_start", "eligibility_change", "eligibility_why"})


@command(
    "eligibility",
    role=Role.ANYONE,
    help="The eligibility check, one question at a time",
    writes=True,
    menu=20,
)
async def eligibility(turn: Turn, words: str) -> Reply:
    """Begins or resumes; "eligibility stop" and the like reach a walk under way."""
    here = await look(turn) if words else None
    if here and (reading := read(words, turn.knowledge.dialog, here.at)):
        return await follow(here, reading)
    return await begin(turn)


@middleware(
    "eligibility",
    order=40,
    because="above all that answers a question: whatever they reply, the check's question comes again below it",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """An answer or a move in words; anything else is answered as always, and the walk's question comes again."""
    here = await look(turn)
    if here is None:
        return await call_next()
    if reading := read(text, turn.knowledge.dialog, here.at):
        return await follow(here, reading)
    if ASKS_THE_RESULT.fullmatch(text.strip()):
        return _and_the_question_again(here, views.no_result_yet(here.at))
    reply = await call_next()
    if reply.kind == "smalltalk" and reply.entry == DID_NOT_FOLLOW:  # “what does that mean?” is about the question
        return await follow(here, Move.WHY)
    if reply.kind == "cancel":  # a guess never stops the check, for that deletes answers
        reply = replace(reply, blocks=(Text(views.HOW_TO_STOP),))
    still_here = here if reply.kind != "data_delete" else await look(turn)  # then its answers may be gone, too
    return _and_the_question_again(still_here, reply) if still_here else reply


@response_hook(
    "eligibility",
    order=20,
    because="the last of all: the check's question comes below whatever else is added",
)
async def and_the_question_again(turn: Turn, reply: Reply) -> Reply:
    """Commands and buttons of other kinds are answered in the middle of a walk, too.

    The answer is a message of its own, and stays when the question below it is answered.
    """
    here = None if reply.kind.startswith(views.KIND) else await look(turn)
    return _and_the_question_again(here, reply) if here else reply


def _and_the_question_again(here: DialogView, reply: Reply) -> Reply:
    if reply.kind.startswith(views.KIND) or reply.kind == "data_delete":  # that question stands alone
        return reply
    asks = replace(reply.asks, plain=False) if reply.asks else None  # a plain yes answers the check's question
    again = views.asked_again(here.turn, here.walk, here.at)
    return replace(reply, blocks=_without_offer(reply.blocks), asks=asks, closes=asks is None, then=again)


def _without_offer(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without an offer of the check that is under way."""
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Actions):
            kept.append(block)
        elif buttons := tuple(one for one in block.buttons if one.action != views.START.action):
            kept.append(Actions(buttons))
    return tuple(kept)


@intent("eligibility_start", "eligibility_why", role=Role.ANYONE, writes=False)
@intent("eligibility_restart", "eligibility_change", "eligibility_back", role=Role.ANYONE, writes=True)
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """The same wishes in words that only the search understands."""
    name = finding.hits[0].topic.id
    if turn.person and turn.person.enrolment and not SPEAKS_OF_IT.search(turn.typed) and await look(turn) is None:
        return replace(views.not_for_a_specialist(), kind=views.KIND, entry=name, score=finding.score)
    if name in ONLY_IN_A_WALK and len(finding.hits) > 1 and await look(turn) is None:
        return commands.answer_or_choice(turn, commands.entries_of(finding.hits), finding.score)
    reply = await _do(turn, name)
    kind = name if name in NAMED_AFTER_THEMSELVES else views.KIND
    return replace(reply, kind=kind, entry=name, score=finding.score)


async def _do(turn: Turn, name: str) -> Reply:
    here = await look(turn)
    if name == "eligibility_start" or (here is None and name == "eligibility_restart"):
        return await begin(turn)
    if here is None:
        return views.offer(views.NO_CHECK)
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    wishes: dict[str, Move | ChangeAnswer] = {
        "eligibility_change": ChangeAnswer(question_named(text, turn.knowledge.dialog, here.at)),
        "eligibility_restart": Move.RESTART,
        "eligibility_why": Move.WHY,
        "eligibility_back": Move.BACK,
    }
    return await follow(here, wishes[name])


@action("eligibility_start", role=Role.ANYONE, writes=False)
async def start_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await begin(turn)


@action("eligibility_answer", role=Role.ANYONE, writes=True, stays=True)
async def answer_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    here = await pressed(turn, values)
    if isinstance(here, Reply):
        return here
    due = here.at.due
    chosen = due.option(values.get("option", "")) if due and due.id == values.get("question") else None
    return in_place(await answer(here, chosen)) if chosen else stale(here)


@action("eligibility_move", role=Role.ANYONE, writes=True, stays=True)
async def move_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    here = await pressed(turn, values)
    if isinstance(here, Reply):
        return here
    known = values.get("move", "") in list(Move)
    return in_place(await follow(here, Move(values["move"]))) if known else stale(here)


@action("eligibility_change", role=Role.ANYONE, writes=True, stays=True)
async def change_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    here = await pressed(turn, values)
    if isinstance(here, Reply):
        return here
    commands = turn.knowledge.dialog.questions.get(values.get("question", ""))
    return in_place(await change(here, commands))
