"""Turns, run after Slack has its acknowledgement: an activity goes to the core, and its reply to Slack."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.inbox_repository import InboxRepository
from adapters.json_object import json_object
from adapters.metrics import NOT_DELIVERED
from adapters.newest_messages import NewestMessages
from adapters.per_person_limit import SLOWER
from adapters.slack import home as home_page
from adapters.slack import inbound as read
from adapters.slack import modals
from adapters.slack.ack_priority import AckPriorityGate
from adapters.slack.answer_name import ANSWERING, AnswerName, NotDelivered
from adapters.slack.context import SlackContext
from adapters.slack.inbound import Payload, SlackPlace
from adapters.slack.modals import fields_of
from adapters.slack.replies import Answers
from adapters.slack.turn_queue import Turn, note
from adapters.slack.users import SlackUsers
from adapters.slack.web_api import FAILURES
from adapters.undelivered import GIVEN_UP, not_taken
from bot.core.activity import Activity, Message, Sender, Submit
from bot.core.dispatcher import apology
from bot.core.open_question import DialogStep
from bot.core.reply import Button, Reply, Text
from bot.delivery.direct import DirectMessages

COMES_AGAIN_WITHIN = timedelta(minutes=15)  # Slack delivers at once, after one minute and after five
OPEN_FORM = "open_form:"
TOO_LATE = Text("That took too long to open, sorry. Please press it again.")
ASK_HUB = "ask_hub"  # the core's action: what will be sent is shown first, and nothing is sent yet


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was submitted: its view, its action, and its values, hidden ones included."""

    view: Payload
    action: str
    values: Mapping[str, str]


class SlackTurns:
    """Each method is one turn, for TurnQueue to run. Raises NotDelivered and FAILURES."""

    def __init__(self, context: SlackContext, people: SlackUsers, answers: Answers, gate: AckPriorityGate) -> None:
        self._core, self._store, self._clock = context.core, context.store, context.clock
        self._people, self._answers, self._gate = people, answers, gate
        self._newest = NewestMessages(context.store)

    async def do(
        self,
        place: SlackPlace,
        turn: Turn,
        key: str = "",
        since: datetime | None = None,
        is_anothers: Callable[[], bool] = bool,
    ) -> None:
        """Run a turn; an unforeseen error becomes an apology with the reference that the log has.

        An answer that Slack did not take is said in other words later, once, by whatever sends messages unasked.
        key: names the event, so that this is done once. since: when an earlier run began it, so that an answer
        which that run gave is looked for. is_anothers: whether another process has turned out to answer it.
        """
        if key:
            ANSWERING.set(AnswerName(f"answer-{key}", since, is_anothers))
        try:
            try:
                await turn()
            except (NotDelivered, *FAILURES):
                raise
            except Exception as error:
                words = apology(note(error, "turn failed"))
                await self._answers.give(place, Reply((Text(words),), "help", personal=True))
        except (NotDelivered, *FAILURES) as error:
            NOT_DELIVERED.labels("slack").inc()
            await self._say_later(place, note(error, "answer not delivered"), key)

    async def _say_later(self, place: SlackPlace, reference: str, key: str) -> None:
        """Raises what the store raises."""
        who, name = read.who(place.team, place.user), key or secrets.token_hex(8)
        message = not_taken("Slack", name, who, read.address(place), reference)
        await DirectMessages(self._store).leave([message], self._clock())

    async def give_up(self, place: SlackPlace) -> None:
        """Tell somebody that what they wrote was not answered."""
        await self._answers.give(place, Reply((Text(GIVEN_UP),), "help", personal=True))

    def lately(self) -> datetime:
        """Since when an event that comes again can have been answered."""
        return self._clock() - COMES_AGAIN_WITHIN

    async def slow_down(self, place: SlackPlace) -> None:
        """The one polite word to somebody who writes too much at once."""
        await self._answers.give(place, Reply((Text(SLOWER),), "help", personal=True))

    async def say(self, event: Payload, place: SlackPlace, key: str) -> None:
        text = await self._people.named(str(event.get("text") or ""), place)
        sender, file = await self._people.sender(place), self._people.files.of(event, place)
        said = read.said({**event, "text": text}, place, sender, key, file)
        await self._answer(place, said)

    async def type(self, body: Payload, place: SlackPlace, key: str) -> None:
        """A slash command, given to the core with its name if the core has a command of that name."""
        named = await self._people.named(str(body.get("text") or ""), place)
        whole, words = read.typed({**body, "text": named})
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
        values = json_object(str(action["value"] or ""))
        await self._answer(place, read.pressed(action, values, place, await self._people.sender(place)))

    async def ask_hub(self, body: Payload, place: SlackPlace, key: str) -> None:
        """The shortcut on somebody's message: its text becomes a question for the hub."""
        text = read.plain_text(str((body.get("message") or {}).get("text") or ""))
        sender = await self._people.sender(place)
        about = ({"text": text}, read.address(place), key, read.channel(place))
        await self._answer(place, Submit(sender, place.conversation, ASK_HUB, *about))

    async def send(self, sent: Submission, place: SlackPlace, told: "asyncio.Future[Reply | None]") -> None:
        """A submitted form. `told` gets the reply if its errors belong in the form, else None.

        The request waits for `told`, so this turn does not wait for requests at the gate.
        """
        try:
            if not place.channel:
                place = await self._answers.dm(place)
            activity = read.sent(sent.view, sent.action, sent.values, place, await self._people.sender(place))
            reply = await self._core.handle(activity)
            if (reply.errors or reply.refused) and fields_of(sent.view) and not told.done():
                told.set_result(reply)
                return
        finally:
            if not told.done():
                told.set_result(None)
        # What was sent becomes its outcome where it stood; a refusal leaves it there, to be sent again.
        await self._show(place, activity, replace(reply, replaces=not reply.refused))

    async def front_page(self, place: SlackPlace) -> None:
        activity = Message(await self._people.sender(place), f"home:{place.user}", "/mastery home")
        async with self._gate.through():
            reply = await self._core.handle(activity)
        await self._answers.home(place, home_page.view(reply))

    async def welcome(self, place: SlackPlace, key: str) -> None:
        """Welcome somebody once, unless they have written in the DM already.

        Our records are asked first: Slack may let a bot read one DM a minute in a whole workspace.
        """
        if not place.channel:
            return
        sender = await self._people.sender(place)
        new = await InboxRepository(self._store).first_welcome(sender, self._clock())
        if new and not await self._answers.begun(place):
            await self._answer(place, read.joined(place, sender, key))

    async def _answer(self, place: SlackPlace, activity: Activity) -> None:
        async with self._gate.through():
            reply = await self._core.handle(activity)
        await self._show(place, activity, reply)

    async def _show(self, place: SlackPlace, activity: Activity, reply: Reply) -> None:
        """The reply where it belongs, what goes on in the DM, and the end of an older message's buttons."""
        if reply.carries_on and not place.private:
            reply = await self._carried_on(place, activity, reply, reply.carries_on)
        shown = await self._answers.give(place, reply)
        last = reply.then or reply
        if last.step and shown:
            await self._retire_before(place, last.step, activity.sender, shown)

    async def _carried_on(self, place: SlackPlace, activity: Activity, reply: Reply, button: Button) -> Reply:
        """What others should not read is asked in the DM; the reply that stands where it was asked."""
        there = replace(await self._answers.dm(place), trigger="")
        key = f"{activity.key}|private" if activity.key else None
        about = (button.action, button.values, read.address(there), key)
        first = await self._core.handle(Submit(activity.sender, there.conversation, *about))
        shown = await self._answers.give(there, first)
        if first.step and shown:
            await self._retire_before(there, first.step, activity.sender, shown)
        return reply

    async def _retire_before(self, place: SlackPlace, step: DialogStep, sender: Sender, shown: str) -> None:
        if before := await self._newest.shown(sender, step.name, shown, self._clock()):
            await self._answers.retire(place, before, step.before)

    async def _open(self, place: SlackPlace, packed: str) -> None:
        try:
            form = modals.unpack(packed)
        except modals.UnreadableForm as error:
            await self._answers.give(place, Reply((Text(str(error)),), "help", personal=True))
            return
        if not await self._answers.open(place, form):
            await self._answers.give(place, Reply((TOO_LATE,), "help", personal=True))
