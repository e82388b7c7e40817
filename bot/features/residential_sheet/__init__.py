"""A residential's sheet: for leads, so it stands under “Cohort” in help."""

from bot.features.cohort import SECTION

__all__ = ["SECTION"]
