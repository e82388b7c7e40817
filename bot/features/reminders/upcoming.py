"""Which reminders are coming for somebody, and when: what each kind says is planned, less what they stopped."""

from datetime import datetime

from bot.delivery.registry import registered
from bot.delivery.upcoming import Choices, Outlook, UpcomingReminder
from bot.features.reminders.registry import topics


async def coming(outlook: Outlook) -> list[UpcomingReminder]:
    """The next reminder of each thing, by topic; stopped topics are left out."""
    order = [*topics()]
    found = [one for kind in registered() for one in await kind.upcoming(outlook)]
    wanted = [one for one in found if outlook.choices.get(one.topic, outlook.now) is not None]
    return sorted(wanted, key=lambda one: order.index(one.topic))


def stopped(choices: Choices) -> list[str]:
    return [name for name in topics() if name in choices and choices[name] is None]


def put_off(choices: Choices) -> dict[str, datetime]:
    """Topic → until when, for the topics that are put off as a whole."""
    return {name: until for name in topics() if (until := choices.get(name)) is not None}
