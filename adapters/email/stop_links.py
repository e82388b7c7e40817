"""The link in every e-mail that stops them: signed by this deployment, so that nobody can make one for others."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

WHERE = "/email/stop"
LONGEST_NUMBER = 12  # digits of a person's id


def token_for(person_id: int, key: bytes) -> str:
    """It does not end: whoever finds an old e-mail may stop new ones."""
    return f"{person_id}.{_signature(person_id, key)}"


def person_in(token: str, key: bytes) -> int | None:
    """The person of a token that we have signed; None for any other."""
    number, _, signed = token.partition(".")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        return None
    known = hmac.compare_digest(signed.encode(), _signature(int(number), key).encode())
    return int(number) if known else None


def _signature(person_id: int, key: bytes) -> str:
    made = hmac.digest(key, f"stop e-mail to {person_id}".encode(), hashlib.sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")
