"""“How many has Ben done”: a lead's question about what is on record of one person, and who that is. Pure."""

import re

from bot.language.words import word_set

ASKS = re.compile(
    r"^(?:(?:and|so|ok|please|hi)[\s,]+)*(?:(?:tell|show) me\s+)?(?:how (?:many|much|far|long)|what|which|when|"
    r"where|is|are|was|has|have|did|does|whats|hows)\b",
    re.I,
)
OF_A_RECORD = word_set(
    "and so ok please hi there tell show me how many much far long whats hows what which when where is "
    "are was has have had did does do done got get left used use taken take logged log day days release "
    "half halves report reports the his her their a an yet now still to go in on of for total sent send "
    "handed hand given late behind joined join code any already record spring autumn summer first second "
    "third residential residentials going along last up with doing getting stand standing about "
    "altogether remaining owe owes "
)
MOST_ASKED, MOST_OF_A_NAME = 14, 3  # words


def named_in_question(text: str) -> str:
    """The words of a question that are no words of what is on record: they may be a name. Empty for any other."""
    if ASKS.match(text) is None or len(text.split()) > MOST_ASKED:
        return ""
    words = [re.sub(r"['’]s$", "", word) for word in text.strip(" .!?").split()]
    unknown = [at for at, word in enumerate(words) if word.casefold().strip(",") not in OF_A_RECORD]
    together = unknown and unknown[-1] - unknown[0] == len(unknown) - 1 and len(unknown) <= MOST_OF_A_NAME
    return " ".join(words[unknown[0] : unknown[-1] + 1]).strip(" ,") if together else ""
