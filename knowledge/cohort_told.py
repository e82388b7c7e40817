"""A cohort of which somebody only tells: “our last specialist was in Cohort 12; is it ten days again?”.

Nothing is asked of it: the question stands in another clause, names no cohort, and is about now.
"""

import re

from knowledge.quantities import NUMBER

COUNT = rf"(?:\d{{1,2}}|{NUMBER})"
ONE = rf"(?:the\s+)?(?:cohort\s+{COUNT}|c\s?\d{{1,2}})\b"
THEN = r"(?:was|were|had|did|went|got|took|joined|finished|trained|qualified|came|started|been)"
WHO = (
    r"(?:i|we|she|he|they|it|there|who|that|some(?:body|one)|"
    r"(?:my|our|a|an|another|the|one|two|some|last|two of|one of|some of)\s+(?:[\w'’-]+\s+){0,4}?[a-z][\w'’-]+)"
)
IT_WAS = (  # was it, had they, did the head: what is asked of then
    r"\b(?:did|was|were|had)(?:n['’]?t)?\s+(?:she|he|they|we|i|you|it|there|that|my|our|the)\b"
)
SOMEBODY_WAS = re.compile(
    rf"\b{WHO}(?:\s+(?:also|already|just|only|once|has|have|had)|['’](?:s|ve|d))*\s+{THEN}\b(?:\s+[\w'’-]+){{0,7}}?\s+{ONE}"
    rf"|\b{ONE}(?!.*{IT_WAS}).*\b{THEN}\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[^.?!,;:–—]+[.?!,;:–—]*\s*|[.?!,;:–—]+\s*")
OPENS = r"^\W*(?:(?:and|but|so|or|ok|okay|hi|hello|please|just)\W+)*"
ASKS = re.compile(
    rf"{OPENS}(?:who|is|are|was|were|did|do|does|had|has|have|can|could|would|should|will|may|tell|remind|show|give)\b"
    r"|\b(?:what|where|which|whose|how|why|whether|when)\b",
    re.IGNORECASE,
)
WHEN_IT_WAS = re.compile(rf"{OPENS}when\s+{WHO}\s+{THEN}\b", re.IGNORECASE)


def told_beside(text: str) -> str:
    """The text with “last time” for each cohort that is told of beside a question."""
    clauses = CLAUSE.findall(text)
    told = [at for at, one in enumerate(clauses) if _tells(one)]
    others = [one for at, one in enumerate(clauses) if at not in told]
    asked = [one for one in others if ASKS.search(one) or "?" in one]
    if (
        not told
        or not asked
        or any(re.search(ONE, one, re.IGNORECASE) or re.search(IT_WAS, one, re.IGNORECASE) for one in others)
    ):
        return text
    return "".join(
        re.sub(ONE, "last time", one, flags=re.IGNORECASE) if at in told else one for at, one in enumerate(clauses)
    )


def _tells(clause: str) -> bool:
    """Whether it says what somebody did in a cohort, and asks nothing itself."""
    asks = "?" in clause or (ASKS.search(clause) and not WHEN_IT_WAS.search(clause))
    return bool(SOMEBODY_WAS.search(clause)) and not asks
