"""What a lead is asked back about a report: whether it is a new one, which one, or that it is due for all."""

from collections.abc import Sequence

from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.turn import Turn
from bot.features.reports.domain import Report
from bot.features.reports.parsing import ReportRequest
from bot.hubs.lead_dates import KIND, LEAVE_IT
from bot.language.dates import in_words
from bot.language.phrasing import until

MOST_REPORTS = 6  # on buttons
FOR_ALL = (
    "A report is due on one day for the whole hub, so I can't give one person more time. Shall I show the "
    "reports, or move the date for all of them? Nothing was changed."
)


def report_shown_first(turn: Turn, new: ReportRequest, like: Sequence[Report], *, is_there: bool) -> Reply:
    """The new report, and those on record that may be meant instead, each with the day that was said."""
    assert new.due is not None  # noqa: S101  it was read
    day = f"{new.due.day} {new.due:%B %Y}"
    moves = [
        Button(f"Move {one.title} to {in_words(new.due)}"[:75], "say", {"text": _moved(one.title, day)})
        for one in like[:MOST_REPORTS]
    ]
    add = Button("Add it", "say", {"text": f"cohort report add “{new.title}” due {day}"}, "primary")
    stands = "; ".join(f"{one.title}, due {in_words(one.due)}" for one in like[:MOST_REPORTS])
    on_record = f"There is already {stands}. " if like else ""
    shown = f"{new.title}, due {in_words(new.due)} ({until(new.due, turn.today)})"
    if is_there:
        text, buttons = (
            Text(f"{on_record}Shall I move it to {in_words(new.due)}? Nothing has been changed yet."),
            moves,
        )
    else:
        also = " Add it as another one, or move that?" if like else " Shall I add it?"
        text, buttons = Text(f"{on_record}Not added yet: {shown}.{also}"), [*moves, add]
    asks = OpenQuestion(buttons[0].label if len(buttons) == 1 else "", LEAVE_IT.label)
    return Reply((text, Actions((*buttons, LEAVE_IT))), KIND, entry=KIND, asks=asks)


def _moved(title: str, day: str) -> str:
    return f"cohort report change “{title}” due {day}"


def due_for_all() -> Reply:
    show = Button("Show the reports", "say", {"text": "cohort report"})
    return Reply((Text(FOR_ALL), Actions((show, LEAVE_IT))), KIND, entry=KIND)


def which_report_asked(verb: str) -> Reply:
    text = f"Which report? Type for example: cohort report {verb} “Autumn report”. Nothing was changed."
    show = Button("Show the reports", "say", {"text": "cohort report"})
    return Reply((Text(text), Actions((show, LEAVE_IT))), KIND, entry=KIND)
