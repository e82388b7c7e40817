"""The forms of words in which a day on record is corrected, changed, taken off or noted. Data only."""

import re

from bot.language.act_words import Deed

OF_STATEMENTS: tuple[tuple[Deed, re.Pattern[str]], ...] = tuple(
    (deed, re.compile(pattern, re.I | re.S))
    for deed, pattern in (
        (Deed.CHANGE, r"^.*?\b(?:logged|put|entered|got|had|have|'ve)\s+(?:it|that|this)?\s*(?:down\s+|"
            r"in\s+)?as\s+(?P<which>.+?)\s+but\s+(?:it|that)\s+(?:was|is|should\s+\S+(?:\s+been)?)\s+(?P<to>.+)$"),
        (Deed.CHANGE, r"^(?:it'?s|that'?s|(?:it|that)\s+(?:was|is))\s+not\s+(?P<old>.+?)[\s,;]+"
            r"(?:but|it'?s|it\s+was|it\s+is|that'?s)\s+(?P<to>.+)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\s*\b(?:wasn'?t|isn'?t|was\s+not|is\s+not)\s+(?:an?\s+|the\s+)?"
            r"(?P<old>(?!right|correct|quite)\S.*?)[\s,;–-]+(?:but|just|only|it\s+was|it\s+is|it'?s|is|was)\s+(?P<to>.+)$"),
        (Deed.CHANGE, r"^(?:.*?\b(?:so|and|but|because|as)\s+)?(?:it|that)(?:'?s|\s+is|\s+was)\s+"
            r"(?:only|just|actually|really)\s+(?P<to>(?!wrong|not\b|right|incorrect|a\s+mistake|the\s+wrong).+)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\s*\b(?:i|we)?\s*\b(?:meant|mean)\b\s+(?:to\s+(?:say|put|log|"
            r"type)\s+)?(?P<to>.+)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)[\s,]*\bshould(?:'ve|\s+have)?(?:\s+(?:only|just|really|actually))?"
            r"(?:\s+(?:be|been|say|read|said))?\s+(?P<to>.+)$"),
        (Deed.DELETE, r"^(?P<which>.*?)\b(?:went|goes|is\s+going|attended|covered|did\s+(?:it|that))\s+"
            r"(?:there\s+)?(?:instead\s+of\s+me|in\s+my\s+place)\b(?P<rest>.*)(?P<to>)$"),
        (Deed.DELETE, r"^(?P<which>.*?)\s*\b(?:was|were|is|are|got|gets|has|have|had)\s+(?:been\s+|"
            r"now\s+)?(?:cancelled|canceled|called\s+off)\b(?P<to>)"),
        (Deed.DELETE, r"^(?P<which>.*?)[\s,]*(?:so\s+)?\b(?:it|that)?\s*(?:never\s+happened|(?:didn't|"
            r"did\s+not|didnt)\s+(?:happen|go\s+ahead|take\s+place)|wasn't\s+released)\b(?P<to>)"),
        (Deed.DELETE, r"^(?P<which>.*?)\bi\s+(?:didn't|did\s+not|didnt)\s+(?:go|turn\s+up|"
            r"attend)\b(?P<rest>.*)(?P<to>)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\s*\b(?:has|have|had|was|were|is|got|"
            r"been)\b(?:\s+been)?\s+(?P<way>moved|put\s+back|pushed\s+back|postponed|rescheduled|rearranged|"
            r"brought\s+forward|shifted)\b\s*(?:to\b|until\b|till\b|for\b)?\s*(?P<to>.*)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\b(?:ended\s+up\s+(?:only\s+)?(?:having|taking|doing|with|"
            r"being)|turned\s+(?:into|out\s+(?:to\s+be|as)))\s+(?P<to>.+)$"),
        (Deed.CHANGE, r"^(?P<which>(?:the|my)\s+.*?)\s*\b(?:is|are|will\s+be)\s+(?:now\s+)?on\s+"
            r"(?P<to>.+?)\s+(?:now|instead)$"),
        (Deed.CHANGE, r"^(?P<which>.*?)\s*\b(?:was|were|is)\s+(?:only\s+|actually\s+|really\s+|just\s+|"
            r"in\s+fact\s+)*(?P<to>(?!wrong|not\b|right|incorrect|a\s+mistake|the\s+wrong).+)$"),
    )
)  # fmt: skip
"""In the order in which they are tried. which: the words that name the entry. to: what it should be. old: what it
is said not to have been."""
ARROW = re.compile(r"^(?P<which>\S.*?)\s*(?:-+>|=+>|[→➜➡])\s*(?P<to>\S.*)$", re.S)
ONE_NOT_THE_OTHER = re.compile(
    r"^(?P<to>\S+(?:\s+\S+){0,3}?)[\s,]+(?:not|rather\s+than|instead\s+of)\s+(?P<old>\S+(?:\s+\S+){0,3})$", re.I
)
PART_ALONE = re.compile(
    r"^(?:just\s+|only\s+|(?:in)?to\s+)?(?:the\s+|an?\s+)?(?:am|pm|aft|morn|mornings?|afternoons?|half(?:\s+(?:a\s+)?day)?|"
    r"(?:full|whole)\s+day)(?:\s+only|\s+please)?$",
    re.I,
)
MOST_WORDS = 9  # of a date and a value without a verb
SAYS_WHAT_IT_WAS = re.compile(r"\bwas(?:n'?t)?\s|\b(?:it|that)'?s\s+(?:not|only|just|actually|really)\b", re.I)
DATE_WORDS = frozenset(("the", "my", "on", "of", "day", "one", "entry", "and", "last", "this", "/", ".", "-", ","))
HEAD = re.compile(r"^(?P<head>.*?\S)\s*(?:[,;:]|\s[-–—])\s+(?P<verb>\S.*)$", re.S)
"""“14 October: delete”: the day, and then what is to be done."""
CHANGED_NOTE = re.compile(
    r"\b(?:change|update|edit|amend|correct|replace|rewrite|alter)\s+(?:the\s+|my\s+|that\s+|its\s+)?notes?\b"
    r"(?:\s+(?:on|for|of|from)\s+(?P<which>\S.*?))?\s*(?:\b(?:to(?:\s+say)?|with|into|so\s+it\s+says)\b|:)\s*(?P<to>\S.*)$",
    re.I | re.S,
)
TWO_CHANGES = re.compile(r"\bto\s+(?:an?\s+|the\s+)?\S+(?:\s+\S+){0,3}?[\s,;]+and\s+(?:\S+\s+){1,4}?to\s+\S", re.I)
"""“Change 4 November to the morning and 9 December to half”."""
NO_NOTE = re.compile(
    r"^(?:rid\s+of\s+|out\s+|off\s+)?(?:the\s+|my\s+|that\s+|its\s+)?notes?(?:\s+(?:on|for|of|from)\s+(?P<which>\S.*?))?"
    r"(?:\s+(?:off|out|away)(?:\s+again)?)?(?:[\s,]+(?:but\s+)?(?:not|keep)\s+(?:the\s+)?(?:day|entry))?$",
    re.I | re.S,
)

FROM_TO = re.compile(r"^(?P<which>.*?)\s*\bfrom\s+(?P<old>.+?)\s+(?:to|into)\s+(?P<to>.+)$", re.I | re.S)
TO = re.compile(r"^(?P<which>.*?)\s*\b(?:to|into|as)\s+(?P<to>.+)$", re.I | re.S)
WITH = re.compile(r"^(?P<which>.*?)\s+\b(?:with|for)\s+(?P<to>.+)$", re.I | re.S)
PRONOUN = re.compile(
    r"^(?P<which>it|that|this|that\s+one|this\s+one|the\s+last\s+one|my\s+last\s+(?:one|entry|day)|"
    r"the\s+last\s+(?:entry|day))\b\s*(?:be\s+|was\s+|just\s+)?(?P<to>.*)$",
    re.I | re.S,
)
NOT_THAT = re.compile(r"[\s,]*\b(?:not|instead\s+of|rather\s+than)\s+(?P<old>.+)$", re.I | re.S)
FILLERS = re.compile(
    r"(?:[\s,.;!–-]*\b(?:instead|please|pls|thanks|thank\s+you|ta|cheers|actually|really|in\s+(?:fact|the\s+end)|sorry|then|"
    r"now|rather|i\s+think|for\s+me|fix\s+it|fix\s+that|"
    r"change\s+(?:it|that)|my\s+mistake|oops|adjust\s+that|adjust\s+it)[\s.!]*)+$",
    re.I,
)
NOTE_FOR = re.compile(
    r"^(?:\s*(?:(?:a|an|the|this|another|my|quick|short)\s+)*note)?\s*(?:(?:to|for|on|"
    r"of)\s+(?P<which>.*?))?\s*(?::|[–-]\s|\bsaying\b|\bto\s+say\b|\bthat\s+says\b|$)\s*(?P<to>.*)$",
    re.I | re.S,
)
MAKES = re.compile(r"\b(?:make|call|set|put)\s*$", re.I)
ONLY_POINTS = re.compile(
    r"^\W*(?:it|that|this|that\s+(?:one|day|entry)|this\s+one|the\s+(?:day|entry))?\W*$", re.I
)
NOTE_WORD = re.compile(r"^.*?\bnotes?\b(?:\s+down\b)?", re.I | re.S)
TO_NOTE = re.compile(
    r"\b(?:add|append)\s+to\s+(?!(?:the|my|that|this)\s+notes?\b)(?:the\s+|my\s+)?(?P<which>\S.*?)(?:['’]s)?\s+notes?\b\s*[:,–-]?\s*(?:that\s+)?(?P<to>\S.*)$",
    re.I | re.S,
)
NOTE_THAT = re.compile(r"\b(?:add|note|mention)\s+that\s+(?P<to>\S.*)$", re.I | re.S)
NOTE_ON = re.compile(r"^\s*[\"“](?P<to>.+)[\"”]\s+(?:to|on|for)\s+(?P<which>.+)$", re.I | re.S)
OFF = re.compile(
    r"\s*\b(?:(?:back\s+)?(?:off|out|away)(?:\s+(?:of\s+|from\s+)?(?:my|the)\s+(?:list|log|record|days|"
    r"release\s+days|tally))?|(?:of|from|off)\s+(?:my|the)\s+(?:list|log|record|days|release\s+days|"
    r"tally))(?:\s+again)?\s*[.!]*$",
    re.I,
)
WAY = re.compile(r"\s+(?:forward|back|up|down|out|over|across|along)$", re.I)
"""“Bring the workshop forward to the 3rd”: says which way, as the new date does."""
PUT_ON = re.compile(
    r"^(?P<which>\S.*?)\s+(?:on|to|for|down\s+(?:on|for|as))\s+(?P<to>\S.*?)[\s,]+(?:rather\s+than|instead\s+of|and\s+not|not)"
    r"\s+(?:on\s+)?(?P<old>\S.*)$",
    re.I | re.S,
)
"""“Put the hub day on 2 November rather than 26 October”: an entry of the old day is to move."""
OTHER_HALF = re.compile(r"\bother half\s+of\b", re.I)
"""“I did the other half of 4 November”: one more, and not what is on record."""
