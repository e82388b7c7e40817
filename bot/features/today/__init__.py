"""What needs a lead today: it stands under “Cohort” in help."""

from bot.hubs import headings

SECTION = headings.COHORT
