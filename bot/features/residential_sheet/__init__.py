"""A residential's sheet: it stands under “Residentials” in help."""

from bot.features.residentials import SECTION

__all__ = ["SECTION"]
