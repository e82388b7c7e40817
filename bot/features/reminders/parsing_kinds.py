"""Which reminders a sentence names (“reports, but not residentials”), and what else it says. Pure."""

import re

from bot.core.errors import BotError
from bot.features.reminders.registry import topics

EVERY = re.compile(r"\b(?:all|everything|every one|both|any(?:thing)?|the (?:whole )?lot)\b", re.I)
BUT = re.compile(
    r"[\s,]*\b(?:but\s+not|except(?:\s+for)?|apart\s+from|other\s+than|but\s+keep|not)\b\s+(?P<kept>\S.*)$", re.I
)
FILLERS = re.compile(
    r"\b(?:sending|send|giving|give|getting|get|telling|tell|reminding|remind|nudging|nudge|nagging|messaging|message|"
    r"texting|bothering|bugging|pestering|hassling|annoying|"
    r"notifying|notify|contacting|pinging|me|us|my|mine|any|more|of|the|these|those|your|about|for|on|"
    r"reminders?|notifications?|notices?|messages?|alerts?|ones?|please|pls|thanks|thank you|now|them|to|that|"
    r"again|with|"
    r"all|both|everything|whole|lot|and|just|from|off|it|this|is|are|due)\b|[\s,.;!]+",
    re.I,
)
ALL_OF_THEM = re.compile(
    r"^(?:\W|\b(?:all|everything|every|my|the|of|them all|reminders?|please|now|messages)\b)*$", re.I
)


class WhichReminders(BotError):
    """Which reminders? Type for example: reminders stop reports."""

    @classmethod
    def asked(cls) -> "WhichReminders":
        """With the topics that there are."""
        return cls(f"Which reminders? Type {', '.join(topics())} or all, for example: reminders stop reports.")


def kinds_in(text: str) -> tuple[str, ...]:
    """The topics that are named, all of them for “all”; empty when none is."""
    every = topics().values()
    found = tuple(one.name for one in every if one.spoken.search(text))
    found = found or tuple(one.name for one in every if one.alone and one.alone.search(text))
    return found or (tuple(topics()) if EVERY.search(text) else ())


def chosen(text: str) -> tuple[str, ...]:
    """The kinds of a command; a bare command means all. Raises WhichReminders, also where more is said."""
    if ALL_OF_THEM.match(text):
        return tuple(topics())
    found, rest = kinds_and_rest(text.strip(" .!"))
    if not found or rest:
        raise WhichReminders.asked()
    return found


def kinds_and_rest(words: str) -> tuple[tuple[str, ...], str]:
    """The kinds that are named, less those after “but not”, and the words that say something else."""
    but = BUT.search(words)
    kept = kinds_in(but["kept"]) if but else ()
    if but and kept:
        named = kinds_in(words[: but.start()]) or tuple(topics())
        rest = _rest(words[: but.start()]) + _rest(but["kept"])
        return tuple(kind for kind in named if kind not in kept), rest
    return kinds_in(words), _rest(words)


def _rest(words: str) -> str:
    for one in topics().values():
        words = one.alone.sub(" ", words) if one.alone else words
        words = one.spoken.sub(" ", words)
    ahead = FILLERS.match(words)
    while ahead and ahead.end():
        words = words[ahead.end() :]
        ahead = FILLERS.match(words)
    while (behind := re.search(rf"(?:{FILLERS.pattern})$", words, re.I)) and behind.group(0):
        words = words[: behind.start()]
    return re.sub(r"\s+(?:reminders?|about|me|for|of|please|again)(?=\s)", " ", words).strip()
