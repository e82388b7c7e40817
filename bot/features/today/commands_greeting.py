"""“Good morning” from a hub lead: by name, and with what a lead may want; not the offer to apply for a place."""

from dataclasses import replace

from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn

WHAT_NOW = "What would you like to do, or to know about the programme?"
BUTTONS = Actions(
    (
        Button("Who needs something", "say", {"text": "cohort today"}),
        Button("Cohort status", "say", {"text": "cohort status"}),
        Button("Questions", "questions"),
        Button("Announce", "announce_new"),
    )
)


@middleware(
    "a lead's greeting",
    order=83,
    because="above all that answers: the greeting is changed for whoever leads a hub",
    role=Role.LEAD,
)
async def typed(turn: Turn, _text: str, call_next: CallNext) -> Reply:
    """Who is enrolled as well is greeted with their own days."""
    reply = await call_next()
    held = roles(turn.person)
    if Role.LEAD not in held or Role.SPECIALIST in held or reply.kind != "smalltalk" or reply.entry != "greeting":
        return reply
    name = turn.me.name.split()[0] if turn.me.name else ""
    text = Text(f"{f'Hello {name}.' if name else 'Hello.'} {WHAT_NOW}")
    return replace(reply, blocks=(text, BUTTONS), personal=True)
