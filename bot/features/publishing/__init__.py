"""Publishing the programme's answers: its commands stand in help where those about hubs' own answers do."""

from bot.hubs import headings

SECTION = headings.HUB_QUESTIONS
