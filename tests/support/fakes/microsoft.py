"""Microsoft's login and key servers on loopback: they sign real tokens, and give the bot its own."""

import json
import secrets
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from adapters.teams.credentials import Endpoints
from bot.core import clock

APP_ID, SECRET, TENANT = "11111111-2222-3333-4444-555555555555", "a secret", "aaaaaaaa-0000-0000-0000-000000000001"
SEVERAL = "botframework.com"  # in a tenant's place, for a bot that several use
PROOF = "a managed identity's header"
ISSUER = "https://api.botframework.com"
TO_BOT = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FROM_BOT = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Microsoft:
    """`asked` counts requests by what was asked; `failing`: every answer is a 500; `odd`: among the keys."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.failing = False
        self.url = ""
        self.endorsements = ["msteams"]
        self.published = ("k1", TO_BOT)
        self.odd: list[Any] = []
        self.secrets = {SECRET}

    @property
    def endpoints(self) -> Endpoints:
        return Endpoints(self.url, f"{self.url}/openid", ISSUER, f"{ISSUER}/.default")

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/msi/token", self._managed)

    def signed(self, service: str, key: Any = TO_BOT, kid: str = "k1", **changed: Any) -> str:
        """A token such as Teams sends; `changed` claims replace its own, and None takes one out."""
        now = _now()
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "exp": now + 3600,
            "nbf": now - 60,
            "serviceurl": service,
            **changed,
        }
        return jwt.encode({n: c for n, c in claims.items() if c is not None}, key, "RS256", {"kid": kid})

    async def _openid(self, _request: web.Request) -> web.Response:
        self.asked["openid"] += 1
        if self.failing:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        self.asked["keys"] += 1
        kid, key = self.published
        public = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
        return web.json_response({"keys": [*self.odd, {**public, "kid": kid, "endorsements": self.endorsements}]})

    async def _token(self, request: web.Request) -> web.Response:
        self.asked["token"] += 1
        if self.failing:
            return web.Response(status=503)
        form = {name: said[0] for name, said in parse_qs(await request.text()).items()}
        asked = (form.get("client_id"), form.get("grant_type"), form.get("scope"))
        known = form.get("client_secret") in self.secrets and request.match_info["tenant"] in (TENANT, SEVERAL)
        if not known or asked != (APP_ID, "client_credentials", f"{ISSUER}/.default"):
            return web.json_response({"error": "invalid_client"}, status=401)
        return web.json_response({"access_token": _token(), "expires_in": 3600, "token_type": "Bearer"})

    async def _managed(self, request: web.Request) -> web.Response:
        """What Azure App Service has on the machine of a managed identity."""
        self.asked["managed"] += 1
        wanted = {"resource": ISSUER, "api-version": "2019-08-01", "client_id": APP_ID}
        if request.headers.get("X-IDENTITY-HEADER") != PROOF or dict(request.query) != wanted:
            return web.json_response({"statusCode": 400, "message": "No Managed Identity found"}, status=400)
        return web.json_response({"access_token": _token(), "expires_on": str(_now() + 3600), "resource": ISSUER})


def _token() -> str:
    claims = {"appid": APP_ID, "aud": ISSUER, "exp": _now() + 3600, "uti": secrets.token_hex(8)}
    return jwt.encode(claims, FROM_BOT, "RS256")


def of_the_bot(header: str) -> bool:
    """Whether a request carries the bot's own token."""
    try:
        jwt.decode(header.removeprefix("Bearer "), FROM_BOT.public_key(), ["RS256"], audience=ISSUER)
    except jwt.PyJWTError:
        return False
    return True


def _now() -> int:
    """The machine's own clock: the library compares a token's times with it."""
    return int(clock.system().timestamp())
