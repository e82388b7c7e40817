"""Two people at one hub, a specialist and a lead, who talk to the core; and what is then on record about them."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from bot.core.activity import Activity, Message, Submit
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Button, Reply
from bot.features.people.repository_codes import Codes
from tests.support.ground import NOON, Ground, account, ground
from tests.support.kept import kept

RECORDS = {
    "release_day": "id, day, part, purpose, note, deleted_at IS NULL",
    "reminder_choice": "person_id, kind, until",
    "report": "id, title, due, removed_at IS NULL",
    "report_submission": "report_id, person_id, done_at",
    "attendance": "residential_id, person_id, answer, for_day",
    "residential": "id, number, first_day, last_day, venue, state",
    "hub_holiday": "hub_id, first_day, last_day",
    "enrolment": "id, person_id, hub_id, school, ended_at IS NULL",
    "announcement": "id, text, confirmed_at IS NULL, cancelled_at IS NULL",
    "person": "id, name",
}
"""What somebody would have to undo, without the numbers of revisions and without what stays as history."""
SAM, LEE = "sam", "lee"


@dataclass
class Hub:
    core: Core
    ground: Ground
    last: dict[str, Reply] = field(default_factory=dict)

    async def say(self, who: str, words: str, where: str = "") -> str:
        """The reply in words, with its buttons."""
        pressed = words.removeprefix("[").removesuffix("]") if words.startswith("[") else ""
        at = where or f"with {who}"
        activity: Activity = Message(account(who), at, words, {"user": who})
        if pressed:
            button = self.button(who, pressed)
            activity = Submit(account(who), at, button.action, button.values, {"user": who})
        self.last[who] = reply = await self.core.handle(activity)
        said = [[plain(one), *(f"[{button.label}]" for button in one.buttons)] for one in reply.messages]
        return " ".join(word for words in said for word in words)

    def button(self, who: str, label: str) -> Button:
        every = [one for message in self.last[who].messages for one in message.buttons]
        return next(one for one in every if one.label == label)

    async def records(self) -> dict[str, list[Any]]:
        """Of what is kept as history, only what counts."""
        async with self.ground.store.reading() as connection:
            found = {}
            for table, columns in RECORDS.items():
                rows = await connection.execute(text(f"SELECT {columns} FROM {table}"))  # noqa: S608  our own words
                found[table] = sorted(map(repr, rows.all()))
        for table in ("release_day", "report"):
            found[table] = [row for row in found[table] if not row.endswith(("False)", ", 0)"))]
        return found


@kept
async def talking(core: Core, at: Any) -> Hub:
    """Sam is enrolled and has joined, Lee leads; a residential, two reports and a reminder to stop are there."""
    g = await ground(at)
    sam = await g.enrol("Sam Patel")
    await g.enrol("Ben Okoro")
    for person, who in ((sam, SAM), (g.lead, LEE)):
        code = await Codes(at).make(person.id, None, NOON)
        await Codes(at).redeem(code.words, account(who), NOON, {"user": who})
    hub = Hub(core, g)
    for line in (
        "cohort residential 1 12-13 January 2027 at The Grange",
        'cohort report add "Autumn report" due 11 December 2026',
        'cohort report add "Spring report" due 26 March 2027',
    ):
        await hub.say(LEE, line)
    return hub
