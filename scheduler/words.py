"""What a reminder says: an occasion and a person → a reply with the buttons that answer it."""

from datetime import date

from bot.reply import Actions, Button, Note, Reply, Text
from bot.store import Store
from bot.store.records_outbox import ANNOUNCEMENT, MOVED, RELAY, TAKEN_BACK, Delivery
from scheduler.rules import AFTER, LATE, NUDGE, PACE, REPORT, kind_of


async def words(store: Store, one: Delivery) -> Reply:
    """The message for this delivery, with the dates as they are now."""
    owed = one.occasion.owed
    if owed.rule == ANNOUNCEMENT:
        return Reply((Text(await store.outbox.announced(owed.number)),), "announcement")
    if owed.rule == RELAY:
        relay = await store.desk.relay(owed.number)
        if relay is None:
            raise ValueError(f"{owed.subject} was forgotten")
        return relay.post.reply
    head = owed.rule.partition("_")[0]
    if owed.rule in (MOVED, TAKEN_BACK) or owed.subject.startswith("residential:"):
        text, buttons = await _residential(store, one)
    elif head in (REPORT, LATE):
        text, buttons = await _report(store, one)
    elif head in (NUDGE, PACE):
        text, buttons = _days(head)
    else:
        raise ValueError(f"no words for {owed.rule}")
    stop = Button("Stop these", "reminder_stop", {"kind": kind_of(owed.rule)})
    snooze = Button("Remind me in 3 days", "reminder_snooze", {"kind": kind_of(owed.rule), "days": "3"})
    hint = Note("Type “reminders” to see what is coming, or to stop a kind.")
    return Reply((Text(text), Actions((*buttons, snooze, stop)), hint), "reminder")


def spoken(day: date) -> str:
    """Tuesday 4 May 2027."""
    return f"{day:%A} {day.day} {day:%B %Y}"


async def _residential(store: Store, one: Delivery) -> tuple[str, tuple[Button, ...]]:
    owed, here = one.occasion.owed, one.occasion.owed.here
    found = {f"residential:{r.id}": r for r in await store.residentials.list(here, one.person_id or 0)}
    residential = found[owed.subject]
    name, when = f"Residential {residential.number}", spoken(residential.first_day)
    if owed.rule == TAKEN_BACK:
        return f"{name} on {when} is cancelled.", ()
    if owed.rule.startswith(AFTER):
        say = f"releaseday log {residential.first_day:%Y-%m-%d} to {residential.last_day:%Y-%m-%d} residential"
        return f"{name} is over. Log your two days?", (Button("Log both days", "say", {"text": say}),)
    where = f", {residential.venue}" if residential.venue else ""
    coming = (
        Button("I'll be there", "say", {"text": f"residentials coming {residential.number}"}, "primary"),
        Button("I can't", "say", {"text": f"residentials cannot {residential.number}"}),
        Button("Calendar file", "say", {"text": "residentials calendar"}),
    )
    if owed.rule == MOVED:
        return f"{name} has moved to {when}{where}. Can you still come?", coming
    return f"{name} begins on {when}{where}.", coming


async def _report(store: Store, one: Delivery) -> tuple[str, tuple[Button, ...]]:
    owed, here = one.occasion.owed, one.occasion.owed.here
    found = {f"report:{r.id}": r for r in await store.reports.list(here, one.person_id or 0)}
    report = found[owed.subject]
    was = "was" if owed.rule.startswith(LATE) else "is"
    done = Button("It's done", "say", {"text": f"report done {report.title}"[:200]}, "primary")
    return f"“{report.title}” {was} due on {spoken(report.due)}.", (done,)


def _days(head: str) -> tuple[str, tuple[Button, ...]]:
    log = Button("Log a day", "say", {"text": "releaseday log"}, "primary")
    balance = Button("My balance", "say", {"text": "releaseday balance"})
    if head == NUDGE:
        return "You've logged no release days this month. Were there any?", (log, balance)
    return "You've used fewer release days than this far into the year would hold. Plan some now?", (log, balance)
