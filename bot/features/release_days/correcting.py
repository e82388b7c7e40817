"""Replies that show which entry is meant and what would become of it; the press of a button does it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Block, Button, Note, Reply, Text
from bot.features.release_days import forms, views
from bot.features.release_days.domain import ReleaseDay, ReleaseDayInput
from bot.language.dates import in_short, in_words

CORRECTED = "release_correct"
DELETED_INSTEAD = "another release day deleted"  # reads which one is meant instead of the one shown
CHANGED_TO = "release day changed to"  # reads the words that say what it becomes
LEAVE_IT, CHANGE_IT, DELETE_IT = "Leave it", "Change it", "Delete it"
MOST_CHOICES = 4
BOTH = 2
HOW = (
    "You can change or delete any of your days at any time. Type, for example, “change friday to half”, “move 3 "
    "november to the 10th”, “delete friday” or “add a note to friday: with year 4”. To take back your last "
    "change, type “undo”. You can also put a deleted day back."
)
ONLY_THOUGHT = (
    "Nothing was logged or changed. To plan a release day, give its date, for example “log 27 November, "
    "workshop”. To change or delete one, type for example “change friday to half” or “delete friday”."
)
LIST = Button("List my days", "say", {"text": "releaseday list"})


def asked(
    *blocks: Block,
    buttons: Sequence[Button] = (),
    leave: bool = True,
    about: Sequence[ReleaseDay] = (),
    yes: str = "",
    value: bool = False,
) -> Reply:
    """A question with its buttons.

    about: the entries that it is about. yes: what a plain yes presses. value: whether words may say what the one
    entry should be.
    """
    every = (*buttons, Button(LEAVE_IT, "releaseday_leave")) if leave else tuple(buttons)
    asks = OpenQuestion(yes, LEAVE_IT if leave else "")
    if value:
        asks = replace(asks, reader=CHANGED_TO, values={"day": str(about[0].id)})
    spoken_of = views.spoken_of(about) if about else None
    return Reply((*blocks, Actions(every)), CORRECTED, entry=CORRECTED, asks=asks, spoken_of=spoken_of)


def told_how(*, thought: bool = False) -> Reply:
    """The answer to a question about changing or deleting; nothing is done.

    thought: it was no question; somebody thinks aloud about a day.
    """
    return Reply((Text(ONLY_THOUGHT if thought else HOW), Actions((LIST,))), CORRECTED, entry=CORRECTED)


def nothing_for(what: str, near: Sequence[ReleaseDay] = ()) -> Reply:
    """Nothing is on record for that; near: what may be meant instead."""
    text = f"Nothing is on record for {what}, so nothing was changed."
    if near:
        shown = views.lines("The nearest is", near)
        return asked(Text(text), shown, Note("Is that the one you mean?"), buttons=_either(near[0]))
    return asked(Text(f"{text} Which day do you mean?"), buttons=(LIST,), leave=False)


def which_entry(verb: str = "change") -> Reply:
    text = f"Which day? Nothing was changed. Type its date, for example “{verb} 12 November”."
    return asked(Text(text), buttons=(LIST,), leave=False)


def change_button(
    before: ReleaseDay, wanted: ReleaseDayInput, label: str = CHANGE_IT, *, primary: bool = True
) -> Button:
    values = forms.one_as_values(wanted, before.id)
    return Button(label[:75], "releaseday_change", values, "primary" if primary else "")


def delete_button(entries: Sequence[ReleaseDay], label: str = DELETE_IT) -> Button:
    return Button(label[:75], "releaseday_delete", {"day": ",".join(str(one.id) for one in entries)})


def what_is_wrong(entry: ReleaseDay, question: str = "What should it be?") -> Reply:
    """The entry is known, and what is right is not: the form, or off the record."""
    return asked(
        views.lines("On record", [entry]),
        Text(f"{question} Nothing was changed."),
        buttons=_either(entry),
        about=[entry],
        value=True,
    )


def shown(before: ReleaseDay, wanted: ReleaseDayInput, left: str = "") -> Reply:
    """What it would become; left: words that are not in it."""
    buttons = (change_button(before, wanted), delete_button([before]))
    reply = asked(
        views.lines("Now", [before]),
        views.lines("Change it to", [wanted]),
        Text(f"I left out “{left[:60]}”. Shall I?" if left else "Shall I?"),
        buttons=buttons,
        about=[before],
        yes=CHANGE_IT,
        value=True,
    )
    asks = replace(reply.asks, values=forms.shown_change(before.id, wanted)) if reply.asks else None
    return replace(reply, asks=asks)


def either_day(before: ReleaseDay, ways: Sequence[ReleaseDayInput]) -> Reply:
    """Two days may be meant."""
    buttons = [change_button(before, one, in_words(one.day), primary=False) for one in ways]
    return asked(
        views.lines("Now", [before]),
        Text("Nothing was changed. Which day should it be?"),
        buttons=buttons,
        about=[before],
        value=True,
    )


def same_already(entry: ReleaseDay) -> Reply:
    text = "That is how it stands already, so nothing was changed. What should it be?"
    return asked(views.lines("Now", [entry]), Text(text), buttons=_either(entry), about=[entry], value=True)


def deletion(entries: Sequence[ReleaseDay], odd: str = "") -> Reply:
    """odd: words beside what names them that nobody could read."""
    one = len(entries) == 1
    question = (
        "Shall I delete it?"
        if one
        else "Shall I delete both?"
        if len(entries) == BOTH
        else f"Shall I delete all {len(entries)}?"
    )
    unread = f"I can't tell what “{odd[:60]}” says. " if odd else ""
    button = delete_button(
        entries, DELETE_IT if one else "Delete both" if len(entries) == BOTH else f"Delete all {len(entries)}"
    )
    reply = asked(
        views.lines("On record", entries),
        Text(f"{unread}{question}"),
        buttons=(button,),
        about=entries,
        yes=button.label,
    )
    if not one or reply.asks is None:
        return reply
    values = {"day": str(entries[0].id)}
    return replace(reply, asks=replace(reply.asks, reader=DELETED_INSTEAD, values=values))


def which_of(entries: Sequence[ReleaseDay], buttons: Sequence[Button]) -> Reply:
    """Several may be meant."""
    lines = views.lines("On record", entries[:MOST_CHOICES])
    return asked(
        lines, Text("Which one do you mean? Nothing was changed."), buttons=_unlike(buttons[:MOST_CHOICES])
    )


def to_delete(entries: Sequence[ReleaseDay]) -> Reply:
    """One, to be deleted, or which of several."""
    buttons = [delete_button([one], label("Delete", one)) for one in entries]
    return deletion(entries) if len(entries) == 1 else which_of(entries, buttons)


def to_change(entries: Sequence[ReleaseDay]) -> Reply:
    """What one should be, or which of several."""
    buttons = [edit_button(one, label("Change", one)) for one in entries]
    return what_is_wrong(entries[0]) if len(entries) == 1 else which_of(entries, buttons)


def label(verb: str, entry: ReleaseDay) -> str:
    return f"{verb} {in_short(entry.day)}, {views.PARTS[entry.part]}: {entry.purpose.value}"[:75]


def edit_button(entry: ReleaseDay, text: str = "Change…") -> Button:
    return Button(text, "releaseday_change_form", {"day": str(entry.id)})


def restoring(entries: Sequence[ReleaseDay]) -> Reply:
    """What was deleted, to be put back."""
    buttons = [
        restore_button(one, "Put it back" if len(entries) == 1 else label("Put back", one)) for one in entries
    ]
    return asked(
        views.lines("Deleted recently", entries),
        Text("Shall I put it back?"),
        buttons=_unlike(buttons),
        yes=buttons[0].label if len(buttons) == 1 else "",
    )


def restore_button(entry: ReleaseDay, text: str) -> Button:
    return Button(text[:75], "releaseday_restore", {"day": str(entry.id)})


def nothing_to_restore() -> Reply:
    return asked(
        Text("I see no deleted day, so nothing was put back. Which day is it?"),
        buttons=(LIST,),
        leave=False,
    )


def _either(entry: ReleaseDay) -> tuple[Button, ...]:
    return edit_button(entry), delete_button([entry])


def _unlike(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """Two that read alike would be one pressed by guess."""
    return tuple({button.label: button for button in buttons}.values())
