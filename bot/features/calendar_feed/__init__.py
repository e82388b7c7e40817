"""A calendar to subscribe to: it stands under “Residentials” in help."""

from bot.hubs import headings

SECTION = headings.RESIDENTIALS
