"""A JSON object out of text that came from outside."""

import json
from typing import Any


def json_object(text: str | bytes) -> dict[str, Any]:
    """The object that the text is in JSON; an empty one where it is none. Never raises ValueError."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
