"""A day as it is said back."""

from datetime import date


def in_words(day: date) -> str:
    """Friday 3 April 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"
