"""The button that gives the closing date for a calendar, while one can still apply."""

from bot.core.reply import Button
from bot.core.turn import Turn
from knowledge.facts import Phase

FILE = Button("Deadline for my calendar", "deadline_file")


def buttons(turn: Turn) -> tuple[Button, ...]:
    return () if turn.knowledge.window.phase(turn.today) is Phase.CLOSED else (FILE,)
