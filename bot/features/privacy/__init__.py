"""What is kept about a person, shown and deleted on request; in help it stands under People."""

from bot.features.people import SECTION

__all__ = ["SECTION"]
