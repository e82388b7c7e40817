"""The weekly digest for a hub's leads: who is behind, what waits for them, what is coming. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.core.fitting import first_items, quoted, with_and
from bot.core.reply import Actions, Block, Button, Checklist, Note, Reply, Text
from bot.features.ask_hub.domain import HubQuestion
from bot.features.ask_hub.notifications import how_many
from bot.features.ask_hub.quoting import age
from bot.features.ask_hub.views_lead import grouped
from bot.features.cohort.domain import CohortStatus
from bot.features.cohort.status import Pace, Sort, in_order, paces
from bot.features.release_days.views import in_days
from bot.features.residentials.domain import ResidentialState
from bot.hubs.pace import expected
from bot.language.dates import day_and_month

COMING_WITHIN = timedelta(days=28)


def digest(status: CohortStatus, waiting: Sequence[HubQuestion], now: datetime) -> Reply:
    """For one hub and cohort; `waiting`: that hub's waiting questions, the oldest first."""
    blocks: list[Block] = [Text(f"{status.hub.name}, {status.cohort.name}: this week")]
    people = [*_behind(status)]
    if people:
        blocks.append(Checklist(first_items(people), "Who may need a nudge"))
    else:
        blocks.append(Text(_nobody(len(status.people))))
    questions = [_question(group, now) for group in grouped(waiting)]
    blocks.append(
        Checklist(first_items(questions), "Questions waiting") if questions else Text("No questions are waiting.")
    )
    if coming := [*_coming(status)]:
        blocks.append(Checklist(first_items(coming), "Coming up"))
    if questions:
        blocks.append(Actions((Button("Look at the questions", "questions"),)))
    blocks.append(Note("I send this once a week. To stop it, type “questions digest off”."))
    return Reply(tuple(blocks), "digest", personal=True)


def _nobody(enrolled: int) -> str:
    if not enrolled:
        return "Nobody is enrolled yet."
    many = "1 specialist is" if enrolled == 1 else f"{enrolled} specialists are"
    return f"Nobody needs a nudge. {many} enrolled."


def _behind(status: CohortStatus) -> Iterator[str]:
    """Reports first: those have a date. Days only when they lag well behind the year."""
    due, pace_of = in_days(expected(status.cohort, status.today)), paces(status)
    for person in in_order(status, Sort.NUDGE):
        late = [report.title for report in person.late(status.reports, status.today)]
        said = [f"{with_and(late)} {'is' if len(late) == 1 else 'are'} late"] if late else []
        if pace_of[person.person_id] is Pace.BEHIND:
            said.append(
                f"{in_days(person.balance.used)} days used; at an even pace it would be about {due} by now"
            )
        if not person.joined:
            said.append("hasn't joined yet")
        if said:
            yield f"{person.name}: {'; '.join(said)}"


def _question(group: Sequence[HubQuestion], now: datetime) -> str:
    several = how_many(group)
    more = f" ({several[0].lower()}{several[1:]})" if several else ""
    return f"{quoted(group[0].text, 90)} for {age(group[0].since, now)}{more}"


def _coming(status: CohortStatus) -> Iterator[str]:
    last = status.today + COMING_WITHIN
    soon: list[tuple[date, str]] = []
    for one in status.residentials:
        if one.state is not ResidentialState.CANCELLED and status.today <= one.first_day <= last:
            sure = "" if one.state is ResidentialState.CONFIRMED else ", provisional"
            silent = sum(one.id not in person.coming for person in status.people)
            said = f"; {silent} haven't said whether they'll come" if silent else ""
            soon.append((one.first_day, f"residential {one.number}{sure}{said}"))
    for report in status.reports:
        if status.today <= report.due <= last:
            left = sum(report.id not in person.done for person in status.people)
            soon.append((report.due, f"{report.title} due; {left} of {len(status.people)} not yet marked done"))
    for day, text in sorted(soon):
        yield f"{day_and_month(day)}: {text}"
