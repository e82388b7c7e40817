"""Which waiting questions are much the same, in words or in meaning: only offered to a lead, who decides."""

from functools import cache, lru_cache

from bot.features.ask_hub.matching import NEAR, alike, turning
from knowledge.search.encoder import Encoder, Floats, sense

MEANT = 0.78  # the cosine of two meanings; below it, questions about one subject that ask different things begin
MOST_REMEMBERED = 2_000  # questions whose meaning is worked out once, about ten milliseconds each


def much_the_same(one: str, other: str) -> bool:
    """Symmetric. What turns a question into another one ("not", "part-time", "when") must stand in both."""
    if alike(one, other) >= NEAR:
        return True
    if turning(one) != turning(other):
        return False
    return float(_meaning(one) @ _meaning(other)) >= MEANT


@cache
def _encoder() -> Encoder:
    """Opened by the first lead who looks at questions in different words, and shared from then on."""
    return Encoder()


@lru_cache(maxsize=MOST_REMEMBERED)
def _meaning(text: str) -> Floats:
    vector: Floats = sense(_encoder().read([text]))[0]
    return vector
