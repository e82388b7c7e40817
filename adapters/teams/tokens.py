"""The bot's own token for what it sends, fetched once and kept until shortly before it ends."""

import asyncio
from collections.abc import Callable

import aiohttp

from adapters.teams.credentials import Credentials, Endpoints

EARLY = 5 * 60.0  # seconds before its end that a token is replaced
PATIENCE = aiohttp.ClientTimeout(total=10)


class NoToken(Exception):
    """Microsoft gives the bot no token; the message says why, without the secret. `for_good`: no passing fault."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Tokens:
    def __init__(
        self,
        credentials: Credentials,
        endpoints: Endpoints,
        session: aiohttp.ClientSession,
        monotonic: Callable[[], float],
    ) -> None:
        self._credentials = credentials
        self._endpoints = endpoints
        self._session = session
        self._monotonic = monotonic
        self._token = ""
        self._until = 0.0
        self._fetching = asyncio.Lock()

    async def header(self) -> dict[str, str]:
        """The header that signs a request; none in development. Raises NoToken."""
        if not self._credentials.signed:
            return {}
        if not self._token or self._monotonic() > self._until:
            async with self._fetching:
                if not self._token or self._monotonic() > self._until:
                    await self._fetch()
        return {"Authorization": f"Bearer {self._token}"}

    def drop(self) -> None:
        """The token was not taken: fetch another for the next request."""
        self._token = ""

    async def _fetch(self) -> None:
        ours = self._credentials
        form = {
            "grant_type": "client_credentials",
            "client_id": ours.app_id,
            "client_secret": ours.password,
            "scope": self._endpoints.scope,
        }
        url = f"{self._endpoints.login}/{ours.login_tenant}/oauth2/v2.0/token"
        try:
            async with self._session.post(url, data=form, timeout=PATIENCE) as answer:
                said = await answer.json(content_type=None)
                if answer.status != 200:
                    raise NoToken(
                        _in_words(answer.status, str(said.get("error", ""))), for_good=answer.status < 500
                    )
                self._token = str(said["access_token"])
                self._until = self._monotonic() + float(said.get("expires_in", 3600)) - EARLY
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, AttributeError) as error:
            raise NoToken(f"Microsoft's login does not answer ({type(error).__name__})", for_good=False) from None


def _in_words(status: int, error: str) -> str:
    if error in ("invalid_client", "unauthorized_client"):
        return "Microsoft does not take MICROSOFT_APP_PASSWORD; it may have expired"
    return f"Microsoft's login answers {status} {error}".strip()
