"""Turns: an activity is claimed, answered by the core, and the reply sent to where it belongs."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import ActivityTypes

from adapters.inbox import Inbox
from adapters.teams import inbound
from adapters.teams.activity_codec import InboundActivity
from adapters.teams.adapter import answer_invoke
from adapters.teams.card_inputs import sent_again
from adapters.teams.conversation_references import References
from adapters.teams.render import CARD
from adapters.teams.replies import ReplyPosting
from adapters.teams.users import TeamsUsers
from bot.core.activity import Message, Submit
from bot.core.dispatcher import Core, apology
from bot.core.reply import Block, Reply, Text
from bot.db.outage import is_outage
from bot.delivery.direct_domain import OutgoingMessage

log = structlog.get_logger(__name__)

NOT_OURS = (
    "That button belongs to an earlier message and no longer does anything. Type “help” to see what I can do."
)
TWICE = "That was taken in already."
BELOW = "Answered below."
LOST = "Teams did not take my answer. Ask me again in a minute."
NOT_TAKEN = (
    "I answered you a moment ago, and Teams did not take my answer, so you may not have seen it. "
    "Please ask me again. If it keeps happening, tell your Maths Hub this reference: {reference}."
)
PRIVATELY = "I've answered you in our private chat."
ASK_ME_THERE = (
    "That is about you alone, so I don't show it here. Ask me in our private chat: press my name, then “Chat”."
)


Later = Callable[[OutgoingMessage], Awaitable[None]]
"""Leaves a message to be sent unasked; raises what the store raises."""


class TeamsTurns:
    """`on_turn` is what botbuilder calls. A turn ends well whatever Teams does with its answer."""

    def __init__(
        self,
        core: Core,
        people: TeamsUsers,
        references: References,
        inbox: Inbox,
        posting: ReplyPosting,
        later: Later,
    ) -> None:
        self._later = later
        self._core = core
        self._people = people
        self._references = references
        self._inbox = inbox
        self._posting = posting

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
            await answer_invoke(context, _word(words))
        elif activity.type == ActivityTypes.message:
            await self._posting.answer(activity, Reply((Text(words),), "help"))

    async def _on_turn(self, context: TurnContext, activity: InboundActivity) -> None:
        match activity.type:
            case ActivityTypes.message:
                await self._message(activity)
            case ActivityTypes.invoke if activity.name == "adaptiveCard/action":
                await answer_invoke(context, await self._pressed(activity))
            case ActivityTypes.conversation_update | ActivityTypes.installation_update:
                await self._installed(activity)
            case _:
                return

    async def _message(self, activity: InboundActivity) -> None:
        if not await self._first_time(activity):
            return
        said = inbound.message_of(activity)
        reply = await self._handled(activity, said)
        if isinstance(said, Submit) and reply.errors:
            reply = _in_the_form(reply, said, activity.value)
        if await self._elsewhere(activity, reply):
            return
        if isinstance(said, Submit) and reply.replaces and activity.reply_to_id:
            taken = await self._posting.replace(activity, reply)
        else:
            taken = await self._posting.answer(activity, reply)
        if not taken:
            await self._say_later(activity, said)

    async def _say_later(self, activity: InboundActivity, said: Message | Submit) -> None:
        """Teams did not take the answer, or nobody knows: whatever sends messages unasked says so, once."""
        reference = secrets.token_hex(4)
        log.warning("answer not delivered", reference=reference)
        reply = Reply((Text(NOT_TAKEN.format(reference=reference)),), "help", personal=True)
        key = hashlib.sha256((said.key or reference).encode()).hexdigest()[:32]
        message = OutgoingMessage(f"not taken:{key}", said.sender, inbound.address_of(activity), reply)
        try:
            await self._later(message)
        except Exception as error:
            log.error("not said later either", reference=reference, error=type(error).__name__)

    async def _pressed(self, activity: InboundActivity) -> dict[str, Any]:
        """What a pressed button is answered with: a card that takes the place of the old one, or a word."""
        submit = inbound.submit_of(activity)
        if submit is None:
            return _word(NOT_OURS)
        if not await self._first_time(activity):
            return _word(TWICE)
        reply = await self._handled(activity, submit)
        if reply.errors:
            reply = _in_the_form(reply, submit, activity.value["action"]["data"])
        if where := await self._elsewhere(activity, reply):
            return _word(where)
        if reply.replaces:
            return {"statusCode": 200, "type": CARD, "value": await self._posting.card(reply)}
        return _word(BELOW if await self._posting.answer(activity, reply) else LOST)

    async def _installed(self, activity: InboundActivity) -> None:
        """Installing is announced twice, and welcomed once."""
        sender = inbound.sender_of(activity)
        if inbound.removed_us(activity) and inbound.is_personal(activity):
            await self._references.removed(sender, inbound.reference_of(activity))
        if not inbound.added_us(activity):
            return
        joined = inbound.joined_of(activity)
        if inbound.is_personal(activity):
            await self._people.met(activity, sender, joined.address, anew=True)
        if await self._inbox.claim(f"welcome|{activity.conversation.id}"):
            await self._posting.answer(activity, await self._core.handle(joined))

    async def _handled(self, activity: InboundActivity, said: Message | Submit) -> Reply:
        with self._posting.typing_if_slow(activity):
            await self._people.met(activity, said.sender, said.address)
            return await self._core.handle(said)

    async def _elsewhere(self, activity: InboundActivity, reply: Reply) -> str:
        """What is personal goes to the private chat; the words that say so where others listen, else nothing."""
        if not reply.personal or inbound.is_personal(activity):
            return ""
        sender, otherwise = inbound.sender_of(activity), inbound.address_of(activity)
        address = await self._references.private(sender, otherwise)
        there = bool(address) and await self._posting.privately(address, replace(reply, replaces=False))
        words = PRIVATELY if there else ASK_ME_THERE
        if activity.type == ActivityTypes.message:
            await self._posting.answer(activity, Reply((Text(words),), reply.kind))
        return words

    async def _first_time(self, activity: InboundActivity) -> bool:
        key = inbound.key_of(activity)
        if key is None:
            return True
        try:
            return await self._inbox.claim(key)
        except Exception as error:
            if not (is_outage(error) or isinstance(error, TimeoutError)):
                raise
            return self._inbox.first_here(key)


def _word(text: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def _in_the_form(reply: Reply, said: Submit, data: dict[str, Any]) -> Reply:
    """The form in its own place again, filled in as it was sent, with what is wrong beside its fields."""
    form = sent_again(data, said.values)
    if form is None:
        return replace(reply, errors={}, replaces=True)
    named = {field.name for field in form.fields}
    rest = tuple(wrong for name, wrong in reply.errors.items() if name not in named)
    above: tuple[Block, ...] = (Text("\n".join(rest)),) if rest else ()
    return replace(reply, blocks=(*above, form), replaces=True)
