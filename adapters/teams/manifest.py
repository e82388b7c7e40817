"""`mastery manifest teams`: the app package for Teams' admin centre, made from the commands that exist."""

import json
import os
import uuid
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image, ImageDraw

from bot.core.errors import SettingsError
from bot.core.permissions import NEEDS

OUT = Path("mastery-teams.zip")
COLOUR = "#1D4F91"
MENU = {
    "help": "What I can do, with buttons",
    "eligibility": "The eligibility check, one question at a time",
    "releaseday log": "Log a release day, for example: releaseday log yesterday",
    "releaseday balance": "How many release days you have left",
    "residentials": "When and where the residentials are",
    "reports": "Which reports are due, and when",
    "join": "Link this account with the code from your Maths Hub",
    "cohort status": "For hub leads: who is where in the cohort",
    "cohort enrol": "For hub leads: enrol a specialist",
    "privacy": "What is kept about you, and how to delete it",
}
"""The menu beside the message box: Teams shows ten at most."""


def write(url: str, out: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """The zip with the manifest and both icons. Raises SettingsError without an app id or an https address."""
    app_id = environment.get("MICROSOFT_APP_ID", "")
    host = urlsplit(url).hostname
    if not url.startswith("https://") or not host:
        raise SettingsError(f"{url} is not the address of a server for Teams; write it with https://.")
    if not _is_id(app_id):
        raise SettingsError(
            "MICROSOFT_APP_ID must hold the bot's app id (from Azure) to be written into the manifest."
        )
    path = out or OUT
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("manifest.json", json.dumps(manifest(url, app_id), indent=2, ensure_ascii=False))
            package.writestr("color.png", _colour())
            package.writestr("outline.png", _outline())
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror}).") from None
    return path


def manifest(url: str, app_id: str) -> dict[str, Any]:
    base = f"https://{urlsplit(url).netloc}"
    scopes = ["personal", "team", "groupChat"]
    commands = [{"title": name, "description": words} for name, words in MENU.items() if name in NEEDS]
    return {
        "$schema": "https://developer.microsoft.com/en-us/json-schemas/teams/v1.17/MicrosoftTeams.schema.json",
        "manifestVersion": "1.17",
        "version": "1.0.0",
        "id": app_id,
        "developer": {
            "name": "Maths Hub",
            "websiteUrl": base,
            "privacyUrl": f"{base}/privacy",
            "termsOfUseUrl": f"{base}/terms",
        },
        "name": {"short": "Mastery", "full": "Primary Mastery Specialist Programme"},
        "description": {
            "short": "Questions, release days and dates of the Primary Mastery Specialist Programme.",
            "full": (
                "Answers questions about the Primary Mastery Specialist Programme from its information sheet, "
                "takes you through the eligibility check, and keeps release days, residentials and reports."
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": COLOUR,
        "bots": [
            {
                "botId": app_id,
                "scopes": scopes,
                "isNotificationOnly": False,
                "supportsFiles": False,
                "commandLists": [{"scopes": scopes, "commands": commands}],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(url).hostname],
    }


def _is_id(app_id: str) -> bool:
    try:
        return str(uuid.UUID(app_id)) == app_id.lower()
    except ValueError:
        return False


def _colour() -> bytes:
    """192 × 192 pixels, its sign within the middle 120 that Teams never cuts off."""
    image = Image.new("RGB", (192, 192), COLOUR)
    _bars(ImageDraw.Draw(image), 48, 24, "white")
    return _png(image)


def _outline() -> bytes:
    """32 × 32 pixels, white on nothing."""
    image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    _bars(ImageDraw.Draw(image), 4, 6, "white")
    return _png(image)


def _bars(draw: ImageDraw.ImageDraw, edge: int, width: int, fill: str) -> None:
    """Three rods, each longer than the one before, as on a maths classroom's table."""
    bottom = draw.im.size[1] - edge
    for step in range(3):
        left = edge + step * width * 3 // 2
        draw.rectangle((left, bottom - width * (step + 2), left + width - 1, bottom), fill=fill)


def _png(image: Image.Image) -> bytes:
    found = BytesIO()
    image.save(found, "PNG")
    return found.getvalue()
