"""What the dispatcher itself says of an open question, and the [Undo] that it puts under every change."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.conversation import AskedQuestion
from bot.core.reply import Actions, Block, Button, Note, Reply, Text
from bot.core.undoing import Undoers
from bot.db.audit_domain import TurnChanges
from bot.language.acts import act_in
from knowledge.search import Finding, FindingKind

if TYPE_CHECKING:
    from bot.core.turn import Turn

NOTHING_DONE = "All right, nothing was changed."
SAY_IT_WHOLE = "If you mean something else, please type the whole of it."
ANSWERS_NOTHING = "I could not read your last message as an answer to that, so it is still open."
SAID_BESIDE = frozenset({FindingKind.ANSWER, FindingKind.SMALLTALK})
SURE = 0.9  # the likelihood from which what was said beside the question is answered as well
NOT_BY_A_YES = "Nothing has been done yet. To be safe, I don't take a plain yes for this: press “{label}”."
UNDO = "undo"  # the action of the button that takes back what one turn changed


def shown_again(asked: AskedQuestion) -> Reply:
    """The question as it was asked, to be answered by a press or in words; or why a yes is not enough for it."""
    buttons = (Actions(asked.buttons),) if asked.buttons else ()
    text = NOT_BY_A_YES.format(label=asked.question.exact[0]) if _by_press_alone(asked) else asked.text
    return Reply((Text(text), *buttons), asked.kind, personal=asked.personal, asks=asked.question)


def _by_press_alone(asked: AskedQuestion) -> bool:
    """What cannot be undone: a press, or the button's very words."""
    exact = asked.question.exact
    return bool(exact) and any(one.style == "danger" and one.label == exact[0] for one in asked.buttons)


def beside_the_question(turn: "Turn", finding: Finding, reply: Reply) -> Reply:
    """To words that answer nothing, and ask nothing, while a question has just been asked: it is asked again.

    Below the reply, where that is a sure one; else instead of it.
    """
    asked = turn.standing.asked
    if asked is None or asked.overtaken or finding.kind is FindingKind.REQUEST or reply.asks or reply.then:
        return reply
    if not asked.question.plain or act_in(turn.typed).asks:
        return reply
    again = shown_again(asked)
    if finding.kind in SAID_BESIDE and finding.score >= SURE:
        return replace(reply, then=again, asks=None)
    return replace(again, blocks=(*again.blocks[:1], Note(ANSWERS_NOTHING), *again.blocks[1:]))


def nothing_done(asked: AskedQuestion) -> Reply:
    return Reply((Text(NOTHING_DONE),), asked.kind, personal=asked.personal)


def nothing_done_so_far(asked: AskedQuestion) -> Reply:
    """To a no that goes on: what was asked is not done, and what else is meant is for the person to say."""
    return Reply((Text(f"{NOTHING_DONE} {SAY_IT_WHOLE}"),), asked.kind, personal=asked.personal)


def taken_back_at_once(words: str) -> Reply:
    """To a message whose last words take back the rest: nothing is done, and how to have it done all the same."""
    text = (
        f"Your message ended with “{words}”, so I did nothing. If you want me to go ahead, send it again "
        "without those words."
    )
    return Reply((Text(text),), kind="help", personal=True)


def with_undo(reply: Reply, changes: TurnChanges, undoers: Undoers) -> Reply:
    """With [Undo] before its other buttons, when the turn made a change that can be taken back."""
    if not any(what in undoers for what in changes.noted) or reply.errors:
        return reply
    undo = Button("Undo", UNDO, {"turn": changes.turn})
    blocks: list[Block] = list(reply.blocks)
    for at, block in enumerate(blocks):
        if isinstance(block, Actions):  # the first row is the reply's own; a dialog may have put another below
            blocks[at] = Actions((undo, *block.buttons))
            break
    else:
        blocks.append(Actions((undo,)))
    return replace(reply, blocks=tuple(blocks))
