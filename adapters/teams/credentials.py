"""What the bot is to Microsoft: its app id, secret and tenants, and where Microsoft's own servers are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.environment import EnvironmentVariable
from bot.core.errors import SettingsError
from bot.core.settings import Settings

APP_ID = EnvironmentVariable("MICROSOFT_APP_ID", "the bot's app id; Teams is on when it is set (`docs/teams.md`)")
PASSWORD = EnvironmentVariable("MICROSOFT_APP_PASSWORD", "the bot's client secret")
TENANT = EnvironmentVariable("MICROSOFT_APP_TENANT_ID", "the tenant of a SingleTenant or UserAssignedMSI bot")
TYPE = EnvironmentVariable(
    "MICROSOFT_APP_TYPE",
    "`SingleTenant` (default); `MultiTenant`, which needs `teams: tenants:` in app.yaml; `UserAssignedMSI`, on "
    "Azure App Service and without a secret",
)
ANONYMOUS = EnvironmentVariable(
    "TEAMS_ALLOW_ANONYMOUS", "`1` takes unsigned activities; development, and only on loopback"
)
ENDPOINT = EnvironmentVariable(
    "IDENTITY_ENDPOINT", "set by Azure App Service: where a managed identity gets tokens"
)
PROOF = EnvironmentVariable("IDENTITY_HEADER", "set by Azure App Service: goes with `IDENTITY_ENDPOINT`")
PASSWORD_ENDS = EnvironmentVariable(
    "MICROSOFT_APP_PASSWORD_ENDS",
    "the day on which the client secret ends, as 2027-03-31; `/metrics` counts down",
)
VARIABLES = (APP_ID, PASSWORD, PASSWORD_ENDS, TENANT, TYPE, ANONYMOUS, ENDPOINT, PROOF)
ON_WITH = (APP_ID, ANONYMOUS)
SINGLE, MULTI, MANAGED = "SingleTenant", "MultiTenant", "UserAssignedMSI"
OFF = ("", "0")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Microsoft's servers; tests put their own in their place. `login` gives tokens, `metadata` names the keys."""

    login: str = "https://login.microsoftonline.com"
    metadata: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    issuer: str = "https://api.botframework.com"
    scope: str = "https://api.botframework.com/.default"


@dataclass(frozen=True, slots=True)
class Identity:
    """Where Azure gives a managed identity its tokens, and what proves that the asker runs there."""

    url: str
    proof: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TeamsCredentials:
    """`tenants`: who may talk to the bot; none named only where unsigned activities are taken, in development.

    login_tenant: the tenant that gives the bot its own tokens; identity: what gives them instead.
    ends: the day on which the password ends, if it is known.
    """

    app_id: str
    password: str = field(repr=False)
    login_tenant: str
    tenants: frozenset[str]
    anonymous: bool = False
    ends: date | None = None
    identity: Identity | None = None

    @property
    def signed(self) -> bool:
        """Whether what is sent carries a token: never beside unsigned activities, which may name any server."""
        return bool(self.password or self.identity) and not self.anonymous


def read(environment: Mapping[str, str], settings: Settings, loopback: bool) -> TeamsCredentials:
    """The credentials in the environment. Raises SettingsError for half of them, and for unsafe ones."""
    app_id, password = APP_ID.read(environment), PASSWORD.read(environment)
    if _anonymous(environment, loopback):
        return TeamsCredentials(app_id, password, "", frozenset(), anonymous=True)
    if not app_id:
        raise SettingsError("MICROSOFT_APP_ID is empty: without it, anybody could write to the bot. Set it.")
    kind = TYPE.read(environment) or SINGLE
    if kind == MANAGED:
        return _managed(environment, app_id)
    if not password:
        raise SettingsError("MICROSOFT_APP_ID is set, but not MICROSOFT_APP_PASSWORD; set the client secret, too.")
    return _of_tenants(environment, settings, app_id, password)


def _anonymous(environment: Mapping[str, str], loopback: bool) -> bool:
    said = ANONYMOUS.read(environment)
    if said not in (*OFF, "1"):
        raise SettingsError(f"TEAMS_ALLOW_ANONYMOUS is “{said}”; write 1, or leave it out.")
    if said == "1" and not loopback:
        raise SettingsError(
            "TEAMS_ALLOW_ANONYMOUS=1 lets anybody write to the bot, so it only goes with HOST=127.0.0.1. "
            "Take it out, or listen there."
        )
    return said == "1"


def _managed(environment: Mapping[str, str], app_id: str) -> TeamsCredentials:
    """A managed identity is of one tenant, and has no password that could leak or end."""
    home = _home(environment, MANAGED)
    url, proof = ENDPOINT.read(environment), PROOF.read(environment)
    if not url or not proof:
        raise SettingsError(
            f"a {MANAGED} bot gets its tokens from Azure App Service, which sets IDENTITY_ENDPOINT and "
            f"IDENTITY_HEADER; neither is here. Run it there with that identity, or make a {SINGLE} bot."
        )
    return TeamsCredentials(app_id, "", home, frozenset({home}), identity=Identity(url, proof))


def _of_tenants(
    environment: Mapping[str, str], settings: Settings, app_id: str, password: str
) -> TeamsCredentials:
    kind = TYPE.read(environment) or SINGLE
    if kind == SINGLE:
        home = _home(environment, kind)
        return TeamsCredentials(app_id, password, home, frozenset({home}), ends=_ends(environment))
    if kind != MULTI:
        raise SettingsError(f"MICROSOFT_APP_TYPE is “{kind}”; write {SINGLE}, {MULTI} or {MANAGED}.")
    listed = frozenset(tenant.lower() for tenant in settings.teams.tenants)
    if not listed:
        raise SettingsError("a MultiTenant bot needs the tenants that may use it: `teams: tenants:` in app.yaml.")
    return TeamsCredentials(app_id, password, "botframework.com", listed, ends=_ends(environment))


def _ends(environment: Mapping[str, str]) -> date | None:
    said = PASSWORD_ENDS.read(environment)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise SettingsError(f"{PASSWORD_ENDS.name} is “{said}”; write a day, as 2027-03-31.") from None


def _home(environment: Mapping[str, str], kind: str) -> str:
    home = TENANT.read(environment).lower()
    if not home:
        raise SettingsError(f"MICROSOFT_APP_TENANT_ID is missing; a {kind} bot needs its tenant's id.")
    return home
