"""A file that somebody dropped into a chat, fetched from the platform: no redirect is followed, nor more read."""

from typing import Any

import structlog
from aiohttp import ClientError, ClientSession
from yarl import URL

from bot.core.dropped_file import LARGEST, FileNotRead, FileTooLarge

log = structlog.get_logger(__name__)
SIGN_IN = "text/html"  # a page to sign in at stands in place of the file


async def downloaded(session: ClientSession, url: URL, **asked: Any) -> bytes:
    """asked: what else the request is made with. Raises FileNotRead, FileTooLarge."""
    try:
        async with session.get(url, allow_redirects=False, **asked) as response:
            if response.status != 200 or response.content_type == SIGN_IN:
                log.warning("file not fetched", status=response.status)
                raise FileNotRead
            read = b""
            while len(read) <= LARGEST and (more := await response.content.read(LARGEST + 1 - len(read))):
                read += more
    except (ClientError, OSError) as error:
        log.warning("file not fetched", error=type(error).__name__)
        raise FileNotRead from None
    if len(read) > LARGEST:
        raise FileTooLarge
    return read
