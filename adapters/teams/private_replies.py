"""What others should not read is answered in the private chat, and a word says so where it was asked."""

from dataclasses import replace

from adapters.followed_messages import FollowedMessages
from adapters.newest_messages import NewestMessages
from adapters.teams import inbound
from adapters.teams.activity_codec import InboundActivity
from adapters.teams.conversation_references import References, conversation_of
from adapters.teams.replies import ReplyPosting
from bot.core.activity import Address, Message, Sender, Submit
from bot.core.clock import Clock
from bot.core.dispatcher import Core
from bot.core.reply import Reply, Text

MESSAGE = "message"  # the type of an activity that is answered by a message, and not in the request itself
PRIVATELY = "I've answered you in our private chat."
ASK_ME_THERE = (
    "That is about you alone, so I don't show it here. Ask me in our private chat: press my name, then “Chat”."
)


class PrivateReplies:
    """Shows a reply to whoever asked, and to nobody else of the conversation."""

    def __init__(
        self,
        core: Core,
        references: References,
        posting: ReplyPosting,
        newest: NewestMessages,
        followed: FollowedMessages,
        clock: Clock,
    ) -> None:
        self._followed = followed
        self._core = core
        self._references = references
        self._posting = posting
        self._newest = newest
        self._clock = clock

    async def carried_on(self, activity: InboundActivity, said: Message | Submit, reply: Reply) -> Reply:
        """What others should not read goes on in the private chat; the reply that stands where it was asked."""
        if reply.carries_on is None or inbound.is_personal(activity):
            return reply
        sender, button = said.sender, reply.carries_on
        address = await self._references.private(sender, inbound.address_of(activity))
        there = await self._posting.opened(address) if address else None
        if there is None:
            return Reply((Text(ASK_ME_THERE),), reply.kind)
        where, key = conversation_of(there), f"{said.key}|private" if said.key else None
        first = await self._core.handle(Submit(sender, where, button.action, button.values, there, key))
        shown = await self._posting.privately(there, first)
        if shown is None:
            return Reply((Text(ASK_ME_THERE),), reply.kind)
        if first.step:
            await self._newest.shown(sender, first.step.name, shown, self._clock())
        return reply

    async def elsewhere(self, activity: InboundActivity, reply: Reply) -> str:
        """What is personal goes to the private chat; the words that say so where others listen, else nothing."""
        if not reply.personal or inbound.is_personal(activity):
            return ""
        sender, otherwise = inbound.sender_of(activity), inbound.address_of(activity)
        address = await self._references.private(sender, otherwise)
        words = PRIVATELY if address and await self._shown(sender, address, reply) else ASK_ME_THERE
        if activity.type == MESSAGE:
            await self._posting.answer(activity, Reply((Text(words),), reply.kind))
        return words

    async def follow(self, activity: InboundActivity, reply: Reply, shown: str | None) -> None:
        """Note a message of the private chat that is changed later on; in a channel others would see it change."""
        if inbound.is_personal(activity):
            await self._followed.shown(inbound.sender_of(activity), inbound.address_of(activity), shown, reply)

    async def _shown(self, sender: Sender, address: Address, reply: Reply) -> bool:
        shown = await self._posting.privately(address, replace(reply, replaces=False))
        await self._followed.shown(sender, address, shown, reply)
        if shown is not None and reply.then is not None:
            await self._posting.privately(address, reply.then)
        return shown is not None
