"""What a lead says of dates without a command: “the second residential is 4 and 5 March”, “half term is …”."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.activity import Message
from bot.core.permissions import Role, roles
from bot.core.reply import Reply, Text
from bot.core.routing import CallNext, action, intent, middleware
from bot.core.turn import Turn
from bot.features.cohort import said_of_reports, said_of_residentials
from bot.features.cohort.it_named import with_it_named
from bot.features.cohort.moved_by import moved_by
from bot.features.holidays.commands import broken_up_shown, days_asked, holidays
from bot.features.holidays.parsing import broken_up, names_no_days, said_of_holidays, without_may
from bot.features.reports.commands_lead import listed_reports
from bot.features.residentials.commands_lead import set_as_said
from bot.hubs.lead_dates import KIND, asks_back, at_each
from bot.language.acts import Mood, act_in
from knowledge.search import Finding

HEDGED = re.compile(
    r"\b(?:might|may be|maybe|perhaps|possibly|could be|probably|unsure|not sure|thinking of)\b", re.I
)
NO_ORDER = frozenset((Mood.QUESTION, Mood.SUPPOSITION, Mood.REFUSAL))
NOT_SETTLED = "That sounds as if it is not settled yet, so nothing was changed. Tell me when it is."


@intent("cohort_dates", of="cohort residential", writes=False)
async def asked_for(turn: Turn, finding: Finding) -> Reply:
    """The search takes it for a date of the hub, but its words were not understood: how to say it."""
    usage = turn.catalogue.usage("cohort residential", "cohort report", "cohort holidays")
    if isinstance(turn.activity, Message) and HEDGED.search(turn.activity.text):
        usage = f"{NOT_SETTLED}\n{usage}"
    return Reply((Text(usage),), KIND, entry=KIND, score=finding.score)


@middleware(
    "cohort dates",
    order=30,
    because="below the eligibility check: a lead who is in one sees its question again under the changed date",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """“cancel residential 2” from a lead is what it says, whatever the search would make of it."""
    if Role.LEAD in roles(turn.person) and (reply := await _said(turn, text)):
        return replace(reply, personal=True)
    return await call_next()


@action("cohort_leave_it", of="cohort residential", writes=False)
async def left_as_it_is(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was changed."),), KIND, entry=KIND, replaces=True)


async def _said(turn: Turn, text: str) -> Reply | None:
    """The reply to an order about dates; None for a question, a supposition and whatever is none."""
    mood = act_in(without_may(text)).mood
    if (due := said_of_reports.WHEN_DUE.match(text)) and Role.SPECIALIST not in roles(turn.person):
        known = not due["title"].strip() or await said_of_reports.on_record(turn, due["title"].strip())
        return await at_each(turn, "cohort report", listed_reports) if known else None
    if broken := broken_up(text):
        return await asks_back(broken_up_shown)(turn, broken)
    if mood is Mood.SUPPOSITION and said_of_residentials.SAID_OF_A_RESIDENTIAL.search(text):
        return said_of_residentials.under_a_condition("residential")
    if mood is Mood.SUPPOSITION and not text.endswith("?") and await said_of_reports.speaks_of_one(turn, text):
        return said_of_residentials.under_a_condition("report")
    if (asked := said_of_residentials.ASKED_OF_A_RESIDENTIAL.match(text)) and Role.SPECIALIST not in roles(
        turn.person
    ):
        return await asks_back(set_as_said)(turn, asked["one"])
    if mood in NO_ORDER or HEDGED.search(text):
        return None
    text = await with_it_named(turn, text)
    if moved := await moved_by(turn, text):
        return moved
    if residential := await said_of_residentials.said(turn, text):
        return residential
    if said_of_holidays(text):
        return await holidays(turn, text)
    if names_no_days(text):
        return await days_asked(turn)
    return await said_of_reports.said(turn, text)
