"""“Did it go”, “cancel it”, “make it 9”: what a lead says of an announcement that waits, or that she has sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.conversation.repository_undo import UndoLog
from bot.core.conversation import ANSWERED_WITHIN
from bot.core.errors import StaleButton
from bot.core.fitting import quoted
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, action, middleware
from bot.core.turn import Turn
from bot.features.announcements import service
from bot.features.announcements.commands_draft import edit_form
from bot.features.announcements.commands_excepted import shown_or_asked
from bot.features.announcements.commands_manage import announcements
from bot.features.announcements.commands_redraft import of_draft
from bot.features.announcements.domain import (
    Announcement,
    AnnouncementStage,
    AnnouncementText,
    NoSuchAnnouncement,
)
from bot.features.announcements.head import HeadUnclear
from bot.features.announcements.message import KIND, unpinged
from bot.features.announcements.redraft_words import SEND_IT, in_the_afternoon
from bot.features.announcements.repository import Announcements
from bot.features.announcements.rewording import SWAPS, swapped
from bot.features.announcements.views_preview import moment_in_words, seen
from bot.hubs.lead_dates import LEAVE_IT
from bot.hubs.resolving import hub_ids

LATELY = timedelta(days=1)
AND = r"^(?:(?:so|ok|okay|and|but|oh|no|wait|sorry|actually|please|pls)\b[\s,]+)*"
IT = r"(?:it|that|this|the\s+announcement|my\s+(?:last\s+)?announcement|the\s+message|my\s+message)"
STATE = re.compile(
    rf"{AND}(?:(?:is\s+{IT}\s+|was\s+{IT}\s+)?sent(?:\s+yet)?|gone(?:\s+out)?|is\s+{IT}\s+out|"
    rf"has\s+{IT}\s+(?:been\s+)?(?:sent|gone|arrived)(?:\s+out)?(?:\s+yet)?|"
    rf"did\s+{IT}\s+(?:go|send|arrive|get\s+sent)(?:\s+(?:out|through))?|"
    rf"(?:have|did)\s+you\s+(?:sent|send)\s+{IT}(?:\s+yet)?|"
    rf"(?:did|have|has)\s+(?:everyone|everybody|they)\s+(?:all\s+)?(?:get|got|had|received?)\s+{IT}(?:\s+yet)?)\s*\?*$",
    re.I,
)
LIST = re.compile(
    rf"{AND}what\s+(?:(?:have|did)\s+(?:i|we)|['’]?ve\s+i)\s+(?:sen[dt]|announced?|(?:told|tell)\s+(?:them|everyone))"
    r"(?:\s+(?:out|so\s+far|already|lately|today|yesterday|before|(?:in\s+the\s+|this\s+|last\s+)(?:past\s+)?"
    r"(?:week|month|term|time)))*\s*\?*$",
    re.I,
)
CANCEL = re.compile(
    rf"{AND}(?:cancel|stop|scrap|call\s+off|pull|don['’]?t\s+send|do\s+not\s+send)\s+"
    rf"(?:{IT}|(?:the\s+)?announcement\s+#?(?P<act>\d{{1,9}}))(?:\s+(?:please|after\s+all|then))*[\s.!]*$",
    re.I,
)
MOVES = re.compile(
    rf"{AND}(?:(?:make|move|change|push|put|send|delay|postpone|reschedule)\s+(?:it|that)"
    r"(?:\s+(?:back|to|for|until|on|instead))*\s+)(?P<when>\S.*?)(?:\s+instead)?[\s.!]*$",
    re.I,
)
BARE_HOUR = re.compile(r"^(?:[7-9]|1[0-2])$")


@middleware(
    "announcement spoken of",
    order=97,
    because="“did it go” and “cancel it” right after an announcement are about it, not about a report or an undo",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """What waits or went is shown; what would be cancelled or moved is asked."""
    if Role.LEAD in roles(turn.person) and (reply := await _said(turn, text)):
        return replace(reply, personal=True)
    return await call_next()


async def _said(turn: Turn, text: str) -> Reply | None:
    if LIST.match(text):
        return await announcements(turn, "")
    if STATE.match(text) or SEND_IT.match(text):
        return await _newest(turn, only_drafts=not STATE.match(text))
    if cancel := CANCEL.match(text):
        these = await _of_act(turn, cancel["act"]) if cancel["act"] else await _last(turn)
        return _cancel(these) if these and these[0].stage is AnnouncementStage.PLANNED else None
    found = MOVES.match(text)
    if not found and not any(one.match(text) for one in SWAPS[1:]):
        return None
    these = await _last(turn)
    return await _move(turn, these, found["when"] if found else "", text) if these else None


async def _newest(turn: Turn, *, only_drafts: bool) -> Reply | None:
    """Their own draft, or what the hub announced since; None where nothing of either is there of the last day."""
    drafts = await Announcements(turn.store).drafts_of(turn.me.id, turn.now - LATELY)
    sent = () if only_drafts else await Announcements(turn.store).latest(hub_ids(turn), 1)
    newest = max((*drafts, *sent), key=lambda one: (one.created_at, one.id), default=None)
    if newest is None or (newest.stage is not AnnouncementStage.DRAFT and newest.send_at < turn.now - LATELY):
        return None
    return await shown_or_asked(turn, await service.act_of(turn, {"act": str(newest.act)}))


async def _last(turn: Turn) -> Sequence[Announcement]:
    """The one that waits, where scheduling it was the last change in this conversation, just before."""
    last = await UndoLog(turn.store).last_here(turn)
    if last is None or last.kind != "announcement" or last.at < turn.now - ANSWERED_WITHIN:
        return ()
    these = await _of_act(turn, str(last.entries[-1].detail["act"]))
    waits = these and these[0].stage is AnnouncementStage.PLANNED and these[0].send_at > turn.now
    return these if waits else ()


async def _of_act(turn: Turn, act: str) -> Sequence[Announcement]:
    try:
        return await service.act_of(turn, {"act": act})
    except NoSuchAnnouncement:
        return ()


def _cancel(these: Sequence[Announcement]) -> Reply:
    one = these[0]
    at = moment_in_words(one.send_at, one.hub.zone)
    yes = Button("Cancel it", "announce_drop", {"act": str(one.act), "seen": seen(these)}, "danger")
    text = f"Cancel announcement {one.act}? It will be sent on {at}. Nothing has been changed yet."
    return _asked(text, yes, quoted(unpinged(one.text), 200))


async def _move(turn: Turn, these: Sequence[Announcement], when: str, typed: str) -> Reply | None:
    """To the time that is named; a word of the text instead opens the form. None for what is neither."""
    one = these[0]
    swap = next((found for pattern in SWAPS if (found := pattern.match(typed))), None)
    if swap and (text := swapped(one.text, typed)):
        return await edit_form(turn, [replace(one, text=text), *these[1:]])
    words = when or (swap["new"].strip(" .!") if swap else "")
    reader = of_draft(await service.head_reader(turn, [there.hub for there in these]), one)
    words = f"at {words}" if BARE_HOUR.match(words) else in_the_afternoon(words)
    try:
        parts = reader.parts(words)
    except HeadUnclear:
        return None
    if parts is None or parts.send_at is None or parts.audience is not None:
        return None
    at, was = (moment_in_words(moment, one.hub.zone) for moment in (parts.send_at, one.send_at))
    values = {"act": str(one.act), "seen": seen(these), "at": parts.send_at.astimezone(UTC).isoformat()}
    text = f"Send announcement {one.act} on {at}, and not on {was}? Nothing has been changed yet."
    return _asked(text, Button("Move it", "announce_move", values, "primary"))


@action("announce_move", of="cohort announce", writes=True)
async def moved(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Another time for one that waits. Raises NotAsItWas, SentAlready."""
    these = await service.as_seen(turn, values)
    one = these[0]
    try:
        at = datetime.fromisoformat(values.get("at", ""))
    except ValueError:
        raise StaleButton from None
    if at.tzinfo is None or at <= turn.now or one.stage is not AnnouncementStage.PLANNED:
        raise StaleButton
    wording = AnnouncementText(one.text, one.audience, one.ask_read, at)
    await Announcements(turn.store).change(these, wording, turn.me.id, turn.now)
    return replace(await service.shown(turn, await service.act_of(turn, {"act": values["act"]})), replaces=True)


def _asked(text: str, yes: Button, of: str = "") -> Reply:
    asks = OpenQuestion(yes=yes.label, no=LEAVE_IT.label)
    texts = (Text(text), *((Text(of),) if of else ()))
    return Reply((*texts, Actions((yes, LEAVE_IT))), KIND, entry=KIND, asks=asks)
