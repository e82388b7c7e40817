"""Reports for a specialist: what is due, done and late; ticking one off, and taking that back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.activity import Message
from bot.core.conversation import Fill, OpenQuestion, SpokenOf
from bot.core.fitting import listed
from bot.core.identity import HubCohort
from bot.core.permissions import Role
from bot.core.reply import LONGEST_REPLY, Actions, Button, Note, Reply, Text
from bot.core.routing import CallNext, action, answer, command, intent, middleware
from bot.core.turn import Turn
from bot.core.values import record_id
from bot.features.people.domain import NotEnrolled
from bot.features.reports.domain import NoSuchReport, Report
from bot.features.reports.own_words import ReportAnswer, told_of_report
from bot.features.reports.repository import Reports
from bot.language.acts import act_in
from bot.language.dates import in_words
from bot.language.phrasing import until
from knowledge.search import Finding

WHICH = "report which"  # reads the words that answer "Which report do you mean?"
LIST, DONE = "report_list", "report_submit"
MOST_BUTTONS = 4
UNTICK = re.compile(
    r"^(?:(?:oops|sorry|no|wait|not yet|actually|please|pls|can you|could you)[\s,.!]+)*"
    r"(?:un-?tick|un-?mark|untick off|take the tick (?:off|from))\s+(?P<what>\S.*?)[\s.!]*$",
    re.I,
)
RESIDENTIAL = re.compile(r"\bresi(?:dential)?s?\b", re.I)
TIED_TO_NONE = "The sheet ties no report to a residential. These are the reports and their dates:"
IT = re.compile(r"(?:it|that|this|that one)(?: please| again)?", re.I)
SAYS_NOTHING = frozenset(
    [
        *(
            "report",
            "reports",
            "term",
            "hub",
            "the",
            "my",
            "our",
            "a",
            "an",
            "is",
            "it",
            "its",
            "done",
            "finished",
        ),
        *("on", "of", "for", "in", "at", "to", "by", "and", "with", "from", "sent"),
    ]
)


@command(
    "reports",
    "report",
    role=Role.SPECIALIST,
    help="Which reports are due, and when",
    writes=False,
    menu=60,
    for_leads="cohort report",
)
async def reports(turn: Turn, _words: str) -> Reply:
    there = await _mine(turn)
    if not there:
        text = "No reports are set for your cohort yet. Your hub lead enters them; then I show when they are due."
        return Reply((Text(text),), LIST, entry=LIST)
    owed = [one for one in there if one.done_at is None]
    done = [one for one in there if one.done_at is not None]
    lines = Text(listed([_line(one, turn) for one in (*owed, *done)], LONGEST_REPLY))
    buttons = _buttons(owed)
    return Reply((lines, *([Actions(buttons)] if buttons else [])), LIST, entry=LIST)


@command(
    "report done",
    role=Role.SPECIALIST,
    help="Tick a report off",
    example="report done autumn",
    writes=True,
    for_leads="cohort report",
)
async def report_done(turn: Turn, words: str) -> Reply:
    """By some of the words of its title; several that fit are offered, and none is guessed."""
    found = _fitting(words, await _mine(turn))
    owed = [one for one in found if one.done_at is None]
    if owed and not _words(words):  # which one is not said, even where there is only one
        return _which(owed, "report_done", "Done")
    return await _tick(turn, owed or found, "report_done", "Done")


@command(
    "report undo",
    role=Role.SPECIALIST,
    help="Take a tick back",
    example="report undo autumn",
    writes=True,
)
async def report_undo(turn: Turn, words: str) -> Reply:
    done = [one for one in await _mine(turn) if one.done_at is not None]
    if not done:
        return await reports(turn, "")
    return await _tick(turn, _fitting(words, done), "report_undo", "Undo")


@action("report_done", of="report done", writes=True)
async def done_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return replace(await _done(turn, record_id(values.get("id", ""))), replaces=True)


@action("report_undo", of="report undo", writes=True)
async def undo_pressed(turn: Turn, values: Mapping[str, str]) -> Reply:
    return replace(await _undone(turn, record_id(values.get("id", ""))), replaces=True)


@intent("report_list", of="reports", writes=False, for_leads="cohort report")
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    reply = await reports(turn, "")
    if isinstance(turn.activity, Message) and RESIDENTIAL.search(turn.activity.text):
        reply = replace(reply, blocks=(Text(TIED_TO_NONE), *reply.blocks))
    return replace(reply, score=finding.score)


@intent("report_submit", of="report done", writes=True, for_leads="cohort report")
async def asked_to_tick_off(turn: Turn, finding: Finding) -> Reply:
    """“My autumn report is done” ticks it off, “… isn't done” takes that back; a question changes nothing."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    there = await _mine(turn)
    told, named = told_of_report(text), _spoken_of(text, there)
    owed = [one for one in named or there if one.done_at is None]
    done = [one for one in named or there if one.done_at is not None]
    if told is ReportAnswer.DONE and len(named) == 1:
        reply = await _done(turn, named[0].id)
    elif told is ReportAnswer.NOT_DONE and len(named) == 1 and done:
        reply = await _undone(turn, named[0].id)
    elif told is ReportAnswer.NOT_DONE and done:
        reply = _which(done, "report_undo", "Undo")
    elif told in (ReportAnswer.DONE, ReportAnswer.UNCLEAR) and owed:
        reply = _which(owed, "report_done", "Done")
    else:
        reply = await reports(turn, "")
    return replace(reply, kind=DONE, entry=DONE, score=finding.score)


DONE_ALONE = re.compile(
    r"(?:it['’]?s\s+)?done(?:\s+it)?|(?:i['’]?ve\s+)?(?:sent|submitted|handed)(?:\s+(?:it|in))+", re.I
)
"""“Done”, and no more: a report is what can be done; which one is asked."""


@middleware(
    "reports",
    order=75,
    because="any place above the search, which takes “untick it” for an apology",
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“Untick the autumn report”, and “untick it” right after it was ticked off."""
    found = UNTICK.match(text)
    if turn.person and turn.person.enrolment and DONE_ALONE.fullmatch(text.strip(" .!")):
        owed = [one for one in await _mine(turn) if one.done_at is None]
        return replace(_which(owed, "report_done", "Done"), personal=True) if owed else await call_next()
    if not found or turn.person is None or turn.person.enrolment is None or act_in(text).asks:
        return await call_next()
    done = [one for one in await _mine(turn) if one.done_at is not None]
    spoken = turn.standing.spoken_of
    named = _spoken_of(found["what"], done)
    if IT.fullmatch(found["what"]) and spoken and spoken.kind == "report" and not spoken.overtaken:
        named = [one for one in done if one.id in spoken.ids]
    if not done:
        return replace(await reports(turn, ""), personal=True)
    whole = len(named) == 1 and (IT.fullmatch(found["what"]) or _words(found["what"]) <= _words(named[0].title))
    reply = await _undone(turn, named[0].id) if whole else _which(named or done, "report_undo", "Undo")
    return replace(reply, personal=True)


def _spoken_of(text: str, there: Sequence[Report]) -> Sequence[Report]:
    """Those whose title stands in the text; else those that share a word with it."""
    whole = [one for one in there if one.title.casefold() in text.casefold() and _words(one.title)]
    return whole or [one for one in there if _words(one.title) & _words(text)]


async def _mine(turn: Turn) -> tuple[Report, ...]:
    if turn.me.enrolment is None:
        raise NotEnrolled
    place = turn.me.enrolment
    return await Reports(turn.store).list(HubCohort(place.hub.id, place.cohort.id), turn.me.id)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - SAYS_NOTHING


def _fitting(words: str, there: Sequence[Report]) -> Sequence[Report]:
    """Those whose title has all the words. Raises NoSuchReport."""
    wanted = _words(words)
    found = [one for one in there if wanted <= _words(one.title)]
    exact = [one for one in found if one.title.casefold() == words.casefold().strip("“”\"' ")]
    if not found:
        raise NoSuchReport
    return exact or found


async def _tick(turn: Turn, found: Sequence[Report], name: str, verb: str) -> Reply:
    if len(found) > 1:
        return _which(found, name, verb)
    return await TICKS[name](turn, found[0].id)


async def _done(turn: Turn, report_id: int) -> Reply:
    report = await Reports(turn.store).done(report_id, turn.me.id, turn.now)
    text = Text(f"Done: {report.title}, due {in_words(report.due)}. Your hub lead sees that it is done.")
    note = Note("Only that it's done is recorded here: please send the report itself as your Maths Hub asks.")
    return Reply((text, note), DONE, entry=DONE, spoken_of=SpokenOf("report", (report.id,)))


async def _undone(turn: Turn, report_id: int) -> Reply:
    report = await Reports(turn.store).undo(report_id, turn.me.id, turn.now)
    due = f"due {in_words(report.due)} ({until(report.due, turn.today)})"
    text = Text(f"Not done after all: {report.title}, {due}.")
    return Reply((text, Actions(_buttons([report]))), DONE, entry=DONE)


def _which(found: Sequence[Report], name: str, verb: str) -> Reply:
    buttons = tuple(Button(f"{verb}: {one.title}"[:75], name, {"id": str(one.id)}) for one in found[:MOST_BUTTONS])
    unique = {button.label: button for button in buttons}
    ask = (
        "Which report do you mean?"
        if len(unique) > 1
        else f"Do you mean {found[0].title}? Press the button if so."
    )
    only = next(iter(unique)) if len(unique) == 1 else ""
    asks = OpenQuestion(yes=only, reader=WHICH, values={"do": name})
    return Reply((Text(ask), Actions(tuple(unique.values()))), DONE, entry=DONE, asks=asks)


@answer(WHICH, of="report done", writes=True)
async def which_answered(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """“Autumn”, after “Which report do you mean?”."""
    name, asked = values.get("do", ""), turn.standing.asked
    wanted = _words(said.words)
    found = [one for one in await _mine(turn) if wanted and wanted <= _words(one.title)]
    found = [one for one in found if (one.done_at is None) == (name == "report_done")]
    if len(found) != 1 or asked is None or name not in TICKS:
        return None
    if asked.overtaken or said.corrects:
        return _which(found, name, "Done" if name == "report_done" else "Undo")
    return await TICKS[name](turn, found[0].id)


def _buttons(owed: Sequence[Report]) -> tuple[Button, ...]:
    made = [Button(f"Done: {one.title}"[:75], "report_done", {"id": str(one.id)}) for one in owed[:MOST_BUTTONS]]
    return tuple({button.label: button for button in made}.values())


def _line(one: Report, turn: Turn) -> str:
    if one.done_at is not None:
        return f"✓ {one.title}: done on {in_words(turn.local(one.done_at))}."
    state = "late, it was" if one.late(turn.today) else "due"
    ago = until(one.due, turn.today)
    return f"• {one.title}: {state} {'due ' if one.late(turn.today) else ''}{in_words(one.due)} ({ago})."


TICKS = {"report_done": _done, "report_undo": _undone}
