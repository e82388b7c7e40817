"""A file that somebody sent in the personal chat in Teams: Teams gives a link that needs no further key."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import aiohttp
from yarl import URL

from adapters.bounded_download import downloaded
from adapters.teams.activity_codec import InboundActivity
from bot.core.dropped_file import DroppedFile, FileNotRead
from bot.core.loopback import is_loopback

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
MICROSOFTS = ("sharepoint.com", "sharepoint-df.com", "sharepoint.us", "1drv.com", "office.com", "microsoft.com")
PATIENCE = aiohttp.ClientTimeout(total=15, sock_connect=5)


def files_in(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is needed of the files of an activity, to be stored until it is answered: the first one."""
    there = raw.get("attachments")
    found = [
        {"contentType": DOWNLOAD, "name": one.get("name"), "content": {"downloadUrl": content.get("downloadUrl")}}
        for one in (there if isinstance(there, list) else [])
        if isinstance(one, dict)
        and one.get("contentType") == DOWNLOAD
        and isinstance(content := one.get("content"), dict)
    ]
    return found[:1]


class TeamsDroppedFiles:
    """local: files on this machine are fetched, too; for development, where nobody signs anything."""

    def __init__(self, session: aiohttp.ClientSession, *, local: bool) -> None:
        self._session, self._local = session, local

    def of(self, activity: InboundActivity) -> DroppedFile | None:
        found = files_in(activity.raw)
        if not found:
            return None
        url = URL(str(found[0]["content"]["downloadUrl"] or ""))
        return DroppedFile(str(found[0]["name"] or ""), partial(self._fetch, url))

    async def _fetch(self, url: URL) -> bytes:
        if not self._is_microsofts(url):
            raise FileNotRead
        return await downloaded(self._session, url, timeout=PATIENCE)

    def _is_microsofts(self, url: URL) -> bool:
        """Nothing inside the network that the bot stands in is asked for on anybody's word."""
        host = url.host or ""
        if self._local and is_loopback(host):
            return True
        return url.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in MICROSOFTS)
