"""A platform at the scheduler's port: remembers what arrived, fails as it is told, and can crash its caller."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.activity import Address
from bot.core.reply import Reply
from scheduler.ports import Ambiguous, CannotTell, Found, NotThere, Outcome, Refused, Sent


class Crash(BaseException):
    """The process is gone."""


@dataclass
class FakePlatform:
    """`faults`: outcomes for the next sends; `point`: called before and after a message is accepted.

    An Ambiguous fault drops the answer after the message was accepted, when `accepts_first` is set.
    """

    platform: str = "slack"
    can_look: bool = True
    settle: float = 1.5
    faults: list[Outcome] = field(default_factory=list)
    accepts_first: bool = True
    point: Callable[[str], None] = lambda _what: None
    arrived: Counter[str] = field(default_factory=Counter)
    told: list[tuple[str, Reply]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    changed: dict[str, Reply] = field(default_factory=dict)
    changes: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, str] = field(default_factory=dict)

    async def send(self, to: Address, reply: Reply, token: str) -> Outcome:
        self.point("before it is accepted")
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or (isinstance(fault, Ambiguous) and self.accepts_first):
            self.arrived[token] += 1
            self.kinds[token] = reply.kind
            self.told.append((str(to.get("user") or to.get("reach") or to.get("channel") or ""), reply))
        self.point("after it is accepted")
        return fault or Sent(f"m-{token}")

    async def find(self, to: Address, token: str, since: datetime) -> Found:  # noqa: ARG002
        self.point("before it is asked")
        if not self.can_look:
            return CannotTell("it has no history")
        return Sent(f"m-{token}") if self.arrived[token] else NotThere()

    async def update(self, to: Address, message: str, reply: Reply) -> Outcome:  # noqa: ARG002
        fault = self.faults.pop(0) if self.faults else None
        if fault is None:
            self.changed[message] = reply
            self.changes[message] += 1
        return fault or Sent(message)

    async def delete(self, to: Address, message: str) -> Outcome:  # noqa: ARG002
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or (isinstance(fault, Ambiguous) and self.accepts_first):
            if message in self.deleted:
                return Refused("the message is no longer there", gone=True)
            self.deleted.append(message)
        return fault or Sent(message)
