"""Undo: how this feature is called in help, and where it stands there."""

from bot.core.catalogue import Section

SECTION = Section("Taking something back", 15)
