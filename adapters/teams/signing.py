"""Whether a request comes from Microsoft: its token against keys fetched ahead, with a time-out, and kept."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import jwt
import structlog
from jwt.algorithms import RSAAlgorithm

from adapters.teams.credentials import Credentials, Endpoints

log = structlog.get_logger(__name__)

LEEWAY = 5 * 60  # seconds that clocks may differ
KEPT = 24 * 3600.0  # seconds until the keys are fetched again
SOONEST = 5 * 60.0  # seconds between two fetches, whatever strangers send
PATIENCE = aiohttp.ClientTimeout(total=5)
ALGORITHMS = ["RS256", "RS384", "RS512"]


class NotSigned(Exception):
    """The request is not Microsoft's, or not for this bot; the message says why, for the log."""


class KeysMissing(Exception):
    """Microsoft's keys cannot be had at the moment, so nothing can be told of the request."""


class Keys:
    """Microsoft's signing keys by their id. `monotonic` counts seconds."""

    def __init__(
        self, endpoints: Endpoints, session: aiohttp.ClientSession, monotonic: Callable[[], float]
    ) -> None:
        self._metadata = endpoints.metadata
        self._session = session
        self._monotonic = monotonic
        self._keys: dict[str, tuple[Any, frozenset[str]]] = {}
        self._asked: float | None = None
        self._fetched: float | None = None
        self._fetching = asyncio.Lock()

    async def prefetch(self) -> None:
        """Fetch before the first request; if that fails, the first request tries again."""
        if not await self._fetch():
            self._asked = None

    async def of(self, key_id: str) -> tuple[Any, frozenset[str]]:
        """A key, and the channels that it may sign for. Raises NotSigned, KeysMissing."""
        if key_id not in self._keys or self._old:
            async with self._fetching:
                if (key_id not in self._keys or self._old) and self._may_ask:
                    await self._fetch()
        if not self._keys:
            raise KeysMissing
        if key_id not in self._keys:
            raise NotSigned("the token names a key that Microsoft does not publish")
        return self._keys[key_id]

    @property
    def _old(self) -> bool:
        return self._fetched is None or self._monotonic() - self._fetched > KEPT

    @property
    def _may_ask(self) -> bool:
        return self._asked is None or self._monotonic() - self._asked > SOONEST

    async def _fetch(self) -> bool:
        self._asked = self._monotonic()
        try:
            async with self._session.get(self._metadata, timeout=PATIENCE, raise_for_status=True) as answer:
                where = (await answer.json(content_type=None))["jwks_uri"]
            async with self._session.get(where, timeout=PATIENCE, raise_for_status=True) as answer:
                found = (await answer.json(content_type=None))["keys"]
            self._keys = {key["kid"]: (RSAAlgorithm.from_jwk(json.dumps(key)), _channels(key)) for key in found}
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, jwt.InvalidKeyError) as error:
            log.warning("signing keys not fetched", error=type(error).__name__)
            return False
        self._fetched = self._monotonic()
        return True


def _channels(key: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key.get("endorsements") or ())


async def verify(
    header: str, activity: Mapping[str, Any], keys: Keys, ours: Credentials, issuer: str
) -> dict[str, Any]:
    """The claims of the request's token. Raises NotSigned, KeysMissing; no other error, whatever was sent."""
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NotSigned("there is no bearer token")
    try:
        key_id = str(jwt.get_unverified_header(token).get("kid", ""))
        key, channels = await keys.of(key_id)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            ALGORITHMS,
            {"require": ["exp", "iss", "aud"]},
            audience=ours.app_id,
            issuer=issuer,
            leeway=LEEWAY,
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotSigned(f"the token does not hold ({type(error).__name__})") from None
    if channels and activity.get("channelId") not in channels:
        raise NotSigned("the key may not sign for this channel")
    if claims.get("serviceurl", claims.get("serviceUrl")) != activity.get("serviceUrl"):
        raise NotSigned("the token is for another service URL")
    return claims
