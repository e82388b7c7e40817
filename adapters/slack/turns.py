"""One turn after Slack has its acknowledgement: an activity for the core, and its answer where it belongs."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.inbox_repository import InboxRepository
from adapters.slack import home as home_page
from adapters.slack import inbound as read
from adapters.slack import modals
from adapters.slack.ack_priority import AckPriorityGate
from adapters.slack.context import SlackContext
from adapters.slack.inbound import Payload, SlackPlace
from adapters.slack.replies import Answers, NotDelivered, fields_of
from adapters.slack.turn_queue import Turn, note
from adapters.slack.users import SlackUsers
from adapters.slack.web_api import FAILURES
from bot.core.activity import Activity, Message, Submit
from bot.core.dispatcher import apology
from bot.core.reply import Reply, Text

OPEN_FORM = "open_form:"
TOO_LATE = Text("That took too long to open, sorry. Please press it again.")
ASK_HUB = "ask_hub"  # the core's action: what will be sent is shown first, and nothing is sent yet


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent: where it was, what to do, and what was filled in or went along unseen."""

    view: Payload
    action: str
    values: Mapping[str, str]


class SlackTurns:
    """Each method is one turn, for `Work` to do in its order."""

    def __init__(
        self, means: SlackContext, people: SlackUsers, answers: Answers, turnstile: AckPriorityGate
    ) -> None:
        self._core, self._store, self._clock = means.core, means.store, means.clock
        self._people, self._answers, self._turnstile = people, answers, turnstile

    async def do(self, place: SlackPlace, turn: Turn) -> None:
        """A turn; what nobody foresaw in it is said in words, with the reference that it has in the log."""
        try:
            await turn()
        except (NotDelivered, *FAILURES):
            raise
        except Exception as error:
            words = apology(note(error, "turn failed"))
            await self._answers.give(place, Reply((Text(words),), "help", personal=True))

    async def say(self, event: Payload, place: SlackPlace, key: str) -> None:
        await self._answer(place, read.said(event, place, await self._people.sender(place), key))

    async def type(self, body: Payload, place: SlackPlace, key: str) -> None:
        """A slash command; its name goes along where the core knows it by that."""
        whole, words = read.typed(body)
        text = whole if self._core.has_command(whole) or not words else words
        sender = await self._people.sender(place)
        said = Message(sender, place.conversation, text, read.address(place), key, read.channel(place))
        await self._answer(place, said)

    async def press(self, action: Payload, place: SlackPlace) -> None:
        if not place.channel:  # on the home page: the answer goes into the DM
            place = await self._answers.dm(place)
        if str(action.get("action_id", "")).startswith(OPEN_FORM):
            await self._open(place, str(action["value"]))
            return
        values = _json(action["value"])
        await self._answer(place, read.pressed(action, values, place, await self._people.sender(place)))

    async def ask_hub(self, body: Payload, place: SlackPlace, key: str) -> None:
        """Somebody's message, to be put to a hub by whoever chose it."""
        text = read.plain_text(str((body.get("message") or {}).get("text") or ""))
        sender = await self._people.sender(place)
        await self._answer(
            place, Submit(sender, place.conversation, ASK_HUB, {"text": text}, read.address(place), key)
        )

    async def send(self, sent: Submission, place: SlackPlace, told: "asyncio.Future[Reply | None]") -> None:
        """`told` gets the reply when it belongs into the form, None when it is shown outside of it.

        Its request waits for it, so that it waits for none.
        """
        try:
            if not place.channel:
                place = await self._answers.dm(place)
            activity = read.sent(sent.view, sent.action, sent.values, place, await self._people.sender(place))
            reply = await self._core.handle(activity)
            if reply.errors and fields_of(sent.view) and not told.done():
                told.set_result(reply)
                return
        finally:
            if not told.done():
                told.set_result(None)
        await self._answers.give(place, reply)

    async def front_page(self, place: SlackPlace) -> None:
        activity = Message(await self._people.sender(place), f"home:{place.user}", "/mastery home")
        async with self._turnstile.through():
            reply = await self._core.handle(activity)
        await self._answers.home(place, home_page.view(reply))

    async def welcome(self, place: SlackPlace, key: str) -> None:
        """Once for good, and not to who has a conversation with the bot already.

        Our records are asked first: Slack may let a DM be read once a minute only, of all those in a workspace.
        """
        if not place.channel:
            return
        sender = await self._people.sender(place)
        new = await InboxRepository(self._store).first_welcome(sender, self._clock())
        if new and not await self._answers.begun(place):
            await self._answer(place, read.joined(place, sender, key))

    async def _answer(self, place: SlackPlace, activity: Activity) -> None:
        async with self._turnstile.through():
            reply = await self._core.handle(activity)
        await self._answers.give(place, reply)

    async def _open(self, place: SlackPlace, packed: str) -> None:
        try:
            form = modals.unpack(packed)
        except modals.UnreadableForm as error:
            await self._answers.give(place, Reply((Text(str(error)),), "help", personal=True))
            return
        if not await self._answers.open(place, form):
            await self._answers.give(place, Reply((TOO_LATE,), "help", personal=True))


def _json(text: object) -> dict[str, Any]:
    try:
        found = json.loads(str(text or "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
