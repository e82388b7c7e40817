"""The headings of help under which several features stand. What stands alone has its own in its package."""

from bot.core.catalogue import Section

RESIDENTIALS = Section("Residentials", 30)
COHORT = Section("Cohort", 70)
PEOPLE = Section("People", 80)
HUB_QUESTIONS = Section("Questions to the hub", 100)
