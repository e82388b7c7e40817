"""Questions to the hub: how this feature is called in help, and where it stands there."""

from bot.hubs import headings

SECTION = headings.HUB_QUESTIONS
