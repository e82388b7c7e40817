"""What was said right after a change and only the search could place: it may be about that change, so it asks."""

from dataclasses import replace
from datetime import timedelta

from bot.conversation.repository_undo import UndoLog
from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.undo.commands import asking_to_undo
from bot.language.acts import act_in

JUST_NOW = timedelta(minutes=2)  # after a change, for words that nobody could read
FROM_THE_SEARCH = frozenset({"answer", "partial", "abstain", "offtopic", "help"})
UNSURE, SURE = 0.75, 0.95  # below the first the question stands alone; below the second it stands under the answer
OF_A_SLIP = frozenset({"not-helpful", "apology", "typo"})
"""Small talk that right after a change is about it: “my bad”, “that's wrong”."""
MOST_WORDS = 14
NOT_READ = "I couldn't tell what that was about, so nothing was changed now."


@middleware(
    "unread after a change",
    order=4,
    because="the last before the search: “pm not all day, my bad” that nobody read is about what was just logged",
    role=Role.ANYONE,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """Nothing is done: the change is named, with a button that takes it back. A question is just answered."""
    reply = await call_next()
    slip = reply.kind == "smalltalk" and reply.entry in OF_A_SLIP
    found = reply.kind in FROM_THE_SEARCH and reply.score < SURE
    if turn.person is None or not (slip or found) or reply.asks or reply.then:
        return reply
    if act_in(text).asks or len(text.split()) > MOST_WORDS or turn.standing.asked is not None:
        return reply
    last = await UndoLog(turn.store).last_here(turn)
    if last is None or not last.named or last.at < turn.now - JUST_NOW:
        return reply
    asked = asking_to_undo(last, NOT_READ)
    return (
        asked if slip or reply.kind in ("abstain", "help") or reply.score < UNSURE else replace(reply, then=asked)
    )
