"""What can be seen of a text: names and addresses that look the same are the same."""

import unicodedata

from knowledge.invisible import without_unseen


def visible(text: str) -> str:
    """Composed characters (NFC), single spaces, and nothing that cannot be seen."""
    return " ".join(unicodedata.normalize("NFC", without_unseen(text)).split())
