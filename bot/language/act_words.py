"""The words of an order, a request, a report, a question, a refusal and a correction. Data only."""

from enum import StrEnum


class Deed(StrEnum):
    """What is to be done: one for each family of verbs."""

    LOG = "log"
    DELETE = "delete"
    CHANGE = "change"
    NOTE = "note"
    UNDO = "undo"
    RESTORE = "restore"
    STOP = "stop"
    START = "start"
    SNOOZE = "snooze"
    TICK = "tick"
    SEND = "send"
    SHOW = "show"


def either(*phrases: str) -> str:
    """A pattern for any of these phrases, written with single spaces; “…” stands for up to eight words."""
    gap = r"\s+(?:\S+\s+){0,8}?"
    made = [r"\s+".join(phrase.replace(" … ", "\0").split()).replace("\0", gap) for phrase in phrases]
    return "(?:" + "|".join(sorted(made, key=len, reverse=True)) + ")"


LEAD_INS = either(
    "hi", "hello", "hey", "hiya", "morning all", "good morning", "good afternoon", "please", "pls", "plz",
    "kindly", "just",
    "ok", "okay", "right", "so", "and", "also", "then", "now", "oh", "ah", "um", "erm", "er", "well", "yes",
    "thanks", "thank you",
    "ps", "quick one", "please to", "please you", "lovely", "brilliant", "cheers", "ta", "thx", "ty", "excuse me",
    "mastery-bot", "mastery bot", "bot",
)  # fmt: skip
SLIPS = either(
    "sorry", "oops", "whoops", "oh no", "no wait", "wait", "hang on", "hold on", "no", "nope", "actually",
    "apologies", "my mistake", "soz", "sry", "whoops",
    "my bad", "correction", "but", "argh", "doh", "ffs",
)  # fmt: skip
"""Lead-ins after which something said before is put right."""

ORDERS: tuple[tuple[Deed, str], ...] = (
    (Deed.NOTE, either(
        "(?:add|put|make|attach|leave|write) (?:a|the|this|another|my)? ?(?:quick |short "
        ")?note(?! down)", "note (?:for|on|to)", "add to the note",
        "change the note", "update the note", "edit the note", "note\\s*:", "(?:add|put|attach) note",
        "(?:add|append) to … notes?",
        "(?:add|note|mention) that(?=\\s+\\S+(?:\\s+\\S+)?\\s+(?:was|were|is|are|came|did|had|went)\\b)",
    )),
    (Deed.RESTORE, either(
        "restore", "reinstate", "undelete", "re-?add", "redo", "bring … back", "bring back", "put back",
        "put (?:it|that|them|this|those|both) back",
        "put the \\S+(?: \\S+){0,4}? back(?! (?:to|by|a|one|two|until|till))", "get … back",
        "add (?:it|that) back", "recover",
    )),
    (Deed.UNDO, either("undo", "revert", "take (?:it|that|this) back(?! off)", "reverse (?:it|that|the last)",
    "roll back", "go back on that")),
    (Deed.DELETE, either(
        "delete", "delte", "deleet", "delet", "dleete", "dlete", "del", "rm",
        "remove", "remvoe", "rmeove", "reomve", "remov", "scrap", "scratch",
        "scrub", "erase", "unlog", "cancel", "drop",
        "forget", "bin", "wipe", "clear",
        "discard", "withdraw", "void", "get rid of", "strike", "strike out", "strike off", "cross out",
        "cross off", "rub out", "take out",
        "take off", "take away", "take … off", "take … out", "take … away", "take … back off", "chuck", "lose",
        "get rid",
    )),
    (Deed.SNOOZE, either("snooze", "remind me (?:again|later|tomorrow|on|in|next|at|after)", "put off",
    "not now")),
    (Deed.CHANGE, either(
        "change", "chang", "chnage", "chg", "cahnge", "correct", "amend",
         "edit", "alter", "update", "adjust", "fix", "swap",
        "switch", "modify", "revise", "make",
        "set", "move", "shift", "reschedule", "postpone", "rearrange", "push", "pull", "bring … forward",
        "bring forward", "put right",
        "put … right", "knock", "reduce", "increase", "shorten", "extend", "turn … into", "convert", "rename",
        "replace", "put … back (?:to|by|a|one|two|until)",
        "put … forward", "call it", "halve",
    )),
    (Deed.STOP, either("stop", "pause", "mute", "silence", "switch off", "turn off", "switch … off",
    "turn … off", "unsubscribe", "disable", "end", "no more")),
    (Deed.START, either("start", "resume", "unpause", "unmute", "switch on", "turn on", "switch … on",
    "turn … on", "enable", "subscribe", "remind")),
    (Deed.TICK, either("tick", "mark … (?:as )?(?:done|finished|complete|sent|submitted)", "check off",
    "complete", "finish")),
    (Deed.SHOW, either(
        "show", "list", "see", "view", "display", "tell me", "give me", "let me see", "pull up", "bring up",
        "check", "find", "count up", "add up",
        "export", "download", "print", "send me", "open", "explain", "help", "say", "read",
    )),
    (Deed.SEND, either("send", "tell", "announce", "email", "e-mail", "message", "share", "forward", "ask",
    "let … know", "put me through", "put us through", "put me in touch", "put us in touch")),
    (Deed.LOG, either(
        "log", "logg", "lg", "lgo", "olg", "record", "register", "enter", "add", "book",
        "put down", "put in", "put … down",
        "put me in", "put … in", "put",
        "stick down", "stick … down", "stick", "jot", "note down", "note", "mark", "count", "claim", "plan",
        "use", "chalk up", "submit", "get … down",
        "new entry", "save", "write down", "insert", "pop … down", "pop down", "pop me in", "pop … in",
    )),
)  # fmt: skip
"""In the order in which they are tried: “put it back” is no “put … down”."""

ASKED_FOR = either(
    "(?:can|could|would|will) (?:you|u|the bot|we) (?:please |pls |just |kindly |"
    "possibly )?", "(?:would|do) you mind", "i(?:'d| would)? (?:want|like|love|wish) to",
    "i want", "i'd like", "i would like",
    "i(?:'ve got| have| need|'ll need| will need)? ?(?:got )?(?:need )?to(?= )", "i need to", "i'd rather",
    "we need to",
    "may i ask you to", "i (?:told|asked) you to", "let's", "lets", "let me", "if you could", "be so kind as to",
)  # fmt: skip
"""What stands before the verb of a request."""
NO_REQUEST = either(
    "tell me", "say", "check", "see", "explain", "show me", "help me understand", "know", "remember", "please tell"
)
"""After “can you”: a question all the same."""

SUBJECT = (
    r"(?:i|we|you|u|he|she|it|they|that|this|these|those|the|my|our|your|a|an|any|anyone|anybody|someone|"
    r"everyone|there|one|all|both|"
    r"reminders?|reports?|residentials?|days?|people|teachers|specialists|leads?|hubs?|schools?|half|\d\S*|"
    r"mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|"
    r"sat\w*|sun\w*|yesterday|today|tomorrow|last|next)"
)
QUESTION = (
    r"(?:what|whats|what's|when|whens|when's|where|wheres|where's|which|who|whos|who's|whose|why|whys|how|hows|"
    r"how's|howcome)\b"
    rf"|(?:do|does|did|is|are|was|were|am|can|could|will|would|should|shall|may|might|must|have|has|had|don't|"
    rf"dont|doesn't|didn't|isn't|aren't|"
    rf"wasn't|weren't|can't|cant|won't|couldn't|shouldn't|haven't|hasn't|ain't)\s+{SUBJECT}\b"
    r"|(?:am|are|is|was|were)\s+(?:i|we|it|they|that)\b|is there|are there|any way|is that|do i\b|possible to|"
    r"ok to|okay to|allowed to|"
    r"(?:i(?:'m| am|m)?|just|was)\s+(?:wondering|not sure (?:how|if|whether|what|when|who|why)|unsure|curious)|"
    r"i wonder(?:ed)?\b|i (?:don't|dont|do not) (?:know|understand|get) |"
    r"(?:tell|show|explain)(?: to)? me (?:how|what|why|when|whether|if|who)|explain (?:how|what|why)|not sure "
    r"(?:how|if|whether|what)"
)
NO_QUESTION = (
    r"(?:was|were)\s+(?:out|off|covered|released|at|in|on|up|with|away|not)\b|(?:had|have)\s+(?!i\b|"
    r"we\b|you\b|they\b|he\b|she\b|it\b|any|there\b|that\b|this\b|my\b|our\b)|(?:do|did)\s+(?:the|a|an|my|our)\b"
)
"""Begins like a question, and tells: “was out on Friday”, “had the morning off”."""
ASKS_WITHIN = (
    r"\?|\b(?:what happens|is it (?:possible|ok|okay|allowed|fine)|do i (?:need|have)|how (?:do|can|"
    r"would|should) i|what if|or not\s*$|right\s*\?)"
)
SUPPOSITION = (
    r"(?:if|unless|suppose|supposing|assuming|imagine|say (?:i|we)|in case|whenever|once (?:i|we)|as "
    r"soon as|(?:(?:i(?:'m| am|m| was)?|we(?:'re| are| were)?)\s+)?(?:thinking (?:of|about)|considering|"
    r"toying with|tempted to))\b"
)
SUPPOSES_WITHIN = (
    r"\b(?:if|whether|in case)\s+(?:i|we|you|they|it|he|she|my|the|that|this|someone|anyone)\b|"
    r"\b(?:once|unless|as soon as|provided|assuming)\s+(?:i|we|you|they|he|she|my|our|his|her|the)\b"
)

REFUSAL = (
    r"(?:(?:do not|don't|dont|never|please don't|no need to|you needn't|you don't need to|no longer|not to|i "
    r"(?:don't|dont|do not) (?:want|need)(?: you)? to)\s+(?!know\b|understand\b)\S)"
    r"|i\s+(?:did not|didn't|didnt|have not|haven't|havent|had not|hadn't|never|was not|wasn't|wasnt|won't|"
    r"wont|will not|am not|'m not|can't|cant|cannot)\b"
    r"|(?:did not|didn't|didnt|haven't|havent|never|wasn't|wasnt)\s+(?:take|took|taken|go|log|logged|use|used|"
    r"have|had|out|off|happen|attend)"
    r"|(?:log|record|put down|put|add|book|enter)\s+(?:nothing|none|no(?:thing)?\b)|nothing (?:to log|for|"
    r"on)\b|not\s+(?:logging|taking|out|off|going)\b"
)

REPORT = (
    r"(?:i(?:'ve| have| had|'d)?(?: just| also| already)?\s+)?(?:(?:was|been|were)(?: just| also)?\s+(?:out|"
    r"off|covered|released|away|at|on|in)\b|been to\b"
    r"|(?:spent|took|taken|used(?! to\b)|had|did|attended|went (?:to|on)|led|ran|delivered|completed)\s+\S)"
)

DATED = (
    r"(?:(?:on|last|this|the|of|day|days|before|ago|week|weeks|fortnight|two|three|four|a|am|pm|all|in|"
    r"mornings?|afternoons?|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|yesterday|today|"
    r"\d[\d/.-]*(?:st|nd|rd|th)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*)[\s,]+){1,9}"
    r"(?=(?:i|we)\s)"
)
"""What may stand before a report: “two weeks ago today i did …”."""
CORRECTION = (
    r"\b(?:i\s+)?(?:meant?|mean)\b(?!ing)|\bshould(?:'ve|\s+have)?(?:\s+(?:only|just|really|actually))?\s+"
    r"(?:be|been|said|say|read)\b|"
    r"\bshould(?:'ve| have)\b|\btypo\b|\bmistakes?\b|\berrors?\b|"
    r"\b(?:was|is|were|got|logged|put|entered|that's|thats|it's|its)\s+(?:all\s+|the\s+|a\s+)?wrong\b|"
    r"\bwrong\s+(?:date|day|one|purpose|entry|part|half|week|month)\b|^wrong\b|\bincorrect\b|"
    r"\b(?:not|isn't|isnt|wasn't|wasnt|ain't)\s+(?:quite\s+)?(?:right|correct|what i (?:said|meant|asked|typed|"
    r"wanted))\b|\bthat(?:'s| is|s)? not (?:it|right|what)\b|"
    r"\b(?:was|were|been|got|gets|is|be|being|has|have|had)\s+(?:\S+\s+)?(?:cancelled|canceled|called off|"
    r"postponed|moved|rearranged|rescheduled|put back|pushed back|brought forward|shifted)\b|"
    r"\bnever happened\b|\b(?:didn't|did not|didnt)\s+(?:happen|go ahead|take place|go|turn up)\b|\bwasn't "
    r"released\b|\b(?:in the end|after all)\b|\bby (?:accident|mistake)\b|\bacc?identa?ll?y\b|"
    r"\b(?:in |logged |down |put \S+ \S+ in )?twice\b|\bduplicate\b|\bno wait\b|\bnot that (?:day|one)\b|"
    r"\binstead of\b|\b(?:was|were) (?:only|actually|really|just|in fact)\b|"
    r"\b(?:was|were|is)\s+(?:\S+\s+){1,5}?not\s+\S|\bended up\b|\bhas moved\b|\bbut it was\b|\bactually\b"
)  # fmt: skip
