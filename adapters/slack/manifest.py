"""Slack's app manifest: what the app is called, hears and may do. docs/slack.md gives each scope's reason."""

from pathlib import Path
from typing import Any

import yaml

from bot.core.catalogue import Catalogue
from bot.core.errors import SettingsError

PATH, INSTALL, INSTALLED = "/slack/events", "/slack/install", "/slack/oauth_redirect"
OUT = Path("slack-manifest.yaml")
SCOPES = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "im:history",
    "im:write",
    "users:read",
    "users:read.email",
)
SHORTCUT = "ask_hub"
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
COMMANDS = {
    "/mastery": "Ask about the programme, or type help",
    "/releaseday": "Your release days: balance, log, list, undo",
    "/cohort": "For hub leads: status, enrol, dates, export",
}
"""The slash commands and what Slack shows beside each; what may follow comes from the bot's commands."""


def write(url: str, catalogue: Catalogue, out: Path | None = None) -> Path:
    """The manifest for a bot at `url`, an https address, or "" for Socket Mode. Raises SettingsError."""
    text = yaml.safe_dump(manifest(url, catalogue), sort_keys=False, allow_unicode=True, width=100)
    path = out or OUT
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror}).") from None
    return path


def usage_hint(slash: str, catalogue: Catalogue) -> str:
    """What may follow a slash command: the bot's commands that begin with its word, or all others."""
    own, word = {name.removeprefix("/") for name in COMMANDS}, slash.removeprefix("/")
    if catalogue.family(word):
        words = [one.name.removeprefix(word).strip() for one in catalogue.family(word) if one.name != word]
    else:
        words = [*(name for name in catalogue.families() if name not in own), "your question"]
    return f"[{' | '.join(words)}]"


def manifest(url: str, catalogue: Catalogue) -> dict[str, Any]:
    """As Slack's “From a manifest” takes it. Raises SettingsError."""
    if url and not url.startswith("https://"):
        raise SettingsError(f"--url is “{url}”; Slack takes only an https:// address, or none for Socket Mode.")
    address = {"request_url": f"{url.rstrip('/')}{PATH}"} if url else {}
    back = {"redirect_urls": [f"{url.rstrip('/')}{INSTALLED}"]} if url else {}
    return {
        "display_information": {
            "name": "Mastery bot",
            "description": "Questions and records of the Primary Mastery Specialist Programme",
        },
        "features": _features(catalogue, url),
        "oauth_config": {**back, "scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _features(catalogue: Catalogue, url: str) -> dict[str, Any]:
    """What somebody sees of the app: its home, its slash commands and its shortcut."""
    address = {"url": f"{url.rstrip('/')}{PATH}"} if url else {}
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "mastery", "always_online": True},
        "slash_commands": [
            {
                "command": name,
                "description": about,
                "usage_hint": usage_hint(name, catalogue),
                "should_escape": True,
                **address,
            }
            for name, about in COMMANDS.items()
        ],
        "shortcuts": [
            {
                "name": "Ask the hub about this",
                "type": "message",
                "callback_id": SHORTCUT,
                "description": "See what would be sent to your Maths Hub, then send it",
            }
        ],
    }
