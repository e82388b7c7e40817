"""What a specialist is shown of the residentials: the list with its buttons, and what answers a yes or a no."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.fitting import listed
from bot.core.open_question import OpenQuestion, SpokenOf
from bot.core.reply import LONGEST_REPLY, Actions, Button, Note, Reply, Text
from bot.core.turn import Turn
from bot.features.residentials.domain import AttendanceAnswer, Residential, ResidentialState
from bot.features.residentials.own_words import Unclear
from bot.language.phrasing import span, until

KIND = "residentials_mine"
TWO_THINGS = "residential and day"  # reads the words that answer which of two things is to be kept
LOG = "releaseday log "
LONGEST_COMMAND = 150  # characters of the day that is asked about after the answer
ANSWER_LABELS = {AttendanceAnswer.COMING: "I'll be there", AttendanceAnswer.CANNOT: "I can't come"}
SAID_BACK = {AttendanceAnswer.COMING: "you'll be there", AttendanceAnswer.CANNOT: "you can't come"}
CALENDAR = Button("Calendar file", "say", {"text": "residentials calendar"})


def answer_noted(one: Residential, answer: AttendanceAnswer) -> Reply:
    text = Text(f"Noted: {SAID_BACK[answer]}. Residential {one.number} is on {span(one.first_day, one.last_day)}.")
    note = Note("Your hub lead can see your answer. You can change it at any time.")
    shown = (text, note, Actions((*answer_buttons(one), _tell_more_button(one), CALENDAR)))
    return Reply(shown, KIND, entry=KIND, spoken_of=SpokenOf("residential", (one.id,)))


def part_of_it_asked(one: Residential, odd: str) -> Reply:
    """A word is left over that may name a part of the residential: which of the two answers is it?"""
    days = span(one.first_day, one.last_day)
    whole = (
        f"A yes or a no is for the whole of residential {one.number}, {days}, and I can't tell what “{odd}” says"
    )
    more = "Which is it? Your hub can be told more, too, such as which day."
    buttons = [answer_button(one, each) for each in ANSWER_LABELS]
    shown = Actions((*buttons, _tell_more_button(one)))
    text = Text(f"{whole}, so nothing was changed. {more}")
    spoken = SpokenOf("residential", (one.id,))
    return Reply((text, shown), KIND, asks=OpenQuestion(), spoken_of=spoken)


def unclear_answer(one: Residential, unclear: Unclear) -> Reply:
    """It is said of somebody else, of a part, or with something more: nothing is noted, and both are offered."""
    days = f"residential {one.number}, {span(one.first_day, one.last_day)}"
    text = {
        Unclear.IN_PART: f"A yes or a no is for the whole of {days}, so nothing was changed. Which is it?",
        Unclear.WITH_MORE: f"Nothing was changed yet. Which is it, for the whole of {days}?",
        Unclear.OF_ANOTHER: f"I keep only your own answer for {days}, so nothing was changed.",
        Unclear.FORWARDED: "That sounds like a line of somebody's message, so nothing was changed. Is it your own "
        f"answer for {days}?",
        Unclear.NOT_FOR_THE_LEAD: "Your hub's leads see whatever I note, so nothing was noted yet. "
        f"For {days}: is it one of these, all the same?",
    }[unclear]
    buttons = [answer_button(one, each) for each in ANSWER_LABELS]
    shown = Actions((*buttons, _tell_more_button(one)))
    spoken = SpokenOf("residential", (one.id,))
    return Reply((Text(text), shown), KIND, asks=OpenQuestion(), spoken_of=spoken)


def is_it_this_one(turn: Turn, there: Sequence[Residential]) -> Reply:
    """“Can't come”, and no residential was spoken of: nothing is noted, and those to come are offered."""
    shown = residentials_list(turn, there)
    opening = Text("You named no residential, so nothing was changed. If you mean one of these, press its button.")
    return replace(shown, blocks=(opening, *shown.blocks), asks=OpenQuestion())


def of_something_else(odd: str) -> Reply:
    """The message named no residential, and the word left over says that it is about something else."""
    text = f"I can't tell what “{odd}” is: I note only who comes to a residential. Nothing was changed."
    return Reply((Text(text), Actions((Button("Residentials", "say", {"text": "residentials"}),))), KIND)


def one_after_the_other(turn: Turn, one: Residential, answer: AttendanceAnswer, order: str) -> Reply:
    """An answer and a day to log in one message: the answer is asked first, and then the day."""
    days = span(one.first_day, one.last_day)
    command = f"{LOG}{turn.as_written(order)}"[:LONGEST_COMMAND]
    button = answer_button(one, answer)
    label = "Note it: coming" if answer is AttendanceAnswer.COMING else "Note it: not coming"
    yes = Button(label, button.action, {**button.values, "next": command})
    no = Button("Don't note it", "residential_not", {"next": command})
    only = Button("Only the day", "say", {"text": command})
    text = Text(
        f"That's two things at once, so nothing is kept yet. First: residential {one.number}, {days}: "
        f"{SAID_BACK[answer]}. Shall I note it?"
    )
    values = {"answer": answer.value, "id": str(one.id), "next": command}
    asks = OpenQuestion(yes=yes.label, no=no.label, reader=TWO_THINGS, values=values)
    return Reply((text, Actions((yes, no, only))), KIND, personal=True, asks=asks)


def then_the_day(first: Reply, command: str) -> Reply:
    """What became of the answer, and then the day: one message, so that a yes or a no is for the day."""
    log, no = Button("Log it", "say", {"text": command}, "primary"), Button("Don't log it", "residential_no_day")
    text = Text(f"And the other one, “{command.removeprefix(LOG)}”: shall I log it?")
    blocks = (*(block for block in first.blocks if not isinstance(block, Note)), text, Actions((log, no)))
    return replace(first, blocks=blocks, personal=True, asks=OpenQuestion(yes=log.label, no=no.label))


def yes_or_no_offered(turn: Turn, there: Sequence[Residential]) -> Reply:
    """Neither a yes nor a no: nothing is noted, and both are offered."""
    listed_reply = residentials_list(turn, there)
    opening = Text("I can note a yes or a no, and this could be either. Nothing was changed. Which is it?")
    return replace(listed_reply, blocks=(opening, *listed_reply.blocks))


def still_to_come(turn: Turn, there: Sequence[Residential]) -> list[Residential]:
    """Those that are still to come and not cancelled."""
    return [one for one in there if one.state is not ResidentialState.CANCELLED and one.last_day >= turn.today]


def residentials_list(turn: Turn, there: Sequence[Residential]) -> Reply:
    if not there:
        text = "The dates of your residentials are not set yet. Your hub lead enters them; then I show them here."
        return Reply((Text(text),), KIND, entry=KIND)
    buttons = [button for one in still_to_come(turn, there) for button in answer_buttons(one)]
    lines = listed([residential_line(one, turn) for one in there], LONGEST_REPLY)
    unanswered = [one for one in still_to_come(turn, there) if one.answer is None or one.answer_is_old]
    asks = will_you_be_there(unanswered[0]) if len(unanswered) == 1 else OpenQuestion() if unanswered else None
    spoken = SpokenOf("residential", tuple(one.id for one in still_to_come(turn, there)))
    shown = (Text(lines), Actions((*buttons, CALENDAR)))
    return Reply(shown, KIND, entry=KIND, asks=asks, spoken_of=spoken if spoken.ids else None)


def will_you_be_there(one: Residential) -> OpenQuestion:
    """“Will you be there?” of one residential."""
    yes, no = (answer_button(one, answer).label for answer in (AttendanceAnswer.COMING, AttendanceAnswer.CANNOT))
    return OpenQuestion(yes, no)


def moved_meanwhile(one: Residential) -> Reply:
    """The button was shown with other dates: nothing is noted, and the dates of today are asked about."""
    days = span(one.first_day, one.last_day)
    text = f"Not noted yet: residential {one.number} has moved. It is now on {days}. Will you be there?"
    buttons = [answer_button(one, answer) for answer in ANSWER_LABELS]
    shown = (Text(text), Actions((*buttons, CALENDAR)))
    return Reply(shown, KIND, entry=KIND, replaces=True, asks=will_you_be_there(one))


def residential_line(one: Residential, turn: Turn) -> str:
    days = span(one.first_day, one.last_day)
    if one.state is ResidentialState.CANCELLED:
        return f"Residential {one.number}: cancelled (it was planned for {days})."
    where = f", {one.venue}" if one.venue else ", venue not set yet"
    line = f"Residential {one.number}: {days}{where} ({one.state.value}).{_exactly(one)}"
    if one.last_day < turn.today:
        return f"{line} It's over."
    if one.answer is None:
        return f"{line} It starts {until(one.first_day, turn.today)}. Will you be there?"
    said = SAID_BACK[one.answer]
    if one.answer_is_old:
        return f"{line} It has moved since you said {said}: please answer again."
    return f"{line} You said {said}."


def _exactly(one: Residential) -> str:
    """When by the clock, where, and the link, as far as the hub has said."""
    said = (one.times, one.address, f"To join: {one.link}" if one.link else "")
    return "".join(f" {part}." if part != said[2] else f" {part}" for part in said if part)


def answer_buttons(one: Residential) -> list[Button]:
    """The answers that would be new."""
    stands = None if one.answer_is_old else one.answer
    return [answer_button(one, answer) for answer in ANSWER_LABELS if answer is not stands]


def answer_button(one: Residential, answer: AttendanceAnswer) -> Button:
    values = {"id": str(one.id), "answer": answer.value, "for": one.first_day.isoformat()}
    said = "I'll be at" if answer is AttendanceAnswer.COMING else "I can't come to"
    return Button(f"{said} residential {one.number}", "residential_answer", values)


def _tell_more_button(one: Residential) -> Button:
    return Button("Tell my hub more", "residential_more", {"id": str(one.id)})
