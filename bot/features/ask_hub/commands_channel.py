"""The channel in which a hub's leads see its questions together: set in it, by a lead, and taken back."""

from bot.core.activity import Message
from bot.core.errors import BotError
from bot.core.identity import Hub
from bot.core.permissions import Role
from bot.core.reply import Note, Reply, Text
from bot.core.routing import command
from bot.core.turn import Turn
from bot.delivery.direct import DirectMessages
from bot.features.ask_hub.domain import HubChannel
from bot.features.ask_hub.reach import leads_of
from bot.features.ask_hub.repository_channels import HubChannels
from bot.hubs import resolving

KIND = "questions"
OPENING = (
    "From now on, new questions to {hub} come here, set by {lead}. Everybody in this channel can read them; "
    "only the hub's leads can answer."
)


class NoChannelHere(BotError):
    """This is our private chat, not a channel. Add me to your hub's channel and type it there."""


@command(
    "questions channel",
    role=Role.LEAD,
    help="New questions into your hub's channel",
    example="questions channel here; questions channel off",
    writes=True,
)
async def channel(turn: Turn, words: str) -> Reply:
    """`questions channel`, `questions channel here [HUB]`, `questions channel off [HUB]`."""
    first, _, name = words.strip(" .!").partition(" ")
    verb = first.strip(",").lower()
    if verb in ("here", "off"):
        hub = await resolving.meant(turn, name.strip(" ,"))
        return await (_here(turn, hub) if verb == "here" else _off(turn, hub))
    theirs = await resolving.led(turn)
    there = await HubChannels(turn.store).of([hub.id for hub in theirs])
    lines = [f"{hub.name}: {_where([one for one in there if one.hub_id == hub.id])}" for hub in theirs]
    return Reply((Text("\n".join(lines) or "There is no hub yet."), Note(_how(turn))), KIND)


async def _here(turn: Turn, hub: Hub) -> Reply:
    """The channel is told, too: who is in it should know, and whether the bot can write there shows at once."""
    activity = turn.activity
    if not isinstance(activity, Message) or activity.channel is None:
        raise NoChannelHere
    sender, there = activity.sender, activity.channel
    chosen = HubChannel(hub.id, sender.platform, sender.tenant, there.name, there.address)
    await HubChannels(turn.store).set(chosen, turn.me.id, turn.now)
    leads = await leads_of(turn.store, hub.id)
    opening = Reply((Text(OPENING.format(hub=hub.name, lead=turn.me.name)), Note(_how(turn))), KIND)
    posts = leads.in_channels(f"channel:{hub.id}:{turn.now.isoformat()}", opening)
    await DirectMessages(turn.store).leave([one for one in posts if one.to == chosen.target], turn.now)
    text = f"New questions to {hub.name} go to this channel from now on, and no longer to each lead alone."
    return Reply((Text(text), Note("What waits already stays where it is: type “questions” to see it.")), KIND)


async def _off(turn: Turn, hub: Hub) -> Reply:
    there = await HubChannels(turn.store).of([hub.id])
    for one in there:
        await HubChannels(turn.store).drop(hub.id, one.platform)
    text = f"New questions to {hub.name} go to each of its leads alone" + (" again." if there else ", as before.")
    return Reply((Text(text),), KIND)


def _how(turn: Turn) -> str:
    return f"{turn.catalogue.usage('questions channel')} The first works in the channel itself."


def _where(channels: list[HubChannel]) -> str:
    if not channels:
        return "new questions go to each lead alone."
    return f"new questions go to its channel in {' and '.join(one.platform.title() for one in channels)}."
