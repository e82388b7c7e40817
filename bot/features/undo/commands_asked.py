"""“Deleted?”, “is that right?”, “log it again”, “undo everything”: what became of the last change, truly said."""

import re
from collections.abc import Mapping

from bot.conversation.repository_undo import UndoLog
from bot.conversation.undo_domain import LastChange
from bot.core.conversation import ANSWERED_WITHIN, Fill
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, answer, middleware
from bot.core.turn import Turn
from bot.identity.repository import People

KIND = "undo"
ALL = "undo everything"  # reads “everything” under it
OWN = ("release day", "report", "residential")  # what a lead sees of a specialist, and is sent no message of
LEAVE_IT = "Leave it"
LEAD_IN = r"(?:(?:so|and|but|ok|okay|oh|wait|hang on|er|um|hm+|right|sorry)[\s,.!]+)*"
WAS = r"(?:is|was|has|did|have|are) (?:it|that|this|he|she|they|you|i)"
WAS_IT = rf"(?:{WAS}(?: (?:been|all|now|really|just|actually))* )?"
OFF = r"(?:deleted?|removed?|gone|taken off|off|cancell?ed|cleared|erased|scrapped)"
ON = (
    r"(?:logged|log|saved?|recorded|noted?|added?|kept|in|on record|ticked(?: off)?|changed|moved|updated|entered)"
)
DONE = r"(?:done|right|correct|sorted|worked|work|go through|gone through|happened|happen)"
ASKED = re.compile(
    rf"{LEAD_IN}{WAS_IT}(?:(?P<off>{OFF})|(?P<on>{ON})|(?P<done>{DONE}))"
    r"(?: (?:it|that|now|then|yet|ok|okay))*\s*\?+",
    re.I,
)
"""“Deleted?”, “is that right?”, “did that work?”: with a question mark, or it may tell."""
ASKED_PLAINLY = re.compile(
    rf"{LEAD_IN}(?:(?:is|was|has) (?:it|that|this)(?: (?:been|all|now))* |did (?:it|that|you) )"
    rf"(?:(?P<off>{OFF})|(?P<on>{ON})|(?P<done>{DONE}))(?: (?:it|that|now|then|yet))*",
    re.I,
)
WHO_SEES = re.compile(
    rf"{LEAD_IN}(?:(?:did|does|has|will|do|can|is)\s+(?:that|it|this|my answer|my message)\s+(?:get |been |be )?"
    r"(?:go|gone|sent|send|going|seen|shown|passed on|reach|reached)\b.*\b"
    r"(?:lead|hub|head|her|him|them|lee|\w+)|"
    r"(?:does|did|will|has|can)\s+(?:my (?:hub )?lead|my hub|the hub|(?!i\b|we\b|you\b|it\b|that\b)\w+)\s+"
    r"(?:know|see|seen|get|got|hear|been told|get told)"
    r"(?:\s+(?:it|that|this|about (?:it|that|this)|now|already))*|"
    r"(?:have|did) you (?:told|tell|messaged?|e-?mail(?:ed)?|sent) (?:my (?:hub )?lead|my hub|her|him|them|\w+)"
    r"(?: (?:it|that|this))?)\s*\??",
    re.I,
)
AGAIN = re.compile(
    rf"{LEAD_IN}(?:please |pls |no )*(?:log|add|record|enter|save) (?:it|that|this|that one|them)"
    r"(?: (?:again|back|after all|back on|please|pls|then|now))+",
    re.I,
)
EVERYTHING = re.compile(
    rf"{LEAD_IN}(?:please |pls |can you |could you )*(?:undo|take back|reverse|revert)\s+"
    r"(?:everything|all|all of it|it all|the lot)"
    r"(?:\s+(?:that\s+)?i(?:['’]ve| have)?\s+(?:did|done|do|just did|changed|logged))?"
    r"(?:\s+(?:today|here|just now|this morning|please|pls))*",
    re.I,
)
ALL_ALONE = re.compile(r"(?:everything|all|all of it|the lot|all of them)(?: please| pls| today)*", re.I)


def _may_take(text: str) -> bool:
    bare = text.strip(" .!")
    return any(one.fullmatch(bare) for one in (EVERYTHING, AGAIN, ASKED, ASKED_PLAINLY, WHO_SEES))


@middleware(
    "what became of it",
    order=99,
    because="before undo, which takes “undo everything” for the last change alone",
    may_take=_may_take,
)
async def asked(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """Questions about the change made just before, from whoever made it; nothing is done."""
    if turn.person is None:
        return await call_next()
    bare = text.strip(" .!")
    if EVERYTHING.fullmatch(bare):
        return await _one_at_a_time(turn)
    if AGAIN.fullmatch(bare) and (undone := await UndoLog(turn.store).last_undo_here(turn)):
        return _put_it_back(undone.note)
    open_question = turn.standing.asked is not None and not turn.standing.asked.overtaken
    last = None if open_question else await _just_changed(turn, bare)
    if last is None:
        return await call_next()
    if WHO_SEES.fullmatch(bare):
        own = turn.person.enrolment is not None and last.kind in OWN
        return await _who_sees(turn, last) if own else await call_next()
    return _truly(turn, last, ASKED.fullmatch(bare) or ASKED_PLAINLY.fullmatch(bare))


async def _just_changed(turn: Turn, bare: str) -> LastChange | None:
    """The change of the last half an hour, where the words ask about one."""
    if not (ASKED.fullmatch(bare) or ASKED_PLAINLY.fullmatch(bare) or WHO_SEES.fullmatch(bare)):
        return None
    last = await UndoLog(turn.store).last_here(turn)
    lately = last is not None and last.named and last.at >= turn.now - ANSWERED_WITHIN
    return last if lately else None


def _truly(turn: Turn, last: LastChange, said: "re.Match[str] | None") -> Reply:
    """Yes where the change is of the kind that was asked about; no where it is of the other."""
    asked_of = said.groupdict() if said else {}
    other = (asked_of.get("off") and not last.took_off) or (asked_of.get("on") and last.took_off)
    undo = Button("Undo", "undo", {"turn": last.turn})
    text = f"{'Your last change here is another one' if other else 'Yes'}: you {last.named}."
    return Reply((Text(text), Actions((undo,))), KIND, personal=True, spoken_of=turn.standing.spoken_of)


async def _who_sees(turn: Turn, last: LastChange) -> Reply:
    names = (
        [one.name for one in await People(turn.store).leading(turn.me.enrolment.hub.id)]
        if turn.me.enrolment
        else []
    )
    who = f"{' and '.join(names)} can see it here" if names else "It is kept here"
    text = f"You {last.named}. {who}, with everything else of your hub's cohort; I sent nobody a message about it."
    return Reply((Text(text),), KIND, personal=True, spoken_of=turn.standing.spoken_of)


def _put_it_back(undone: int) -> Reply:
    back = Actions((Button("Put it back", "put_back", {"undo": str(undone)}), Button(LEAVE_IT, "undo_not")))
    text = "What was undone last here: shall I put it back as it was before?"
    return Reply((Text(text), back), KIND, personal=True, asks=OpenQuestion(yes="Put it back", no=LEAVE_IT))


@answer(ALL, role=Role.ANYONE, writes=False)
async def all_of_it(turn: Turn, said: Fill, _values: Mapping[str, str]) -> Reply | None:
    """“Everything”, said once more."""
    return await _one_at_a_time(turn) if ALL_ALONE.fullmatch(said.words.strip(" .!")) else None


async def _one_at_a_time(turn: Turn) -> Reply:
    """“Undo everything I did today”: the last change is offered, and what was changed elsewhere is left alone."""
    last = await UndoLog(turn.store).last_here(turn)
    if last is None or not last.named:
        text = "Nothing was changed in this conversation in the last day, so there's nothing to undo here."
        return Reply((Text(text),), KIND, personal=True, asks=OpenQuestion(reader=ALL, plain=False))
    text = f"I undo one change at a time, the last one first. Your last change here: you {last.named}. Undo that?"
    buttons = (Button("Yes, undo it", "undo", {"turn": last.turn}), Button(LEAVE_IT, "undo_not"))
    asks = OpenQuestion(buttons[0].label, LEAVE_IT, reader=ALL)
    return Reply((Text(text), Actions(buttons)), KIND, personal=True, asks=asks)
