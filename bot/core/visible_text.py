"""What can be seen of a text: names and addresses that look the same are the same."""

import unicodedata


def visible(text: str) -> str:
    """Composed characters (NFC), single spaces, and nothing that cannot be seen: zero-width characters, marks of
    direction, soft hyphens, control characters.
    """
    seen = "".join(one for one in text if one.isspace() or unicodedata.category(one) not in ("Cf", "Cc"))
    return " ".join(unicodedata.normalize("NFC", seen).split())
