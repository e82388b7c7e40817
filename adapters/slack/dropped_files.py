"""A file that somebody sent in the bot's DM in Slack: fetched with the workspace's token, from Slack alone."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from yarl import URL

from adapters.bounded_download import downloaded
from adapters.slack.inbound import Payload, SlackPlace, first_file
from adapters.slack.web_api import WebApiClient
from adapters.slack.workspaces import Workspaces
from bot.core.dropped_file import DroppedFile, FileNotRead

SLACKS = ("slack.com", "slack-files.com")


class DroppedFiles:
    def __init__(self, client: WebApiClient, workspaces: Workspaces) -> None:
        self._client, self._workspaces = client, workspaces

    def of(self, event: Payload, place: SlackPlace) -> DroppedFile | None:
        """The first file of a message in the bot's own DM; None where others read."""
        found = first_file(event) if place.private else []
        if not found:
            return None
        return DroppedFile(str(found[0].get("name") or ""), partial(self._fetch, found[0], place.team))

    async def _fetch(self, file: Mapping[str, Any], team: str) -> bytes:
        url = URL(str(file.get("url_private_download") or file.get("url_private") or ""))
        workspace = await self._workspaces.of(team)
        if workspace is None or not self._is_slacks(url):
            raise FileNotRead
        headers = {"Authorization": f"Bearer {workspace.token}"}
        return await downloaded(self._client.session, url, headers=headers)

    def _is_slacks(self, url: URL) -> bool:
        """The token goes nowhere else: an event may be forged in any other way, but not sent to another host."""
        api = URL(self._client.api)
        if url.host == api.host and url.port == api.port:
            return True
        host = url.host or ""
        return url.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in SLACKS)
