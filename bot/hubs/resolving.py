"""Which hub, which cohort and which person a lead means: their only hub, or the one that they name."""

from collections.abc import Mapping, Sequence

from bot.core.errors import BotError, StaleButton
from bot.core.identity import Cohort, Enrolment, Hub, HubCohort, Person
from bot.core.permissions import Role, allow_hub
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.hubs.repository import Cohorts
from bot.hubs.school_years import current_of, last_of, year_in
from bot.identity.repository import People

SHORTEST_PART = 3  # letters of a hub's name that stand for it


class WhichHub(BotError):
    """I'm not sure which hub you mean. Put the name of one of your hubs last, after a comma."""


class NoCohort(BotError):
    """No cohort is set up for this year yet. An administrator can add one with an import."""

    @classmethod
    def after(cls, last: Cohort | None) -> "NoCohort":
        """last: the cohort whose year ended last, which can be read still."""
        if last is None:
            return cls()
        return cls(
            f"{last.name}'s year ended on {last.ends.day} {last.ends:%B %Y}, and the next cohort is not set up "
            "yet. A programme administrator sets one up. To read last year's records, type “cohort status last "
            "year”."
        )


class NoSuchYear(BotError):
    """I have no cohort for that year. Type “hub years” to see which there are."""


class WhichPerson(BotError):
    """There's nobody of that name at your hub, or more than one. Type the whole name or the e-mail address."""


async def led(turn: Turn) -> tuple[Hub, ...]:
    """The hubs that the person may act for; an administrator's are all."""
    return await Cohorts(turn.store).hubs() if turn.me.admin else turn.me.leads


async def meant(turn: Turn, name: str = "") -> Hub:
    """The only hub that the person leads, or the one named. Raises WhichHub, PermissionDenied."""
    hub = named(await led(turn), name)
    allow_hub(turn.me, hub.id)
    return hub


async def at_the_end(turn: Turn, words: str) -> tuple[Hub, str]:
    """The hub that stands last, after a comma or alone, and the words without it; else their only hub.

    Who has one hub need not name it, so only its whole name is taken for it: a venue may stand last, too.
    Raises WhichHub.
    """
    hubs = await led(turn)
    before, _, last = words.rpartition(",")
    name = last.strip()
    found = all_named(hubs, name) if len(name) >= SHORTEST_PART else ()
    if len(hubs) == 1:
        found = [hub for hub in found if hub.name.casefold() == name.casefold()]
    if found:
        if len(found) > 1:
            raise WhichHub
        return found[0], before.strip()
    return named(hubs, ""), words


async def hub_of_button(turn: Turn, values: Mapping[str, str]) -> Hub:
    """The hub that a button or form names, if the person may act for it. Raises StaleButton, PermissionDenied."""
    allow_hub(turn.me, wanted := record_id(values.get("hub", "")))
    found = next((hub for hub in await led(turn) if hub.id == wanted), None)
    if found is None:
        raise StaleButton
    return found


def hub_ids(turn: Turn) -> list[int] | None:
    """The hubs of which the person sees what is asked and announced; None for all, which an administrator does."""
    return None if turn.me.admin else [hub.id for hub in turn.me.leads]


async def here(turn: Turn, hub: Hub) -> HubCohort:
    """The hub's cohort of this year. Raises NoCohort."""
    return HubCohort(hub.id, (await current_cohort(turn)).id)


def named(hubs: Sequence[Hub], name: str) -> Hub:
    found = all_named(hubs, name)
    if len(found) != 1:
        raise WhichHub
    return found[0]


def all_named(hubs: Sequence[Hub], name: str) -> Sequence[Hub]:
    """By the whole name, or else by a part of it."""
    wanted = name.strip().casefold()
    exact = [hub for hub in hubs if hub.name.casefold() == wanted]
    return exact or [hub for hub in hubs if wanted in hub.name.casefold()]


async def current_cohort(turn: Turn) -> Cohort:
    """The cohort of this year, for whatever changes records. Raises NoCohort."""
    there = await Cohorts(turn.store).all()
    if (cohort := current_of(there, turn.today)) is None:
        raise NoCohort.after(last_of(there, turn.today))
    return cohort


async def year_meant(turn: Turn, words: str) -> tuple[Cohort, str]:
    """The cohort of the year that is named, to be read, and the words without it; else this year's.

    Between two years, when none is set up yet, it is the last one. Raises NoCohort, NoSuchYear.
    """
    there = await Cohorts(turn.store).all()
    if named := year_in(words, there, turn.today):
        if named[0] is None:
            raise NoSuchYear
        return named[0], named[1]
    cohort = current_of(there, turn.today) or last_of(there, turn.today)
    if cohort is None:
        raise NoCohort
    return cohort, words


async def year_of(turn: Turn, values: Mapping[str, str]) -> Cohort:
    """The cohort that a button names, to be read; else as `year_meant`. Raises StaleButton, NoCohort."""
    if not values.get("cohort"):
        return (await year_meant(turn, ""))[0]
    wanted = record_id(values["cohort"])
    found = next((one for one in await Cohorts(turn.store).all() if one.id == wanted), None)
    if found is None:
        raise StaleButton
    return found


async def person_for_code(turn: Turn, words: str) -> tuple[Person, str]:
    """Whom a joining code is for, and where they are; for an administrator leads, too. Raises WhichPerson."""
    if not turn.me.admin:
        found, place = await person(turn, words)
        return found, place.hub.name
    called = await People(turn.store).called(words)
    if len(called) != 1:
        who = "There's more than one person" if called else "There's nobody"
        raise WhichPerson(f"{who} called “{words[:60]}”. Type the whole name or the e-mail address.")
    return called[0], ", ".join(_places(called[0])) or "no hub yet"


def _places(one: Person) -> list[str]:
    led = [f"lead of {hub.name}" for hub in one.leads]
    return [*(place.hub.name for place in one.enrolments), *led, *[Role.ADMIN.value] * one.admin]


async def person(turn: Turn, words: str) -> tuple[Person, Enrolment]:
    """The one person of that name at the hubs that one leads, and their place there. Raises WhichPerson."""
    found = await at_the_hub(turn, words)
    if len(found) != 1 or found[0].enrolment is None:
        raise WhichPerson
    return found[0], found[0].enrolment


async def at_the_hub(turn: Turn, name: str) -> tuple[Person, ...]:
    """The people of that name, or with it in theirs, at the hubs that one leads."""
    return await People(turn.store).named(name, [hub.id for hub in await led(turn)])
