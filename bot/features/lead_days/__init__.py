"""Release days of a specialist in a lead's hands: they stand under “Cohort” in help."""

from bot.hubs import headings

SECTION = headings.COHORT
