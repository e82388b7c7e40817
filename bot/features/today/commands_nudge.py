"""“Nudge them”, “chase everyone who's late”, “who hasn't joined”: a lead's words about some of the people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.identity import Hub
from bot.core.permissions import Role, roles
from bot.core.reply import Reply, Text
from bot.core.routing import CallNext, action, middleware
from bot.core.turn import Turn
from bot.features.announcements import service
from bot.features.announcements.domain import Audience, Who
from bot.features.announcements.head import HeadUnclear
from bot.features.announcements.parsing import WhatToSay
from bot.features.announcements.views_asked import what_to_say
from bot.features.cohort.domain import CohortStatus
from bot.features.cohort.repository import CohortStatuses
from bot.features.reports.domain import Report
from bot.features.today import asked_back, commands, nudging, of_whom, views
from bot.features.today.groups import GroupSaid, asked_who, group_at_the_start
from bot.features.today.needs import Need, What, needs
from bot.features.today.nudge_drafts import NOT_READ, NudgeContext, drafted, drafted_at, moment_of, need_about
from bot.features.today.nudging import About, Nudge
from bot.features.today.of_whom import NotOnRecord
from bot.features.today.views import KIND
from bot.hubs import resolving
from bot.hubs.resolving import hub_of_button

BY_GROUP = {What.LATE: Who.LATE, What.UNANSWERED: Who.UNANSWERED}
NOBODY = {
    What.LATE: "Nobody is late with a report",
    What.UNANSWERED: "Everybody has said whether they come",
    What.NOT_JOINED: "Everybody has joined",
    What.BEHIND: "Nobody is behind an even pace",
}
NOT_REACHED = "Whoever has not joined can't be reached by me. Nothing was sent."
BY_CODE = "Whoever has not joined needs a code, which I can send by e-mail. Nothing was sent yet."
OF_WHOM = "I'm not sure whom you mean, so nothing was sent. Here is who needs something:"


@middleware(
    "nudge some of the hub",
    order=91,
    because="before names, days and dates are looked for: “chase Finn about his days” logs nothing",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """From a lead: a draft that waits for a press, or a short list; never a message by itself."""
    if Role.LEAD in roles(turn.person) and (reply := await _said(turn, text)):
        return replace(reply, personal=True)
    return await call_next()


@action("today_who", of="cohort today", writes=False)
async def everybody_shown(turn: Turn, values: Mapping[str, str]) -> Reply:
    """The whole list, page by page."""
    hub = await hub_of_button(turn, values)
    status = await status_of(turn, hub)
    try:
        need = of_whom.need_of(
            status, What(values["what"]), values.get("title", ""), int(values.get("number") or 0)
        )
    except (NotOnRecord, KeyError, ValueError):
        need = None
    if need is None:
        raise commands.NobodyIsLeft
    return views.one(hub, need, int(values.get("from") or 0), values.get("title", ""))


async def _said(turn: Turn, text: str) -> Reply | None:
    if who := asked_who(text):
        return await _listed(turn, who)
    nudge = nudging.nudge_in(text)
    if nudge is None:
        return None
    led = await resolving.led(turn)
    shown = of_whom.shown_last(turn.standing)
    if shown and any(hub.id == shown.hub_id for hub in led):
        led = tuple(hub for hub in led if hub.id == shown.hub_id)
    if not nudge.whom:
        return await _which(turn)
    if len(led) != 1:
        return await commands.today(turn, "") if _whom_is_a_group(nudge) else None
    return await _nudged(turn, led[0], nudge)


def _whom_is_a_group(nudge: Nudge) -> bool:
    return bool(group_at_the_start(nudge.whom) or nudging.pronoun_at_the_start(nudge.whom))


async def _listed(turn: Turn, who: GroupSaid) -> Reply | None:
    """The people of whom it is true, the first of them by name."""
    led = await resolving.led(turn)
    if who.what is What.BEHIND:
        return None  # the table of the cohort's status says by how much
    if len(led) != 1:
        return await commands.today(turn, "")
    status = await status_of(turn, led[0])
    try:
        need = of_whom.need_of(status, who.what, who.title, who.number)
    except NotOnRecord as missing:
        return None if missing.what == "report" else asked_back.no_residential(missing)
    if need is None:
        return Reply((Text(f"{NOBODY[who.what]}: {led[0].name}, {status.cohort.name}."),), KIND)
    return views.one(led[0], need, title=who.title)


async def _nudged(turn: Turn, hub: Hub, nudge: Nudge) -> Reply | None:
    status = await status_of(turn, hub)
    asked = NudgeContext(hub, status, await service.head_reader(turn, [hub]), writes=nudge.writes)
    words = f"{nudge.whom} {nudge.rest}".strip() if nudge.rest else nudge.whom
    try:
        return (
            await _of_shown(turn, asked, words)
            or await _of_group(turn, asked, words)
            or await _of_names(turn, asked, nudge, words)
        )
    except NotOnRecord as missing:
        return (
            asked_back.no_residential(missing) if missing.what == "residential" else asked_back.no_report(missing)
        )


async def _of_shown(turn: Turn, asked: NudgeContext, words: str) -> Reply | None:
    """“Them”: whom the list showed that stands right above."""
    end = nudging.pronoun_at_the_start(words)
    if not end:
        return None
    shown = of_whom.shown_last(turn.standing)
    if shown is None or shown.hub_id != asked.hub.id:
        return await _which(turn)
    rest = words[end:]
    need = next(
        (one for one in needs(asked.status, ()) if (one.what, one.number) == (shown.what, shown.number)), None
    ) or of_whom.need_of(asked.status, shown.what, "", shown.number)
    still = {one.person_id for one in need.people} if need else set()
    people = tuple(one for one in shown.people if one in still)
    if need is None or not people:
        raise commands.NobodyIsLeft
    if need.what is What.NOT_JOINED:
        return views.one(asked.hub, need, opening=BY_CODE if turn.store.by_email else NOT_REACHED)
    return await drafted(turn, replace(asked, need=need, people=people), rest)


async def _of_group(turn: Turn, asked: NudgeContext, words: str) -> Reply | None:
    """“Everyone who's late”, “those behind”: as things stand."""
    said = group_at_the_start(words)
    if said is None:
        return None
    need = of_whom.need_of(asked.status, said.what, said.title, said.number)
    if need is None:
        text = f"{NOBODY[said.what]} at {asked.hub.name}, so nothing was written."
        return Reply((Text(text),), KIND)
    if said.what is What.NOT_JOINED:
        return views.one(asked.hub, need, opening=BY_CODE if turn.store.by_email else NOT_REACHED)
    by_group = said.what in BY_GROUP and not said.title
    audience = Audience(BY_GROUP[said.what], need.number) if by_group else None
    people = tuple(one.person_id for one in need.people)
    return await drafted(turn, replace(asked, need=need, people=people, audience=audience), words[said.end :])


async def _of_names(turn: Turn, asked: NudgeContext, nudge: Nudge, words: str) -> Reply | None:
    """“Finn and Isaac”, “everyone about residential 2”: about what they have in common, or it is asked."""
    named = asked.reader.roll.at_the_start(words)
    every = 0 if named.end else nudging.everybody_at_the_start(words)
    if named.unclear:
        raise HeadUnclear(f"More than one person at your hub is called “{named.unclear[:60]}”. Nothing was sent.")
    if not named.people and not every:
        return None if nudge.writes or nudge.rest else asked_back.whom(words)
    about, left = nudging.about_in(words[named.end or every :])
    at = moment_of(asked.reader, left)
    if at is NOT_READ or (about is None and every):
        return None if nudge.writes else asked_back.not_all(left)
    people = named.people or asked.reader.roll.ids
    if about is None and nudge.tells:
        if not left.strip(" .!?"):
            return what_to_say(str(WhatToSay()), words[: named.end])
        return None
    found = _in_common(asked.status, people, about)
    if about is not None and not every and (settled := await _settled(asked, people, found[0], about)):
        return settled
    if about is not None and about.what is What.LATE and every:
        late = replace(asked, people=tuple(one.person_id for one in found[0].people), need=found[0])
        audience = None if about.title else Audience(Who.LATE)
        return await drafted_at(turn, replace(late, audience=audience), found[0].text, at)
    if len(found) != 1:
        names = [asked.reader.roll.names[one] for one in people]
        return asked_back.about_what(names, at, asked.hub.zone, found)
    return await drafted_at(
        turn, replace(asked, need=found[0], people=people, audience=_whole(every)), found[0].text, at
    )


async def _settled(asked: NudgeContext, people: Sequence[int], need: Need, about: About) -> Reply | None:
    """Somebody is named of whom it is not true: nobody is reproached with what they have done."""
    of = {one.person_id for one in need.people}
    done = [asked.reader.roll.names[one] for one in people if one not in of]
    if not done:
        return None
    still = [asked.reader.roll.names[one] for one in people if one in of]
    coming = _next_report(asked.status, people) if about.what is What.LATE and not about.title else None
    return asked_back.not_true_of(done, still, about, coming)


def _next_report(status: CohortStatus, people: Sequence[int]) -> Report | None:
    """The next one to come that all of them have still to send."""
    there = [one for one in status.people if one.person_id in people]
    owed = (one for one in status.reports if one.due >= status.today)
    return next((one for one in owed if all(one.id not in person.done for person in there)), None)


def _whole(every: int) -> Audience | None:
    return Audience() if every else None


def _in_common(status: CohortStatus, people: Sequence[int], about: About | None) -> list[Need]:
    """The needs that all of them have; where it was said about what, that one, whether it is urgent or not."""
    if about is not None:
        return [need_about(status, about)]
    return [
        one for one in needs(status, ()) if one.text and set(people) <= {person.person_id for person in one.people}
    ]


async def _which(turn: Turn) -> Reply:
    """Whom “them” means is not known: who needs something, with a button for each group."""
    reply = await commands.today(turn, "")
    return replace(reply, blocks=(Text(OF_WHOM), *reply.blocks), spoken_of=None)


async def status_of(turn: Turn, hub: Hub) -> CohortStatus:
    return await CohortStatuses(turn.store).of(hub.id, (await resolving.current_cohort(turn)).id, turn.today)
