"""Conversations: the bot's one open question in each, the record last spoken of, and the undo."""
