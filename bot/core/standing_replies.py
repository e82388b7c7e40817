"""What the dispatcher itself says of an open question, and the [Undo] that it puts under every change."""

from dataclasses import replace

from bot.core.conversation import AskedQuestion
from bot.core.reply import Actions, Block, Button, Reply, Text
from bot.core.undoing import Undoers
from bot.db.audit_domain import TurnChanges

NOTHING_DONE = "All right, nothing was changed."
SAY_IT_WHOLE = "If something else is meant, please type the whole of it."
UNDO = "undo"  # the action of the button that takes back what one turn changed


def shown_again(asked: AskedQuestion) -> Reply:
    """The question as it was asked, to be answered by a press or in words."""
    buttons = (Actions(asked.buttons),) if asked.buttons else ()
    return Reply((Text(asked.text), *buttons), asked.kind, personal=asked.personal, asks=asked.question)


def nothing_done(asked: AskedQuestion) -> Reply:
    return Reply((Text(NOTHING_DONE),), asked.kind, personal=asked.personal)


def nothing_done_so_far(asked: AskedQuestion) -> Reply:
    """To a no that goes on: what was asked is not done, and what else is meant is for the person to say."""
    return Reply((Text(f"{NOTHING_DONE} {SAY_IT_WHOLE}"),), asked.kind, personal=asked.personal)


def taken_back_at_once(words: str) -> Reply:
    """To a message whose last words take back the rest: nothing is done, and how to have it done all the same."""
    text = f"All right: it ends with “{words}”, so I did nothing. If you do want it, send it again without that."
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
