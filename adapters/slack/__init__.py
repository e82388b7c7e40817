"""Slack: its events become activities, replies become Block Kit. The only slack_* imports."""

import asyncio
import time
from functools import partial

from adapters.platform import Off, Platform, Surroundings
from bot import clock
from bot.errors import SettingsError


def connect(around: Surroundings) -> Platform | Off:
    """Slack, when its credentials are in the environment. Raises SettingsError for half of them."""
    given = around.environment
    token, secret, app_token = (
        given.get(name, "") for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN")
    )
    if not (token or secret or app_token):
        return Off("Slack", "no SLACK_BOT_TOKEN is set")
    if not token:
        raise SettingsError("SLACK_BOT_TOKEN is missing; it is the xoxb-… under “OAuth & Permissions”.")
    if not (secret or app_token):
        raise SettingsError(
            "Slack needs SLACK_SIGNING_SECRET (“Basic Information”), or SLACK_APP_TOKEN for Socket Mode."
        )
    from adapters.slack.app import SlackPlatform  # noqa: PLC0415  the SDK is slow to import, and only this needs it
    from adapters.slack.means import API, Credentials, Means  # noqa: PLC0415

    settings = around.settings
    means = Means(
        around.core,
        around.store,
        clock.system,
        time.monotonic,
        asyncio.sleep,
        settings.zone.key,
        trusts=partial(settings.trusts, "slack"),
    )
    api = given.get("SLACK_API_URL", "") or API
    return SlackPlatform(Credentials(token, secret, app_token, api), means)
