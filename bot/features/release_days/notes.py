"""What is neither a date, an amount nor a purpose is the note: whole, and as it was typed."""

import re
from collections.abc import Sequence

from bot.features.release_days.purposes import PurposeFound
from bot.language.acts import Act, Mood
from bot.language.extents import Extent
from bot.language.reading import Reading
from bot.language.second_thoughts import SECOND_THOUGHT

FRAME = re.compile(
    r"(?:[\s,.;:–-]|(?:i've|i'm|i'll|i|we|was|been|were|be|am|is|are|will|have|has|had|take|took|taken|spent|"
    r"used|use|did|do|going to|went to|go to|"
    r"out of class|out of school|out|off timetable|off|covered|released|release|days?|time|booked|"
    r"planned|me|my|us|our|a|an|"
    r"the|for|on|of|to|in|at(?=\s+(?:a|an|the|my)\b)|as|it|down|"
    r"from|and|also|then|this|that|just|(?:want|wanted|need|needed|like)\s+to|please|pls|log|logg|logged|record|recorded|put|add|book|plan|mark|note|enter|register|"
    r"stick|pop|"
    r"one|full|both|only|sorry|soz|apologies|oops|whoops)(?![\w'’/]))+",
    re.I,
)
"""What may stand before a purpose and says nothing of it."""
JOINT = re.compile(
    r"(?:[\s,;.–-]|:(?=\s)|(?:on|for|in|from|the|of|and|and also|then|also|was|is|it was|only|"
    r"just|though|tho|both days|each day|on each|on both|both times|each time|every time)(?![\w'’]))+",
    re.I,
)
TAIL = re.compile(
    r"(?:[\s,.;!–-]*\b(?:(?:like|as)\s+i\s+said|(?:and\s+)?that['’]?s\s+(?:all|it)|(?:thanks|thank\s+you|ta|cheers)\s+"
    r"(?:again|so\s+much|a\s+lot|in\s+advance|very\s+much)|sent\s+from\s+my\s+\w+|"
    r"(?:and\s+)?have\s+a\s+(?:lovely|nice|good|great)\s+\w+|"
    r"(?:(?:kind|best|many|warm)\s+)?regards(?:\s+\w+)?|asap|x{1,3}(?=\s*$)|"
    r"please|pls|plz|too|thanks|thank you|many thanks|ta|cheers|"
    r"(?:so )?(?:(?:can|could|would|will) (?:you|u|ye) )?(?:please )?(?:put|log|get|add|note|record|"
    r"mark|count|pop|stick) (?:it|that|this|both|them|all)"
    r"(?: (?:down|in|on|up))?(?: for me)?|for me|ok)[\s.!]*)+$",
    re.I,
)
DAY_AFTER = re.compile(r"^\s*days?(?=\s*(?:$|[,.;]))", re.I)  # a workshop day
DANGLING = re.compile(r"(?:\s+(?:on|for|in|from|at|the|of|and|over|during|this)|[\s,;:–-])+$", re.I)
NOTE_SAID = re.compile(
    r"^[\s,;(–-]*(?:notes?\s*[:–-]\s*|note\s+(?!(?:was|is|were|taking|taker|book|on|for|from|to|of)\b)(?=\w))",
    re.I,
)
OPENS, CLOSES = "(\"“‘'£#[", ")\"”’'%.!?…]"


def without_courtesies(words: str) -> str:
    """Without “please” and “put it down” at the end."""
    return TAIL.sub("", words)


def widened(text: str, extent: Extent, reading: Reading) -> Extent:
    """With the brackets, quotes and signs that stand right at the words."""
    start, end = extent.start, extent.end
    taken = [(one.start, one.end) for one in reading.stretches if one.role in ("date", "part", "amount", "time")]
    while start > 0 and text[start - 1] in OPENS and not any(a <= start - 1 < b for a, b in taken):
        start -= 1
    while end < len(text) and text[end] in CLOSES and not any(a <= end < b for a, b in taken):
        end += 1
    return Extent(start, end)


def note_of(text: str, stretches: Sequence[Extent], found: PurposeFound, act: Act) -> tuple[str, bool]:
    """What is neither frame nor purpose, as typed; and whether words stand before the purpose."""
    pieces: list[str] = []
    worded, seen = False, False
    for number, stretch in enumerate(stretches):
        verb_at = act.object_at if act.certain or act.mood in (Mood.REQUEST, Mood.OTHER) else 0
        start = min(max(stretch.start, verb_at), stretch.end)
        last = number == len(stretches) - 1
        if found.extent and stretch.start <= found.extent.start < stretch.end:
            lead = _unframed(text[start : found.extent.start])
            piece = DAY_AFTER.sub("", text[found.extent.end : stretch.end])
            if lead:
                worded, piece = True, lead + text[found.extent.start : stretch.end]
            seen = True
        else:
            piece = (
                text[start : stretch.end] if seen else _lead_off(text, Extent(start, stretch.end), found.guess_at)
            )
            worded = worded or (bool(piece.strip()) and not seen)
        pieces.append(_trimmed(piece, last=last))
    return " ".join(piece for piece in pieces if piece), worded


def _lead_off(text: str, stretch: Extent, guess_at: int) -> str:
    """The words without their frame; those from which the purpose is guessed stay whole."""
    until = guess_at if stretch.start <= guess_at < stretch.end else stretch.end
    return _unframed(text[stretch.start : until]) + text[until : stretch.end]


def _unframed(words: str) -> str:
    """Without “log”, “I was out on the” and the like at its beginning."""
    return words[found.end() :] if (found := FRAME.match(words)) else words


def _trimmed(piece: str, *, last: bool) -> str:
    piece = TAIL.sub("", piece) if last else DANGLING.sub("", TAIL.sub("", piece))
    if not re.search(r"\w", piece) or JOINT.fullmatch(piece) or SECOND_THOUGHT.fullmatch(piece.strip(" ,;.!–-")):
        return ""
    piece = NOTE_SAID.sub("", piece.strip(" ,;–-\t\n").removeprefix(":").strip())
    piece = piece.rstrip(" ,;").removesuffix(".") if not piece.endswith("...") else piece
    inner = piece[1:-1]
    if piece[:1] + piece[-1:] in ("()", "[]", '""', "“”") and not set(inner) & set('()[]"“”'):
        return inner.strip()
    return piece.strip(" )") if piece.count(")") > piece.count("(") else piece.strip()
