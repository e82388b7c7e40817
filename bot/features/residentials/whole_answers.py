"""Whether “I can't come to residential 2” speaks of the whole of it, and of nothing else. Pure.

Every word round the answer is accounted for; what is left is quoted back, and nothing is noted. A reason (“because
…”, or a clause of its own) may say what it likes, as long as it names no part of the residential.
"""

import re
from datetime import date

from bot.features.residentials.domain import Residential
from bot.features.residentials.own_words import MEANINGS, answer_in
from bot.language.act_words import Deed
from bot.language.acts import act_in
from bot.language.words import word_set

REASON = re.compile(
    r"[\s,;:.(–-]+(?:because|cos|coz|cause|bc|as (?:i|i'm|im|my|we|it|there|that's|that|our)|since|due to|"
    r"owing to|so (?:i|please|that|could|can)|that's because)\b.*$",
    re.I,
)
CLAUSE = re.compile(r"\s*[,;:!.()]+\s+|\s+[–-]\s+|\s+(?:and|but|so)\s+")
PART = re.compile(
    r"\b(?:(?:the|one|an?|that|first|second|last|1st|2nd|final|other|next)\s+(?:whole\s+)?"
    r"(?:day|night|half|evening|morning|afternoon|session|bit|part)|"
    r"day (?:one|two|three|1|2|3)|half(?: of)?|part of|some of|most of|"
    r"overnight|stay(?:ing)?(?: over| the night)?|nights?|evenings?|mornings?|afternoons?|dinner|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|"
    r"today|tonight|tomorrow|until|till|after|before|from|"
    r"(?:on|in|right on|bang on|dead on) time|at the (?:start|beginning|end)|"
    r"all (?:of )?(?:the|that) time|the whole time|"
    r"at first|early|late)\b",
    re.I,
)
OF_ITS_OWN = re.compile(
    r"\breports?\b.*\b(?:done|finished|sent|submitted)\b|\b(?:done|finished|sent)\b.*\breports?\b|\breminders?\b|"
    r"^\W*(?:please\s+)?(?:log|delete|remove|change|stop)\b",
    re.I,
)
"""“Autumn report done and I'm coming”: a clause that wants something of its own."""
NO_PART = re.compile(
    r"\bafter all\b|\b(?:good|hi)\s+(?:morning|afternoon|evening)\b|^\W*(?:morning|afternoon|evening)\b", re.I
)
SAID_ONLY = re.compile(r"\bfor (?:the world|anything|all the \w+ in \w+)\b|\bno way\b", re.I)
"""“I wouldn't miss it for the world”."""
KNOWN = word_set(
    "i i'm im i'll ill i've ive am we we're we'll will me my our the this that it its to at for on in of "
    "be is a an either any anymore more now again then there here time residential residentials residental "
    "resi resis res number no one two three first second third 1st 2nd 3rd next last autumn spring summer "
    "winter event weekend trip both days all whole entire two-day please pls thanks thank you ta sorry "
    "unfortunately sadly afraid though definitely certainly sure really just still also and so yes yep ok "
    "okay hi hello hey oh well actually say said tell them us put down mark as count change reply answer "
    "attendance rsvp up along with see everyone looking forward able make come coming attend attending go "
    "going do can can't cant cannot not won't wont miss unable apologies good morning afternoon evening "
    "after thought could couldn't couldnt but send record fyi want have got let know lee hub lead 1 2 3 4 "
    "5 6 wouldn't wouldnt missing take off longer list"
)
JOINS = re.compile(
    r"\s*[.;,!]\s+(?:(?:and|also|then|plus|but)\s+)*|\s+(?:and|also|plus|then|but)\s+(?:also\s+)?", re.I
)
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def left_over(text: str, one: Residential | None) -> str:
    """What the answer of the whole residential does not account for, as it was written; empty for none."""
    said = REASON.sub("", text.replace("’", "'"))
    said = SAID_ONLY.sub(" ", NO_PART.sub(" ", said))
    for word in _dates(one) if one else ():
        said = re.sub(rf"\b{word}\b", " ", said, flags=re.I) if _whole_span(text, one) else said
    known = KNOWN | (_of(one) if one else set())
    for clause in CLAUSE.split(said):
        if not any(pattern.search(clause.lower()) for pattern, _ in MEANINGS):
            if OF_ITS_OWN.search(clause):
                return " ".join(clause.split())
            continue
        odd = [found for found in WORD.finditer(clause) if found[0].lower() not in known]
        if odd:
            return " ".join(clause[odd[0].start() : odd[-1].end()].split())
    part = PART.search(said)
    return part[0] if part else ""


def beside_an_order(text: str) -> tuple[str, str] | None:
    """The answer, and the day as the command to log it takes it, where a message holds both; else None."""
    for join in JOINS.finditer(text):
        before, after = text[: join.start()].strip(), text[join.end() :].strip()
        for answer, order in ((before, after), (after, before)):
            act = act_in(order)
            if (
                act.deed is Deed.LOG
                and act.may_write
                and act.certain
                and answer_in(answer)
                and not answer_in(order)
            ):
                return answer, order[act.object_at :].strip(" ,:.")
    return None


def _whole_span(text: str, one: Residential | None) -> bool:
    return one is not None and all(
        re.search(rf"(?<!\d){day.day}(?!\d)", text) for day in (one.first_day, one.last_day)
    )


def _dates(one: Residential) -> list[str]:
    days: tuple[date, ...] = (one.first_day, one.last_day)
    return [word for day in days for word in (f"{day:%A}", f"{day:%a}", rf"0?{day.day}(?:st|nd|rd|th)?")]


def _of(one: Residential) -> set[str]:
    """Words of its venue, its month and its number."""
    venue = re.findall(r"[^\W_]+", (one.venue or "").lower())
    months = [f"{day:%B}".lower() for day in (one.first_day, one.last_day)]
    return {*venue, *months, *(month[:3] for month in months), str(one.number)}
