"""What is asked where a nudge was not wholly understood: nothing is sent, and each way on is a button."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.features.reports.domain import Report
from bot.features.today.needs import Need, What
from bot.features.today.nudging import About
from bot.features.today.of_whom import NotOnRecord
from bot.features.today.views import KIND
from bot.hubs.lead_dates import LEAVE_IT
from bot.language.dates import in_words

MOST_THINGS = 3  # things to remind of, as buttons
WRITE = Button("Write an announcement", "announce_new")


def about_what(names: Sequence[str], at: datetime | None, zone: str, found: Sequence[Need]) -> Reply:
    """Each thing that they have in common as a button; the draft that it makes waits for another press.

    at: when it is to go, in UTC.
    """
    who, when = ", ".join(names), f" at {_local(at, zone)}" if at else ""
    buttons = [
        Button(_label(one), "say", {"text": f"cohort announce to {who}{when}: {one.text}"}, "primary")
        for one in found[:MOST_THINGS]
    ]
    text = f"About what shall I remind {who}? Nothing was sent. Write it yourself: “tell {who} that …”."
    return Reply((Text(text), Actions((*buttons, WRITE, LEAVE_IT))), KIND)


def _label(need: Need) -> str:
    about = {What.LATE: "About the late report", What.BEHIND: "About their days"}
    return about.get(need.what, f"About residential {need.number}")[:LONGEST_LABEL]


def _local(at: datetime, zone: str) -> str:
    here = at.astimezone(ZoneInfo(zone))
    return f"{here:%H:%M} on {here.day} {here:%B %Y}"


def whom(words: str) -> Reply:
    text = (
        f"There's nobody called “{words[:60]}” at your hub, so nothing was sent. "
        "Whom shall I nudge? Write the whole name."
    )
    today = Button("Who needs something", "say", {"text": "cohort today"})
    return Reply((Text(text), Actions((today, LEAVE_IT))), KIND)


def not_all(left: str) -> Reply:
    text = f"I know whom you mean, but not what “{left.strip()[:80]}” means. Nothing was sent."
    return Reply((Text(text), Actions((WRITE, LEAVE_IT))), KIND)


def not_true_of(done: Sequence[str], still: Sequence[str], about: About, coming: Report | None) -> Reply:
    """Who needs no such reminder, and what may be meant instead. coming: the next report that all of them owe."""
    what = {
        What.LATE: f"not late with {about.title or 'a'} report",
        What.UNANSWERED: "one of those whose answer is missing",
        What.BEHIND: "not behind with release days",
    }.get(about.what, "in need of that")
    if about.what is What.UNANSWERED:
        text = f"{' and '.join(done)}: the answer is there already."
    else:
        text = f"{' and '.join(done)}: {what}."
    buttons, who = [], ", ".join((*still, *done))
    if still:
        named = {What.LATE: f"{about.title} report".strip(), What.UNANSWERED: f"residential {about.number or ''}"}
        words = f"remind {', '.join(still)} about {named.get(about.what, 'their days').strip()}"
        buttons.append(Button(f"Only {', '.join(still)}"[:LONGEST_LABEL], "say", {"text": words}, "primary"))
    if coming:
        due = f"“{coming.title}” is due on {in_words(coming.due)}. Please send it, then tell me: “report done”."
        label = f"About the {coming.title}"[:LONGEST_LABEL]
        buttons.append(Button(label, "say", {"text": f"cohort announce to {who}: {due}"}, "primary"))
        text = f"{text} The next one is {coming.title}, due {in_words(coming.due)}."
    return Reply((Text(f"{text} Nothing was sent."), Actions((*buttons, WRITE, LEAVE_IT))), KIND)


def no_residential(missing: NotOnRecord) -> Reply:
    which = f"No residential {missing.name} is set" if missing.name else "No residential is to come"
    show = Button("Show the residentials", "say", {"text": "cohort residential"})
    return Reply((Text(f"{which}. Nothing was sent."), Actions((show, LEAVE_IT))), KIND)


def no_report(missing: NotOnRecord) -> Reply:
    called = f"called “{missing.name[:60]}” " if missing.name else ""
    show = Button("Show the reports", "say", {"text": "cohort report"})
    return Reply(
        (Text(f"I know no one report {called}that is owed. Nothing was sent."), Actions((show, LEAVE_IT))), KIND
    )
