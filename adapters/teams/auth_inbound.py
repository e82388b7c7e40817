"""Whether a request comes from Microsoft: its token against keys fetched ahead, with a time-out, and kept."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import jwt
import structlog
from cachetools import LRUCache
from jwt.algorithms import RSAAlgorithm

from adapters.teams.credentials import Endpoints, TeamsCredentials
from bot.core.clock import Clock

log = structlog.get_logger(__name__)

LEEWAY = 5 * 60  # seconds that clocks may differ
KEPT = 24 * 3600.0  # seconds until the keys are fetched again
SOONEST = 5 * 60.0  # seconds between two fetches, whatever strangers send
SOON = 10.0  # the same while there are no keys, so that nobody can be let in
PATIENCE = aiohttp.ClientTimeout(total=5)
ALGORITHMS = ["RS256", "RS384", "RS512"]
CHECKED: Any = {"require": ["exp", "iss", "aud"], "verify_exp": False, "verify_nbf": False, "verify_iat": False}
REMEMBERED = 1_000  # tokens that held
Json = dict[str, Any]


class NotSigned(Exception):
    """The request is not Microsoft's, or not for this bot; the message says why, for the log."""


class KeysMissing(Exception):
    """Microsoft's keys cannot be had at the moment, so nothing can be told of the request."""


class Keys:
    """Microsoft's signing keys by their id. `monotonic` counts seconds."""

    def __init__(
        self,
        endpoints: Endpoints,
        session: aiohttp.ClientSession,
        monotonic: Callable[[], float],
        patience: aiohttp.ClientTimeout = PATIENCE,
    ) -> None:
        self._metadata = endpoints.metadata
        self._session = session
        self._monotonic = monotonic
        self._patience = patience
        self._keys: dict[str, tuple[Any, frozenset[str]]] = {}
        self._asked: float | None = None
        self._fetched: float | None = None
        self._fetching = asyncio.Lock()

    @property
    def missing(self) -> bool:
        """Whether nobody can be let in, for none were ever fetched."""
        return not self._keys

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
        return self._asked is None or self._monotonic() - self._asked > (SOONEST if self._keys else SOON)

    async def _fetch(self) -> bool:
        self._asked = self._monotonic()
        try:
            async with self._session.get(self._metadata, timeout=self._patience, raise_for_status=True) as answer:
                where = (await answer.json(content_type=None))["jwks_uri"]
            async with self._session.get(where, timeout=self._patience, raise_for_status=True) as answer:
                found = (await answer.json(content_type=None))["keys"]
            keys = dict(known for key in found if (known := _understood(key)))
            if not keys:
                raise ValueError("none of the keys can be used")
            self._keys = keys
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, jwt.InvalidKeyError) as error:
            log.warning("signing keys not fetched", error=type(error).__name__)
            return False
        self._fetched = self._monotonic()
        return True


def _understood(key: Any) -> tuple[str, tuple[Any, frozenset[str]]] | None:
    """A key's id, the key and its channels; None for another kind, which is skipped (RFC 7517, section 5)."""
    try:
        if key["kty"] != "RSA":
            return None
        return str(key["kid"]), (RSAAlgorithm.from_jwk(json.dumps(key)), _channels(key))
    except (KeyError, TypeError, ValueError, jwt.InvalidKeyError):
        return None


def _channels(key: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key.get("endorsements") or ())


class Signatures:
    """Microsoft's tokens. One that held is known again by its digest: Teams sends the same for an hour or more.

    With every request its times are compared with `now`, and its key is looked for: only the mathematics is saved.
    """

    def __init__(self, keys: Keys, ours: TeamsCredentials, issuer: str, now: Clock) -> None:
        self._keys = keys
        self._ours = ours
        self._issuer = issuer
        self._now = now
        self._held = LRUCache[bytes, tuple[Any, str, Json]](REMEMBERED)

    async def check(self, header: str, activity: Mapping[str, Any]) -> None:
        """Raises NotSigned, KeysMissing; no other error, whatever was sent."""
        if not header and self._ours.anonymous:
            return
        kind, _, token = header.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise NotSigned("there is no bearer token")
        try:
            channels, claims = await self._claims(token)
            self._in_time(claims)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise NotSigned(f"the token does not hold ({type(error).__name__})") from None
        if channels and activity.get("channelId") not in channels:
            raise NotSigned("the key may not sign for this channel")
        service = claims.get("serviceurl", claims.get("serviceUrl"))
        if not service or service != activity.get("serviceUrl"):
            raise NotSigned("the token is for another service URL")

    async def _claims(self, token: str) -> tuple[frozenset[str], Json]:
        """What the token says, once its signature holds, by a key that Microsoft publishes now."""
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        known = self._held.get(digest)
        key_id = str(known[1] if known else jwt.get_unverified_header(token).get("kid", ""))
        key, channels = await self._keys.of(key_id)
        if known and known[0] is key:
            return channels, known[2]
        claims: Json = jwt.decode(token, key, ALGORITHMS, CHECKED, audience=self._ours.app_id, issuer=self._issuer)
        self._held[digest] = (key, key_id, claims)
        return channels, claims

    def _in_time(self, claims: Json) -> None:
        now = self._now().timestamp()
        if float(claims["exp"]) <= now - LEEWAY:
            raise NotSigned("the token has ended")
        if float(claims.get("nbf") or 0) > now + LEEWAY:
            raise NotSigned("the token has not begun")
