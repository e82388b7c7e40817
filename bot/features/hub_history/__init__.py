"""Who did what at a hub, and when: it stands under “Cohort” in help."""

from bot.hubs import headings

SECTION = headings.COHORT
