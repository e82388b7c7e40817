"""Monthly figures of a hub and of the programme: they stand under “Cohort” in help."""

from bot.features.cohort import SECTION

__all__ = ["SECTION"]
