"""Asks the model over HTTP: one POST of OpenAI's chat protocol, which Azure and local servers speak as well."""

import json
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from adapters.chooser.tasks import OddReply, Task

PATH = "/chat/completions"
LONGEST_REPLY = 64 * 1024  # bytes; a choice takes a few hundred
AZURE = (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")


class Endpoint:
    """key: the secret, or nothing for a model that asks for none."""

    def __init__(self, address: str, model: str, key: str) -> None:
        self._url = completions(address)
        self._model = model
        self._headers = authorised(address, key)
        self._session: aiohttp.ClientSession | None = None

    async def answer(self, task: Task) -> object:
        """What the model chose, as JSON that nobody has checked.

        Raises OddReply for whatever is no JSON of the protocol, and aiohttp's errors. It sets no time-out.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        request = self._session.post(
            self._url, json=self._body(task), headers=self._headers, allow_redirects=False
        )
        async with request as response:
            if response.status != 200:
                raise OddReply(f"HTTP {response.status}")
            return _content(await _read(response))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _body(self, task: Task) -> dict[str, Any]:
        schema = {"name": "choice", "strict": True, "schema": task.schema}
        body: dict[str, Any] = {
            "messages": task.messages,
            "temperature": 0,
            "response_format": {"type": "json_schema", "json_schema": schema},
        }
        return {"model": self._model, **body} if self._model else body


def completions(address: str) -> str:
    """The address that is posted to; a query such as Azure's `api-version` stays."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    return urlunsplit(parts._replace(path=path if path.endswith(PATH) else path + PATH))


def authorised(address: str, key: str) -> dict[str, str]:
    """Azure takes a key in a header of its own, everybody else as a bearer's."""
    if not key:
        return {}
    host = urlsplit(address).hostname or ""
    return {"api-key": key} if host.endswith(AZURE) else {"Authorization": f"Bearer {key}"}


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Raises OddReply for one that is too long, before it is all read."""
    read = bytearray()
    async for part in response.content.iter_chunked(8192):
        read += part
        if len(read) > LONGEST_REPLY:
            raise OddReply("it is too long")
    return bytes(read)


def _content(body: bytes) -> object:
    """The JSON in the first choice's message."""
    match _json(body):
        case {"choices": [{"finish_reason": "length" | "content_filter"}, *_]}:
            raise OddReply("it is cut short, or filtered")
        case {"choices": [{"message": {"content": str(text)}}, *_]}:
            return _json(text.encode("utf-8", "replace"))
    raise OddReply("it is no reply of the protocol")


def _json(text: bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise OddReply("it is not JSON") from None
