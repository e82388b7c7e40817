"""Requests for what this version cannot do: an honest sentence each, until a handler of their own takes them."""

from bot.reply import Reply, Text
from bot.routes import intent
from bot.turn import Turn
from knowledge.search import Finding

NO_REMINDERS = "I can't send reminders yet, so none is set and there is none to turn off."
LEADS = "When I can, only hub leads will be able to."

SENTENCES = {
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
    "handoff": (
        "I can't pass a question on to a person yet, so nothing was sent. Please contact your Maths Hub directly: "
        "they decide on applications and know your area."
    ),
}


@intent(*SENTENCES)
async def not_built_yet(turn: Turn, finding: Finding) -> Reply:
    name = finding.hits[0].topic.id
    text = turn.knowledge.say(SENTENCES[name], turn.today)
    return Reply((Text(text),), name, entry=name, score=finding.score)
