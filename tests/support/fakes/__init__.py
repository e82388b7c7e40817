"""Platforms as the bot sees them, on loopback: they check what they are sent, and fail when asked to."""
