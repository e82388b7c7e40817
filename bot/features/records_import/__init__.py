"""Days, residentials and reports from the spreadsheet kept today: it stands under “Cohort” in help."""

from bot.features.cohort import SECTION

__all__ = ["SECTION"]
