"""Changing, deleting, noting and restoring days in one's own words. Only what is wholly named is done at once."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.permissions import Role
from bot.core.reply import Reply
from bot.core.routing import CallNext, action, command, intent, middleware
from bot.core.turn import Turn
from bot.features.release_days import context, correcting
from bot.features.release_days.borders import BOTH
from bot.features.release_days.domain import NoSuchDay
from bot.features.release_days.granting import granted, put_back
from bot.features.release_days.meant import NEWEST, entries_meant, split_run_on
from bot.features.release_days.of_others import only_your_own, somebody_elses
from bot.features.release_days.purposes import TERMS
from bot.features.release_days.spoken_of import just_spoken_of, last_spoken_of, removed_lately
from bot.features.release_days.values import value_in
from bot.features.release_days.wish_words import OFF, OTHER_HALF, PART_ALONE
from bot.features.release_days.wishes import DayWish, wish_in
from bot.language.act_words import Deed
from bot.language.acts import Act, Mood, act_in
from bot.language.calendars import Span
from bot.language.reading import read
from bot.language.tokens import tokenise
from knowledge.search import Finding

OURS = frozenset((Deed.CHANGE, Deed.DELETE, Deed.NOTE, Deed.RESTORE))
OTHER_THINGS = re.compile(
    r"\b(?:reports?|reminders?|reminding|messages?|notifications?|residentials?\s+(?:\d|one|two|three)|"
    r"answers?|announcements?|questions?|e-?mails?|"
    r"(?<!in-)(?<!in )(?<!own )schools?(?!\s+(?:development|support|visit))|names?|codes?|data|account|profile|"
    r"password|application|eligib\w*|cohorts?|"
    r"holidays?|details|privacy|surname|phone|everything (?:about|on record|you)|you know|my record$|(?:forget|"
    r"delete|remove|erase)\s+(?:me|us|myself|my\s+record)\b|"
    r"lead|leads|venue|deadline|form|coming|check)\b",
    re.I,
)
"""Words of other features: a change of those is not a day's."""
DAY_WORDS = re.compile(
    r"\b(?:days?|entry|entries|log|logged|half|halves|mornings?|afternoons?|am|pm|purpose|workshops?|pilot|hub|"
    r"residential|assignment|study|record|list|unlog)\b",
    re.I,
)
DENIES = re.compile(r"\b(?:rather than|instead of|not)\b", re.I)
VALUE_BEGINS = re.compile(r"\b(?:to|is|was|into|should)\b|:", re.I)
THINKS_ALOUD = re.compile(
    r"^\W*(?:i['’]?m\s+|i\s+(?:was|am)\s+)?(?:just\s+)?(?:thinking|considering|tempted|planning)\b|"
    r"^\W*(?:maybe\s+)?i\s+(?:might|may)\b",
    re.I,
)
"""No question and no order: “thinking about taking next Friday off”."""
ONLY_IT = re.compile(
    r"^\W*(?:it|that|this|that one|this one|(?:that|the|my) (?:last|latest) one|the one i just \w+|them|)\W*$",
    re.I,
)


@command(
    "releaseday change",
    role=Role.SPECIALIST,
    help="Change a day",
    example="releaseday change friday to half",
    writes=True,
)
async def change(turn: Turn, words: str) -> Reply:
    """“friday to half”, “12 november to workshop”, “it to the morning”."""
    return await _commanded(turn, Deed.CHANGE, words)


@command(
    "releaseday delete",
    role=Role.SPECIALIST,
    help="Take a day off",
    example="releaseday delete friday",
    writes=True,
)
async def delete(turn: Turn, words: str) -> Reply:
    return await _commanded(turn, Deed.DELETE, words)


@action("releaseday_restore", of="releaseday log", writes=True)
async def restored(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Back on record, as it was. Raises NoSuchDay."""
    found = [one for one in await removed_lately(turn) if str(one.id) == values.get("day", "")]
    if not found:
        raise NoSuchDay
    return await put_back(turn, found[0], f"restore {found[0].id}")


@middleware(
    "releaseday change",
    order=80,
    because="any place above the eligibility check will do: its question does not belong under a changed day",
    role=Role.SPECIALIST,
    may_take=lambda text: _takes(text, act_in(text)),
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Change that to the morning”, “I meant Wednesday”, “delete friday” from somebody enrolled."""
    act = act_in(text)
    if turn.person and turn.person.enrolment and _takes(text, act):
        as_typed = context.typed(turn, text)
        act = act_in(as_typed)
        wish = wish_in(as_typed, act)
        if wish and await _speaks_of_days(turn, as_typed, wish, act):
            if somebody_elses(as_typed, act):
                return replace(only_your_own(), personal=True)
            return replace(await granted(turn, wish), personal=True)
        if wish and act.deed is Deed.CHANGE and act.corrects and ONLY_IT.match(wish.which) and not wish.to:
            return replace(correcting.which_entry(), personal=True)
    return await call_next()


@intent("release_correct", of="releaseday change", writes=True)
async def asked_to_correct(turn: Turn, finding: Finding) -> Reply:
    """What the search takes for a correction is shown, or answered; undone is only what is said to be undone."""
    text = context.typed(turn, "")
    act = act_in(text)
    if act.asks or act.deed is Deed.UNDO or OTHER_THINGS.search(text):
        reply = correcting.told_how(thought=THINKS_ALOUD.match(text) is not None)
    elif somebody_elses(text, act):
        reply = only_your_own()
    else:
        wish = wish_in(text, act) or DayWish(Deed.CHANGE, text)
        reply = await granted(turn, replace(wish, plain=False))
    return replace(reply, score=finding.score)


async def _commanded(turn: Turn, deed: Deed, words: str) -> Reply:
    """A command says the deed; its words are read like any others."""
    text = context.typed(turn, words)
    verb = "change " if deed is Deed.CHANGE else "delete "
    if not text:
        return correcting.which_entry(f"releaseday {verb.strip()}")
    wish = wish_in(verb + text, act_in(verb + text)) or DayWish(deed, text, plain=True)
    return await granted(turn, wish)


def _takes(text: str, act: Act) -> bool:
    return not act.asks and _may_be_ours(text, act)


def _may_be_ours(text: str, act: Act) -> bool:
    """Quick: whether it is worth asking who says so."""
    if act.deed is Deed.NOTE:
        return True
    if act.mood is Mood.REPORT and OTHER_HALF.search(text):
        return False  # one more half, and not what is on record
    if act.deed in OURS and act.may_write:
        return not _of_something_else(text)
    if (
        act.deed is Deed.LOG
        and act.may_write
        and DENIES.search(text)
        and text[: act.object_at].rstrip().endswith("put")
    ):
        return wish_in(text, act) is not None
    speaks = act.corrects or act.mood is Mood.OTHER
    return (
        speaks
        and act.deed is None
        and len(text) <= 160
        and not _of_something_else(text)
        and wish_in(text, act) is not None
    )


def _of_something_else(text: str) -> bool:
    """Whether a thing of another feature is spoken of; what a day that is named should become may be called so."""
    text = OFF.sub("", text)
    if not OTHER_THINGS.search(text):
        return False
    named = VALUE_BEGINS.split(text, maxsplit=1)[0]
    return OTHER_THINGS.search(named) is not None or not any(
        one.weekday is not None or one.month is not None for one in tokenise(named)
    )


async def _speaks_of_days(turn: Turn, text: str, wish: DayWish, act: Act) -> bool:
    """Whether a day, an entry or something said of one is named, or the last thing spoken of is an entry."""
    tokens = tokenise(text)
    dated = any(
        token.weekday is not None or token.month is not None or token.relative is not None or token.ordinal
        for token in tokens
    )
    dated = dated or any(token.text == "/" for token in tokens)
    if act.deed is Deed.DELETE and BOTH.fullmatch(wish.which):
        return bool(await last_spoken_of(turn))
    says_which = dated or DAY_WORDS.search(wish.which) or ONLY_IT.match(wish.which)
    if wish.deed is Deed.NOTE and not says_which:
        return False
    if act.deed is Deed.LOG:  # the day that it is put on “rather than” must be on record; else it is a day to log
        return await _moves_one(turn, wish)
    if act.deed in OURS and (dated or DAY_WORDS.search(text) or wish.shift is not None):
        return True
    if act.deed is Deed.DELETE and (ONLY_IT.match(wish.which) or NEWEST.fullmatch(wish.which)):
        return True  # never what is on record about the person
    if act.mood is Mood.OTHER:
        return await _tells_what_it_was(turn, wish)
    if act.deed is None and wish.shift is not None and not dated and await _only_one(turn, wish):
        return True
    if act.deed is None:
        value = bool(dated or DAY_WORDS.search(text) or any(token.text in TERMS.phrases for token in tokens))
        named = dated and bool(wish.which) and act.corrects
        return named or bool((value or _vague(text)) and await last_spoken_of(turn))
    return bool(ONLY_IT.match(wish.which)) and bool(await last_spoken_of(turn) or wish.deed is Deed.RESTORE)


async def _moves_one(turn: Turn, wish: DayWish) -> bool:
    year = Span(context.cohort(turn).starts, context.cohort(turn).ends)
    found = entries_meant(replace(wish, which=""), await context.on_record(turn), (), turn.today, year)
    old = read(wish.old, turn.today, year=year, terms=TERMS).days
    return len(found.entries) == 1 and not found.missing and found.entries[0].day in old


async def _only_one(turn: Turn, wish: DayWish) -> bool:
    """“Hub collaboration has been put back a week”: the only entry of that purpose."""
    year = Span(context.cohort(turn).starts, context.cohort(turn).ends)
    return entries_meant(wish, await context.on_record(turn), (), turn.today, year).by_what


async def _tells_what_it_was(turn: Turn, wish: DayWish) -> bool:
    """“It was a full day”, “the 28 October one was a morning”: wholly a value, of an entry that is on record."""
    year = Span(context.cohort(turn).starts, context.cohort(turn).ends)
    last = await last_spoken_of(turn)
    wish = split_run_on(wish, turn.today, year)
    found = entries_meant(wish, await context.on_record(turn), last, turn.today, year)
    named = len(found.entries) == 1 and not found.missing and (found.pointed or found.exact or bool(wish.old))
    if not named or (found.pointed and not ONLY_IT.match(wish.which)):
        return False
    if PART_ALONE.match(wish.to) and not wish.which and not just_spoken_of(turn):
        return False
    value = value_in(wish, found.entries[0], turn.today, year)
    return (value.whole or bool(wish.old)) and not value.empty


def _vague(text: str) -> bool:
    """“That was wrong”, “typo”, “it never happened”: short, and it says no more."""
    return len(text.split()) <= 12
