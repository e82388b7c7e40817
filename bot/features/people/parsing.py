"""A lead's sentences about people: who is added or leaves, whose code or progress is asked for. Pure."""

import re

from bot.core.email_address import is_email_address

NO_NAME = (
    r"(?!(?:my|me|mine|myself|i|you|your|it|its|that|this|these|those|the|a|an|all|last|next|our|his|her|their)\b)"
    r"(?!(?:(?!(?:off|out|from)\b)\S+\s+){0,3}(?:reports?|residentials?|holidays?|half[ -]term|"
    r"announcements?|reminders?|messages?|drafts?|questions?|codes?|days?|entr(?:y|ies)|notes?)\b)"
)
"""No name begins like this, and “autumn report” is no name either."""
NAME = rf"(?P<name>{NO_NAME}[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){{0,3}}?)"
ENROL = re.compile(
    r"^(?:(?:please|pls|can|could|would|should|shall|do|you|i|we|just)\s+)*"
    r"(?:(?P<verb>add|enroll?|register|sign up)(?:ed)?\s+)?(?P<words>[^,]+,.+)$",
    re.I,
)
NOT_ENROLLED = re.compile(
    r"^(?:(?:please|pls|no|wait|oh|actually|sorry)[\s,]+)*(?:do not|don['’]?t|never)\s+(?:add|enrol|"
    r"enroll|register|"
    r"sign up)\b",
    re.I,
)
NO_DETAILS = re.compile(
    r"^(?:please\s+)?(?:(?:add|(?P<enrols>enroll?)|register|sign up)\s+(?P<who>[^,]{1,60})|"
    r"(?:put|add)\s+(?!an?\b|the\b|my\b|this\b)(?P<put>\w+(?:\s+\w+)?)\s+(?:on(?:to)?|in|to)\s+(?:the|our|my)\s+(?:list|programme|cohort|hub))$",
    re.I,
)
LEAVES = re.compile(
    rf"^(?:please\s+)?{NAME}\s+(?:is leaving|has left|leaves|left|is no longer (?:with us|on the programme)|"
    rf"has quit|is quitting)\b(?!\s+(?:her|his|their|my|our|an?|some|early|late|at|home|it|for|without|"
    rf"before|after|me|something|the\s+(?!programme|cohort|hub|school)\w+)\b)(?!.*\bbut\b).*$",
    re.I,
)
REMOVES = re.compile(
    rf"^(?:please\s+)?(?:(?:remove|delete|drop|take off|get rid of|unenrol|unenroll)\s+{NAME}"
    r"(?:\s+(?:from|off)\s+(?:(?:the|my|our)\s+)?(?:cohort|hub|programme|list|books))?|"
    rf"(?:take|get|strike|cross)\s+{NAME.replace('<name>', '<off>')}\s+(?:(?:off|out of|from)\s+(?:(?:the|my|"
    rf"our)\s+)?"
    r"(?:cohort|hub|programme|list|books)|off(?=[\s,.–-]+(?:(?:as|because|since|for|cos)\s+)?(?:s?he|they))))"
    r"(?P<why>[\s,.–-]+(?:(?:as|because|since|for)\s+)?(?:s?he|they)(?:['’]?(?:s|re|ve))?\b.*)?$",
    re.I,
)
SEVERAL = re.compile(
    r"^(?:please\s+)?(?:remove|delete|drop)\s+(?:everyone|everybody|all|anyone|those|both)\b.*$", re.I
)
BACK = re.compile(
    rf"^(?:(?:please|(?:s?he|they)['’]?(?:s|re| is| are)\s+(?:now\s+)?back(?:\s+now)?)[\s,.]+)?(?:now\s+)?"
    rf"(?:put|bring|get|add)\s+{NAME}\s+(?:back(?:\s+(?:on|in))?|on(?=\s+again))(?:\s+(?:again|please))*$|"
    r"^(?:re-?enrol|restore)\s+(?P<again>.+)$",
    re.I,
)
DETAILS = re.compile(
    rf"^(?:please\s+)?(?:change|update|correct|set|fix)\s+{NAME}['’]?s?\s+(?:school|e-?mail(?: address)?|name|"
    rf"hub|surname)\b.*$",
    re.I,
)
NEW_SCHOOL = re.compile(
    r"\b(?:(?:has|have|['’]s|['’]ve|is|are)\s+)?(?:swapped|changed|moved|switched|swapping|changing|moving|switching)\s+"
    r"(?:to\s+)?(?:(?:an?|the|their|his|her|another|different|new)\s+)*schools?\b",
    re.I,
)
"""“Two of ours have swapped schools”: who, and which school, is not said."""
TELLS = re.compile(
    r"^\W*(?:(?:please|pls|can you|could you)\s+)*(?:tell|let|message|e-?mail|text|remind|ask|announce(?:ment)?|"
    r"notify|inform|(?:send|write|post)(?:\s+(?:an?|the|this)\s+\w+)?\s+to)\b",
    re.I,
)
LOGS_FOR = re.compile(
    r"^(?:please\s+|can you\s+)?(?:log|record|add|put down|enter|book)\b.*\b(?:days?|half(?![ -]?term)|morning|"
    r"afternoon|am|pm|workshop)\b.*$",
    re.I,
)
JOINING = re.compile(
    r"\b(?:joining\s+)?codes?\b|\b(?:joined|signed up|registered|linked up)\b|\bjoin\b|"
    r"\bcan(?:['’]?t|not) (?:get|log|sign|join) (?:in|on)\b",
    re.I,
)
CODE_ORDERED = re.compile(
    r"^(?:(?:please|pls|can you|could you|can i have|i need)\s+)*(?:(?:make|give|get|send|create|"
    r"issue)\b.*\bcodes?\b|"
    r"(?:an?\s+)?(?:new|another|fresh)\s+(?:joining\s+)?code\s+for\b)"
    r"(?!.*\b(?:tomorrow|later|next|tonight|soon|on\s+(?:mon|tues|wednes|thurs|fri)day)\b)[^?]*$|"
    r"^(?:(?:please|pls)\s+)*(?:can|could|would)\s+(?:you|i)\b.*\bcodes?\b[^?]*\??$",
    re.I,
)
ALSO_FOR = re.compile(
    rf"^(?:(?:and|also|ok|please|now)[\s,]+)+(?:for\s+)?{NAME}(?:\s+(?:too|as well|please))*[\s.?!]*$", re.I
)
"""“And Jo”: after a new code it asks for one more."""
LEFT = re.compile(
    rf"^(?:(?:so|and|has|did|is)\s+)*{NAME}\s+(?:left|leave|leaving|gone|quit|"
    r"still\s+(?:here|with us|enrolled|there|on))"
    r"(?:\s+(?:yet|already|us|the\s+(?:hub|cohort|programme)))*\s*\?+$",
    re.I,
)
NOBODY_YET = re.compile(
    r"\b(?:specialists?|teachers?|person|people|someone|somebody|colleagues?|new|another|one|two|anyone|school)\b",
    re.I,
)
CONDITION = re.compile(
    r"\b(?:once|unless|until|if|when|after|before|as soon as|provided|assuming|maybe|perhaps|probably|not|"
    r"don['’]?t|jok(?:e|ing)|"
    r"yet|starts|starting|joins|joining|since|hopefully|tbc|asap|for now|i think|as well|instead|"
    r"(?:who|s?he|they)\s+(?:is|are|has|have|will|can|starts?|was|knows?|needs?))"
    r"\b.*|\band\s+(?:please\s+)?(?:tell|send|let|e-?mail|text|give|ask|invite|make|message|remind|log|add|enroll?|also|then)\b.*|"
    r"\bfrom\s+(?:\d|next|monday|tuesday|wednesday|thursday|friday|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec).*|"
    r"\((?!(?:va|vc|aided|controlled|c ?of ?e|ce|rc|academy|infants?|juniors?|primary|catholic)\b).*"
    r"|[.!;]\s+\w.*|\bas\s+(?:an?|the)\s+(?:lead|hub lead|co-?lead|administrator|admin)\b.*|"
    r"\b(?:or|same\s+as|none|home|unknown|tba)\b.*|"
    r"\d[\d\s]{6,}.*|^(?:her|him|them|someone|somebody|(?:my|a|an|our)\s+\w+)(?=\s)|^\S+(?:\s+\S+)?\s+and\s+\S+.*",
    re.I,
)
"""No school's or person's name, but when or whether: “… Hill Primary - once her head signs”."""
HEDGED = re.compile(r"\b(?:might|may|maybe|perhaps|possibly|could|probably|not sure)\b", re.I)


def has_email(words: str) -> bool:
    """Whether one of the parts between commas is an e-mail address."""
    return any(is_email_address(part.strip(" <>")) for part in words.split(","))


def emails_and_others(words: str) -> tuple[list[str], list[str]]:
    """What looks like an e-mail address, and the rest in order."""
    parts = [part.strip() for part in re.split(r"[,;\t]", words) if part.strip()]
    return [part for part in parts if "@" in part], [part for part in parts if "@" not in part]
