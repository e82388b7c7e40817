"""A reply as the App Home: the same blocks, with more room for them."""

from typing import Any

from adapters.slack import render
from adapters.slack.limits import BLOCKS_A_VIEW, LONGEST_MESSAGE
from bot.core.reply import Reply


def view(reply: Reply) -> dict[str, Any]:
    """What views.publish takes. A file cannot be shown there: its title is."""
    return {"type": "home", "blocks": render.blocks(reply, BLOCKS_A_VIEW, LONGEST_MESSAGE)}
