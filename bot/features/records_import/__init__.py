"""Days, residentials and reports from the spreadsheet kept today: it stands under “Cohort” in help."""

from bot.hubs import headings

SECTION = headings.COHORT
