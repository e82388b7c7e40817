"""What a lead says of an announcement: "tell Chloe that …", "to those with late reports: …" → whom and what. "
"Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.commands import written
from bot.core.errors import BotError
from bot.features.announcements.domain import LONGEST_TEXT, LONGEST_WRITTEN, Audience
from bot.features.announcements.head import EXCEPT, FURTHEST, GROUPS, USUAL, HeadReader, InThePast
from bot.features.announcements.named_people import Roll
from bot.features.announcements.told_text import (
    INDIRECT,
    NO_TEXT,
    NOT_TO_DO,
    TO_SOMEBODY,
    WHEN_THAT,
    alone,
    rest_of_whom,
    to_them,
)
from bot.language import read_time
from bot.language.acts import Mood, act_in

LONGEST_HEAD = 400  # characters before the colon; whoever writes more writes text
COLON = re.compile(r"(?<!\d):|:(?!\d)")  # but for that of 08:30
POLITE = (
    r"^\s*(?:(?:please|pls|hi|hello|can you|could you|would you|can we|will you|i want to|i'd like to)[\s,]+)*"
)
VERB = re.compile(
    rf"{POLITE}(?:(?P<send>(?:post|send|announce|broadcast|write|schedule)\b"
    r"(?:\s+(?:out\s+)?(?:(?:a|an|this|the|my)\s+)?(?:short\s+)?(?:message|announcement|note|reminder|notice|e-?mail))?(?:\s+(?P<to>to|for)\b)?)|"
    r"(?P<tell>tell|let|notify|inform|message|remind|text|ask|ping|dm|contact|e-?mail)\b)\s*",
    re.I,
)
KNOW = re.compile(r"^\s*(?:know\b\s*)?(?:that\b\s*)?", re.I)
TO_DO = re.compile(r"^\s*to\s+(?=\S)", re.I)
ABOUT = re.compile(r"^\s*(?:about|of|for|on|again|later|tomorrow|at|in|next)\b", re.I)
ANNOUNCE = re.compile(rf"{POLITE}announce(?:ment)?\b\s*[:,]?\s*(?P<text>.*)$", re.I | re.S)
NOTICE = re.compile(
    r"^\s*(?:reminder|notice|announcement|update|fyi|important|news|message|heads up)\s*:\s*\S", re.I
)
TO_ALL = re.compile(
    r"^\s*(?:dear|hi|hello|hiya|hey|morning|good (?:morning|afternoon|evening)|afternoon)\s+"
    r"(?:all|every(?:one|body)|team|folks|colleagues|specialists)\b\s*[,!:;.–-]+\s*\S+\s+\S+\s+\S",
    re.I,
)
"""“Dear all, please bring your laptop”: from a lead it may be meant for the hub, with its greeting."""
HEAD_LIKE = re.compile(r"\s*(?:to|for|only|just|every(?:one|body)?|all|those)\b(?!['’])", re.I)
THIS_OUT = re.compile(r"\s*(?:this|it|the\s+following|one)(?:\s+(?:out|round|around|over|on))?\b[\s,]*", re.I)
"""“Send this out at 8am tomorrow: …”: what follows is when, or for whom."""
OURSELVES = re.compile(r"^\s*(?:me|us|you|yourself)\b", re.I)
EVERYBODY = re.compile(
    r"^\s*(?:to\s+)?(?:every(?:one|body)|(?:all )?(?:of )?(?:my|our|the) (?:whole )?"
    r"(?:specialists|cohort|group|hub|people|teachers)|(?:them )?all)\b"
    r"(?!\s+(?:who|with|whose|in|at|except|but|apart|other|excluding)\b)(?:\s+in the (?:hub|cohort))?",
    re.I,
)
ABOUT_ONE = re.compile(
    r"\b(?:edit|change|correct\w*|delete|take down|remove|cancel|recall|withdraw|unsend|undo|read|got|get|show|"
    r"see|last|latest|just sent|earlier)\b.*\b(?:announcements?|message|posted|notice)\b|"
    r"\bannouncements?\b.*\b(?:wrong|read|arrive\w*|sent|status|go(?:ne|ing)?)\b",
    re.I,
)
ABOUT_READING = re.compile(r"\b(?:read|seen)\b", re.I)


class NothingToSay(BotError):
    """Write what to announce, for example: cohort announce Please bring your folders on Thursday."""


class WhatToSay(BotError):
    """What shall I write to them? Type it like this: cohort announce to Sam Patel: please send your report."""

    head: str = ""  # for whom, where that was said

    @classmethod
    def to(cls, head: str) -> "WhatToSay":
        found = cls()
        found.head = head
        return found


class TextTooLong(BotError):
    """That's too long: an announcement has at most 2,000 characters. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class AnnouncementRequest:
    """send_at: in UTC, None for at once."""

    text: str
    audience: Audience
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """“Tell Chloe and Ben that …”: the words before the text, and the text. An empty head means everybody."""

    head: str
    text: str


def asked(words: str, reader: HeadReader, *, addressed: bool = False) -> AnnouncementRequest:
    """What stands before a colon is whom and when, or else all is the text, as it was written.

    addressed: what stands before the colon must be whom. Raises HeadUnclear, InThePast.
    """
    head, *more = COLON.split(words, maxsplit=1)
    rest = more[0] if more else ""
    if not rest.strip() or (len(head) > LONGEST_HEAD and not addressed):
        return AnnouncementRequest(words.strip(), Audience())
    found = reader.read(head[:LONGEST_HEAD], addressed=addressed)
    if found is None:
        return AnnouncementRequest(words.strip(), Audience())
    return AnnouncementRequest(rest.strip(), found.audience, found.send_at)


def may_be_a_wish(text: str) -> bool:
    """Whether it is worth looking up who is at the hub: an order to tell somebody, or a short head and a colon."""
    found = VERB.match(text)
    asks = found is not None and (found["tell"] or "").lower() == "ask"
    order = text[: found.end()] if found and asks else COLON.split(text, maxsplit=1)[0] if found else text
    if act_in(order).mood in (Mood.QUESTION, Mood.SUPPOSITION, Mood.REFUSAL):
        return False
    if found:
        return not OURSELVES.match(text[found.end() :])
    head, colon, _ = text.partition(":")
    return bool(colon) and len(head.split()) <= 8


def wish(text: str, roll: Roll) -> Wish | None:
    """Whom and what, of “tell Chloe her report is late” and “announce to everyone: …”; None where nobody is told.

    Raises WhatToSay where only whom was said.
    """
    found = VERB.match(text)
    if found is None:
        head, colon, said = text.partition(":")
        named = roll.all_of(head) if colon and said.strip() else None
        return Wish(head, said.strip()) if named and (named.people or named.unclear) else None
    rest = text[found.end() :]
    if OURSELVES.match(rest):
        return None
    head, *more = COLON.split(rest, maxsplit=1)
    if more and more[0].strip() and (found["tell"] or found["to"] or HEAD_LIKE.match(head)):
        return Wish(head.strip(), alone(more[0].strip()))
    if more and more[0].strip() and found["send"] and (out := THIS_OUT.match(head)):
        return Wish(head[out.end() :].strip(" ,"), alone(more[0].strip()))
    if found["send"] and not found["to"]:
        return _announced(text, roll)
    return _told_whom(rest, roll, asks=(found["tell"] or "").lower() == "ask")


def _announced(text: str, roll: Roll) -> Wish | None:
    """“Announce: no meeting on Thursday” is for everybody; “announce hi to Chloe” is for her."""
    found = ANNOUNCE.match(text)
    said = found["text"].strip() if found else ""
    if (to := TO_SOMEBODY.match(said)) and EVERYBODY.fullmatch(to["who"]):
        return Wish("", _capital(alone(to["text"])))
    if (to := TO_SOMEBODY.match(said)) and ((named := roll.all_of(to["who"])).people or named.unclear):
        return Wish(to["who"], _capital(to["text"]))
    return Wish("", _capital(alone(said))) if said else None


def _told_whom(rest: str, roll: Roll, *, asks: bool = False) -> Wish | None:
    """“Chloe her report is late”, “everybody to bring a laptop”: the people first, and no colon.

    asks: the verb is “ask”, so that “if he is coming” is no text yet. Raises WhatToSay, AnotherOrder.
    """
    one = False
    if (but := EXCEPT.match(rest)) and (out := roll.at_the_start(rest[but.end() :])).people:
        end = but.end() + out.end
        head, said = rest[:end], rest[end:]
    elif every := EVERYBODY.match(rest):
        head, said = "", rest[every.end() :]
    else:
        named = roll.at_the_start(rest)
        if not named.end and not named.unclear:
            return None
        head, said = (rest[: named.end], rest[named.end :]) if not named.unclear else (named.unclear, rest)
        one = len(named.people) == 1
    if said[:1] in ("'", "’", "-"):
        return None
    head, said = rest_of_whom(head, said, roll)
    if when := WHEN_THAT.match(said):
        head, said = f"{head or 'everyone'} {when['when']}", f" {when['text']}"
    do, dont, said = TO_DO.match(said), NOT_TO_DO.match(said), KNOW.sub("", said).strip(" ,")
    if not said and not head and not EVERYBODY.match(rest):
        return None
    if not said or ABOUT.match(said) or NO_TEXT.fullmatch(said) or (asks and INDIRECT.match(said)):
        raise WhatToSay.to(head or "everyone") if not said else WhatToSay
    if do or dont:
        said = f"Please {'don’t ' if dont else ''}{re.sub(r'^(?:not )?to ', '', said, flags=re.I)}"
    return Wish(head, _capital(alone(to_them(said) if one else said)))


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def moment(day: date | None, at: time | None, now: datetime, zone: str) -> datetime:
    """That time on that day; without a day, the next time that the clock shows it. Raises InThePast."""
    here = ZoneInfo(zone)
    found = datetime.combine(day or now.astimezone(here).date(), at or USUAL, here).astimezone(UTC)
    if found <= now and day is None:
        found = datetime.combine(now.astimezone(here).date() + timedelta(1), at or USUAL, here).astimezone(UTC)
    if found <= now or found > now + FURTHEST:
        raise InThePast
    return found


def time_in(text: str) -> time | None:
    """“8am”, “08:30”, “15.30”; None for what is none."""
    return read_time(text.strip())


def tidied(text: str) -> str:
    """Safe and bounded, and otherwise as it was written; whoever measures it sees that it was too long."""
    return written(text[: 2 * LONGEST_TEXT])


def checked(text: str) -> str:
    """Raises NothingToSay, TextTooLong."""
    if not text:
        raise NothingToSay
    if len(text) > LONGEST_WRITTEN:
        raise TextTooLong
    return text


def names_in(text: str) -> tuple[str, ...]:
    """“Sam Patel, Ann Jones and Al Fox” → three names."""
    return tuple(name for part in re.split(r",|;|\band\b|\n", text) if (name := " ".join(part.split())))


def audience_in(text: str) -> Audience:
    """Whom a text speaks of, for the form to open with; the lead sees it there before anything is sent."""
    if not EXCEPT.search(text):
        for who, pattern in GROUPS:
            if found := pattern.search(text):
                return Audience(who, int(found["number"]) if "number" in pattern.groupindex else 0)
    return Audience()
