"""“Second half”, “before dinner”, “I taught the afternoon”: which half of a day it was. Pure.

Only right after a half day was spoken of: elsewhere a “second half” may be of a term, and a dinner in the evening.
"""

import re

LEADS = r"(?:(?:it|that)\s+was\s+|it's\s+|(?:in|on|for|just|only|the)\s+)*"
NOON = r"(?:dinner(?:[- ]?time)?|lunch(?:[- ]?time)?|midday|noon|twelve)"
OF_IT = r"(?:\s+of\s+(?:it|(?:the|that)\s+day))?(?:\s+(?:please|pls|only|one))*"
MORNING = re.compile(
    rf"{LEADS}(?:(?:first|1st|earlier)\s+half|(?:before|until|till|til|up\s+to|pre)[\s-]+{NOON}){OF_IT}", re.I
)
AFTERNOON = re.compile(
    rf"{LEADS}(?:(?:second|2nd|other|last|latter|later)\s+half|(?:after|from|post)[\s-]+{NOON}|arvo){OF_IT}", re.I
)
IN_SCHOOL = (
    r"(?:i\s+)?(?:taught|was\s+(?:teaching|(?:back\s+)?in\s+(?:class|school)|at\s+school|with\s+my\s+class)|had\s+my\s+class)"
    r"\s+(?:in\s+|for\s+)?(?:the\s+)?(?:whole\s+)?(?P<half>morning|afternoon|am|pm)"
)
TAUGHT = re.compile(rf"{IN_SCHOOL}(?:\s+(?:as\s+usual|though|so))*", re.I)


def half_named(words: str) -> str:
    """“morning” or “afternoon” for words that say no more than that; else empty."""
    said = " ".join(words.replace("’", "'").split()).strip(" .,!")
    if MORNING.fullmatch(said):
        return "morning"
    return "afternoon" if AFTERNOON.fullmatch(said) else ""


def half_taught(words: str) -> str:
    """The half that was not spent teaching, where the other is said to have been; else empty."""
    found = TAUGHT.fullmatch(" ".join(words.split()).strip(" .,!"))
    if found is None:
        return ""
    return "afternoon" if found["half"].lower() in ("morning", "am") else "morning"
