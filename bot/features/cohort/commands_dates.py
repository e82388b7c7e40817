"""What a lead says of residentials and reports without a command: the second residential is 4 and 5 March."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.activity import Message
from bot.core.permissions import Role, roles
from bot.core.reply import Reply, Text
from bot.core.routing import Ordinary, action, intent, listener
from bot.core.turn import Turn
from bot.features.cohort.lead_dates import KIND
from bot.features.reports.commands_lead import HOW_REPORT, DueMissing, done_as_said, report
from bot.features.reports.parsing import NoTitle
from bot.features.residentials.commands_lead import HOW_RESIDENTIAL, residential, set_as_said
from bot.features.residentials.parsing import NoNumber, NotOneSpan
from bot.identity.repository import People
from knowledge.search import Finding

SUBJECT = re.compile(r"\b(?P<subject>residential|report)s?\b", re.I)
SAID_OF_A_RESIDENTIAL = re.compile(
    r"(?:please\s+)?(?:"
    r"(?:set|move|confirm|cancel|change|call off)\s+(?:the\s+)?(?:residential\s+(?:no\.?\s*|number\s+)?"
    r"(?:\d|one|two|three)|(?:first|second|third|1st|2nd|3rd)\s+residential)|"
    r"residential\s+(?:\d|one|two|three)\s+(?:is|has|will be|moved?|cancelled|confirmed|\d+)"
    r")\b[^?]*",
    re.I,
)
SAID_OF_A_REPORT = re.compile(
    r"(?:please\s+)?(?:add|create|change|rename|remove|delete)\s+(?:(?:an?|the)\s+)?(?:new\s+)?"
    r"(?:report\s+(?:called|named|titled|[“\"‘'])|[“\"‘'].*[”\"’']\s+(?:report|due)).*",
    re.I,
)


@intent("cohort_dates", needs="cohort residential")
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """“The second residential is 4 and 5 March”: what is said, if it can be read; else how to say it."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    return replace(await _said(turn, text), score=finding.score)


@listener("cohort dates", order=30)
async def typed(turn: Turn, text: str, ordinary: Ordinary) -> Reply:
    """“cancel residential 2” from a lead is what it says, whatever the search would make of it."""
    if SAID_OF_A_RESIDENTIAL.fullmatch(text) or SAID_OF_A_REPORT.fullmatch(text):
        person = await People(turn.store).of(turn.activity.sender)
        if Role.LEAD in roles(person):
            return replace(await _said(replace(turn, person=person), text), personal=True)
    return await ordinary()


@action("cohort_leave_it", needs="cohort residential")
async def left_as_it_is(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was changed."),), KIND, entry=KIND, replaces=True)


async def _said(turn: Turn, text: str) -> Reply:
    subject = SUBJECT.search(text)
    if subject is None:
        return Reply((Text(f"{HOW_RESIDENTIAL}\n{HOW_REPORT}"),), KIND, entry=KIND)
    if subject["subject"].lower() == "residential":
        try:
            return await set_as_said(turn, f"{text[: subject.start()]} {text[subject.end() :]}")
        except (NoNumber, NotOneSpan):
            return await residential(turn, "")
    try:
        return await done_as_said(turn, text) if SAID_OF_A_REPORT.fullmatch(text) else await report(turn, "")
    except (NoTitle, DueMissing):
        return await report(turn, "")
