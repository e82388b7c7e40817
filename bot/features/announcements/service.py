"""The announcement that a button or number means, for whoever may see it, and how it is shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.errors import BotError
from bot.core.fitting import first_names
from bot.core.identity import Hub, HubCohort
from bot.core.permissions import allow_hub
from bot.core.reply import Reply
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.db.store import Store
from bot.features.announcements import views_preview, views_report
from bot.features.announcements.domain import (
    MOST_PEOPLE,
    Announcement,
    AnnouncementStage,
    Audience,
    Line,
    NoSuchAnnouncement,
    NotAsItWas,
    Who,
)
from bot.features.announcements.head import HeadReader
from bot.features.announcements.named_people import Roll
from bot.features.announcements.repository import Announcements
from bot.features.announcements.repository_sent import SentAnnouncements
from bot.hubs import resolving
from bot.hubs.holidays import Holidays
from bot.hubs.resolving import hub_ids
from bot.identity.repository import People
from bot.language import HolidayCalendar


class OthersDraft(BotError):
    """That is somebody else's draft, and has not been sent: only its writer can see, change or send it."""

    @classmethod
    def of(cls, name: str | None) -> "OthersDraft":
        if not name:
            return cls()
        return cls(f"That is {name}'s draft, and has not been sent: only {name} can see, change or send it.")


class WhichPeople(BotError):
    """Not everybody you named is at your hub. Give full names, with commas between them."""


async def act_of(turn: Turn, values: Mapping[str, str]) -> tuple[Announcement, ...]:
    """Those of an act that the person may touch: a draft only who wrote it.

    Raises NoSuchAnnouncement, OthersDraft, and PermissionDenied for another hub's.
    """
    act = record_id(values.get("act", ""), NoSuchAnnouncement)
    try:
        found = await Announcements(turn.store).of_act(act, hub_ids(turn))
    except NoSuchAnnouncement:
        others = await Announcements(turn.store).of_act(act, None)
        allow_hub(turn.me, others[0].hub.id)
        raise
    if (shown_for := values.get("seen")) and shown_for.partition(".")[0] != views_preview.born(found[0]):
        raise NoSuchAnnouncement
    if found[0].stage is AnnouncementStage.DRAFT and found[0].author not in (None, turn.me.id):
        raise OthersDraft.of(found[0].by)
    return _in_order(found)


def _in_order(these: Sequence[Announcement]) -> tuple[Announcement, ...]:
    """Those that go or went first: their stage speaks for the act."""
    gone = (AnnouncementStage.CANCELLED, AnnouncementStage.RECALLED)
    return tuple(sorted(these, key=lambda one: one.stage in gone))


async def as_seen(turn: Turn, values: Mapping[str, str]) -> tuple[Announcement, ...]:
    """The same, if it is as the button was shown for. Raises NotAsItWas."""
    these = await act_of(turn, values)
    if views_preview.seen(these) != values.get("seen"):
        raise NotAsItWas
    return these


async def shown(turn: Turn, these: Sequence[Announcement]) -> Reply:
    """A draft with whom it would reach; the rest with how it went."""
    names = await names_of(turn, these)
    if these[0].stage is AnnouncementStage.DRAFT:
        reaches = [await Announcements(turn.store).reach(one, turn.today) for one in these]
        return views_preview.preview(these, reaches, names, turn.now)
    return views_report.report(these, await lines_of(turn, these), names, turn.now)


async def how_it_went(store: Store, act: int, hubs: Sequence[int] | None, now: datetime) -> Reply:
    """The report on an act once it is out, for who sees these hubs, or all. Raises NoSuchAnnouncement."""
    these = _in_order(await Announcements(store).of_act(act, hubs))
    names = await _names_at(store, these, these[0].cohort_id)
    return views_report.report(these, await _lines(store, these), names, now, by_itself=True)


async def lines_of(turn: Turn, these: Sequence[Announcement]) -> list[Line]:
    """How it went for everybody it was written for, at all of these hubs."""
    return await _lines(turn.store, these)


async def _lines(store: Store, these: Sequence[Announcement]) -> list[Line]:
    return [line for one in these for line in await SentAnnouncements(store).lines(one)]


async def names_of(turn: Turn, these: Sequence[Announcement]) -> dict[int, str]:
    """Where people are meant by name: everybody's at these hubs, so that who is left out can be said, too."""
    if these[0].audience.who is not Who.PEOPLE:
        return {}
    return await _names_at(turn.store, these, (await resolving.current_cohort(turn)).id)


async def _names_at(store: Store, these: Sequence[Announcement], cohort_id: int) -> dict[int, str]:
    people = await People(store).at([one.hub.id for one in these], cohort_id)
    return {person.id: person.name for person in people}


async def members_of(turn: Turn, these: Sequence[Announcement]) -> tuple[int, ...]:
    """The ids of those whom they are for as things stand now, joined or not."""
    found = [await Announcements(turn.store).members(one, turn.today) for one in these]
    return tuple(dict.fromkeys(person for group in found for person in group))


async def head_reader(turn: Turn, chosen: Sequence[Hub]) -> HeadReader:
    """What stands before a colon is read with who is at these hubs and with the first one's clock and holidays."""
    cohort = await resolving.current_cohort(turn)
    people = await People(turn.store).at([hub.id for hub in chosen], cohort.id)
    first = chosen[0] if chosen else None
    holidays = await Holidays(turn.store).of(first.id) if first else ()
    zone = first.zone if first else turn.activity.sender.zone
    return HeadReader(Roll(people), turn.now, zone, HolidayCalendar.of(holidays))


async def by_name(turn: Turn, names: Sequence[str], places: Sequence[Hub]) -> Audience:
    """Raises WhichPeople, which says whom it does not find."""
    found = [await People(turn.store).named(name, [hub.id for hub in places]) for name in names[:MOST_PEOPLE]]
    unknown = [name for name, people in zip(names, found, strict=False) if len(people) != 1]
    if unknown or len(names) > MOST_PEOPLE:
        who = f"Nobody there is called {first_names(unknown)}, or more than one person is. " if unknown else ""
        raise WhichPeople(f"{who}Give at most {MOST_PEOPLE} full names, with commas between them.")
    return Audience(Who.PEOPLE, people=tuple(dict.fromkeys(person.id for (person,) in found)))


async def places_of(turn: Turn, chosen: Sequence[Hub]) -> list[HubCohort]:
    return [await resolving.here(turn, hub) for hub in chosen]
