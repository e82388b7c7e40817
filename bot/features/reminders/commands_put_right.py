"""What answers “stop which reminders?”, and “oh no, only the reports”, right after reminders were stopped."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.conversation.repository_undo import UndoLog
from bot.core.conversation import ANSWERED_WITHIN, Fill
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, answer, middleware
from bot.core.turn import Turn
from bot.features.reminders import service
from bot.features.reminders.commands import done_as_said
from bot.features.reminders.domain import ReminderDeed
from bot.features.reminders.parsing import stopped
from bot.features.reminders.parsing_kinds import kinds_and_rest, kinds_in
from bot.features.reminders.registry import topics
from bot.features.reminders.repository import Reminders
from bot.features.reminders.upcoming import stopped as stopped_now
from bot.language.acts import act_in
from bot.language.extents import fold

LEAD = re.compile(
    r"^(?:(?:oh|ah|um+|er+m?|eh|aye|och|ok|okay|so|just|only|stop|please|pls|i think|i guess|maybe|for now|"
    r"it'?s)\b[\s,.]*)+"
)
NONE = re.compile(
    r"(?:(?:oh|um+|er+m?|sorry|actually|no|nah|please|ok|okay)\W+)*"
    r"(?:none|nothing|neither|(?:do not|don't|dont)(?: stop)?(?: any(?: of (?:them|those|it))?| anything| them|"
    r" it)?|"
    r"leave (?:it|them|them all|everything)(?: (?:on|as (?:it is|they are)))?|keep (?:them|them all|everything|"
    r"all of them)(?: on)?)"
    r"(?:\W+(?:of (?:them|those|it)|sorry|thanks|thank you|please|then|actually|on))*\W*"
)
KEPT = re.compile(r"\b(?:not|keep|leave|still|want|need|except|but|apart|without|don't|dont)\b")
SLIPS = re.compile(
    r"^(?:(?:oh|oops|whoops|sorry|no|nope|naw|wait|hang on|hold on|actually|but|my mistake|please|argh|"
    r"och)\b[\s,.!]*)+"
)
MEANT = re.compile(
    r"^(?:(?:i\s+)?(?:meant|mean|wanted|only\s+meant)|only|just|that\s+should\s+be|should\s+be|it\s+was)\b\s*"
)
WANTED = re.compile(
    r"^(?:i\s+)?(?:(?:do\s+|still\s+|do\s+still\s+)?(?:want|need|like)|keep|leave|not|"
    r"(?:do not|don't|dont)\s+stop)\b\s*"
)
FILLS = re.compile(
    r"^(?:\W|\b(?:the|my|to|keep|stop|stopped|get|have|only|just|those|for|about|of|on|still|ones?|please|"
    r"though|too|me|sending|"
    r"coming|stay|i|do|want|ok|thanks)\b)*$"
)
IN_FULL = re.compile(r"\b(?:remind|nudg|notif|messag|alert)\w*")
"""“I do want those report nudges”: an order of its own."""
LONGEST = 90  # characters; a longer message is about something else
LEFT = "All right, nothing was stopped."


@answer(service.WHICH_ONES, of="reminders stop", writes=True)
async def which_ones(turn: Turn, said: Fill, _values: Mapping[str, str]) -> Reply | None:
    """“The reports one”, “the lot”, “nothing, sorry”. What is not read to its end stops nothing."""
    words = fold(said.words).strip(" .!?")
    asked = turn.standing.asked
    if asked is None or asked.overtaken or act_in(said.words).asks:
        return None
    if NONE.fullmatch(words):
        return Reply((Text(LEFT),), service.OFF, entry=service.OFF)
    words = LEAD.sub("", words)
    kinds, rest = kinds_and_rest(words)
    if KEPT.search(words):
        others = [kind for kind in topics() if kind not in kinds]
        return _shown((), others) if kinds and others and FILLS.match(rest) else None
    if not (kinds or rest):
        return None
    wanted = stopped(words, turn.today, await service.holidays_of(turn))
    if wanted.deed is ReminderDeed.ASK and not wanted.offers:
        return None
    return await done_as_said(turn, wanted)


def _may_take(text: str) -> bool:
    return len(text) <= LONGEST and _meant(text) is not None


def _meant(text: str) -> tuple[tuple[str, ...], bool] | None:
    """The kinds that are named, and whether they are to go on; None for what puts no reminders right."""
    said = fold(text).strip(" .!?")
    slip = SLIPS.match(said)
    said = said[slip.end() :] if slip else said
    way, goes_on = MEANT.match(said), False
    if way is None:
        way, goes_on = WANTED.match(said), True
    if way is None or act_in(text).asks or (goes_on and IN_FULL.search(said)):
        return None
    kinds, rest = kinds_and_rest(said[way.end() :])
    on = kinds_in(said) and not goes_on and re.search(r"\bon$", said)
    whole = kinds and len(kinds) < len(topics()) and FILLS.match(rest)
    return (kinds, goes_on or bool(on)) if whole else None


@middleware(
    "reminders put right",
    order=100,
    because="right after reminders were stopped, “only the residential ones” is about these, and answers none",
    role=Role.SPECIALIST,
    may_take=_may_take,
)
async def put_right(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Oh no, only the residential ones”: what would change is shown, and nothing is done."""
    meant = _meant(text) if len(text) <= LONGEST else None
    if meant is None or Role.SPECIALIST not in roles(turn.person):
        return await call_next()
    last = await UndoLog(turn.store).last_here(turn)
    if last is None or last.kind != "reminder" or last.at < turn.now - ANSWERED_WITHIN:
        return await call_next()
    off = stopped_now(await Reminders(turn.store).choices(turn.me.id, turn.now))
    kinds, goes_on = meant
    again = [kind for kind in off if (kind in kinds) is goes_on]
    more = [] if goes_on else [kind for kind in kinds if kind not in off]
    return replace(_shown(again, more), personal=True) if again or more else await call_next()


def _shown(again: Sequence[str], more: Sequence[str]) -> Reply:
    """again: those that would come again. more: those that would stop."""
    buttons = [Button("Start them again", "reminder_start", {"kind": ",".join(again)})] if again else []
    buttons += [Button(f"Stop {service.named(more)}", "reminder_stop", {"kind": ",".join(more)})] if more else []
    if again:
        text = (
            f"Reminders of {service.named(again)} are stopped now. Shall they come again? Nothing was changed yet."
        )
    else:
        text = f"Reminders of {service.named(more)} are on. Shall I stop them? Nothing was changed yet."
    asks = OpenQuestion(yes=buttons[0].label if len(buttons) == 1 else "")
    return Reply((Text(text), Actions(tuple(buttons))), service.OFF, entry=service.OFF, asks=asks)
