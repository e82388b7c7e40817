"""A residential's sheet: for leads, so it stands under “Cohort” in help."""

from bot.hubs import headings

SECTION = headings.COHORT
