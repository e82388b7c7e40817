"""What a specialist is shown of their reports: a line for each, the buttons, and which one is meant."""

from collections.abc import Sequence

from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.reports.domain import Report
from bot.language.dates import in_words
from bot.language.phrasing import until

LIST, DONE = "report_list", "report_submit"
WHICH_REPORT = "report which"  # reads the words that answer "Which report do you mean?"
MOST_BUTTONS = 4
MINE = Button("My reports", "say", {"text": "reports"})


def which_report(found: Sequence[Report], name: str, verb: str) -> Reply:
    buttons = tuple(Button(f"{verb}: {one.title}"[:75], name, {"id": str(one.id)}) for one in found[:MOST_BUTTONS])
    unique = {button.label: button for button in buttons}
    title = found[0].title
    sure = (
        f"Shall I tick off “{title}” as done?"
        if name == "report_done"
        else f"Shall I take back the tick of “{title}”?"
    )
    ask = "Which report do you mean?" if len(unique) > 1 else sure
    only = next(iter(unique)) if len(unique) == 1 else ""
    asks = OpenQuestion(yes=only, reader=WHICH_REPORT, values={"do": name})
    return Reply((Text(ask), Actions(tuple(unique.values()))), DONE, entry=DONE, asks=asks)


def not_wholly_understood(owed: Sequence[Report], odd: str) -> Reply:
    """Something beside “done” that may take a part of it back: nothing is ticked off."""
    why = f"I tick off a report when all of it is done, and I can't tell what “{odd}” says."
    text = Text(f"Nothing was noted: {why} If one is done now, press its button.")
    return Reply((text, Actions(done_buttons(owed))), DONE, entry=DONE, asks=OpenQuestion())


def only_ones_own(owed: Sequence[Report]) -> Reply:
    """Said of somebody else: a yes to it would not be about one's own, so only the button counts."""
    text = "I keep only your own reports here, so nothing was noted."
    if not owed:
        return Reply((Text(text),), DONE, entry=DONE)
    own = "Is one of yours done? Press its button, if so."
    return Reply((Text(f"{text} {own}"), Actions(done_buttons(owed))), DONE, entry=DONE, asks=OpenQuestion())


def not_said_to_be_done(owed: Sequence[Report]) -> Reply:
    """It was spoken of, and not said to be done: no yes ticks it off."""
    due = "; ".join(f"{one.title} is due {in_words(one.due)}" for one in owed[:MOST_BUTTONS])
    text = Text(f"Nothing was noted. {due}. I'll tick it off when you tell me for certain that it's done.")
    asks = OpenQuestion(reader=WHICH_REPORT, values={"do": "report_done"}, plain=False)
    return Reply((text, Actions((*done_buttons(owed), MINE))), DONE, entry=DONE, asks=asks)


def no_such_report(word: str, there: Sequence[Report]) -> Reply:
    """Another report than those on record was named: none of them is meant by a yes."""
    titles = " and ".join(f"{one.title} (due {in_words(one.due)})" for one in there[:MOST_BUTTONS])
    text = Text(f"No report called “{word}” is on record for you, so nothing was noted. On record: {titles}.")
    return Reply((text, Actions((MINE,))), DONE, entry=DONE)


def no_report_named(owed: Sequence[Report]) -> Reply:
    """No report was spoken of: no yes can mean one, and the question that stood open before still stands."""
    text = "Nothing was noted. If a report of yours is done, press its button; else say it in other words."
    return Reply((Text(text), Actions((*done_buttons(owed), MINE))), DONE, entry=DONE)


def done_buttons(owed: Sequence[Report]) -> tuple[Button, ...]:
    made = [Button(f"Done: {one.title}"[:75], "report_done", {"id": str(one.id)}) for one in owed[:MOST_BUTTONS]]
    return tuple({button.label: button for button in made}.values())


def report_line(one: Report, turn: Turn, *, with_due: bool = False) -> str:
    """How it stands. with_due: with its day, also where it is done."""
    if one.done_at is not None:
        was_due = f" It was due {in_words(one.due)}." if with_due else ""
        return f"✓ {one.title}: done on {in_words(turn.local(one.done_at))}.{was_due}"
    state = "late, it was due" if one.late(turn.today) else "due"
    return f"• {one.title}: {state} {in_words(one.due)} ({until(one.due, turn.today)})."
