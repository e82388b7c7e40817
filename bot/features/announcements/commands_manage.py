"""Announcements once they are there: the list, how one goes, tried again, taken back; and read, by its people."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Submit
from bot.core.errors import BotError
from bot.core.fitting import quoted
from bot.core.permissions import Role
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.announcements import message, service, views_file, views_report
from bot.features.announcements.commands_draft import dropped, edit_pressed
from bot.features.announcements.domain import DRAFTS_ARE_KEPT, Announcement, AnnouncementStage, NotYours
from bot.features.announcements.message import KIND, unpinged
from bot.features.announcements.repository import Announcements
from bot.features.announcements.repository_sent import SentAnnouncements
from bot.features.announcements.views_preview import moment_in_words
from bot.hubs.resolving import hub_ids

WORDS = re.compile(r"^\W*(?:(?P<verb>[a-z]+)\s+)?#?(?P<act>\d{1,9})(?:\s+(?P<after>[a-z]+))?\W*$", re.I)
MOST = 10  # in the list
LISTED = "list"  # where a button stands that is one of several


class WhatOfIt(BotError):
    """To see announcement 3, type “cohort announcements 3”. To do something with it, add a word, for example
    “cohort announcements change 3” (or cancel, recall, retry, readers, file).
    """

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


class TakenBack(BotError):
    """That was recalled, so it isn't sent again. To write a new one, type “cohort announce” and its text."""


class NotSent(BotError):
    """That announcement was never sent."""


@command(
    "cohort announcements",
    "cohort announcement",
    role=Role.LEAD,
    help="What you announced, and how it went",
    example="cohort announcements; cohort announcements 3",
    writes=True,
)
async def announcements(turn: Turn, words: str) -> Reply:
    """The list; with a number, that one; with a verb, what it says."""
    if not words:
        return await _list(turn)
    said = WORDS.match(words)
    verb = ((said["verb"] or said["after"] or "show") if said else "").lower()
    do = VERBS.get(verb)
    if said is None or do is None:
        raise WhatOfIt
    return await do(turn, {"act": said["act"]})


@action("announce_list", of="cohort announcements", writes=False)
async def list_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await _list(turn)


@action("announce_open", of="cohort announcements", writes=False)
async def opened(turn: Turn, values: Mapping[str, str]) -> Reply:
    return await service.shown(turn, await service.act_of(turn, values))


@action("announce_recall", of="cohort announcements", writes=True)
async def recalled(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The messages are deleted by the outbox, one after the other; pressed twice, once."""
    these = await _sent(turn, values, "recall")
    await SentAnnouncements(turn.store).recall(these, turn.me.id, turn.now)
    return replace(await service.shown(turn, await service.act_of(turn, values)), replaces=True)


@action("announce_again", of="cohort announcements", writes=True)
async def tried_again(turn: Turn, values: Mapping[str, str]) -> Reply:
    """What failed, and who has joined since. What may have arrived is not sent twice. Raises TakenBack."""
    these = await _sent(turn, values, "send again")
    if all(one.stage is AnnouncementStage.RECALLED for one in these):
        raise TakenBack
    count = await SentAnnouncements(turn.store).again(these, turn.me.id, turn.now)
    after = await service.act_of(turn, values)
    reply = await service.shown(turn, after)
    missing = not count and views_report.some_have_not_joined(await service.lines_of(turn, after))
    why = "those who are missing haven't joined yet." if missing else "nothing has failed."
    said = f"Trying {count} again." if count else f"Nothing to try again: {why}"
    return replace(reply, blocks=(Text(said), *reply.blocks), replaces=True)


@action("announce_readers", of="cohort announcements", writes=False)
async def readers(turn: Turn, values: Mapping[str, str]) -> Reply:
    these = await service.act_of(turn, values)
    return views_report.readers(these, await service.lines_of(turn, these))


@action("announce_file", of="cohort announcements", writes=False)
async def as_file(turn: Turn, values: Mapping[str, str]) -> Reply:
    """How it went, as a spreadsheet."""
    these = await _sent(turn, values, "put into a file")
    return views_file.as_file([(one, await service.lines_of(turn, [one])) for one in these])


@command(
    "announcements",
    role=Role.SPECIALIST,
    help="What your hub told you",
    writes=False,
)
async def mine(turn: Turn, _words: str) -> Reply:
    """What one was told lately, to be read again."""
    there = await SentAnnouncements(turn.store).told(turn.me.id)
    if not there:
        return Reply((Text("Your hub hasn't announced anything to you yet."),), "announcements", entry=KIND)
    lines = [
        f"• {moment_in_words(one.send_at, one.hub.zone)}: {quoted(unpinged(one.text), 160)}" for one, _ in there
    ]
    unread = [one for one, read in there if one.ask_read and not read]
    buttons = tuple(
        Button(
            f"I've read the one of {one.send_at.day} {one.send_at:%b}",
            "announcement_read",
            {"id": str(one.id), "in": LISTED},
        )
        for one in unread
    )
    actions = (Actions(tuple({button.label: button for button in buttons}.values())),) if buttons else ()
    return Reply((Text("\n".join(lines)), *actions), "announcements", entry=KIND)


@action("announcement_read", of="announcements", writes=True, stays=True)
async def read(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Counts once, for whoever presses it and is meant."""
    announcement = await Announcements(turn.store).one(record_id(values.get("id", ""), NotYours))
    if announcement is None or announcement.stage not in (AnnouncementStage.SENT, AnnouncementStage.RECALLED):
        raise NotYours
    first = await SentAnnouncements(turn.store).read(announcement, turn.me.id, turn.now)
    if values.get("in") == LISTED:
        return replace(await mine(turn, ""), replaces=True)
    if turn.activity.channel is None and isinstance(turn.activity, Submit):
        return replace(message.message(announcement, read_on=turn.today), replaces=True)
    text = "Thank you: your hub can see that you have read it." if first else "You had said so already. Thank you!"
    return Reply((Text(text),), KIND, personal=True)


async def _list(turn: Turn) -> Reply:
    waiting = await Announcements(turn.store).drafts_of(turn.me.id, turn.now - DRAFTS_ARE_KEPT)
    there = await Announcements(turn.store).latest(hub_ids(turn))
    by_act: dict[int, list[Announcement]] = {}
    for one in there:
        by_act.setdefault(one.act, []).append(one)
    several = turn.me.admin or len(turn.me.leads) > 1
    reply = views_report.overview(list(by_act.values())[:MOST], turn.now, several_hubs=several)
    drafts = [
        Text(f"Your draft {one.act} hasn't been sent yet: {quoted(unpinged(one.text), 60)}") for one in waiting
    ]
    looks = [Button(f"Look at {one.act}", "announce_open", {"act": str(one.act)}) for one in waiting[:1]]
    return replace(reply, blocks=(*drafts, *reply.blocks, *((Actions(tuple(looks)),) if looks else ())))


async def _sent(turn: Turn, values: Mapping[str, str], do: str) -> Sequence[Announcement]:
    """do: what is wanted of it, such as "recall". Raises NotSent."""
    these = await service.act_of(turn, values)
    if these[0].stage not in (AnnouncementStage.SENT, AnnouncementStage.RECALLED):
        raise NotSent(views_report.why_not_yet(these[0], turn.now, do))
    return these


VERBS = {
    **dict.fromkeys(("show", "open", "report", "status"), opened),
    **dict.fromkeys(("cancel", "stop", "drop"), dropped),
    **dict.fromkeys(("change", "edit", "move"), edit_pressed),
    **dict.fromkeys(("recall", "delete", "remove", "withdraw"), recalled),
    **dict.fromkeys(("retry", "again", "resend"), tried_again),
    **dict.fromkeys(("readers", "read"), readers),
    **dict.fromkeys(("file", "csv", "export", "download"), as_file),
}
