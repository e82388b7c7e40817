"""Announcing, for a hub lead: written, looked at, confirmed; to their hub, by an administrator to several."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Activity, Message
from bot.core.errors import FieldErrors, StaleButton
from bot.core.identity import Hub
from bot.core.permissions import Role, roles
from bot.core.reply import Note, Reply, Text
from bot.core.routing import CallNext, action, command, intent, middleware
from bot.core.turn import Turn
from bot.features.announcements import parsing as reading
from bot.features.announcements import service, views_report
from bot.features.announcements.commands_excepted import shown_or_asked
from bot.features.announcements.domain import (
    Announcement,
    AnnouncementStage,
    AnnouncementText,
    Audience,
    SentAlready,
    Who,
)
from bot.features.announcements.forms import DraftPrefill, filled, form
from bot.features.announcements.head import HeadUnclear
from bot.features.announcements.message import KIND
from bot.features.announcements.repository import Announcements
from bot.features.announcements.views_asked import (
    ASKS_HUB,
    SENT_AGAIN,
    offered,
    own_question_asked,
    sent_again_asked,
    what_to_say,
)
from bot.features.announcements.views_preview import numbers_of
from bot.features.announcements.without_text import without_text
from bot.features.ask_hub.repository_channels import HubChannels
from bot.features.residentials.repository import Residentials
from bot.hubs import resolving
from bot.language.acts import act_in
from knowledge.search import Finding

OPEN = (AnnouncementStage.DRAFT, AnnouncementStage.PLANNED)


@command(
    "cohort announce",
    role=Role.LEAD,
    help="Write to your hub's specialists; you see it before it goes",
    example="cohort announce to those with late reports at 8am on Monday: Please send them",
    writes=True,
)
async def announce(turn: Turn, words: str) -> Reply:
    """Nothing goes before somebody has seen whom it reaches, and confirmed."""
    if not words:
        return await _form(turn)
    words, led = turn.as_written(words), await resolving.led(turn)
    if len(led) == 1:
        return await _drafted(turn, led, words)
    try:
        hub, rest = await resolving.at_the_end(turn, words)
    except resolving.WhichHub:
        said = reading.asked(words, await service.head_reader(turn, led))
        if said.audience != Audience() or said.send_at:
            raise
        return await _form(turn, DraftPrefill(said.text))
    return await _drafted(turn, [hub], rest)


@action("announce_new", of="cohort announce", writes=False)
async def new_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await _form(turn)


@action("announce_save", of="cohort announce", writes=True)
async def form_sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    """A draft to be looked at; or other words, people or time for one that has not gone."""
    before = await service.as_seen(turn, values) if values.get("act") else ()
    if before and before[0].stage not in OPEN:
        raise SentAlready
    chosen = [one.hub for one in before] or await _hubs(turn, values)
    said = filled(values, turn.now, chosen[0].zone, before[0] if before else None)
    wording = said.wording
    if said.names:
        wording = replace(wording, audience=await _by_name(turn, said.names, chosen, wording.audience))
    elif before and wording.audience.who is Who.ALL and before[0].audience.who is Who.PEOPLE:
        people = before[0].audience.people
        wording = replace(wording, audience=replace(wording.audience, who=Who.PEOPLE, people=people))
    if not before:
        return await draft_for(turn, chosen, wording)
    await Announcements(turn.store).change(before, wording, turn.me.id, turn.now)
    return await service.shown(turn, await service.act_of(turn, {"act": values["act"]}))


@action("announce_edit", of="cohort announce", writes=False)
async def edit_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    these = await service.act_of(turn, values)
    if these[0].stage not in OPEN:
        raise SentAlready
    return await edit_form(turn, these)


async def edit_form(turn: Turn, these: Sequence[Announcement]) -> Reply:
    """The form with what stands there, or with other words that were said; nothing is changed yet."""
    names = ", ".join((await service.names_of(turn, these)).values())
    return await _form(turn, DraftPrefill(names=names, before=these[0]), [one.hub for one in these])


@action("announce_send", of="cohort announce", writes=True)
async def confirmed(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Pressed twice, or by two leads at once, it goes once. The report lasts: it is changed when all is sent."""
    these = await service.as_seen(turn, values)
    await Announcements(turn.store).confirm(these, turn.me.id, turn.now)
    return replace(await service.shown(turn, await service.act_of(turn, values)), replaces=True, lasting=True)


@action("announce_drop", of="cohort announce", writes=True)
async def dropped(turn: Turn, values: Mapping[str, str]) -> Reply:
    these = await service.act_of(turn, values)
    if these[0].stage not in (*OPEN, AnnouncementStage.CANCELLED):
        raise SentAlready
    await Announcements(turn.store).cancel(these, turn.me.id, turn.now)
    if these[0].stage is AnnouncementStage.DRAFT:
        return Reply((Text("All right, nothing was sent."),), KIND, entry=KIND, replaces=True)
    return replace(await service.shown(turn, await service.act_of(turn, values)), replaces=True)


@intent("announce", of="cohort announce", writes=True)
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """“Tell everyone that …” is what it says; “my last announcement” shows it; else the form."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    return replace(await _meant(turn, text), kind=KIND, entry=KIND, score=finding.score)


@middleware(
    "announce",
    order=10,
    because="the last before the search: a residential, a day or a question named in the same message goes first",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Tell Chloe that her report is late” from a lead is what it says, whatever the search would make of it."""
    if Role.LEAD not in roles(turn.person):
        return await call_next()
    if found := ASKS_HUB.match(turn.as_written(text)):
        return replace(own_question_asked(found["text"]), personal=True)
    if SENT_AGAIN.match(text):
        return replace(sent_again_asked(), personal=True)
    typed = turn.as_written(text)
    told = reading.TO_ALL.match(text) and not act_in(text).asks
    reply = offered(text, typed) if told else await _as_wished(turn, text) or await without_text(turn, typed)
    return replace(reply, personal=True) if reply else await call_next()


async def _as_wished(turn: Turn, text: str) -> Reply | None:
    """A draft for exactly those who are named, or a question; None for what tells nobody anything."""
    if not reading.may_be_a_wish(text):
        return None
    led = await resolving.led(turn)
    typed = turn.as_written(text)
    reader = await service.head_reader(turn, led)
    try:
        wish = reading.wish(typed, reader.roll)
    except reading.WhatToSay as unsaid:
        return what_to_say(str(unsaid), unsaid.head)
    if wish is None:
        return offered(text, typed) if reading.NOTICE.match(text) else None
    if len(led) != 1:
        head = f"{wish.head}: " if wish.head else ""
        return await announce(replace(turn, activity=_typed(turn, f"{head}{wish.text}")), f"{head}{wish.text}")
    if not wish.head:
        return await draft_for(turn, led, AnnouncementText(reading.checked(wish.text), Audience()))
    found = reader.read(wish.head, addressed=True)
    if found is None:
        raise HeadUnclear
    wording = AnnouncementText(reading.checked(wish.text), found.audience, send_at=found.send_at)
    return await draft_for(turn, led, wording)


def _typed(turn: Turn, text: str) -> Activity:
    """The activity with other words: those of a wish, as if they had been typed after the command."""
    return replace(turn.activity, text=text) if isinstance(turn.activity, Message) else turn.activity


async def _meant(turn: Turn, text: str) -> Reply:
    if reading.ABOUT_ONE.search(text):
        latest = await Announcements(turn.store).latest(resolving.hub_ids(turn))
        if (
            latest
            and latest[0].stage in (*OPEN, AnnouncementStage.CANCELLED)
            and reading.ABOUT_READING.search(text)
        ):
            return await _not_read(turn, latest)
        if latest:
            return await service.shown(turn, await service.act_of(turn, {"act": str(latest[0].act)}))
    return await _form(turn, DraftPrefill(audience=reading.audience_in(text)))


async def _not_read(turn: Turn, latest: Sequence[Announcement]) -> Reply:
    """The newest has not reached anybody: that is said, and of the last one that was sent, who has read it."""
    went = (AnnouncementStage.SENT, AnnouncementStage.RECALLED)
    sent = next((one for one in latest if one.stage in went), None)
    these = await service.act_of(turn, {"act": str(sent.act)}) if sent else ()
    return views_report.not_read(latest[0], these, await service.lines_of(turn, these))


async def _drafted(turn: Turn, chosen: Sequence[Hub], words: str) -> Reply:
    said = reading.asked(words, await service.head_reader(turn, chosen))
    wording = AnnouncementText(reading.checked(said.text), said.audience, send_at=said.send_at)
    return await draft_for(turn, chosen, wording)


async def draft_for(turn: Turn, chosen: Sequence[Hub], wording: AnnouncementText) -> Reply:
    """A draft, as it is looked at before it goes."""
    places = await service.places_of(turn, chosen)
    act = await Announcements(turn.store).draft(places, wording, turn.me.id, turn.now)
    return await shown_or_asked(turn, await Announcements(turn.store).of_act(act, [hub.id for hub in chosen]))


async def _form(turn: Turn, known: DraftPrefill | None = None, chosen: Sequence[Hub] = ()) -> Reply:
    there = chosen or await resolving.led(turn)
    if not there:
        raise resolving.WhichHub
    numbers: set[int] = set()
    if len(there) == 1:
        numbers = {*numbers_of(await Residentials(turn.store).list(await resolving.here(turn, there[0])))}
    has_channel = bool(await HubChannels(turn.store).of([hub.id for hub in there]))
    shape = form(there, sorted(numbers), known or DraftPrefill(), has_channel=has_channel)
    return Reply((shape, Note(turn.catalogue.usage("cohort announce"))), KIND, entry=KIND)


async def _hubs(turn: Turn, values: Mapping[str, str]) -> list[Hub]:
    """The hubs that a form names, all of them theirs. Raises FieldErrors, StaleButton."""
    named = {part.strip() for part in values.get("hubs", "").split(",") if part.strip()}
    found = [hub for hub in await resolving.led(turn) if str(hub.id) in named]
    if not named:
        raise FieldErrors({"hubs": "Choose at least one hub."})
    if len(found) != len(named):
        raise StaleButton
    return found


async def _by_name(turn: Turn, names: Sequence[str], chosen: Sequence[Hub], audience: Audience) -> Audience:
    """Raises FieldErrors."""
    try:
        people = (await service.by_name(turn, names, chosen)).people
    except service.WhichPeople as slip:
        raise FieldErrors({"people": str(slip)}) from None
    return replace(audience, who=Who.PEOPLE, number=0, people=people)
