"""Turns: an activity is claimed, answered by the core, and the reply sent to where it belongs."""

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import ActivityTypes

from adapters.followed_messages import FollowedMessages
from adapters.inbox import Inbox
from adapters.metrics import NOT_DELIVERED, REFUSED
from adapters.newest_messages import NewestMessages
from adapters.per_person_limit import SLOWER, Admission, PerPersonLimit
from adapters.teams import inbound
from adapters.teams.activity_codec import InboundActivity
from adapters.teams.adapter import answer_invoke
from adapters.teams.conversation_references import References
from adapters.teams.pressed import data_of, in_its_place, what_was_said, word
from adapters.teams.private_replies import PrivateReplies
from adapters.teams.render import CARD
from adapters.teams.replies import Ended, ReplyPosting
from adapters.teams.resumed_turns import ResumedTurns
from adapters.teams.users import TeamsUsers
from adapters.undelivered import GIVEN_UP, not_taken
from bot.core.activity import Message, Submit
from bot.core.clock import Clock
from bot.core.dispatcher import Core, apology
from bot.core.reply import Reply, Text
from bot.db.outage import is_outage
from bot.delivery.direct_domain import OutgoingMessage

log = structlog.get_logger(__name__)

NOT_OURS = (
    "That button belongs to an earlier message and no longer does anything. Type “help” to see what I can do."
)
TWICE = "That was taken in already."
BELOW = "Answered below."
LOST = "Teams did not take my answer. Ask me again in a minute."
Later = Callable[[OutgoingMessage], Awaitable[None]]
"""Leaves a message to be sent unasked; raises what the store raises."""


class TeamsTurns:
    """`on_turn` is what botbuilder calls. A turn ends well whatever Teams does with its answer.

    left_over: the turns that an earlier run did not end.
    """

    def __init__(  # noqa: PLR0913, PLR0917  what a turn goes through, named in one place
        self,
        core: Core,
        people: TeamsUsers,
        references: References,
        inbox: Inbox,
        posting: ReplyPosting,
        later: Later,
        newest: NewestMessages,
        followed: FollowedMessages,
        clock: Clock,
    ) -> None:
        self._later = later
        self._core = core
        self._newest, self._clock = newest, clock
        self._people = people
        self._references = references
        self._inbox = inbox
        self._posting = posting
        self._limit = PerPersonLimit()
        self._private = PrivateReplies(core, references, posting, newest, followed, clock)
        self.left_over = ResumedTurns(inbox, self._answer, self._give_up)

    async def on_turn(self, context: TurnContext) -> None:
        """Never raises: whatever fails is logged, and an apology with the reference goes to whoever wrote."""
        activity = context.activity
        if not (activity.conversation and activity.conversation.id and activity.from_property):
            return
        try:
            await self._on_turn(context, activity)
        except Exception:
            await self._apologise(context, activity)

    async def _apologise(self, context: TurnContext, activity: InboundActivity) -> None:
        reference = secrets.token_hex(4)
        log.exception("turn failed", reference=reference, activity=activity.type)
        words = apology(reference)
        if activity.type == ActivityTypes.invoke:
            await answer_invoke(context, word(words))
            self._done(activity)
        elif activity.type == ActivityTypes.message:
            await self._posting.answer(activity, Reply((Text(words),), "help"))
            self._done(activity)

    async def _on_turn(self, context: TurnContext, activity: InboundActivity) -> None:
        match activity.type:
            case ActivityTypes.message:
                await self._admitted(activity)
            case "messageUpdate" if inbound.is_edited(activity):
                await self._admitted(activity)
            case ActivityTypes.invoke if activity.name == "adaptiveCard/action":
                await answer_invoke(context, await self._pressed(activity))
                self._done(activity)
            case ActivityTypes.conversation_update | ActivityTypes.installation_update:
                await self._installed(activity)
            case _:
                return

    async def _admitted(self, activity: InboundActivity) -> None:
        """The turn, unless too many of the same person are in hand."""
        sender = inbound.sender_of(activity)
        admission = self._limit.enter(sender)
        if admission is Admission.YES:
            try:
                if await self._first_time(activity):
                    await self._answer(activity)
            finally:
                self._limit.leave(sender)
            return
        REFUSED.labels("teams", "too many at once").inc()
        if admission is Admission.SAY_SO:
            await self._posting.answer(activity, Reply((Text(SLOWER),), "help"))

    async def _give_up(self, activity: InboundActivity) -> None:
        """Tell somebody that what they wrote was not answered."""
        await self._posting.answer(activity, Reply((Text(GIVEN_UP),), "help"), self._ending(activity))

    async def _answer(self, activity: InboundActivity) -> None:
        """By a message: also for a button, when the request in which it was pressed is gone."""
        said = what_was_said(activity)
        if said is None:
            self._done(activity)
            return
        if isinstance(said, Message) and inbound.is_personal(activity):
            file = self._people.files.of(activity)
            said = replace(said, file=file) if file else said
        reply = await self._handled(activity, said)
        if isinstance(said, Submit):
            reply = in_its_place(reply, said, data_of(activity))
        reply = await self._private.carried_on(activity, said, reply)
        if await self._private.elsewhere(activity, reply):
            self._done(activity)
            return
        ending = self._ending(activity)
        if isinstance(said, Submit) and reply.replaces and activity.reply_to_id:
            shown = await self._posting.replace(activity, activity.reply_to_id, reply, ending)
        else:
            shown = await self._posting.answer(activity, reply, ending)
        await self._follow(activity, reply, shown)

    def _ending(self, activity: InboundActivity) -> Ended:
        """Called with whether Teams took the answer; if not, whoever wrote is told so later."""

        async def ended(taken: bool) -> None:
            if not taken:
                await self._say_later(activity)
            self._done(activity)

        return ended

    def _done(self, activity: InboundActivity) -> None:
        if key := inbound.key_of(activity):
            self._inbox.answered(key)

    async def _say_later(self, activity: InboundActivity) -> None:
        """Teams did not take the answer, or nobody knows: whatever sends messages unasked says so, once."""
        reference = secrets.token_hex(4)
        log.warning("answer not delivered", reference=reference)
        NOT_DELIVERED.labels("teams").inc()
        key = hashlib.sha256((inbound.key_of(activity) or reference).encode()).hexdigest()[:32]
        who, address = inbound.sender_of(activity), inbound.address_of(activity)
        try:
            await self._later(not_taken("Teams", key, who, address, reference))
        except Exception as error:
            log.error("not said later either", reference=reference, error=type(error).__name__)

    async def _pressed(self, activity: InboundActivity) -> dict[str, Any]:
        """What a pressed button is answered with: a card that takes the place of the old one, or a word."""
        submit = inbound.submit_of(activity)
        if submit is None:
            return word(NOT_OURS)
        if not await self._first_time(activity):
            return word(TWICE)
        reply = await self._handled(activity, submit)
        reply = in_its_place(reply, submit, data_of(activity))
        reply = await self._private.carried_on(activity, submit, reply)
        if where := await self._private.elsewhere(activity, reply):
            return word(where)
        if reply.replaces:
            await self._follow(activity, reply, activity.reply_to_id or "")
            return {"statusCode": 200, "type": CARD, "value": await self._posting.card(reply)}
        shown = await self._posting.answer(activity, reply)
        await self._follow(activity, reply, shown)
        return word(LOST if shown is None else BELOW)

    async def _follow(self, activity: InboundActivity, reply: Reply, shown: str | None) -> None:
        """What comes after a reply was shown: a message of its own, and the end of an older message's buttons."""
        last, message = reply, shown
        await self._private.follow(activity, reply, shown)
        if reply.then is not None:
            last, message = reply.then, await self._posting.answer(activity, reply.then)
        if last.step is None or not message:
            return
        before = await self._newest.shown(inbound.sender_of(activity), last.step.name, message, self._clock())
        if before:
            await self._posting.replace(activity, before, Reply((Text(last.step.before),), last.kind))

    async def _installed(self, activity: InboundActivity) -> None:
        """Installing is announced twice, and welcomed once."""
        sender = inbound.sender_of(activity)
        welcome = f"welcome|{activity.conversation.id}"
        if inbound.removed_us(activity):
            await self._inbox.forget(welcome)  # whoever adds the bot again finds an empty chat
            if inbound.is_personal(activity):
                await self._references.removed(sender, inbound.reference_of(activity))
        if not inbound.added_us(activity):
            return
        joined = inbound.joined_of(activity)
        if inbound.is_personal(activity):
            await self._people.met(activity, sender, joined.address, anew=True)
        if await self._inbox.claim(welcome):
            await self._posting.answer(activity, await self._core.handle(joined))

    async def _handled(self, activity: InboundActivity, said: Message | Submit) -> Reply:
        with self._posting.typing_if_slow(activity):
            await self._people.met(activity, said.sender, said.address)
            return await self._core.handle(said)

    async def _first_time(self, activity: InboundActivity) -> bool:
        key = inbound.key_of(activity)
        if key is None:
            return True
        try:
            return await self._inbox.claim(key, json.dumps(inbound.needed_to_answer(activity)))
        except Exception as error:
            if not (is_outage(error) or isinstance(error, TimeoutError)):
                raise
            return self._inbox.first_here(key)
