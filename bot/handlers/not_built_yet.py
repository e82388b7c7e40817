"""Requests for what this version cannot do: an honest sentence each, until a handler of their own takes them."""

from bot.reply import Reply, Text
from bot.routes import intent
from bot.turn import Turn
from knowledge.search import Finding

LEADS = "When I can, only hub leads will be able to."

SENTENCES = {
    "announce": f"I can't post or send announcements yet, so nothing was sent. {LEADS}",
}


@intent(*SENTENCES)
async def not_built_yet(turn: Turn, finding: Finding) -> Reply:
    name = finding.hits[0].topic.id
    text = turn.knowledge.say(SENTENCES[name], turn.today)
    return Reply((Text(text),), name, entry=name, score=finding.score)
