"""What somebody is told whose answer did not reach them, whichever platform did not take it."""

from bot.core.activity import Address, Sender
from bot.core.reply import Reply, Text
from bot.delivery.direct_domain import OutgoingMessage

GIVEN_UP = (
    "Sorry, I was interrupted and could not answer what you wrote or pressed a while ago. Please send it again; "
    "if it was something to keep, ask me first whether I have it."
)


def not_taken(platform: str, key: str, to: Sender, address: Address, reference: str) -> OutgoingMessage:
    """To be sent unasked, once. platform: as people call it; key: of the event that was answered."""
    words = (
        f"I answered you a moment ago, and {platform} did not take my answer, so you may not have seen it. "
        f"Please ask me again. If it keeps happening, tell your Maths Hub this reference: {reference}."
    )
    return OutgoingMessage(f"not taken:{key}", to, address, Reply((Text(words),), "help", personal=True))
