"""Reports in one's own words: “untick it”, “tick it again”, “done” alone, “when is it due” of a report."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.conversation import SpokenOf
from bot.core.fitting import listed
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.reports.commands import my_reports, reports, spoken_of, ticked, title_words, unticked
from bot.features.reports.domain import Report
from bot.features.reports.views import DONE, LIST, report_line, which_report
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
    return bool(
        DONE_ALONE.fullmatch(text.strip(" .!"))
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
        return replace(which_report(owed, "report_done", "Done"), personal=True) if owed else await call_next()
    if WHEN_DUE.match(text) and (meant := await _just_spoken_of(turn)):
        return _due(turn, meant)
    if TICK_IT.match(text) and not act_in(text).asks:
        return replace(await _tick_it(turn), personal=True)
    if (found := UNTICK.match(text)) and not act_in(text).asks:
        reply = replace(await _untick(turn, found["what"]), personal=True)
    else:
        reply = await call_next()
    if reply.spoken_of or not reply.personal or not ABOUT_REPORTS.search(text):
        return reply
    return replace(reply, spoken_of=await _now_spoken_of(turn, text))


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
