"""Undo, by the word and by its button: exactly the last change of this person in this conversation; and back."""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.repository_undo import UndoLog
from bot.conversation.undo_domain import LastChange, LastUndo, UndoDone
from bot.core.conversation import ANSWERED_WITHIN
from bot.core.errors import StaleButton
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, command, middleware
from bot.core.turn import Turn
from bot.core.undoing import Effect
from bot.features.release_days.notices import TAKE_BACK
from bot.features.release_days.undo import KIND as RELEASE_DAY
from bot.features.undo.parsing import UndoWish, UndoWords, puts_right, read, regrets, takes_off, wants_one_more
from bot.language.acts import act_in

KIND, YES, LEAVE_IT = "undo", "Yes, undo it", "Leave it"
NOTHING = "There's nothing to undo: you haven't changed anything here recently."
NOTHING_TO_PUT_BACK = "There's nothing to put back: nothing was undone or deleted here just now."
ONE_THING = "I undo one thing at a time, and nothing else with it: then say the rest again."
NOTHING_HERE = "There's nothing to undo: nothing was changed in this conversation recently."
UNDONE_ALREADY = "There's nothing more to undo here: your last change was undone just now."
IT_IS_BACK = "It is back already, as it was before: that change was undone. Nothing was changed now."
UNDONE_LAST = "The last thing here was an undo. Shall I put it back as it was before?"
AGAIN = {Effect.ADDED: "Put it back", Effect.REMOVED: "Take it off again", Effect.CHANGED: "Redo"}
"""What the reverse of an undo is called, by what the change had done: only what was taken off is put back."""
FINAL = "The last change here can't be taken back, so nothing was done."
ALREADY = "That was done already. Nothing was changed now."


@command(
    "undo",
    "releaseday undo",
    role=Role.ANYONE,
    help="Take back the last change in this conversation",
    writes=True,
)
async def undo(turn: Turn, words: str) -> Reply:
    """“undo”, “undo report”; other words behind it are not read, so it asks."""
    return await _as_said(turn, read(f"undo {words}".strip()) or UndoWords(UndoWish.UNCLEAR))


@middleware(
    "undo",
    order=95,
    because="“undo report” must be read before anything that reads reports, and “put it back” before any search",
    may_take=lambda text: read(text) is not None,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Undo that”, “take it back”, “put it back”; from somebody without a record, only an undo."""
    said = read(text)
    if said is None or (turn.person is None and said.wish is not UndoWish.UNDO):
        return await call_next()
    return await _as_said(turn, said)


@middleware(
    "regret",
    order=96,
    because="“oops” and “take that off” right after a change are about it, and nobody else knows what it was",
    may_take=lambda text: regrets(text) or wants_one_more(text) or takes_off(text),
)
async def regretted(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Oops”, “well, nearly”, “take that off”: the change made just before is shown, and nothing is done."""
    oops, off = regrets(text) or wants_one_more(text), takes_off(text)
    if turn.person is None or not (oops or off):
        return await call_next()
    undone = await UndoLog(turn.store).last_undo_here(turn) if oops else None
    if undone is not None and not wants_one_more(text):
        return _asking_again(undone)
    last = await UndoLog(turn.store).last_here(turn)
    if last is None or not last.named or last.at < turn.now - ANSWERED_WITHIN:
        return await call_next()
    if last.kind == RELEASE_DAY and (off or act_in(text).corrects):
        return await call_next()  # which day, and what it should be, is asked there
    return _asking(
        f"Your last change here: you {last.named}. Undo that?", Button(YES, "undo", {"turn": last.turn})
    )


@middleware(
    "last change",
    order=5,
    because="below everything that reads a correction: what nobody took is asked about, before it is searched for",
    role=Role.LEAD,
)
async def corrected(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“No wait, it starts on the 8th” from a lead, right after a change: it is shown, and can be undone."""
    asked_now = turn.standing.asked
    if asked_now is not None and not asked_now.overtaken and asked_now.question.yes:
        return await call_next()  # it is about what was asked just now, and not about what was done before
    if Role.LEAD not in roles(turn.person) or not puts_right(text):
        return await call_next()
    last = await UndoLog(turn.store).last_here(turn)
    if last is None or not last.named or last.at < turn.now - ANSWERED_WITHIN:
        return await call_next()
    return asking_to_undo(last, "Nothing was changed now.")


@action("undo", role=Role.ANYONE, writes=True)
async def undo_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    which = values.get("turn", "")
    if not (0 < len(which) <= 32 and which.isalnum()):
        raise StaleButton
    if turn.person is None:
        raise StaleButton
    return replace(_taken_back(await UndoLog(turn.store).take_back(turn, which)), replaces=True)


@action(TAKE_BACK, role=Role.SPECIALIST, writes=True)
async def take_back_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """What a lead changed on one's own release days; the lead is told."""
    which = values.get("turn", "")
    if not (0 < len(which) <= 32 and which.isalnum()):
        raise StaleButton
    done = await UndoLog(turn.store).take_back_of_mine(turn, which, RELEASE_DAY)
    return replace(_taken_back(done), replaces=True)


@action("put_back", role=Role.ANYONE, writes=True)
async def put_back_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    undo_id = values.get("undo", "")
    if not (undo_id.isascii() and undo_id.isdecimal() and len(undo_id) < 15):
        raise StaleButton
    if turn.person is None:
        raise StaleButton
    return replace(_put_back(await UndoLog(turn.store).put_back(turn, int(undo_id))), replaces=True)


@action("undo_not", role=Role.ANYONE, writes=False)
async def left_as_it_is(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return _said("All right, nothing was undone.")


async def _as_said(turn: Turn, said: UndoWords) -> Reply:
    if turn.person is None:
        return _said(NOTHING)
    if said.wish in (UndoWish.PUT_BACK, UndoWish.REDO):
        return await _restore(turn, again=said.wish is UndoWish.REDO)
    last = await UndoLog(turn.store).last_here(turn)
    if last is None:
        return await _elsewhere(turn, said.kind) if said.kind else await _nothing_here(turn)
    if not last.named:
        return _said(FINAL)
    if said.wish is UndoWish.UNCLEAR or said.kind not in ("", last.kind):
        other = await UndoLog(turn.store).last_of_kind(turn, said.kind) if said.kind else None
        asked = _which(last, other)
        return replace(asked, blocks=(*asked.blocks, Note(ONE_THING))) if said.wish is UndoWish.UNCLEAR else asked
    return _taken_back(await UndoLog(turn.store).take_back(turn, last.turn))


async def _restore(turn: Turn, *, again: bool) -> Reply:
    """What was taken off last, by a change or by an undo. “Put it back” takes nothing off, and changes nothing.

    again: “redo” was said, so what was undone is done once more, whatever it was.
    """
    log = UndoLog(turn.store)
    undone = await log.last_undo_here(turn)
    if undone is not None and (again or undone.effect is Effect.ADDED):
        return _put_back(await log.put_back(turn, undone.note))
    if undone is not None and undone.effect is Effect.REMOVED:
        return replace(_nothing_more(undone), blocks=(Text(IT_IS_BACK), Actions((_again(undone),))))
    if undone is not None:
        return _asking_again(undone)
    last = await log.last_here(turn)
    if last is None:
        return _said(NOTHING_TO_PUT_BACK)
    if last.took_off:
        return _taken_back(await log.take_back(turn, last.turn))
    return _which(last, None) if last.named else _said(NOTHING_TO_PUT_BACK)


async def _nothing_here(turn: Turn) -> Reply:
    """That it was undone already, or how an older change is named; nothing old is offered unless it is named."""
    log = UndoLog(turn.store)
    if (undone := await log.last_undo_here(turn)) is not None:
        return _nothing_more(undone)
    found = await log.last_anywhere(turn)
    if found is None:
        return _said(NOTHING)
    return _said(f"{NOTHING_HERE} For an older change, say what it was about, such as “undo the {found.kind}”.")


async def _elsewhere(turn: Turn, kind: str) -> Reply:
    """Nothing was changed here: what could be undone of this kind, by name, and only when it is pressed."""
    found = await UndoLog(turn.store).last_of_kind(turn, kind)
    if found is None:
        return _said(NOTHING)
    text = f"Nothing was changed in this conversation recently. Elsewhere, you last {found.named}. Undo that?"
    return _asking(text, Button(YES, "undo", {"turn": found.turn}))


def _which(last: LastChange, other: LastChange | None) -> Reply:
    text = f"Your last change here: you {last.named}."
    if other is None:
        return _asking(f"{text} Undo that?", Button(YES, "undo", {"turn": last.turn}))
    return _asking(
        f"{text} Before it, you {other.named}. Which one shall I undo?",
        Button(f"Undo: {last.named}"[:75], "undo", {"turn": last.turn}),
        Button(f"Undo: {other.named}"[:75], "undo", {"turn": other.turn}),
    )


def asking_to_undo(last: LastChange, opening: str) -> Reply:
    asked = f"{opening} Your last change here: you {last.named}. Undo it, and say it again?"
    return _asking(asked, Button(YES, "undo", {"turn": last.turn}))


def _asking(text: str, *undo: Button) -> Reply:
    question = OpenQuestion(yes=undo[0].label if len(undo) == 1 else "", no=LEAVE_IT)
    unique = tuple({one.label: one for one in undo}.values())
    buttons = Actions((*unique, Button(LEAVE_IT, "undo_not")))
    return Reply((Text(text), buttons), KIND, asks=question, personal=True)


def _taken_back(done: UndoDone) -> Reply:
    if done.repeated:
        return _said(ALREADY)
    back = (Actions((_back(done.note, done.effect),)),) if done.again else ()
    return Reply((*done.blocks, *back), KIND, personal=True)


def _asking_again(undone: LastUndo) -> Reply:
    """Whether what was undone is to be done again, by a press or a plain yes."""
    again, leave = _again(undone), Button(LEAVE_IT, "undo_not")
    was = f"You {undone.named}, and that was undone. Shall I do it again?"
    asked = Text(was if undone.named and undone.effect is not Effect.ADDED else UNDONE_LAST)
    return Reply(
        (asked, Actions((again, leave))), KIND, personal=True, asks=OpenQuestion(yes=again.label, no=LEAVE_IT)
    )


def _nothing_more(undone: LastUndo) -> Reply:
    return Reply((Text(UNDONE_ALREADY), Actions((_again(undone),))), KIND, personal=True)


def _again(undone: LastUndo) -> Button:
    return _back(undone.note, undone.effect)


def _back(note: int, effect: Effect) -> Button:
    return Button(AGAIN[effect], "put_back", {"undo": str(note)})


def _put_back(done: UndoDone) -> Reply:
    return _said(ALREADY) if done.repeated else Reply(done.blocks, KIND, personal=True)


def _said(text: str) -> Reply:
    return Reply((Text(text),), KIND, personal=True)
