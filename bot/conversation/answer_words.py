"""The forms of words in which an open question is answered, each with an example; `answers` says which counts."""

import re

# “Yes, …”, “no, …”: what is taken off before the rest is read.
SAYS_YES = re.compile(r"^(?:yes|yep|yeah|yup|ok|okay|sure)\b[\s,.;:!–-]*", re.I)
SAYS_NO = re.compile(r"^(?:no|nope|nah|neither|not that(?: one)?|not quite)\b[\s,.;:!–-]*", re.I)

# “It was Thursday”: taken off as well.
SAYS = re.compile(r"^(?:it was|that was|it is|it's)[\s:,-]+", re.I)

# “I meant the 13th”, “make it a half”: what follows corrects what was proposed.
CORRECTING = re.compile(
    r"^(?:(?:oh|sorry|oops|actually|whoops|hang on|wait|my mistake|but)[\s,.;:!–-]+)*"
    r"(?:i (?:meant|mean|said)|it should (?:be|have been)|should (?:be|have been)|make (?:it|that)|"
    r"that should be|change (?:it|that) to|rather|instead|actually|sorry)[\s,.;:!–-]+",
    re.I,
)

# “Oops, …”, “hang on, …”: before a correction.
SLIPS = re.compile(r"^(?:(?:oh|oops|whoops|hang on|hold on|wait|no wait|sorry|actually)\b[\s,.;:!–-]+)+", re.I)

# “Lol don't”: before a no they add nothing. Before a yes they might, so there they are not taken off.
LAUGHS = re.compile(
    r"^(?:(?:lol|haha+|ha|hm+|um+|er+m?|uh|ugh|oh|ah|actually|sorry|wait|hang on|hold on|well|god|please)"
    r"\b[\s,.;:!…–-]+)+",
    re.I,
)

# “No, she is staying”: a no, with more behind it. “No idea” and “no problem” are none.
REFUSES = re.compile(
    r"^(?:(?:oh|oops|sorry|actually|wait|hang on|hold on)[\s,.;:!–-]+)*(?:no|nope|nah)\b[\s,.;:!–-]*"
    r"(?!(?:idea|problem|worries|rush|clue|doubt|need|one|more|matter|bother)\b)(?=\w)",
    re.I,
)

# “Dunno what to put”: the question is still open, and is shown again.
UNSURE = re.compile(
    r"^(?:(?:um+|er+m?|oh|hm+|sorry|well)[\s,.]+)*(?:i['’]?m\s+|i\s+am\s+|i\s+)?"
    r"(?:dunno|do(?:n['’]?t| not) know|not (?:really )?sure|unsure|no idea|no clue)\b"
    r"(?:\s+(?:what|which|how)\b.{0,60}|\s+(?:yet|really|sorry|tbh))*[\s.!]*$",
    re.I,
)

# A yes that goes on like this is no plain one: “yes but not to Finn”.
CONDITION = re.compile(r"^(?:but|except|only|if|unless|not|without|apart from)\b", re.I)
BUT = re.compile(r"^but\s+(?:(?:only|just|make it|for)\s+)*", re.I)

# “OK, thanks” agrees, or takes leave; “fine” agrees, or praises.
MAY_BE_NO_YES = re.compile(
    r"(?:fine|good|great|perfect|lovely|brilliant|nice|cool|alright|all right)[\s.!]*"
    r"|(?:ok|okay|k|fine|good|great|perfect|alright|all right)[\s,.!]*(?:thanks|thank you|ta|cheers|thx)\b.*",
    re.I,
)

# “Actually don't send it yet”: a no, where the button that it speaks of is the one that says yes.
DENIES = re.compile(
    r"(?:(?:no|oh|actually|sorry|wait|hang on|hold on)\s+)*(?:don't|dont|do not)\s+(?P<verb>\w+)"
    r"(?:\s+(?:it|that|this|them|those|these))?(?:\s+(?:yet|now|just yet|after all))?"
)

# “Oops, get rid of that”: of what is only proposed, a no. Of what is to be deleted it may be a yes.
DROPS = re.compile(
    r"(?:(?:oh|oops|whoops|no|actually|sorry|wait|hang on)\s+)*"
    r"(?:get rid of|scrap|scratch|bin|drop|delete|remove|ditch)\s+(?:it|that|this)"
    r"(?:\s+(?:one|then|please|again))*"
)
PUTS_DOWN = frozenset(("log", "send", "set", "save", "note", "add", "move", "enrol"))  # so begin such buttons

# “Sure?”, “confirmed?”, “send it?”: whoever asks agrees to nothing yet.
ASKS_BACK = re.compile(r"\?[^\w]*$")

# “Go on then, send it”, “yes please, it really was that Saturday”: the pieces, and the same once more.
PIECE = re.compile(r"[,.;:!–]+\s*|\s+-+\s+|\s+(?=[👍✅👌])|\s+(?:and|so)\s+")
IT_WAS = re.compile(
    r"(?:(?:it|that)\s+)?(?:(?:really|definitely|indeed|actually)\s+)*(?:was|is|did|does)"
    r"(?:\s+(?:really|indeed|definitely|that|a|the|on|right|correct))*"
    r"(?:\s+(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day)?"
)

# What is left out before words are compared.
POLITE = re.compile(r"^(?:please|pls|just)\s+|[\s,]+(?:please|pls|thanks|thank you|ta|cheers)$", re.I)
NOT_WORDS = re.compile(r"[^\w\s½'+:👍👎✅❌👌-]|(?<!\w)[-:](?!\w)|(?<=\w):(?=\s|$)")
