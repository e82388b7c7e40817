"""Cohort: how this feature is called in help, and where it stands there."""

from bot.hubs import headings

SECTION = headings.COHORT
