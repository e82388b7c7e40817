"""Where a reply is shown, and how a form carries its place along, so that the answer goes back there."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.slack.inbound import SlackPlace
from bot.core.reply import Reply

CARRIED_FIELDS = ("channel", "thread", "answer_at", "message")  # of a place, as a form carries them


def shown_to_all(place: SlackPlace, reply: Reply) -> bool:
    """Whether everybody at `place` may see the reply: in a DM anything, elsewhere what is not personal."""
    return place.private or not (reply.personal or place.ephemeral or (place.answer_at and not place.message))


def beside_the_message(place: SlackPlace) -> SlackPlace:
    """The same place, but the message that was pressed stays as it is."""
    if not place.message:
        return place
    return replace(place, message="", answer_at=place.answer_at if place.ephemeral else "")


def carried_place(place: SlackPlace) -> dict[str, str]:
    """A place as a form's hidden values, so that its answer goes where it was asked for; `place_of` reads them."""
    marks = {"private": "yes" if place.private else "", "ephemeral": "yes" if place.ephemeral else ""}
    words = {name: getattr(place, name) for name in CARRIED_FIELDS}
    return {name: value for name, value in {**words, **marks}.items() if value}


def place_of(carried: Mapping[str, str], team: str, user: str) -> SlackPlace:
    """The place that a form carried; `channel` is empty when it carried none."""
    words = {name: carried.get(name, "") for name in CARRIED_FIELDS}
    private, ephemeral = bool(carried.get("private")), bool(carried.get("ephemeral"))
    return SlackPlace(team, user=user, private=private, ephemeral=ephemeral, **words)
