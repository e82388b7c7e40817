"""Workspaces' tokens are encrypted with a key from the environment: a copied database opens no workspace."""

from bot.core.errors import SettingsError

MAKE_ONE = "openssl rand -base64 32"


class TokenCipher:
    """Fernet. keys: one, or several with commas: the first encrypts, all decrypt, so that keys can be rotated.

    Raises SettingsError for what is no key.
    """

    def __init__(self, keys: str) -> None:
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415  slow to import, and seldom needed

        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
        except ValueError:
            raise SettingsError(f"SLACK_TOKEN_KEY is not a key; make one with: {MAKE_ONE}") from None

    def encrypt(self, token: str) -> str:
        return self._fernet.encrypt(token.encode()).decode()

    def decrypt(self, encrypted: str) -> str | None:
        """The token; None when it was encrypted with another key, or was changed."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415

        try:
            return self._fernet.decrypt(encrypted).decode()
        except InvalidToken:
            return None
