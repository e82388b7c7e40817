"""Requests for what this version cannot do: an honest sentence each, until a handler of their own takes them."""

from bot.reply import Reply, Text
from bot.routes import intent
from bot.turn import Turn
from knowledge.search import Finding

NO_REMINDERS = "I can't send reminders yet, so none is set and there is none to turn off."
LEADS = "When I can, only hub leads will be able to."

SENTENCES = {
    "reminder_on": f"{NO_REMINDERS} For now, please put the date in your own calendar.",
    "reminder_off": f"{NO_REMINDERS} I won't send you anything that you didn't ask for.",
    "reminder_snooze": f"{NO_REMINDERS} Nothing needs to be snoozed.",
    "reminder_list": f"{NO_REMINDERS} Nothing is coming from me.",
    "announce": f"I can't post or send announcements yet, so nothing was sent. {LEADS}",
}


@intent(*SENTENCES)
async def not_built_yet(turn: Turn, finding: Finding) -> Reply:
    name = finding.hits[0].topic.id
    text = turn.knowledge.say(SENTENCES[name], turn.today)
    return Reply((Text(text),), name, entry=name, score=finding.score)
