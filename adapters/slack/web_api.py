"""Slack's Web API over one session of kept-open connections. Nothing is retried here."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from yarl import URL

from adapters.platform_health import PlatformHealth
from adapters.slack.inbound import Payload

API = "https://slack.com/api/"
PATIENCE = 10.0  # seconds for one call
A_WHILE = 1.0  # seconds to wait when Slack puts something off without saying for how long
LONGEST_PAUSE = 3600.0  # seconds; what stands between us and Slack may ask for anything
JSON = {"Content-Type": "application/json; charset=utf-8"}
NOT_LET_IN = {"account_inactive", "invalid_auth", "token_expired", "token_revoked"}


class SlackRefused(Exception):
    """Slack answered, and it was no. `code`: its own word for why; `after`: seconds until another try."""

    def __init__(self, status: int, code: str = "", after: float = A_WHILE) -> None:
        super().__init__(code or str(status))
        self.status, self.code, self.after = status, code, after


FAILURES = (SlackRefused, ClientError, OSError)
"""What a call may raise; a time-out is an OSError."""


class WebApiClient:
    """api: the URL before a method's name. Nothing is retried: only the caller knows what may be sent twice.

    own: the token from the environment, if there is one; that Slack no longer takes it is trouble with Slack as a
    whole, while a workspace that removed the bot is not.
    """

    def __init__(self, api: str = API, patience: float = PATIENCE) -> None:
        self.api = f"{api.rstrip('/')}/"
        self.patience = patience
        self._opened: ClientSession | None = None
        self._proxy = load_http_proxy_from_env()
        self._urls = dict[str, URL]()
        self.health = PlatformHealth("Slack")
        self.own = ""

    @property
    def session(self) -> ClientSession:
        if self._opened is None:
            self._opened = ClientSession(timeout=ClientTimeout(total=self.patience))
        return self._opened

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()
            self._opened = None

    async def call(self, method: str, token: str, arguments: Mapping[str, Any]) -> Payload:
        """A method that takes JSON. Raises one of FAILURES."""
        told = {name: value for name, value in arguments.items() if value is not None}
        return await self._post(method, json.dumps(told).encode(), {**JSON, **_bearer(token)})

    async def ask(self, method: str, token: str, arguments: Mapping[str, str]) -> Payload:
        """A method that takes a form: those that only read. Raises one of FAILURES."""
        return await self._post(method, dict(arguments), _bearer(token))

    async def respond(self, url: str, message: Mapping[str, Any]) -> bool:
        """Whether a `response_url` took it: the sixth time it does not, and says so by its status alone."""
        async with self.session.post(url, data=json.dumps(message), headers=JSON, proxy=self._proxy) as response:
            return response.status == 200

    async def _post(self, method: str, data: Any, headers: Mapping[str, str]) -> Payload:
        url = self._url(method)
        try:
            async with self.session.post(url, data=data, headers=headers, proxy=self._proxy) as response:
                body = await response.read()
        except (ClientError, OSError) as error:
            self.health.failed(type(error).__name__)
            raise
        try:
            answer = _answer(response, body)
        except SlackRefused as refused:
            self._not_taken(refused, headers)
            raise
        self.health.well()
        return answer

    def _not_taken(self, refused: SlackRefused, headers: Mapping[str, str]) -> None:
        if refused.status >= 500:
            self.health.failed(f"HTTP {refused.status}")
        elif refused.code not in NOT_LET_IN:
            self.health.well()
        elif self.own and headers.get("Authorization") == f"Bearer {self.own}":
            self.health.refused(f"Slack does not take the bot's token ({refused.code}); renew SLACK_BOT_TOKEN")

    def _url(self, method: str) -> URL:
        """Read once: there are few, and reading one takes a tenth of the time of sending."""
        if method not in self._urls:
            self._urls[method] = URL(f"{self.api}{method}")
        return self._urls[method]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _answer(response: ClientResponse, body: bytes) -> Payload:
    """Raises SlackRefused."""
    if response.status != 200:
        raise SlackRefused(response.status, "", _seconds(response.headers.get("Retry-After", "")))
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SlackRefused(502)
    if not found.get("ok"):
        raise SlackRefused(200, str(found.get("error") or ""))
    return found


def _seconds(retry_after: str) -> float:
    known = retry_after.isascii() and retry_after.isdecimal()
    return min(float(retry_after), LONGEST_PAUSE) if known else A_WHILE
