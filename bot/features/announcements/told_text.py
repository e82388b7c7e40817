"""The text of “tell Chloe that …”: what is none, what belongs to whom, and what is an order to the bot. Pure."""

import re

from bot.core.errors import BotError
from bot.features.announcements.named_people import Roll

NO_TEXT = re.compile(
    r"(?:first|too|also|off|again|instead|the\s+same|yourself|now|then)[\s.!]*|"
    r"(?:(?:about|of|with)\s+)?(?:(?:the|their|our|those|these|your|my|all|some|an?)\s+)*"
    r"(?:(?:new|residential|release|report|joining|workshop|term|hub|right|latest)s?\s+)*"
    r"(?:dates?|days?|details|info(?:rmation)?|links?|times?|venue|place|address|agenda|list|plans?|news|updates?|"
    r"deadlines?|forms?|reports?|residentials?|calendar|programme|schedule|codes?)(?:\s+(?:please|again|now))*[\s.!]*",
    re.I,
)
"""“Email everyone the dates”: what is to be written is not said."""
INDIRECT = re.compile(r"^\s*(?:if|whether|what|when|where|who|why|how|which)\b", re.I)
NOT_TO_DO = re.compile(r"^\s*not\s+to\s+(?=\S)", re.I)
ALSO_NOT = re.compile(r"^[\s,]*(?:and\s+|but\s+)?(?:not|except(?:\s+for)?|without|excluding)\s+(?:to\s+)?", re.I)
AND_TOO = re.compile(r",?\s+(?:and|plus)\s+(?P<who>[^,.;:]{2,60}?)\s+(?:too|as\s+well|also)[\s.!]*$", re.I)
WHEN_THAT = re.compile(
    r"^[\s,]*(?P<when>(?:at|on|tomorrow|today|tonight|in|next|this)\b[^:]{0,40}?)\s+(?:that|to say)"
    r"\s+(?P<text>\S.*)$",
    re.I | re.S,
)
TO_SOMEBODY = re.compile(r"^(?P<text>\S.*?)\s+to\s+(?P<who>[^,.:;]{2,60})$", re.I | re.S)
HE_IS = re.compile(r"^(?:s?he|they)(?:['’]?s|['’]?re|\s+is|\s+are)\s+(?=\S)", re.I)
HE_NEEDS = re.compile(
    r"^(?:s?he|they)\s+(?P<verb>needs?|has|have|must|should|can|may|will|was|were|does|did)\b", re.I
)
SECOND_PERSON = {"needs": "need", "has": "have", "was": "were", "does": "do"}
THEIRS = re.compile(r"\b(?:his|their|her(?=\s+(?!to\b|that\b|and\b|or\b|about\b)[a-z]))\b", re.I)
SENDS_LATER = re.compile(
    r"[.;!]\s*(?P<order>(?:please\s+)?(?:send|post|schedule)\s+(?:(?:it|this)\s+)?(?:at|on|tomorrow|tonight|later|today|"
    r"next|first\s+thing|mon|tues?|wed|thurs?|fri)\b[^.;!]*)[\s.!]*$",
    re.I,
)
"""“… Send at 4pm”: when it is to go, within what is to be sent."""
ANOTHER_ORDER = re.compile(
    r"(?:[.;,!?]\s*|\s+and\s+)(?:(?:and|also|then|please)\s+)*(?P<order>(?:(?:log|record|book|"
    r"put\s+down)\s+"
    r"(?:her|him|them\b|(?:an?|one|half|the)\b[^.;]*\bfor\s+\w+)|(?:move|cancel|confirm|set)\s+(?:the\s+)?(?:\w+\s+)?"
    r"residential\b(?:\s+\d)?|(?:add|set|remove)\s+(?:an?|the)\s+(?:\w+\s+)?reports?\b|"
    r"(?:enrol|enroll|remove)\s+[A-Z]\w+)\b.*)$",
    re.I | re.S,
)
"""“…, and log her a workshop”: an order to the bot within what is to be sent."""


class AnotherOrder(BotError):
    """I read a text to send and an order to me in one. Say one at a time. Nothing was sent, and nothing was
    changed."""

    @classmethod
    def of(cls, order: str) -> "AnotherOrder":
        return cls(
            f"Is “{order[:80]}” for me, or a part of the text? Say one at a time. "
            "Nothing was sent, and nothing was changed."
        )


def rest_of_whom(head: str, said: str, roll: Roll) -> tuple[str, str]:
    """“Finn, and not Ben, that …” is for Finn; “… , and Kit too” at its end is for Kit as well."""
    if (denied := ALSO_NOT.match(said)) and (out := roll.at_the_start(said[denied.end() :])).people:
        said = said[denied.end() + out.end :].lstrip(" ,")
    too = AND_TOO.search(said)
    if head and too and roll.all_of(too["who"]).people:
        head, said = f"{head} and {too['who']}", said[: too.start()]
    return head, said


def to_them(said: str) -> str:
    """“He is doing great”, told to him, is “You are doing great”; “bring her laptop” is “bring your laptop”."""
    if HE_IS.match(said):
        said = HE_IS.sub("You are ", said)
    elif found := HE_NEEDS.match(said):
        verb = found["verb"].lower()
        said = f"You {SECOND_PERSON.get(verb, verb)}{said[found.end() :]}"
    elif not said.startswith("Please "):
        return said
    return THEIRS.sub("your", said)


def alone(text: str) -> str:
    """The text, if no order to the bot stands behind it. Raises AnotherOrder."""
    if found := ANOTHER_ORDER.search(text) or SENDS_LATER.search(text):
        raise AnotherOrder.of(found["order"].strip())
    return text
