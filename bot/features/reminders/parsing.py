"""What somebody says of their reminders ("snooze reports until Friday") → what to do, and until when. Pure.

Every word is accounted for, or nothing changes and it is asked. A question about reminders changes nothing.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from bot.core.errors import BotError
from bot.features.reminders.registry import topics
from bot.language import HolidayCalendar, fold, in_words, read_until
from bot.language.acts import ASKS, act_in

USUAL = 3  # days, where somebody says “later” and no more
LONGEST = 366  # days
SHORT = 6  # words
DAY = timedelta(days=1)

EVERY = re.compile(r"\b(?:all|everything|every one|both|any(?:thing)?)\b", re.I)
BUT = re.compile(
    r"[\s,]*\b(?:but\s+not|except(?:\s+for)?|apart\s+from|other\s+than|but\s+keep|not)\b\s+(?P<kept>\S.*)$", re.I
)
FILLERS = re.compile(
    r"\b(?:sending|send|giving|give|getting|get|telling|tell|reminding|remind|nudging|nudge|nagging|messaging|message|"
    r"texting|bothering|bugging|pestering|hassling|annoying|"
    r"notifying|notify|contacting|pinging|me|us|my|mine|any|more|of|the|these|those|your|about|for|on|"
    r"reminders?|notifications?|notices?|messages?|alerts?|ones?|please|pls|thanks|thank you|now|them|to|that|"
    r"again|with|"
    r"all|both|everything|and|just|from|off|it|this|is|are|due)\b|[\s,.;!]+",
    re.I,
)
POLITE = re.compile(
    r"^(?:(?:please|pls|hi|hello|ok|okay|thanks|can you|could you|would you|will you|i want to|i'd like to|"
    r"i want you to)[\s,]+)+",
    re.I,
)
STOP = re.compile(
    r"^(?:stop|quit|end|cancel|turn off|switch off|disable|mute|silence|unsubscribe|opt out|no more|no|"
    r"i (?:don't|dont|do not|no longer) (?:want|need)|get rid of)\b|"
    r"^(?:don't|dont|do not|never)\s+(?=(?:remind|nudge|message|notify|send|text|tell|bother|nag|ping)\b)",
    re.I,
)
OFF = re.compile(r"^(?:turn|switch)\s+(?P<what>.*?)\s+(?P<way>off|on)\b(?P<rest>.*)$", re.I)
OFF_LAST = re.compile(
    r"^(?P<what>(?:(?:my|the|all|your)\s+)*[\w\s]*?(?:reminders?|notifications?|alerts?|nudges?))\s+(?P<way>off|on)$",
    re.I,
)
KEEP = re.compile(r"^(?:don't|dont|do not|never)\s+(?:stop|turn off|switch off|cancel|mute|pause|snooze)\b", re.I)
SNOOZE = re.compile(r"^(?:snooze|pause|put off|postpone|hold off|hold|delay|suspend|quiet)\b", re.I)
START = re.compile(r"^(?:start|restart|resume|unpause|unmute|turn on|switch on|enable|subscribe)\b", re.I)
REMIND = re.compile(r"^(?:remind|nudge|ping)\s+me\b", re.I)
ASKED = re.compile(
    r"^(?:do|does|did|is|are|am|was|will|would i|when|whens|when's|what|whats|what's|which|how|why|who|where|if|"
    r"(?:can|could|may|should|shall) (?:i|we|they|it|the|my))\b|\?",
    re.I,
)
ALL_OF_THEM = re.compile(
    r"^(?:\W|\b(?:all|everything|every|my|the|of|them all|reminders?|please|now|messages)\b)*$", re.I
)
ONLY = re.compile(r"^(?:only|just)\s+(?:(?:send|remind|tell)\s+me\s+)?(?=\S)", re.I)
A_TASK = re.compile(
    r"\b(?:remind|nudge|ping) me\b.*\bto\s+[a-z]+|\balarm\b|\b(?:before|when|after)\b(?!.*\bterm\b)", re.I
)
DURING = re.compile(
    r"^(?:at|over|during|in|through|throughout)\s+(?:the\s+)?(?P<name>half[ -]?term|christmas|xmas|easter|summer|"
    r"holidays?)"
    r"(?:\s+(?:holidays?|break))?$",
    re.I,
)
LATER_THAN = re.compile(
    r"^(?:after|from|since|starting(?: from)?|beginning|as of|once)\s+(?P<when>\S.*?)(?:\s+(?:on|onwards?))?$",
    re.I,
)
"""“Stop reports after Friday”: from then on, which is the reverse of until then."""
BARE = re.compile(
    r"(?:please |just |ok |can you |could you )*(?P<verb>stop|pause)(?: please| pls| now| it)*", re.I
)
"""“Stop”, and no more: what should stop is not said."""
LATERISH = re.compile(
    r"^(?:a\s+)?(?:bit\s+)?later(?:\s+on)?$|^(?:in\s+)?a (?:bit|while)$|^some other time$|^another time$", re.I
)
SOON = re.compile(
    r"\b(?:tonight|this evening|after school|after work|(?:an?|\d+) (?:hours?|minutes?)|at \d)", re.I
)
ABOUT = re.compile(
    r"\b(?:remind\w*|nudg\w+|snooze\w*|notifications?|alerts?|unsubscribe|opt out)\b|"
    r"\b(?:stop|quit|no more|don't|dont|do not|stop these)\b.*\b(?:messag\w+|text(?:s|ing)|e-?mail\w*|contacting|"
    r"pinging|"
    r"bothering|bugging|pestering|hassling|annoying|nagging|"
    r"sending me)\b|^(?:stop|stop all|stop it all)\W*$|^(?:pause|mute|quiet)\b",
    re.I,
)
MAIL = re.compile(r"\be-?mail\w*", re.I)


class ReminderDeed(Enum):
    """What is to happen to somebody's reminders. SHOW: they are shown, and nothing changes."""

    STOP = "stop"
    START = "start"
    SNOOZE = "snooze"
    SHOW = "show"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class ReminderRequest:
    """kinds: empty where none was named. day: until when; None for the usual few days. named: a time was said.

    question: what to ask, for ASK. offers: labels of buttons → the commands that they stand for.
    task: somebody wants to be reminded of a thing of their own.
    """

    deed: ReminderDeed
    kinds: tuple[str, ...] = ()
    day: date | None = None
    question: str = ""
    offers: dict[str, str] = field(default_factory=dict)
    task: bool = False


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
    found, rest = _kinds_and_rest(text.strip(" .!"))
    if not found or rest:
        raise WhichReminders.asked()
    return found


def stop_command(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """What stands after “reminders stop”: kinds, or until when. Raises WhichReminders."""
    _, rest = _kinds_and_rest(words)
    return stopped(words, today, holidays) if rest else ReminderRequest(ReminderDeed.STOP, chosen(words))


def stopped(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """What stands after “stop”: kinds, and perhaps a time."""
    kinds, rest = _kinds_and_rest(words)
    if not rest:
        return ReminderRequest(ReminderDeed.STOP, kinds or tuple(topics()))
    said = re.search(rf"\bfrom\s+(?:the\s+)?{re.escape(rest)}", words, re.I)  # “from” alone is passed over
    if later := LATER_THAN.match(said[0] if said else rest):
        return _from_then_on(rest, later["when"], kinds, today, holidays)
    return _until(rest, kinds, today, holidays, words)


def snoozed(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """What stands after “reminders snooze”. Without a time it is the usual few days; never where one was named."""
    kinds, rest = _kinds_and_rest(words)
    if not rest or LATERISH.match(rest):
        return ReminderRequest(ReminderDeed.SNOOZE, kinds)
    return _until(rest, kinds, today, holidays, words)


def speaks_of_reminders(text: str) -> bool:
    """Whether it is worth reading: quick, for every message passes here."""
    words = POLITE.sub("", fold(text).strip()).strip(" .!")
    short = len(words.split()) <= SHORT and re.match(r"^(?:stop|only|just)\b", words) and kinds_in(words)
    return bool(short or ABOUT.search(words))


def said(text: str, today: date, holidays: HolidayCalendar) -> ReminderRequest | None:
    """What a sentence wants of the reminders; None for one that does not speak of them."""
    words = POLITE.sub("", fold(text).strip()).strip(" .!")
    if not speaks_of_reminders(text):
        return None
    if ASKED.search(words) or act_in(text).mood in ASKS or KEEP.match(words):
        return ReminderRequest(ReminderDeed.SHOW)
    if only := ONLY.match(words):
        kinds, rest = _kinds_and_rest(words[only.end() :])
        others = tuple(kind for kind in topics() if kind not in kinds)
        return ReminderRequest(ReminderDeed.STOP, others) if kinds and others and not rest else None
    if way := (OFF.match(words) or OFF_LAST.match(words)):
        rest = way.groupdict().get("rest", "")
        words = f"{'stop' if way['way'].lower() == 'off' else 'start'} {way['what']} {rest}"
    return _ordered(words, today, holidays)


def _ordered(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest | None:
    if verb := STOP.match(words):
        return _about_mail(words) or stopped(words[verb.end() :], today, holidays)
    if verb := SNOOZE.match(words):
        return snoozed(words[verb.end() :], today, holidays)
    if verb := START.match(words):
        kinds, rest = _kinds_and_rest(words[verb.end() :])
        return (
            _unclear(_as_typed(rest, words))
            if rest
            else ReminderRequest(ReminderDeed.START, kinds or tuple(topics()))
        )
    return _reminded(words, today, holidays) if REMIND.match(words) else None


def _reminded(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """“Remind me on Thursday” puts off; “remind me about my report” asks what comes."""
    if A_TASK.search(words):
        return ReminderRequest(ReminderDeed.SHOW, task=True)
    kinds, rest = _kinds_and_rest(words)
    if LATERISH.match(rest):
        return ReminderRequest(ReminderDeed.SNOOZE, kinds)
    if not rest:
        return ReminderRequest(ReminderDeed.SHOW if kinds else ReminderDeed.START, kinds or tuple(topics()))
    found = _until(rest, kinds, today, holidays, words)
    if found.deed is ReminderDeed.SNOOZE and kinds and found.day:
        return _offered("I remind you by myself before it is due.", found.kinds, found.day)
    return found


def _about_mail(words: str) -> ReminderRequest | None:
    if not MAIL.search(words):
        return None
    offers = {"Stop my reminders": "reminders stop"}
    return ReminderRequest(
        ReminderDeed.ASK, question="I send no e-mails. Shall I stop my reminders here?", offers=offers
    )


def _until(
    rest: str, kinds: tuple[str, ...], today: date, holidays: HolidayCalendar, words: str = ""
) -> ReminderRequest:
    """Put off until the day that the words name, or the question about it."""
    if during := DURING.match(rest):
        return _during(during["name"], kinds, today, holidays)
    if SOON.search(rest):
        return _offered("Reminders come in the morning.", kinds, today + DAY)
    reading = read_until(rest, today, holidays=holidays)
    if not reading.certain or reading.note or reading.until is None:
        asked = reading.question if reading.days or reading.doubts else None
        return _unclear(_as_typed(rest, words), asked if reading.certain is False and not reading.note else None)
    if not today < reading.until <= today + LONGEST * DAY:
        why = (
            "is over" if reading.until < today else "is today" if reading.until == today else "is over a year away"
        )
        question = f"{in_words(reading.until)} {why}. Until when? Nothing was changed."
        return ReminderRequest(ReminderDeed.ASK, kinds, question=question)
    return ReminderRequest(ReminderDeed.SNOOZE, kinds, reading.until)


def _from_then_on(
    rest: str, when: str, kinds: tuple[str, ...], today: date, holidays: HolidayCalendar
) -> ReminderRequest:
    """I can stop now or wait until a day; what is to stop only later is asked about, with what can be done."""
    named = " ".join(kinds if len(kinds) < len(topics()) else ())
    offers = {"Stop them now": f"reminders stop {named}".strip()}
    reading = read_until(when, today, holidays=holidays)
    if reading.certain and not reading.note and reading.until and today < reading.until <= today + LONGEST * DAY:
        day = reading.until
        command = " ".join(f"reminders snooze {named} until {in_words(day)}".split())
        offers[f"None until {day.day} {day:%b}"] = command
    question = (
        f"“{rest[:60]}”: I can stop reminders now, or pause them until a day; I can't begin to stop on a later "
        "day. Which is it? Nothing was changed."
    )
    return ReminderRequest(ReminderDeed.ASK, kinds, question=question, offers=offers)


def _during(name: str, kinds: tuple[str, ...], today: date, holidays: HolidayCalendar) -> ReminderRequest:
    known = "half term" if name.startswith("half") else "christmas" if name == "xmas" else name
    span = holidays.next(known, today)
    if span is None:
        question = (
            f"The dates of {known} are not on record here. Until when? Type for example: reminders snooze until "
            "4 January. Nobody is reminded in the school holidays that a hub has entered. Nothing was changed."
        )
        return ReminderRequest(ReminderDeed.ASK, kinds, question=question)
    after = span.last + DAY
    opening = f"Nobody is reminded in school holidays; that one is to {in_words(span.last)}."
    return _offered(opening, kinds, after)


def _offered(opening: str, kinds: tuple[str, ...], day: date) -> ReminderRequest:
    """A question whose answer is one press: put off until that day."""
    named = " ".join(kinds if len(kinds) < len(topics()) else ())
    command = " ".join(f"reminders snooze {named} until {in_words(day)}".split())
    question = f"{opening} Shall I pause reminders until {in_words(day)}?"
    return ReminderRequest(
        ReminderDeed.ASK, kinds, question=question, offers={f"Pause until {day.day} {day:%b}": command}
    )


def _as_typed(rest: str, words: str) -> str:
    """What is left, with all that stands between its first word and its last."""
    between = r"\b.*?\b".join(re.escape(word) for word in rest.split())
    found = re.search(between, words, re.I)
    return found[0] if found else rest


def _unclear(rest: str, asked: str | None = None) -> ReminderRequest:
    question = asked or f"I don't understand “{' '.join(rest.split())[:60]}” there."
    how = "Until when, or which? Type for example: reminders snooze until Friday, or: reminders stop reports."
    return ReminderRequest(ReminderDeed.ASK, question=f"{question} {how} Nothing was changed.")


def _kinds_and_rest(words: str) -> tuple[tuple[str, ...], str]:
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
