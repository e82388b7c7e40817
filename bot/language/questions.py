"""Whether a sentence about one's own attendance or report asks, rather than tells. Pure."""

import re

ASKED_OF_US = re.compile(r"^(?:please\s+)?(?:can|could|would|will)\s+you\s+(?!tell me|say|check|see)", re.I)
"""“Can you mark my report as done” is an order in a question's clothes."""
QUESTION = re.compile(
    r"\?|^(?:when|what|whats|what's|where|which|who|why|how|if|is|are|am|was|were|do|does|did|should|must|may)\b|"
    r"^(?:can|could|will|would|have|has)\s+(?:i|my|we|it|they|the|you|anyone|there)\b|\b(?:whether|if)\b",
    re.I,
)


def plain(text: str) -> str:
    """In lower case, with straight apostrophes, and without the marks round it."""
    return text.lower().replace("’", "'").strip(" .!,")


def is_question(said: str) -> bool:
    """Of a text that `plain` has been through."""
    return bool(QUESTION.search(said)) and not ASKED_OF_US.match(said)
