"""“Which hub?”: a button for each, where a lead has several and named none."""

from collections.abc import Callable, Sequence

from bot.core.errors import BotError
from bot.core.identity import Hub
from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Reply, Text

MOST_HUBS = 8  # to choose from with buttons; of more, the name is typed


def which_hub(
    hubs: Sequence[Hub],
    button: Callable[[Hub], Button],
    kind: str,
    otherwise: BotError | type[BotError],
    asked: str = "Which hub?",
) -> Reply:
    """otherwise: how to say it, raised where there is none to choose from, or more than buttons are for."""
    if not hubs or len(hubs) > MOST_HUBS:
        raise otherwise
    return Reply((Text(asked), Actions(tuple(map(button, hubs)))), kind, asks=OpenQuestion())
