"""Publishing the programme's answers: its commands stand in help where those about hubs' own answers do."""

from bot.features.ask_hub import SECTION

__all__ = ["SECTION"]
