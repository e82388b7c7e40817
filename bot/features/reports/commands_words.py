"""Reports in one's own words: “untick it”, “tick it again”, “done” alone, “when is it due” of a report."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.fitting import listed
from bot.core.open_question import SpokenOf
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.reports.commands import (
    known_words,
    my_reports,
    reports,
    spoken_of,
    ticked,
    title_words,
    unticked,
)
from bot.features.reports.domain import Report
from bot.features.reports.own_words import DENIES, ReportAnswer, left_over, of_another, told_of_report
from bot.features.reports.views import DONE, LIST, no_report_named, report_line, which_report
from bot.features.residentials.domain import RESIDENTIAL
from bot.language.acts import act_in
from bot.language.dates import in_words

POLITE = (
    r"^(?:(?:oops|oh|sorry|ok|okay|yes|no|wait|and|then|not yet|actually|please|pls|can you|could you)[\s,.!]+)*"
)
UNTICK = re.compile(
    rf"{POLITE}(?:un-?tick|un-?mark|untick off|take the tick (?:off|from))\s+(?P<what>\S.*?)[\s.!]*$", re.I
)
IT = re.compile(r"(?:it|that|this|that one)(?: please| again)?", re.I)
TICK_IT = re.compile(
    rf"{POLITE}(?:re-?)?(?:tick|mark)\s+(?:it|that|this|that one)"
    r"(?:\s+(?:off|as|done|complete|back|on|again|after all|then|please|pls))*[\s.!]*$",
    re.I,
)
DONE_ALONE = re.compile(
    r"(?:it['’]?s\s+)?done(?:\s+it)?|(?:i['’]?ve\s+)?(?:sent|submitted|handed)(?:\s+(?:it|in))+", re.I
)
"""“Done”, and no more: a report is what can be done; which one is asked."""
DONE_SINCE = re.compile(
    rf"{POLITE}(?:(?:i|i['’]?ve|i have)\s+)?(?:now\s+|already\s+|just\s+)*"
    r"(?:did|done|finished|sent|submitted|handed)(?:\s+(?:it|that|mine|in|off))+"
    r"(?:\s+(?:yesterday|today|now|already|last (?:week|night)|this (?:week|morning|afternoon)|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day|earlier|ages ago))*|"
    rf"{POLITE}i (?:have|did) now".replace("^", ""),
    re.I,
)
"""“Did it last week”, of the report just spoken of: asked once more, and ticked by a yes."""
STATUS = re.compile(
    r"^(?:(?:and|so|ok|hi|hello|sorry)[\s,]+)*(?:did|have|has|is|was|were)\s+(?:i|my|the|it|that|mine)\b"
    r".*\b(?:do|done|finish(?:ed)?|send|sent|submit(?:ted)?|hand(?:ed)?|tick(?:ed)?|say)\b",
    re.I,
)
"""“Did I do the baseline report”, “did I say it's done”: how it stands."""
IT_IN = re.compile(r"\b(?:it|its|it['’]s|that|mine)\b", re.I)
MAY_BE_LATE = re.compile(
    r"^(?:(?:and|so|ok|but|sorry|please)[\s,]+)*(?:(?:can|could|may) (?:i|it|that|this|we)\b.*\blate\b|"
    r"(?:can|could|may) i (?:have|get) (?:an extension|(?:a bit |some )?more time|longer)\b|"
    r"is it (?:ok|okay|all right|alright|a problem) (?:if|to)\b.*\blate\b|"
    r"what if (?:it['’]?s|i['’]?m|it is|i am) late\b)",
    re.I,
)
FOR_THE_HUB = "Whether it may come later is for your Maths Hub to say; nothing about that is on record here."
A_NAME = re.compile(r"\b(?:autumn|spring|summer|baseline|interim|final|mid-?year|christmas|easter)\b", re.I)
DUE_DATE = re.compile(r"\b(?:due|by \d)", re.I)
BEGINS_WITH_IT = re.compile(rf"(?:(?:the|my|our)\s+)?{A_NAME.pattern}", re.I)
LONGEST_SAID = 80  # characters
WHEN_DUE = re.compile(
    r"^(?:(?:and|so|ok|okay|but|sorry|remind me|thanks)[\s,]+)*"
    r"(?:when(?:['’]?s| is| was)?(?: (?:it|that|this|that one|mine))?(?: is| was)?"
    r"(?: due| for| needed)(?: again| by| in)*|"
    r"(?:by )?when does (?:it|that|this) (?:need|have) to be (?:in|done|sent|finished|handed in)|"
    r"(?:by )?when (?:do|must|should) i (?:have to |need to )?"
    r"(?:send|submit|hand|finish|do) (?:it|that|this)(?: in| off)?(?: by)?|"
    r"what(?:['’]?s| is) (?:the|its) (?:deadline|due date)(?: (?:for|of) (?:it|that|this))?|"
    r"when(?:['’]?s| is) (?:the|its) deadline|how long (?:have i|do i have)(?: got)?(?: left)?)\W*$",
    re.I,
)
ABOUT_REPORTS = re.compile(r"\breports?\b", re.I)


def _may_take(text: str) -> bool:
    bare = text.strip(" .!")
    return bool(
        DONE_ALONE.fullmatch(bare)
        or DONE_SINCE.fullmatch(bare)
        or STATUS.match(text)
        or MAY_BE_LATE.match(text)
        or A_NAME.search(text)
        or WHEN_DUE.match(text)
        or TICK_IT.match(text)
        or UNTICK.match(text)
        or ABOUT_REPORTS.search(text)
    )


@middleware(
    "reports",
    order=75,
    because="any place above the search, which takes “untick it” for an apology",
    role=Role.SPECIALIST,
    may_take=_may_take,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Untick the autumn report”, and “untick it” or “when is it due” right after it was spoken of."""
    if turn.person is None or turn.person.enrolment is None:
        return await call_next()
    bare = text.strip(" .!")
    if DONE_ALONE.fullmatch(bare):
        owed = [one for one in await my_reports(turn) if one.done_at is None]
        return _done_alone(turn, owed) if owed else await call_next()
    if (meant := await _just_spoken_of(turn)) and (reply := _of_it(turn, text, meant)):
        return replace(reply, personal=True)
    if reply := await _named(turn, text):
        return replace(reply, personal=True)
    if TICK_IT.match(text) and not act_in(text).asks:
        return replace(await _tick_it(turn), personal=True)
    if (found := UNTICK.match(text)) and not act_in(text).asks:
        reply = replace(await _untick(turn, found["what"]), personal=True)
    else:
        reply = await call_next()
    if reply.spoken_of or not reply.personal or not ABOUT_REPORTS.search(text):
        return reply
    return replace(reply, spoken_of=await _now_spoken_of(turn, text))


def _asks_something_else(turn: Turn) -> bool:
    """Whether a question stands open that is about no report."""
    asked = turn.standing.asked
    return asked is not None and not asked.overtaken and asked.kind not in (LIST, DONE)


def _done_alone(turn: Turn, owed: Sequence[Report]) -> Reply:
    """Right after a question of something else, “done” may be about that: it stays open, and no yes ticks."""
    reply = no_report_named(owed) if _asks_something_else(turn) else which_report(owed, "report_done", "Done")
    return replace(reply, personal=True)


def _of_it(turn: Turn, text: str, meant: Sequence[Report]) -> Reply | None:
    """What is said or asked of the report just spoken of."""
    owed = [one for one in meant if one.done_at is None]
    if WHEN_DUE.match(text) or (STATUS.match(text) and IT_IN.search(text)):
        return _due(turn, meant)
    if MAY_BE_LATE.match(text):
        due = _due(turn, owed or meant)
        return replace(due, blocks=(Text(FOR_THE_HUB), *due.blocks))
    if DONE_SINCE.fullmatch(text.strip(" .!")) and owed:
        return which_report(owed, "report_done", "Done")
    return None


async def _named(turn: Turn, text: str) -> Reply | None:
    """“Baseline done”, “did I do the baseline report”: a title is named, so nothing needs to be searched for."""
    name = A_NAME.search(text)
    if name is None or len(text) > LONGEST_SAID:
        return None
    named = [one for one in await my_reports(turn) if title_words(name[0]) <= title_words(one.title)]
    if len(named) != 1:
        return None
    if STATUS.match(text) and not RESIDENTIAL.search(text):
        return _due(turn, named)
    if DUE_DATE.search(text):
        return (
            _due(turn, named) if BEGINS_WITH_IT.match(text) and not (turn.person and turn.person.leads) else None
        )
    if _asks_something_else(turn):
        return None
    if told_of_report(text) is ReportAnswer.DONE and named[0].done_at is not None:
        return _due(turn, named)
    return await _told_plainly(turn, text, named[0])


async def _told_plainly(turn: Turn, text: str, one: Report) -> Reply | None:
    """What a message says of this report, where every word of it is understood; None where not.

    Without the word “report” it is asked first.
    """
    told, there = told_of_report(text), await my_reports(turn)
    known = await known_words(turn, there) | (DENIES if told is ReportAnswer.NOT_DONE else frozenset())
    if told not in (ReportAnswer.DONE, ReportAnswer.NOT_DONE) or left_over(text, known) or of_another(text):
        return None
    done = told is ReportAnswer.DONE
    if done == (one.done_at is not None):
        return None
    if not re.search(r"\breports?\b", text, re.I):
        return which_report([one], "report_done" if done else "report_undo", "Done" if done else "Undo")
    return await (ticked if done else unticked)(turn, one.id)


async def _just_spoken_of(turn: Turn) -> Sequence[Report]:
    spoken = turn.standing.spoken_of
    if spoken is None or spoken.kind != "report" or spoken.overtaken:
        return ()
    return [one for one in await my_reports(turn) if one.id in spoken.ids]


async def _now_spoken_of(turn: Turn, text: str) -> SpokenOf | None:
    """“Remind me about my report”: the one that is named, or those that are not done, are what “it” means next."""
    there = await my_reports(turn)
    found = spoken_of(text, there) or [one for one in there if one.done_at is None]
    return SpokenOf("report", tuple(one.id for one in found)) if found else None


def _due(turn: Turn, meant: Sequence[Report]) -> Reply:
    lines = listed([report_line(one, turn, with_due=True) for one in meant], LONGEST_REPLY)
    spoken = SpokenOf("report", tuple(one.id for one in meant))
    return Reply((Text(lines),), LIST, entry=LIST, personal=True, spoken_of=spoken)


async def _tick_it(turn: Turn) -> Reply:
    """The one spoken of last: at once where nothing else was said since, else it is asked."""
    there = await my_reports(turn)
    spoken, owed = turn.standing.spoken_of, [one for one in there if one.done_at is None]
    meant = [one for one in there if spoken and spoken.kind == "report" and one.id in spoken.ids]
    if len(meant) == 1 and meant[0].done_at is not None:
        (one,) = meant
        text = f"{one.title} is ticked off already: done on {in_words(turn.local(meant[0].done_at))}."
        return Reply((Text(f"{text} Nothing was changed."),), DONE, entry=DONE, spoken_of=spoken)
    if len(meant) == 1 and spoken and not spoken.overtaken:
        return await ticked(turn, meant[0].id)
    asked = [one for one in meant if one.done_at is None] or owed
    return which_report(asked, "report_done", "Done") if asked else await reports(turn, "")


async def _untick(turn: Turn, what: str) -> Reply:
    done = [one for one in await my_reports(turn) if one.done_at is not None]
    spoken = turn.standing.spoken_of
    named = spoken_of(what, done)
    if IT.fullmatch(what) and spoken and spoken.kind == "report" and not spoken.overtaken:
        named = [one for one in done if one.id in spoken.ids]
    if not done:
        return await reports(turn, "")
    whole = len(named) == 1 and (IT.fullmatch(what) or title_words(what) <= title_words(named[0].title))
    return await unticked(turn, named[0].id) if whole else which_report(named or done, "report_undo", "Undo")
