"""Who did what at a hub, and when: it stands under “Cohort” in help."""

from bot.features.cohort import SECTION

__all__ = ["SECTION"]
