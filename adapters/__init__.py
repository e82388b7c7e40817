"""The outside world: platforms' events become activities, replies become what they show."""

from bot.db import schema

schema.declare(
    "adapters.inbox_tables",
    "adapters.newest_tables",
    "adapters.handed_file_tables",
    "adapters.chooser_tables",
    "adapters.slack.installation_tables",
)
