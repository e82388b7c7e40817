"""What somebody says of their reminders ("snooze reports until Friday") → what to do, and until when. Pure.

Every word is accounted for, or nothing changes and it is asked. A question about reminders changes nothing.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.features.reminders.domain import ReminderDeed, ReminderRequest
from bot.features.reminders.parsing_kinds import chosen, kinds_and_rest, kinds_in
from bot.features.reminders.parsing_until import (
    LATER_THAN,
    LATERISH,
    ONLY_TOMORROW,
    SAYS_UNTIL_THEN,
    as_typed,
    not_from_now,
    not_understood,
    pause_offered,
    stop_later,
    until_when,
)
from bot.features.reminders.registry import topics
from bot.language import HolidayCalendar, fold
from bot.language.acts import ASKS, act_in

USUAL = 3  # days, where somebody says “later” and no more
SHORT = 6  # words

POLITE = re.compile(
    r"^(?:(?:please|pls|hi|hello|ok|okay|thanks|actually|sorry|can you|could you|would you|will you|"
    r"i want to|i'd like to|i want you to)[\s,]+)+",
    re.I,
)
STOP = re.compile(
    r"^(?:stop|quit|end|cancel|turn off|switch off|disable|mute|silence|unsubscribe|opt out|no more|no|"
    r"i (?:don't|dont|do not|no longer) (?:want|need)|get rid of)\b|"
    r"^(?:don't|dont|do not|never)\s+(?=(?:remind|nudge|message|notify|send|text|tell|bother|nag|ping)\b)",
    re.I,
)
OFF = re.compile(r"^(?:turn|switch)\s+(?P<what>.*?)\s+(?:back\s+)?(?P<way>off|on)\b(?P<rest>.*)$", re.I)
OFF_LAST = re.compile(
    r"^(?P<what>(?:(?:my|the|all|your)\s+)*[\w\s]*?(?:reminders?|notifications?|alerts?|nudges?))\s+(?P<way>off|on)$",
    re.I,
)
KEEP = re.compile(r"^(?:don't|dont|do not|never)\s+(?:stop|turn off|switch off|cancel|mute|pause|snooze)\b", re.I)
SNOOZE = re.compile(r"^(?:snooze|pause|put off|postpone|hold off|hold|delay|suspend|quiet)\b", re.I)
START = re.compile(
    r"^(?:start|restart|resume|unpause|unmute|(?:turn|switch)(?: back)? on|enable|subscribe|"
    r"(?:i|we)\s+(?:do|did|still)\s+(?:still\s+)?(?:want|need|like))\b",
    re.I,
)
REMIND = re.compile(r"^(?:remind|nudge|ping)\s+me\b", re.I)
ASKED = re.compile(
    r"^(?:do|does|did|is|are|am|was|will|would i|when|whens|when's|what|whats|what's|which|how|why|who|where|if|"
    r"(?:can|could|may|should|shall) (?:i|we|they|it|the|my))\b|\?",
    re.I,
)
ONLY = re.compile(r"^(?:only|just)\s+(?:(?:send|remind|tell)\s+me\s+)?(?=\S)", re.I)
A_TASK = re.compile(
    r"\b(?:remind|nudge|ping) me\b.*\bto\s+[a-z]+|\balarm\b|\b(?:before|when|after)\b(?!.*\bterm\b)", re.I
)
BARE = re.compile(
    r"(?:please |just |ok |can you |could you )*(?P<verb>stop|pause|snooze)(?: please| pls| now| it)*", re.I
)
"""“Stop”, and no more: what should stop is not said."""
ABOUT = re.compile(
    r"\b(?:remind\w*|nudg\w+|snooze\w*|notifications?|alerts?|unsubscribe|opt out)\b|"
    r"\b(?:stop|quit|no more|don't|dont|do not|stop these)\b.*\b(?:messag\w+|text(?:s|ing)|e-?mail\w*|contacting|"
    r"pinging|"
    r"bothering|bugging|pestering|hassling|annoying|nagging|"
    r"sending me)\b|^(?:stop|stop all|stop it all)\W*$|^(?:pause|mute|quiet)\b",
    re.I,
)
BEGINS_SHORT = re.compile(r"^(?:stop|only|just|mute|(?:turn|switch) (?:back )?(?:off|on))\b")
MAIL = re.compile(r"\be-?mail\w*", re.I)


STOPS_LOGGING = re.compile(r"(?:stop|quit)\s+(?:logging|log)(?:\s+(?:it|that|this|days?))?", re.I)
"""Of what is being logged, and of no reminder."""
OF_A_DAY = re.compile(r"^(?:remind|nudge|ping)\s+me\s+(?:of|about)\b", re.I)
"""“Remind me of 9 December”: of a day, and not on one."""


def stop_command(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """What stands after “reminders stop”: kinds, or until when. Raises WhichReminders."""
    _, rest = kinds_and_rest(words)
    return stopped(words, today, holidays) if rest else ReminderRequest(ReminderDeed.STOP, chosen(words))


def stopped(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """What stands after “stop”: kinds, and perhaps a time."""
    kinds, rest = kinds_and_rest(words)
    if not rest:
        return ReminderRequest(ReminderDeed.STOP, kinds or tuple(topics()))
    said = re.search(rf"\bfrom\s+(?:the\s+)?{re.escape(rest)}", words, re.I)  # “from” alone is passed over
    if later := LATER_THAN.match(said[0] if said else rest):
        return stop_later(rest, later["when"], kinds, today, holidays)
    return until_when(rest, kinds, today, holidays, words)


def snoozed(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """What stands after “reminders snooze”. Without a time it is the usual few days; never where one was named."""
    kinds, rest = kinds_and_rest(words)
    if not rest or LATERISH.match(rest):
        return ReminderRequest(ReminderDeed.SNOOZE, kinds)
    return until_when(rest, kinds, today, holidays, words)


def speaks_of_reminders(text: str) -> bool:
    """Whether it is worth reading: quick, for every message passes here."""
    words = POLITE.sub("", fold(text).strip()).strip(" .!")
    short = len(words.split()) <= SHORT and BEGINS_SHORT.match(words) and kinds_in(words)
    if STOPS_LOGGING.fullmatch(words):
        return False
    return bool(short or ABOUT.search(words))


def said(text: str, today: date, holidays: HolidayCalendar) -> ReminderRequest | None:
    """What a sentence wants of the reminders; None for one that does not speak of them."""
    words = POLITE.sub("", fold(text).strip()).strip(" .!")
    if not speaks_of_reminders(text):
        return None
    if ASKED.search(words) or act_in(text).mood in ASKS or KEEP.match(words):
        return ReminderRequest(ReminderDeed.SHOW)
    if only := ONLY.match(words):
        kinds, rest = kinds_and_rest(words[only.end() :])
        others = tuple(kind for kind in topics() if kind not in kinds)
        if not kinds or not others or rest:
            return None
        says_which = only[0].split()[1:]  # “only send me …”; alone it may mean those that stop, or those that stay
        return ReminderRequest(ReminderDeed.STOP, others) if says_which else _only_these(kinds, others)
    if way := (OFF.match(words) or OFF_LAST.match(words)):
        rest = way.groupdict().get("rest", "")
        words = f"{'stop' if way['way'].lower() == 'off' else 'start'} {way['what']} {rest}"
    return _ordered(words, today, holidays)


def _ordered(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest | None:
    if verb := STOP.match(words):
        return _about_mail(words) or stopped(words[verb.end() :], today, holidays)
    if verb := SNOOZE.match(words):
        return _paused(words[verb.end() :], today, holidays)
    if verb := START.match(words):
        kinds, rest = kinds_and_rest(words[verb.end() :])
        return (
            not_understood(as_typed(rest, words))
            if rest
            else ReminderRequest(ReminderDeed.START, kinds or tuple(topics()))
        )
    return _reminded(words, today, holidays) if REMIND.match(words) else None


def _paused(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """“Pause reminders tomorrow” may mean until then, or on that day; “for a bit” does not say how long."""
    kinds, rest = kinds_and_rest(words)
    if LATERISH.match(rest):
        return pause_offered("How long that is, you didn't say.", kinds, today + timedelta(days=USUAL))
    if ONLY_TOMORROW.fullmatch(rest) and not SAYS_UNTIL_THEN.search(words):
        return not_from_now(rest, kinds, today, holidays)
    return snoozed(words, today, holidays)


def _reminded(words: str, today: date, holidays: HolidayCalendar) -> ReminderRequest:
    """“Remind me on Thursday” puts off; “remind me about my report” asks what comes."""
    if A_TASK.search(words):
        return ReminderRequest(ReminderDeed.SHOW, task=True)
    kinds, rest = kinds_and_rest(words)
    if LATERISH.match(rest):
        return ReminderRequest(ReminderDeed.SNOOZE, kinds)
    if not rest:
        return ReminderRequest(ReminderDeed.SHOW if kinds else ReminderDeed.START, kinds or tuple(topics()))
    found = replace(until_when(rest, kinds, today, holidays, words), again=True)
    if found.deed is ReminderDeed.SNOOZE and not kinds and OF_A_DAY.match(words):
        return ReminderRequest(ReminderDeed.SHOW, task=True)
    if found.deed is ReminderDeed.SNOOZE and kinds and found.day:
        return pause_offered("I remind you by myself before it is due.", found.kinds, found.day)
    return found


def _only_these(kinds: tuple[str, ...], others: tuple[str, ...]) -> ReminderRequest:
    """“Only the reports”, which after “stop reminders” means the reverse of what it means by itself."""
    named = " and ".join(kinds)
    offers = {
        f"Stop only {named}"[:75]: f"reminders stop {' '.join(kinds)}",
        f"Keep only {named}"[:75]: f"reminders stop {' '.join(others)}",
    }
    question = f"Are only {named} to stop, or only {named} to stay? Nothing was changed."
    return ReminderRequest(ReminderDeed.ASK, kinds, question=question, offers=offers)


def _about_mail(words: str) -> ReminderRequest | None:
    if not MAIL.search(words):
        return None
    offers = {"Stop my reminders": "reminders stop"}
    return ReminderRequest(
        ReminderDeed.ASK, question="Shall I stop my reminders, here and by e-mail?", offers=offers
    )
