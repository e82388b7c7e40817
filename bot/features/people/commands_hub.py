"""Hubs and their leads, for programme administrators: who leads what, a new hub, a new lead with a code."""

from collections.abc import Mapping, Sequence

from bot.core.email_address import is_email_address
from bot.core.errors import BotError, StaleButton
from bot.core.identity import Hub, LinkedBy, Person
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Actions, Button, Facts, Note, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.features.people.domain import LONGEST_NAME
from bot.features.people.notices import platforms_of
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_hubs import HubRegister
from bot.features.people.views_enrolment import hand_over
from bot.hubs import resolving
from bot.hubs.repository import Cohorts
from bot.identity.repository import People

KIND = "cohort_hub"


class HowToLead(BotError):
    """Write it like this, with commas: cohort lead Ann Lee, ann.lee@school.example, Kent and Medway."""


class HowToRemove(BotError):
    """Write it like this: cohort lead remove ann.lee@school.example, Kent and Medway."""


class NotALead(BotError):
    """They don't lead that hub, so nothing has changed. Type “cohort hub” to see who leads what."""


@command(
    "cohort hub",
    role=Role.ADMIN,
    help="The hubs and their leads; add a hub",
    example="cohort hub; cohort hub Kent and Medway",
    writes=False,
)
async def hub(turn: Turn, words: str) -> Reply:
    """The hubs and their leads; with a name, that hub, or an offer to add it."""
    there, name = await Cohorts(turn.store).hubs(), " ".join(words.split())[:LONGEST_NAME]
    if not name:
        return await _list(turn, there)
    found = [one for one in there if one.name.casefold() == name.casefold()]
    if found:
        return await _list(turn, found)
    like = ", ".join(one.name for one in resolving.all_named(there, name)[:3])
    text = f"There is no hub called {name} yet{f' (there is {like})' if like else ''}. Add it?"
    buttons = (
        Button("Add this hub", "cohort_hub_add", {"name": name}, "primary"),
        Button("Don't", "cohort_hub_no"),
    )
    return Reply((Text(text), Actions(buttons)), KIND, asks=OpenQuestion(buttons[0].label, buttons[1].label))


@action("cohort_hub_add", of="cohort hub", writes=True)
async def add(turn: Turn, values: Mapping[str, str]) -> Reply:
    name = " ".join(values.get("name", "").split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise StaleButton
    made = await HubRegister(turn.store).ensure_hub(name, turn.now, turn.me.id)
    text = f"{made.name} is there. Next, its lead: type “cohort lead NAME, E-MAIL, {made.name}”."
    return Reply((Text(text),), KIND, replaces=True)


@action("cohort_hub_no", of="cohort hub", writes=False)
async def leave_it(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("No hub was added."),), KIND, replaces=True)


@command(
    "cohort lead",
    role=Role.ADMIN,
    help="Make somebody a hub's lead",
    example="cohort lead Ann Lee, ann@school.example, Kent",
    writes=True,
)
async def lead(turn: Turn, words: str) -> Reply:
    """`cohort lead NAME, E-MAIL, HUB`, or `cohort lead remove E-MAIL, HUB`."""
    if not words:
        return await _list(turn, await Cohorts(turn.store).hubs())
    first, _, rest = words.partition(" ")
    if first.lower() in ("remove", "stop"):
        return await _remove(turn, _parts(rest))
    given = _parts(words)
    if len(given) != 3 or not is_email_address(given[1]) or max(map(len, given)) > LONGEST_NAME:
        raise HowToLead
    name, email, where = given
    place = resolving.named(await Cohorts(turn.store).hubs(), where)
    known = await People(turn.store).by_email(email)
    if known is None:
        known = await PeopleRegister(turn.store).add(name, email, turn.now)
    await HubRegister(turn.store).make_lead(known.id, place.id, turn.me.id, turn.now)
    return await _made(turn, known, place)


async def _made(turn: Turn, person: Person, place: Hub) -> Reply:
    rows = (("Name", person.name), ("Leads", place.name))
    accounts = await People(turn.store).accounts(person.id)
    if any(one.linked_by is LinkedBy.CODE for one in accounts):
        note = Note(
            f"They can begin at once and are told: {platforms_of(accounts)} is linked already. To be sure that "
            "nobody else has an account of theirs, they type “accounts”."
        )
        return Reply((Facts(rows, "Hub lead"), note), KIND, personal=True)
    code = await Codes(turn.store).make(person.id, turn.me, turn.now)
    facts = Facts((*rows, ("Joining code", code.words)), "Hub lead")
    return Reply((facts, hand_over(code, turn)), KIND, personal=True, lasting=True)


async def _remove(turn: Turn, given: Sequence[str]) -> Reply:
    if len(given) != 2:
        raise HowToRemove
    place = resolving.named(await Cohorts(turn.store).hubs(), given[1])
    found = [
        p
        for p in await People(turn.store).leading(place.id)
        if given[0].casefold() in (p.email, p.name.casefold())
    ]
    if len(found) != 1 or not await HubRegister(turn.store).unmake_lead(
        found[0].id, place.id, turn.me.id, turn.now
    ):
        raise NotALead
    text = f"{found[0].name} no longer leads {place.name}. What they set and said there stays."
    return Reply((Text(text),), KIND)


async def _list(turn: Turn, there: Sequence[Hub]) -> Reply:
    if not there:
        return Reply((Text("There is no hub yet."), Note(turn.catalogue.usage("cohort hub", "cohort lead"))), KIND)
    lines = [f"{one.name}: {_named(await People(turn.store).leading(one.id))}" for one in there]
    kept = [line for number, line in enumerate(lines) if sum(map(len, lines[: number + 1])) < LONGEST_REPLY - 200]
    more = f"\nand {len(lines) - len(kept)} more: type “cohort hub” and a name" if len(kept) < len(lines) else ""
    return Reply(
        (Text("\n".join(kept) + more), Note(turn.catalogue.usage("cohort hub", "cohort lead"))),
        KIND,
        personal=True,
    )


def _named(leads: Sequence[Person]) -> str:
    return ", ".join(person.name for person in leads) or "no lead yet"


def _parts(words: str) -> list[str]:
    return [part for part in (" ".join(given.split()) for given in words.split(",")) if part]
