"""What words under a draft ask for: whom to leave out, when to send, what it should read. Pure."""

import re

NOT_TO = ("not", "except", "but", "without", "apart", "excluding", "leave out")
LONGEST = 120  # characters of a word about whom or when; more is a text of its own
BUT = re.compile(
    r"^(?:(?:and|also|oh|ok|okay|yes|so|please|actually|then)\b[\s,]+)*(?:but\s+)?(?:not|except(?:\s+for)?|without|"
    r"apart\s+from|excluding|minus|(?:leave|take|drop|keep|cut|remove)(?:\s+(?:out|off))?)\s+(?:to\s+|for\s+)?(?=\S)",
    re.I,
)
"""“And not Ben either”, “take out Finn as well”."""
TAKEN_OFF = re.compile(
    r"^(?:(?:and|also|oh|ok|okay|no|please|actually)\b[\s,]+)*(?:take|leave|keep)\s+(?P<who>[^,]+?)\s+(?:off|out)"
    r"(?:\s+(?:of\s+)?(?:it|that|this|the\s+list))?[\s.!]*$",
    re.I,
)
NO_TIME = re.compile(
    r"^(?:(?:no|ok|okay|actually|please|and|then)\b[\s,]+)*(?:(?:remove|drop|delete|forget|without|take\s+off)\s+the\s+"
    r"time|(?:send\s+(?:it|that|this)\s+)?(?:right\s+now|now|straight\s+away|at\s+once|immediately)|no\s+time)[\s.!]*$",
    re.I,
)
"""“Remove the time”, “send it now”: of a draft that has a time, it goes as soon as it is sent."""
WHO_GETS = re.compile(
    r"^(?:(?:and|but|so|ok|wait)\b[\s,]+)*(?:who\s+(?:would|will|does|is|are|do|all)?\s*(?:get|gets|it\s+go(?:ing)?|that\s+go(?:ing)?|"
    r"this\s+go(?:ing)?|see|sees|receives?|be\s+getting)\b.*|who(?:['’]?s|\s+is|\s+are)?\s+(?:it|this|that|they|those|these)"
    r"(?:\s+(?:going\s+)?(?:to|for))?|(?:to\s+)?whom|which\s+(?:people|ones|\d+))\s*\?*$",
    re.I,
)
"""“Who would get that?”: the names, before anything goes."""
ALSO = re.compile(
    r"(?:\s+(?:out(?:\s+of\s+it)?|off|too|as\s+well|also|either|then|please|of\s+it))+[\s.!]*$", re.I
)
TOO = re.compile(r"^(?:and|also|plus|add)\s+(?:to\s+|for\s+)?(?P<who>\S.*?)(?:\s+(?:too|as\s+well|also))?$", re.I)
TOO_ALONE = re.compile(r"^(?P<who>\S.*?)\s+(?:too|as\s+well|also)(?:\s+then)?$", re.I)
SEND_IT = re.compile(
    r"^(?:(?:yes|yep|yeah|ok|okay|please|pls|now|just|go on|right|so)\b[\s,]*)*(?:send|post|announce|share)"
    r"(?:\s+(?:it|that|this|them))?(?:\s+(?:now|then|off|out|please|pls|to\s+(?:them|everyone|everybody|all)))*[\s.!]*$",
    re.I,
)
HOUR_ALONE = re.compile(r"^(?P<before>(?:.*\s)?(?:at|for|by)\s+)?(?P<hour>[1-6])$", re.I)
HOUR_AND_DAY = re.compile(
    r"^(?P<before>.*\s)?at\s+(?P<hour>[1-6])\s+(?P<day>(?:on\s+|this\s+|next\s+)?(?:today|tomorrow|mon|tue|wed|thu|fri|sat|"
    r"sun|the\s+\d|\d).*)$",
    re.I,
)
ABOUT_IT = re.compile(
    r"^(?:(?:yes|yep|yeah|ok|okay|no|nope|and|but|fine|sure|so)\b[\s,]+)*(?:to|only|just|except|not|but|add|at|after|before|"
    r"later|when|without|tell|everyone|everybody|all|send\s+(?:it|that|this)|change\s+(?:it|that)|make\s+(?:it|that)|"
    r"take\s+out|leave\s+out)\b",
    re.I,
)
"""Words that are about the draft, whatever else they say: what of them is not read is asked about."""
MOST_WORDS = 6  # of whom or when, where nothing of it is found: more is about something else
ADDRESSES = re.compile(r"^(?:(?:only|just|but)\b|to\b|for\b|everyone\b|everybody\b|those\b)", re.I)
SAYS = re.compile(
    r"^(?:(?:no|oh|wait|hang on|sorry|actually|please|can you)[\s,]+)*(?:(?:make\s+it|it\s+should|"
    r"have\s+it|let\s+it)\s+"
    r"(?:say|read)|change\s+(?:it|that|the\s+(?:text|wording|message))\s+to(?:\s+(?:say|read))?|"
    r"(?:say|write)(?=.*\binstead$)|(?:send|use|post|write|say)\s+(?:this|that|the\s+following)(?:\s+instead)?(?=\s*:)|"
    r"(?:instead|new\s+text|the\s+text)(?=\s*:))\s*:?\s+(?P<text>\S.*?)(?:\s+instead)?$",
    re.I | re.S,
)
ADDS = re.compile(
    r"^(?:(?:and|also|oh|please|(?P<asks>can you|could you))[\s,]+)*"
    r"(?:add\s*:\s*(?:and\s+)?|add\s+(?:(?:in\s+|on\s+)?that\s+|(?=[“\"]))|"
    r"(?:also\s+say|say\s+also|mention|include)\s+(?:that\s+)?|(?<=also )say\s+(?:that\s+)?)"
    r"[“\"]?(?P<more>\S.*?)[”\"]?$",
    re.I | re.S,
)
"""“Add that lunch is provided”: a line more."""
AND = re.compile(r"^(?:and|then|so|ok|also)\s+(?=\S)", re.I)
SEND = re.compile(
    r"^(?:(?:send|make|post|do)\s+(?:it|that|this)\s+)?(?:go\s+|out\s+)?"
    r"(?=(?:only|just|to|for|at|on|tomorrow|next|in|this|today|tonight|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b)",
    re.I,
)
CONDITIONAL = re.compile(
    r"^(?:(?:yes|yep|yeah|ok|okay|sure|fine|please|but|send\s+(?:it|that))\b[\s,]+)+"
    r"(?:when|once|if|unless|as\s+soon\s+as|after|before|until)\b",
    re.I,
)
"""“Yes, when they are back”: a time or a condition, and no question."""
COMMENT = re.compile(
    r"^(?:(?:hm+|um+|er+m?|well|oh|ah|actually|maybe|perhaps|i think|not sure|no|it's|its|it is|that's|thats|"
    r"that is|that|it|this|is|sounds?|reads?|looks?|seems?|comes? (?:over|across)(?: as)?|feels?)[\s,.…]+)*"
    r"(?:(?:(?:way |far |much )?too|a bit|a little|bit|rather|quite|very|not (?:very|quite|so)|kind of|"
    r"sort of|needs?)"
    r"\s+(?:\S+\s*){1,4}|rude|harsh|cold|blunt|wrong|awful|terrible|cheesy|bossy)[\s.!]*$",
    re.I,
)
"""What somebody thinks of the wording: it changes nothing, and agrees to nothing."""


def in_the_afternoon(words: str) -> str:
    """“At 4” is 16:00: nothing is sent to teachers before seven unless that is said."""
    if dated := HOUR_AND_DAY.match(words):
        return f"{dated['before'] or ''}at {dated['hour']}pm {dated['day']}"
    found = HOUR_ALONE.match(words)
    return f"{found['before'] or 'at '}{found['hour']}pm" if found else words
