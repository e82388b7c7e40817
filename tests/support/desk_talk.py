"""Several people on two platforms who type, press buttons by their labels and fill in forms, at one bot."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from adapters.console.ask import SetClock
from bot.core.activity import Channel, Message, Sender, Submit
from bot.core.dispatcher import Core
from bot.core.identity import Person
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.features.people.repository_codes import Codes
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import NOON, Ground


@dataclass(frozen=True)
class DeliveredMessage:
    """What a platform took. `to`: the account or channel as a talk names it."""

    platform: str
    to: str
    reply: Reply

    @property
    def text(self) -> str:
        return plain(self.reply)


def fakes() -> dict[str, FakePlatform]:
    return {"slack": FakePlatform("slack"), "teams": FakePlatform("teams", can_look=False)}


@dataclass
class Talk:
    """`user` is "teams:ann" or "slack:lee"; what somebody sees last is what they can press."""

    core: Core
    ground: Ground
    clock: SetClock
    seen: dict[str, Reply] = field(default_factory=dict)
    platforms: dict[str, FakePlatform] = field(default_factory=fakes)

    def sender(self, user: str) -> Sender:
        platform, name = user.split(":")
        return Sender(platform, f"{platform}-tenant", name)

    async def joined(self, user: str, person: Person) -> None:
        code = await Codes(self.ground.store).make(person.id, None, NOON)
        await Codes(self.ground.store).redeem(code.words, self.sender(user), NOON, {"user": user})

    async def say(self, user: str, text: str, key: str | None = None, channel: str = "") -> str:
        """`channel`: where it is said, unless it is in private."""
        where = Channel(channel, {"channel": channel}) if channel else None
        said = Message(self.sender(user), channel or f"with {user}", text, {"user": user}, key, where)
        return await self._handle(user, said)

    async def press(self, user: str, label: str, key: str | None = None, **fields: str) -> str:
        """Press a button, or send a form with these fields; a field not named stays as it is."""
        for button in (one for message in self.seen[user].messages for one in message.buttons):
            if button.label == label:
                return await self.submit(user, button.action, dict(button.values), key)
        for form in self.seen[user].forms:
            if form.send == label:
                values = {one.name: str(one.value or "") for one in form.fields} | fields | dict(form.values)
                return await self.submit(user, form.action, values, key)
        raise AssertionError(f"no [{label}] in {self.labels(user)}")

    async def submit(self, user: str, action: str, values: dict[str, str], key: str | None = None) -> str:
        where = f"with {user}"
        return await self._handle(user, Submit(self.sender(user), where, action, values, {"user": user}, key))

    def labels(self, user: str) -> list[str]:
        every = self.seen[user].messages
        buttons = [button.label for reply in every for button in reply.buttons]
        return [*buttons, *(form.send for reply in every for form in reply.forms)]

    async def arrives(self, minutes: int = 0) -> list[DeliveredMessage]:
        """What the outbox sends now, or some minutes on; whoever it is for sees it."""
        now = self.clock.moment + timedelta(minutes=minutes)
        await local_engine.drain(
            DeliveryContext(self.ground.store, self.platforms, lambda: now, Random(1), in_flight=1)
        )
        found = [DeliveredMessage(name, *told) for name, one in self.platforms.items() for told in one.told]
        for one in self.platforms.values():
            one.told.clear()
        self.seen |= {one.to: one.reply for one in found}
        return found

    async def _handle(self, user: str, activity: Message | Submit) -> str:
        reply = await self.core.handle(activity)
        self.seen[user] = reply
        return "\n".join(map(plain, reply.messages))
