"""“Log Friday, workshop. No, don't”: a message that takes itself back with its last words. Pure."""

import re

_LEADS = (
    r"(?:(?:no|oh|ah|hmm+|wait|actually|sorry|hang on|hold on|oops|whoops|on second thoughts?|ok|"
    r"well|but)[\s,.!…–-]+)"
)
_DENIES = (
    r"(?:please\s+)?(?:do not|don['’]?t)(?:\s+(?:do|send|log|post|announce|delete|change|note|"
    r"save)(?:\s+(?:it|that|this|them|any of (?:it|that)))?)?"
    r"|never\s?mind(?:\s+(?:that|it|me))?|(?:forget|ignore|scrap|scratch|cancel|disregard)\s+(?:it|that|"
    r"this|me|all that|everything)"
    r"|(?:leave|drop)\s+it|(?:please\s+)?no[\s,]+(?:do not|don['’]?t)"
)
_ONLY_LED = r"no|wait|stop|not yet|not now|not today|hold off|not really|hang on|hold on"
"""Take something back only with another word before them: “actually no”, “oh wait”."""
_TAKES_BACK = re.compile(
    rf"(?<=\w)[\s]*[.!?;,…\n–-]+\s*(?P<last>{_LEADS}*(?:{_DENIES})|{_LEADS}+(?:{_ONLY_LED}))"
    r"(?:[\s,]+(?:sorry|please|thanks|yet|now|after all|actually|changed my mind|i(?:['’]ve)? changed my "
    r"mind))*[\s.!]*$",
    re.I,
)
_IN_JEST = re.compile(
    r"(?<=\w)\s*[.!?;,…\n(–-]+\s*(?P<last>(?:(?:just|only|haha|lol|a|it['’]?s a|that was "
    r"a)\s+)*(?:jok(?:e|es|ing)|kidding|jk))"
    r"(?=\s*(?:$|[.!,;:)…]|lol\b|haha))",
    re.I,
)
FEWEST_WORDS = 2  # before it: “no, don't” answers what was asked, and takes nothing back


def taken_back(text: str) -> str:
    """The last words, where they take back all that stands before them; empty where nothing is taken back."""
    found = _TAKES_BACK.search(text) or _IN_JEST.search(text)
    if found is None or len(text[: found.start()].split()) < FEWEST_WORDS:
        return ""
    return found["last"].strip()
