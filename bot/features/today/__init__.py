"""What needs a lead today: it stands under “Cohort” in help."""

from bot.features.cohort import SECTION

__all__ = ["SECTION"]
