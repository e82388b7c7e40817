"""Monthly figures of a hub and of the programme: they stand under “Cohort” in help."""

from bot.hubs import headings

SECTION = headings.COHORT
