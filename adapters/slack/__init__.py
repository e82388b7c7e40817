"""Slack over slack-bolt: its events become activities, replies become Block Kit. The only slack_* imports."""

from adapters.platform import Off, Platform, Surroundings


def connect(around: Surroundings) -> Platform | Off:
    """Slack, when its credentials are in the environment. Raises SettingsError for half of them."""
    return Off(
        "Slack", "not built yet" if around.environment.get("SLACK_BOT_TOKEN") else "no SLACK_BOT_TOKEN is set"
    )
