"""What the bot is for, in a few lines, with things to press."""

from bot.handlers.question import entry_buttons
from bot.reply import Actions, Button, Reply, Text
from bot.routes import command, intent
from bot.turn import Turn
from knowledge.search import Finding

CHECK = Button("Am I eligible?", "eligibility_start", style="primary")
SUGGESTED = ("closing-date", "release-days-year-one", "criteria-essential")


@command("help", "start", "menu")
async def help_command(turn: Turn, _words: str) -> Reply:
    text = (
        "Hello! I answer questions about the Primary Mastery Specialist Programme ({development_year}, {cohort}) "
        "from its information sheet. Ask in your own words, for example “how many days release do I get?” or “do "
        "I need to be maths lead?”. If the sheet doesn't say, I'll tell you so. I can also take you through the "
        "essential criteria, one question at a time: type “eligibility”."
    )
    suggested = [turn.knowledge.entries[name] for name in SUGGESTED if name in turn.knowledge.entries]
    return Reply((Text(turn.knowledge.say(text, turn.today)), Actions((CHECK, *entry_buttons(suggested)))), "help")


@intent("help")
async def help_intent(turn: Turn, _finding: Finding) -> Reply:
    return await help_command(turn, "")
