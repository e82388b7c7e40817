"""A reply's files into a conversation. Each stands on its own: one that fails takes nothing else with it."""

from collections.abc import Iterable
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.mrkdwn import cut
from adapters.slack.web_api import WebApiClient
from bot.core.reply import File, Picture

log = structlog.get_logger(__name__)

LONGEST_ALT = 1_000  # characters; Slack refuses a picture with more, and the message says all of it anyway
Keepsake = File | Picture


async def upload(
    client: WebApiClient, token: str, files: Iterable[Keepsake], channel: str, thread: str = ""
) -> bool:
    """Whether every file got there. It takes three calls, which the SDK knows; it must retry none of them."""
    web_client = AsyncWebClient(
        token, base_url=client.api, session=client.session, timeout=int(client.patience), retry_handlers=[]
    )
    well = True
    for file in files:
        try:
            await web_client.files_upload_v2(
                channel=channel,
                thread_ts=thread or None,
                **_described(file),
            )
        except (SlackClientError, ClientError, OSError) as error:
            log.warning("file not uploaded", error=type(error).__name__)
            well = False
    return well


def _described(file: Keepsake) -> dict[str, Any]:
    if isinstance(file, Picture):
        return {
            "filename": "picture.png",
            "title": file.title or cut(file.alt.split("\n", 1)[0], LONGEST_ALT),
            "alt_txt": cut(file.alt, LONGEST_ALT),
            "content": file.png,
        }
    return {"filename": file.name, "title": file.title, "content": file.content}
