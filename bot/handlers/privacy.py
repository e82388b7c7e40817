"""What is kept about a person, said and deleted on request."""

from bot.reply import Reply, Text
from bot.routes import command, intent
from bot.store.records import Seat
from bot.turn import Turn
from knowledge.search import Finding

KEPT = (
    "I keep very little. Your last few messages stay in memory for half an hour, so that I can follow the "
    "conversation, and are never stored. If you take the eligibility check, your Yes, No and Not sure answers are "
    "stored until you see the result, or for a day at most. Type “delete my data” to have them gone at once."
)


@command("privacy")
async def privacy_command(_turn: Turn, _words: str) -> Reply:
    return Reply((Text(KEPT),), "privacy")


@intent("data_delete")
async def delete_my_data(turn: Turn, finding: Finding) -> Reply:
    seat = Seat.of(turn.activity)
    walk = await turn.store.walks.current(seat, turn.now)
    if walk is None:
        text = "There is nothing of yours to delete: no eligibility check is under way, and I store nothing else."
    else:
        await turn.store.walks.end(walk)
        text = "Done: your answers to the eligibility check are deleted. I store nothing else about you."
    return Reply((Text(text),), "data_delete", entry="data_delete", score=finding.score)


@intent("privacy", "data_show")
async def privacy_intent(_turn: Turn, finding: Finding) -> Reply:
    name = finding.hits[0].topic.id
    return Reply((Text(KEPT),), name, entry=name, score=finding.score)
