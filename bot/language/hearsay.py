"""What is in somebody else's mouth, or only hoped for: it is no word of one's own, and nothing is noted for it."""

import re

OTHERS_SAY = re.compile(
    r"\b(?!(?:you|please|i|i've|ive|i'd|i'm|im|just|already|as|now|and|to|be|been)\b)[a-z']+\s+(?:has\s+|have\s+|just\s+|both\s+|all\s+)?"
    r"(?:says?|said|tells|told|thinks?|thought|reckons?|wants?|wanted|asks|asked|expects?|expected|insists?|hopes?|"
    r"claims?|would rather|would like|'d rather|'d like|wishes)\b",
    re.I,
)
"""“My head says …”, “the kids want …”; not “I said …”."""
HOPED = re.compile(
    r"\b(?:hop(?:e|ed|ing)|plan|planned|planning|aim|aiming|intend|intending|intention|mean|meaning|meant|try|trying|"
    r"wish|wishing|want|wanting|expect|expecting|supposed|looking)\s+(?:\w+\s+){0,3}?(?:to|on|for|that)\b|"
    r"\bhop(?:e|ing)\b|\b(?:to|can|could|might|would|may|will|we'll|'ll) (?:get|have|be|finish|do|send|submit|"
    r"complete|hand|write|see)\b",
    re.I,
)
"""“I hope to get it done”, “planning on having it finished”."""
