"""Tokens on record are sealed with a key from the environment: a copied database opens no workspace."""

from bot.core.errors import SettingsError

MAKE_ONE = "openssl rand -base64 32"


class TokenCipher:
    """`keys`: one, or several with commas; the first seals, all of them open, so that a key can be changed."""

    def __init__(self, keys: str) -> None:
        from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415  slow to import, and seldom needed

        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])
        except ValueError:
            raise SettingsError(f"SLACK_TOKEN_KEY is not a key; make one with: {MAKE_ONE}") from None

    def shut(self, token: str) -> str:
        return self._fernet.encrypt(token.encode()).decode()

    def opened(self, sealed: str) -> str | None:
        """Nothing when it was sealed with another key, or has been tampered with."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415

        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None
