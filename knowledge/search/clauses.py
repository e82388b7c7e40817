"""A message → the parts that may each ask something: sentences, joined clauses, and the sides of a comparison."""

import re

MOST_PARTS = 12
FEWEST_WORDS = 3
SENTENCE = re.compile(r"(?<=[.?!;])\s+|\n+")
JOINED = re.compile(
    r"[,;]?\s+(?:and|also|plus|but|&)\s+(?:also\s+|if (?:so|not),?\s+)?"
    r"(?=(?:what|when|where|who|why|how|which|is|are|do|does|can|could|will|would|should|must|has|have|"
    r"(?:what|when|where|who|how)['’]?s)\b)",
    re.IGNORECASE,
)


ASKS = re.compile(
    r"^(?:\W*(?:and|also|so|but|ok|then|oh)\b\W*)*(?:what|whats|when|whens|where|wheres|who|whos|why|how|hows|which|is|are|"
    r"am|do|does|did|can|could|will|would|should|must|has|have|any|need|remind me what|tell me)\b",
    re.IGNORECASE,
)


def asks(part: str) -> bool:
    """Whether a part is put as a question; the others only tell what lies behind it."""
    return "?" in part or bool(ASKS.match(part))


def parts_of(message: str) -> list[str]:
    """The parts in order, at most a dozen; a message that asks one thing comes back as it is."""
    parts = [
        part.strip()
        for sentence in SENTENCE.split(message)
        for part in JOINED.split(sentence)
        if len(part.split()) >= FEWEST_WORDS
    ]
    return parts[-MOST_PARTS:] or [message]


CLAUSE = re.compile(
    r"(?<=[.?!;:])\s+|\n+|,\s+|\s+[-–—]\s+|\s+(?:but|although|though|however|except|because|so|and|if)\s+",
    re.IGNORECASE,
)
CONTRASTS = re.compile(r"\b(?:but|although|though|however|except)\s+", re.IGNORECASE)
FEWEST_OF_A_CLAUSE = 4  # words
MOST_CLAUSES = 6  # each takes some milliseconds to read
MARKS = " ,.;:?!"


def clauses_of(message: str) -> list[str]:
    """Whatever may say something by itself; nothing for a message of one clause.

    What is told behind the last question is why it was asked: "is it free? money is tight" asks nothing of money.
    """
    asked = message[: message.rfind("?") + 1] or message
    parts = (part.strip(MARKS) for part in (*SENTENCE.split(asked), *CLAUSE.split(asked)) if part)
    found = dict.fromkeys(part for part in parts if len(part.split()) >= FEWEST_OF_A_CLAUSE)
    return [part for part in found if part != message.strip(MARKS)][:MOST_CLAUSES]


def behind_a_but(message: str) -> str:
    """The clause that follows a "but", which mostly decides what is asked; empty where there is none."""
    behind = (CONTRASTS.split(one)[-1] for one in SENTENCE.split(message) if CONTRASTS.search(one))
    clauses = (CLAUSE.split(one)[0].strip(MARKS) for one in behind)
    return next((one for one in clauses if len(one.split()) >= FEWEST_OF_A_CLAUSE), "")


LONGEST_SIDE = 5  # words of one side of a comparison
SHORT_SIDE = 3  # the same where only "or" or "and" stands between the two
COMPARED = re.compile(
    r"^\W*(?:so\s+)?(?:what(?:['’]?s|\s+is)?\s+(?:the\s+)?difference(?:s)?\s+(?:is\s+there\s+)?between|(?:the\s+)?difference\s+"
    r"between|compare|how\s+do(?:es)?)?\s*(?P<one>.+?)\s+(?P<joint>and|or|vs\.?|v\.?|versus|with|compared\s+(?:with|to)|"
    r"differ\s+from)\s+(?P<other>[^,]+?)\W*$",
    re.IGNORECASE,
)
SAYS_SO = re.compile(r"\b(?:difference|differ|compare|compared|vs|versus)\b", re.IGNORECASE)


def sides_of(message: str) -> tuple[str, str] | None:
    """The two things that are compared: "workshops or work groups?", "difference between X and Y"; else None."""
    found = COMPARED.match(message)
    if found is None:
        return None
    one, other = found["one"], found["other"]
    longest = LONGEST_SIDE if SAYS_SO.search(message) else SHORT_SIDE
    if max(len(one.split()), len(other.split())) > longest or asks(one) or asks(other):
        return None
    return one, other
