"""What is said of a residential before and after it, and when it changed. Pure: records in, words out."""

from datetime import date

from bot.core.reply import Button
from bot.features.reminders.reminder import Said
from bot.features.residentials.domain import AttendanceAnswer, Residential, ResidentialState
from bot.language.dates import in_words
from bot.language.phrasing import span, until

MOST_DAYS = 14  # that one button logs


def residential(one: Residential, today: date) -> Said:
    provisional = " The date is provisional." if one.state is ResidentialState.PROVISIONAL else ""
    text = f"Residential {one.number} begins {until(one.first_day, today)}: {_when(one)}.{provisional}"
    return f"{text} {_asked(one)}", _coming(one)


def moved(one: Residential, was: date | None) -> Said:
    was_on = f" from {in_words(was)}" if was else ""
    provisional = " The new date is provisional." if one.state is ResidentialState.PROVISIONAL else ""
    text = f"Residential {one.number} has moved{was_on} to {_when(one)}.{provisional}"
    return f"{text} {_asked(one)}", _coming(one)


def cancelled(one: Residential) -> Said:
    text = f"Residential {one.number} is cancelled. It was planned for {span(one.first_day, one.last_day)}."
    return text, (Button("Residentials", "say", {"text": "residentials"}),)


def over(one: Residential) -> Said:
    days = min((one.last_day - one.first_day).days + 1, MOST_DAYS)
    which = {1: ("your day", "Log the day"), 2: ("your two days", "Log both days")}
    asked, label = which.get(days, (f"your {days} days", f"Log all {days} days"))
    to = "" if days == 1 else f" to {one.last_day.isoformat()}"
    log = Button(label, "say", {"text": f"releaseday log {one.first_day.isoformat()}{to} residential"}, "primary")
    text = f"Residential {one.number} is over ({span(one.first_day, one.last_day)}). Log {asked}?"
    return text, (log, Button("Other days", "releaseday_form"))


def _when(one: Residential) -> str:
    venue = f", {one.venue}" if one.venue else ""
    return f"{span(one.first_day, one.last_day)}{venue}"


def _asked(one: Residential) -> str:
    if one.answer is None:
        return "Will you be there?"
    coming = one.answer is AttendanceAnswer.COMING
    if one.answer_is_old:
        return f"You said {'yes' if coming else 'no'} to the old date. Can you make the new one?"
    return "You said you'll be there." if coming else "You said you can't come."


def _coming(one: Residential) -> tuple[Button, ...]:
    """The answers, for the day that is named here; and the file for a diary."""
    day = one.first_day.isoformat()
    yes = {"id": str(one.id), "answer": AttendanceAnswer.COMING.value, "for": day}
    no = {**yes, "answer": AttendanceAnswer.CANNOT.value}
    return (
        Button("I'll be there", "residential_answer", yes, "primary"),
        Button("I can't come", "residential_answer", no),
        Button("Calendar file", "say", {"text": f"residentials calendar {one.number}"}),
    )
