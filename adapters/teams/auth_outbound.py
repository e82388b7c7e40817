"""The bot's own token for what it sends, fetched once and kept until shortly before it ends."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

import aiohttp

from adapters.teams.credentials import Endpoints, TeamsCredentials
from adapters.teams.time_source import Timing

EARLY = 5 * 60.0  # seconds before its end that a token is replaced
NO_IDENTITY = "Azure gives the bot's managed identity no token; check MICROSOFT_APP_ID"
PATIENCE = aiohttp.ClientTimeout(total=10)


class NoToken(Exception):
    """Microsoft gives the bot no token; the message says why, without the secret. `for_good`: no passing fault."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Tokens:
    def __init__(
        self,
        credentials: TeamsCredentials,
        endpoints: Endpoints,
        session: aiohttp.ClientSession,
        timing: Timing,
    ) -> None:
        self._credentials = credentials
        self._endpoints = endpoints
        self._session = session
        self._monotonic, self._wall = timing.monotonic, timing.wall
        self._token = ""
        self._until = 0.0
        self._fetching: asyncio.Task[None] | None = None

    async def header(self) -> dict[str, str]:
        """The header that signs a request; none in development. Raises NoToken."""
        if not self._credentials.signed:
            return {}
        if not self._token or self._monotonic() > self._until:
            if self._fetching is None:
                self._fetching = asyncio.create_task(self._fetch())
                self._fetching.add_done_callback(self._fetched)
            await asyncio.shield(self._fetching)  # one asks for all who wait, also when the login does not answer
        return {"Authorization": f"Bearer {self._token}"}

    def drop(self, header: Mapping[str, str]) -> None:
        """The token in this header was not taken: fetch another for the next request, unless that was done."""
        if header.get("Authorization") == f"Bearer {self._token}":
            self._token = ""

    def _fetched(self, done: asyncio.Task[None]) -> None:
        self._fetching = None
        if not done.cancelled():
            done.exception()  # known to whoever still waits

    async def _fetch(self) -> None:
        try:
            async with self._asking() as answer:
                said = await answer.json(content_type=None)
                if answer.status != 200:
                    why = NO_IDENTITY if self._credentials.identity else _in_words(answer.status, said)
                    raise NoToken(why, for_good=answer.status < 500)
                self._token = str(said["access_token"])
                self._until = self._monotonic() + self._lasts(said) - EARLY
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise NoToken(f"Microsoft's login does not answer ({type(error).__name__})", for_good=False) from None

    def _asking(self) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        ours, scope = self._credentials, self._endpoints.scope
        if ours.identity:
            query = {
                "api-version": "2019-08-01",
                "resource": scope.removesuffix("/.default"),
                "client_id": ours.app_id,
            }
            proof = {"X-IDENTITY-HEADER": ours.identity.proof}
            return self._session.get(ours.identity.url, params=query, headers=proof, timeout=PATIENCE)
        form = {
            "grant_type": "client_credentials",
            "client_id": ours.app_id,
            "client_secret": ours.password,
            "scope": scope,
        }
        url = f"{self._endpoints.login}/{ours.login_tenant}/oauth2/v2.0/token"
        return self._session.post(url, data=form, timeout=PATIENCE)

    def _lasts(self, said: Mapping[str, Any]) -> float:
        """Seconds; a managed identity's token says instead at which second since 1970 it ends."""
        if "expires_on" in said and "expires_in" not in said:
            return float(said["expires_on"]) - self._wall().timestamp()
        return float(said.get("expires_in", 3600))


def _in_words(status: int, said: Mapping[str, Any]) -> str:
    error = str(said.get("error", ""))
    if error in ("invalid_client", "unauthorized_client"):
        return "Microsoft does not take MICROSOFT_APP_PASSWORD; it may have expired"
    return f"Microsoft's login answers {status} {error}".strip()
