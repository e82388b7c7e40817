"""Requests for what this version cannot do: an honest sentence each, until a handler of their own takes them."""

from bot.activity import Message
from bot.dates import Lean, NotADay, days_in, in_words
from bot.reply import Reply, Text
from bot.routes import intent
from bot.turn import Turn
from knowledge.search import Finding

MOST_DAYS = 3  # said back; a longer list is no longer read
NO_RECORDS = "I can't keep release-day records yet, so nothing was logged, changed or deleted."
NO_REMINDERS = "I can't send reminders yet, so none is set and there is none to turn off."
HUB = "Until I can, please tell your Maths Hub."
LEADS = "When I can, only hub leads will be able to."

SENTENCES = {
    "release_log": f"{NO_RECORDS} Keep a note of the day{{days}}, and whether it was a whole or a half one. {HUB}",
    "release_balance": (
        "I can't keep release-day records yet, so I can't say how many days you have used or have left. "
        "The first year has {release_days} funded days; your Maths Hub has your record."
    ),
    "release_list": (
        "I can't keep release-day records yet, so I have no days of yours to list. Your Maths Hub has your record."
    ),
    "release_correct": f"{NO_RECORDS} There is nothing of yours here to undo or remove. {HUB}",
    "release_export": (
        "I can't keep release-day records yet, so there is no file (CSV or other) of your days to export. "
        "Your Maths Hub has your record."
    ),
    "residentials_mine": (
        "I don't know the dates of your residentials yet, so I can't list them or note who is coming. "
        "Your Maths Hub can tell you."
    ),
    "reminder_on": f"{NO_REMINDERS} For now, please put the date in your own calendar.",
    "reminder_off": f"{NO_REMINDERS} I won't send you anything that you didn't ask for.",
    "reminder_snooze": f"{NO_REMINDERS} Nothing needs to be snoozed.",
    "reminder_list": f"{NO_REMINDERS} Nothing is coming from me.",
    "report_submit": (
        "I can't take or tick off reports yet, so your report is not marked as done. "
        "Please send it to your Maths Hub in the way they asked for."
    ),
    "report_list": (
        "I can't keep track of reports yet. Your Maths Hub can tell you which of your reports are due."
    ),
    "announce": f"I can't post or send announcements yet, so nothing was sent. {LEADS}",
    "cohort_status": "I can't show a cohort's progress yet. When I can, only the hub's own leads will see it.",
    "cohort_dates": f"I can't keep a cohort's dates yet, so no date was set or moved. {LEADS}",
}


@intent(*SENTENCES)
async def not_built_yet(turn: Turn, finding: Finding) -> Reply:
    name = finding.hits[0].topic.id
    text = turn.knowledge.say(SENTENCES[name].replace("{days}", _days(turn)), turn.today)
    return Reply((Text(text),), name, entry=name, score=finding.score)


def _days(turn: Turn) -> str:
    """The days that the message names, said back, so that a note of them is one copy away."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    try:
        found = days_in(text, turn.today, Lean.PAST).days
    except NotADay:
        return ""
    return f" ({', '.join(map(in_words, found[:MOST_DAYS]))})" if found else ""
