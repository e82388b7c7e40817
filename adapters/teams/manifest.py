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

from adapters.teams.credentials import APP_ID
from bot.core.catalogue import Catalogue
from bot.core.errors import SettingsError
from bot.core.permissions import Role

OUT = Path("mastery-teams.zip")
COLOUR = "#1D4F91"
MOST_COMMANDS, LONGEST_DESCRIPTION = 10, 128  # that Teams shows in the menu beside the message box


def write(
    url: str, catalogue: Catalogue, out: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Path:
    """The zip with the manifest and both icons. Raises SettingsError without an app id or an https address."""
    app_id = APP_ID.read(environment)
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
            package.writestr(
                "manifest.json", json.dumps(manifest(url, app_id, catalogue), indent=2, ensure_ascii=False)
            )
            package.writestr("color.png", _colour())
            package.writestr("outline.png", _outline())
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror}).") from None
    return path


def menu(catalogue: Catalogue) -> list[dict[str, str]]:
    """The commands that declare a place in a menu, the first ten; for whom, where it is not for everybody."""
    return [
        {"title": one.name, "description": f"{_for_whom(one.role)}{one.help}"[:LONGEST_DESCRIPTION]}
        for one in catalogue.menu(MOST_COMMANDS)
    ]


def _for_whom(role: Role) -> str:
    return "" if role in (Role.ANYONE, Role.SPECIALIST) else f"For {role.value}s: "


def manifest(url: str, app_id: str, catalogue: Catalogue) -> dict[str, Any]:
    base = f"https://{urlsplit(url).netloc}"
    scopes = ["personal", "team", "groupChat"]
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
                "supportsFiles": True,
                "commandLists": [{"scopes": scopes, "commands": menu(catalogue)}],
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
