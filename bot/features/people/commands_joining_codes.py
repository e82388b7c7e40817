"""Joining codes for everybody at a hub who has not joined yet: by e-mail where that is on, else as one file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.identity import Hub
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role
from bot.core.reply import LONGEST_LABEL, Actions, Button, Note, Reply, Text
from bot.core.routing import action, command
from bot.core.turn import Turn
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_sent_codes import NotJoinedYet, not_joined_yet, send_codes
from bot.features.people.views import codes_file
from bot.hubs import resolving
from bot.hubs.lead_dates import LEAVE_IT
from bot.hubs.resolving import WhichHub, hub_of_button
from bot.hubs.which_hub import which_hub

KIND = "hub_codes"
MOST = 200  # codes in one file


@command(
    "hub codes",
    role=Role.LEAD,
    help="Codes for who has not joined",
    example="hub codes",
    writes=True,
)
async def codes(turn: Turn, words: str) -> Reply:
    """`hub codes [HUB]`: asked first, for the codes of before end with the new ones."""
    hubs = resolving.all_named(await resolving.led(turn), words) if words else await resolving.led(turn)
    if len(hubs) != 1:
        return which_hub(
            hubs,
            lambda hub: Button(hub.name[:LONGEST_LABEL], "say", {"text": f"hub codes {hub.name}"}),
            KIND,
            WhichHub,
        )
    (hub,) = hubs
    absent = await _absent(turn, hub)
    if not absent:
        return Reply((Text(f"{hub.name}: everybody has joined, so nobody needs a code."),), KIND)
    many = "1 person has" if len(absent) == 1 else f"{len(absent)} people have"
    text = f"{hub.name}: {many} not joined yet. Make new codes, as one file? Codes from before end then."
    yes = Button("Make the codes", "hub_codes", {"hub": str(hub.id)}, "primary")
    if turn.store.by_email and (reached := _reached(absent)):
        return _sent_or_file(hub, many, len(reached), len(absent), replace(yes, style=""))
    return Reply((Text(text), Actions((yes, LEAVE_IT))), KIND, asks=OpenQuestion(yes.label, LEAVE_IT.label))


def _sent_or_file(hub: Hub, many: str, reached: int, absent: int, file: Button) -> Reply:
    rest = absent - reached
    others = f" {rest} can't be reached: no address, or asked for no e-mail." if rest else ""
    text = f"{hub.name}: {many} not joined yet, {reached} of them with an e-mail address.{others}"
    codes = "the code" if reached == 1 else f"{reached} codes"
    send = Button(f"Send {codes} by e-mail", "hub_codes_send", {"hub": str(hub.id)}, "primary")
    asks = OpenQuestion("", LEAVE_IT.label)
    ends = Note("Codes from before end with the new ones.")
    return Reply((Text(text), ends, Actions((send, file, LEAVE_IT))), KIND, asks=asks)


@action("hub_codes_send", of="hub codes", writes=True)
async def sent(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Left for the outbox, which makes each code when it goes."""
    hub = await hub_of_button(turn, values)
    reached = _reached(await _absent(turn, hub))
    if not turn.store.by_email or not reached:
        return Reply((Text(f"{hub.name}: nobody can be sent a code by e-mail now."),), KIND, replaces=True)
    await send_codes(turn.store, await resolving.here(turn, hub), turn.me.id, turn.now)
    many = "1 code is" if len(reached) == 1 else f"{len(reached)} codes are"
    said = f"{hub.name}: {many} on the way by e-mail. To see who still hasn't joined, type “cohort today”."
    return Reply((Text(said),), KIND, replaces=True)


def _reached(absent: Sequence[NotJoinedYet]) -> list[NotJoinedYet]:
    return [one for one in absent if one.email and not one.no_email]


@action("hub_codes", of="hub codes", writes=True)
async def made(turn: Turn, values: Mapping[str, str]) -> Reply:
    hub = await hub_of_button(turn, values)
    absent = (await _absent(turn, hub))[:MOST]
    found = [
        (one.name, one.email, await Codes(turn.store).make(one.person_id, turn.me, turn.now)) for one in absent
    ]
    if not found:
        return Reply((Text(f"{hub.name}: everybody has joined meanwhile."),), KIND, replaces=True)
    said = Text(f"{hub.name}: {len(found)} code{'' if len(found) == 1 else 's'}.")
    return Reply((said, *codes_file(hub, found)), KIND, replaces=True, lasting=True)


async def _absent(turn: Turn, hub: Hub) -> tuple[NotJoinedYet, ...]:
    return await not_joined_yet(turn.store, await resolving.here(turn, hub))
