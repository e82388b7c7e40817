"""“Bring laptops, except Finn”: whether that is the audience or the text is asked before anything can be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.fitting import first_names, quoted
from bot.core.open_question import OpenQuestion
from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.core.routing import action
from bot.core.turn import Turn
from bot.features.announcements import service
from bot.features.announcements.domain import (
    MOST_PEOPLE,
    Announcement,
    AnnouncementStage,
    AnnouncementText,
    Audience,
    Who,
)
from bot.features.announcements.head import HeadUnclear
from bot.features.announcements.message import KIND, unpinged
from bot.features.announcements.named_people import Roll
from bot.features.announcements.parsing import checked
from bot.features.announcements.repository import Announcements
from bot.features.announcements.rewording import ExceptedPeople, excepted_in, without
from bot.features.announcements.views_preview import REDRAFT, seen


async def shown_or_asked(turn: Turn, these: Sequence[Announcement]) -> Reply:
    """The draft as it would go; or the question, where its text leaves somebody out who would get it."""
    if these[0].stage is AnnouncementStage.DRAFT:
        roll = (await service.head_reader(turn, [one.hub for one in these])).roll
        excepted = excepted_in(these[0].text, roll)
        if excepted and _would_get_it(excepted, these[0].audience):
            return _asked(these, excepted, roll)
    return await service.shown(turn, these)


@action("announce_leave_out", of="cohort announce", writes=True)
async def left_out(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Those whom the text excepts do not get it, and the exception at its end goes."""
    these = await service.as_seen(turn, values)
    first, roll = these[0], (await service.head_reader(turn, [one.hub for one in these])).roll
    excepted = excepted_in(first.text, roll)
    if excepted is None or not excepted.people:
        return await service.shown(turn, these)
    audience = _but(first.audience, excepted.people, await service.members_of(turn, these))
    at = None if first.at_once else first.send_at
    wording = AnnouncementText(checked(without(first.text, excepted)), audience, first.ask_read, at)
    await Announcements(turn.store).change(these, wording, turn.me.id, turn.now)
    return await service.shown(turn, await service.act_of(turn, {"act": values["act"]}))


def _would_get_it(excepted: ExceptedPeople, audience: Audience) -> bool:
    return audience.who is not Who.PEOPLE or not excepted.people or bool({*excepted.people} & {*audience.people})


def _but(audience: Audience, people: Sequence[int], members: Sequence[int]) -> Audience:
    """Those who are meant now without these. Raises HeadUnclear where nobody or too many would be left."""
    kept = tuple(one for one in members if one not in people)
    if not 0 < len(kept) <= MOST_PEOPLE:
        raise HeadUnclear(f"That leaves {len(kept)} people. Nothing was sent. Say who it is for by name.")
    return replace(audience, who=Who.PEOPLE, number=0, people=kept)


def _asked(these: Sequence[Announcement], excepted: ExceptedPeople, roll: Roll) -> Reply:
    one = these[0]
    values = {"act": str(one.act), "seen": seen(these)}
    names = first_names([roll.names[number] for number in excepted.people])
    how = f"should {names} not get it" if names else "who does it leave out"
    asked = f"Not sent yet. It says {quoted(excepted.written, 80)}: is that part of the text, or {how}?"
    leave = (Button(f"Leave out {names}"[:LONGEST_LABEL], "announce_leave_out", values, "primary"),)
    drop = Button("Don't send", "announce_drop", values)
    rest = (Button("It is part of the text", "announce_open", values), Button("Change", "announce_edit", values))
    actions = Actions((*(leave if names else ()), *rest, drop))
    asks = OpenQuestion(no=drop.label, reader=REDRAFT, values=values)
    return Reply((Text(asked), Text(unpinged(one.text)), actions), KIND, entry=KIND, asks=asks)
