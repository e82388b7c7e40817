"""The closing date of applications, for a calendar: how this is called in help, and where it stands there."""

from bot.core.catalogue import Section

SECTION = Section("Applying", 15)
