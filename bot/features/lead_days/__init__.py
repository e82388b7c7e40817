"""Release days of a specialist in a lead's hands: they stand under “Cohort” in help."""

from bot.features.cohort import SECTION

__all__ = ["SECTION"]
