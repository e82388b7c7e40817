"""A reply's files into a conversation. Each stands on its own: one that fails takes nothing else with it."""

import asyncio
from collections.abc import Iterable

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.reply import File

log = structlog.get_logger(__name__)


async def upload(client: AsyncWebClient, files: Iterable[File], channel: str, thread: str = "") -> bool:
    """Whether every file got there."""
    well = True
    for file in files:
        try:
            await client.files_upload_v2(
                channel=channel,
                thread_ts=thread or None,
                filename=file.name,
                title=file.title,
                content=file.content,
            )
        except (SlackApiError, ClientError, OSError, asyncio.TimeoutError) as error:
            log.warning("file not uploaded", error=type(error).__name__)
            well = False
    return well
