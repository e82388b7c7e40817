"""Joining codes by e-mail: a code is made when it goes, so that none lies in the outbox."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.core.reply import Facts, Note, Reply, Text
from bot.db.sqlite_file import Reading
from bot.delivery.domain import Delivery, NotificationEvent, Priority
from bot.delivery.fan_out_sql import at_each_zone, deliveries_to
from bot.delivery.kinds import (
    Condition,
    DeliveryRows,
    FanOut,
    SendingPolicy,
)
from bot.delivery.recheck import still_owed_to_people
from bot.delivery.shared_reads import SharedReads
from bot.delivery.triggered_kind import TriggeredKind
from bot.features.people.recipients import not_joined, not_joined_with_email
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_sent_codes import RULE

KIND = "joining_code"


class JoiningCodeDelivery(TriggeredKind):
    """To whoever has not joined and can be written to; the code of before ends when the new one is made."""

    rules = (RULE,)
    policy = SendingPolicy(
        Priority.AWAITED,
        keeps_hours=False,
        written_ahead=False,
        lapses=True,
        most_blind_sends=1,
        deletes=False,
        changes=False,
    )

    async def rows(self, fan_out: FanOut) -> DeliveryRows:
        event, now = fan_out.event, fan_out.now
        meant, at = not_joined_with_email(event.owed.here), at_each_zone(event.owed, {})
        return DeliveryRows(deliveries_to(event, meant, at, now, self.policy.priority, email=True))

    async def recheck(self, reading: Reading, batch: Sequence[Delivery], today: date) -> Collection[int]:
        """Whoever has joined or left meanwhile needs none."""
        return await still_owed_to_people(reading, batch, _has_not_joined, today)

    async def message(self, reads: SharedReads, one: Delivery) -> Reply:
        """Raises LookupError for a delivery to nobody."""
        if one.person_id is None:
            raise LookupError("a joining code is for a person")
        made = await Codes(reads.store).make(one.person_id, None, one.attempted_at or one.first_at)
        until = f"{made.expires_at.day} {made.expires_at:%B}"
        return Reply(
            (
                Text("Your Maths Hub has enrolled you in the Primary Mastery Specialist Programme."),
                Text(
                    "Its helper, Mastery, answers questions, keeps your release days and reminds you of "
                    "residentials and reports. Open a chat with it in Slack or Teams and type:"
                ),
                Facts((("Type", f"join {made.words}"),)),
                Note(f"The code is yours alone, works once, and ends on {until}. Pass it on to nobody."),
            ),
            KIND,
            personal=True,
        )


def _has_not_joined(event: NotificationEvent, today: date) -> Condition:  # noqa: ARG001  as every condition is asked
    return not_joined(event.owed.here)
