"""Slack: its events become activities, replies become Block Kit. The only slack_* imports."""

import asyncio
import time
from collections.abc import Mapping
from functools import partial

from adapters.base import Off, Platform, PlatformDeclaration, Surroundings
from bot.core import clock
from bot.core.environment import EnvironmentVariable
from bot.core.errors import SettingsError
from bot.core.settings_sections import SlackSettings

TOKEN = EnvironmentVariable(
    "SLACK_BOT_TOKEN", "the bot's token, `xoxb-…`; Slack is on when it is set (`docs/slack.md`)"
)
CLIENT_ID = EnvironmentVariable("SLACK_CLIENT_ID", "lets further workspaces install the bot (`docs/slack.md`)")
API_URL = EnvironmentVariable(
    "SLACK_API_URL",
    "another address of Slack's Web API, such as `https://slack-gov.com/api/`; tests use their own",
)
VARIABLES = (
    TOKEN,
    EnvironmentVariable("SLACK_SIGNING_SECRET", "checks that a request comes from Slack; needed for HTTP"),
    EnvironmentVariable("SLACK_APP_TOKEN", "`xapp-…`, for Socket Mode: no public address is needed"),
    CLIENT_ID,
    EnvironmentVariable("SLACK_CLIENT_SECRET", "goes with `SLACK_CLIENT_ID`"),
    EnvironmentVariable(
        "SLACK_TOKEN_KEY", "encrypts those workspaces' tokens in the database; `openssl rand -base64 32` makes one"
    ),
    API_URL,
)
NAMES = {
    "token": "SLACK_BOT_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "app_token": "SLACK_APP_TOKEN",
    "client_id": "SLACK_CLIENT_ID",
    "client_secret": "SLACK_CLIENT_SECRET",
    "token_key": "SLACK_TOKEN_KEY",
}
INSTALLING = ("client_id", "client_secret", "token_key", "signing_secret")


def connect(around: Surroundings) -> Platform | Off:
    """Slack, when its credentials are in the environment. Raises SettingsError for half of them."""
    given = {name: around.environment.get(variable, "").strip() for name, variable in NAMES.items()}
    if not any(given.values()):
        return Off("Slack", "no SLACK_BOT_TOKEN is set")
    _refuse_half(given)
    from adapters.slack.app import SlackPlatform  # noqa: PLC0415  the SDK is slow to import, and only this needs it
    from adapters.slack.context import API, SlackContext, SlackCredentials  # noqa: PLC0415

    settings = around.settings
    context = SlackContext(
        around.core,
        around.store,
        clock.system,
        time.monotonic,
        asyncio.sleep,
        settings.zone.key,
        trusts=partial(settings.trusts, "slack"),
        serves=settings.serves,
    )
    api = API_URL.read(around.environment) or API
    return SlackPlatform(SlackCredentials(api=api, **given), context)


def _refuse_half(given: Mapping[str, str]) -> None:
    """Raises SettingsError."""
    if given["client_id"] or given["client_secret"] or given["token_key"]:
        if missing := [NAMES[name] for name in INSTALLING if not given[name]]:
            raise SettingsError(f"To let workspaces install the bot, set {' and '.join(missing)}, too.")
    elif not given["token"]:
        raise SettingsError("SLACK_BOT_TOKEN is missing; it is the xoxb-… under “OAuth & Permissions”.")
    if not (given["signing_secret"] or given["app_token"]):
        raise SettingsError(
            "Slack needs SLACK_SIGNING_SECRET (“Basic Information”), or SLACK_APP_TOKEN for Socket Mode."
        )


PLATFORM = PlatformDeclaration(
    "slack", connect, VARIABLES, (TOKEN, CLIENT_ID), SlackSettings, manifest="adapters.slack.manifest"
)
