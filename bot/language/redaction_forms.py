"""The forms of what may name somebody: addresses, numbers, codes, titles, introductions, schools."""

import re

AT = r"\s*(?:@|\(at\)|\[at\]|\{at\}|＠)\s*"
SPOKEN = r"(?:\s+(?:dot|underscore|dash|hyphen)\s+[\w+-]+)*"
E_MAIL = re.compile(
    rf"[^\s<>]+#ext#\S*|(?:mailto:)?[\w.+'’-]+{AT}[\w-]+(?:\s*(?:\.|\(dot\)|\[dot\])\s*\w+)+|"
    rf"\b[\w.+-]+{SPOKEN}\s+at\s+[\w-]+(?:\s+dot\s+\w+|\.\w{{2,}})+|[^\s<>@]+@[^\s<>@]+",
    re.IGNORECASE,
)
HANDLE = re.compile(r"<[@#!][^>]*>|(?<!\w)@[\w.-]{2,}")
LINK = re.compile(
    r"<?\bhttps?://\S+|\bwww\.\S+|"
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:sch\.uk|org\.uk|co\.uk|gov\.uk|ac\.uk|com|org|net|uk|info)\b\S*",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[abd-hjlnp-uw-z]{2}\b", re.IGNORECASE)
INSURANCE = re.compile(r"\b[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]\b", re.IGNORECASE)
JOINING = re.compile(
    r"\b(?=[A-Z0-9]*\d)[A-Z0-9]{4}[\s‐‑–—_.-]?[A-Z0-9]{4}\b|"
    r"\b(?i:[b-df-hj-np-tv-z]{4}[\s‐‑–_.-]?[b-df-hj-np-tv-z]{4})\b|"
    r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b"  # a car's number
)
BORN = re.compile(
    r"\b(born(?: on)?|d\.?o\.?b\.?|date of birth|birthday)((?:\s+is|:|\s+the|\s+on)*)\s+\d{1,2}(?:st|nd|rd|th)?"
    r"[\s./-]+(?:of\s+)?(?:[a-z]{3,9}|\d{1,2})(?:[\s./-]+\d{2,4})?\b",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b(?:flat\s+\w+,?\s+)?\d+[a-z]?,?\s+[a-z'’]+(?:\s+[a-z'’]+)?\s"
    r"(?:street|road|avenue|lane|close|drive|crescent|terrace|gardens)\b",
    re.IGNORECASE,
)
SPELLED = re.compile(
    r"\b(?:(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|double|treble|triple|hundred)[\s,-]+){6,}"
    r"(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|hundred)\b",
    re.IGNORECASE,
)
MIXED = re.compile(r"\b(?=\w*\d\w*\d)(?=\w*[a-z]\w*[a-z])\w{5,}\b", re.IGNORECASE)
SCHOOL_YEARS = re.compile(r"20[23]\d\s?[/–-]\s?(?:20)?[23]\d$")
DAY_OF_NOW = re.compile(r"\d{1,2}[./\s-]\d{1,2}[./\s-](?:20)?2\d$|20[23]\d-\d{2}-\d{2}$")
NUMBER = re.compile(r"(?<![\w£.,])(?:\+|\(\+?)?\d(?:[\d\s()./–-]*\d)?(?!\w)")
TITLED = re.compile(
    r"\b(?:mr|mrs|ms|mx|dr|prof|professor|rev)\.?\s+"
    r"(?P<name>[^\W\d_][\w'’-]*(?:\s+(?-i:[A-ZÀ-ÝŴŶ])[\w'’-]+)?)",
    re.IGNORECASE,
)
HELD = re.compile(  # words that stand before a name, or before anything: "miss honey", "miss the second one"
    r"\b(?:miss|sir|madam|headteacher|head teacher|father|sister)\s+"
    r"(?P<name>[^\W\d_][\w'’-]*(?:\s+(?-i:[A-ZÀ-ÝŴŶ])[\w'’-]+)?)",
    re.IGNORECASE,
)
INTRODUCED = re.compile(
    r"\b(?:my name(?:['’]?s| is)|(?:i am|i['’]?m) called|call me|this is|it['’]?s|signed,?|regards,?|cheers,?|"
    r"(?:his|her|their|whose) name(?:['’]?s| is)|named)\s+(?P<name>[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*)?)",
    re.IGNORECASE,
)
HERE = re.compile(
    r"\b(?:this is|it['’]?s)\s+(?P<name>[^\W\d_][\w'’-]*(?:\s+(?!here|speaking|from|at)[^\W\d_][\w'’-]*)?)"
    r"(?=\s+(?:here|speaking|from|at)\b|\s*$)|\b(?:is|are|was|who['’]?s)\s+called\s+(?P<called>[^\W\d_][\w'’-]*)",
    re.IGNORECASE,
)
NAMES_SURELY = re.compile(r"name|called|call me|named", re.IGNORECASE)
SCHOOL = re.compile(
    r"\bst\.?\s(?!of\b|and\b)[a-z]{3,}(?:['’]s)?\b|"
    r"\b(?:St\.?|Saint|Our Lady)\s[\w'’.]+(?:\s(?:and|of|the|C of E|[A-ZÀ-Ý][\w'’.-]*))*|"
    r"\b(?:[A-ZÀ-ÝŴŶ][\w'’.-]*\s+(?:(?:of|the|and|C\sof\sE|CofE|CE|RC)\s+)*)+"
    r"(?:Primary|Infants?|Juniors?|First|Academy|School|Nursery|Federation|Trust)\b(?:\s(?:School|Academy))*"
)
NO_SCHOOLS = re.compile(
    r"(?:\b(?:The|My|Our|A|An|Is|Are|Does|Do|Can|Will|In|At|For|What|Which|How|Would|England|England['’]s|Independent|Special|"
    r"State|Private|Maths|Mastery|Middle|If|Any|Every|Each|Whole|Small|Village|Rural)\s+)+"
    r"(?:Primary|Infants?|Juniors?|First|Academy|School|Nursery|Trust)\b.*",
)
