"""A walk of questions as plain values, and where somebody stands in it: replayed from the answers, not stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.facts import Phase

REVIEWED = "reviewed by "  # begins what stands at `review:` once somebody has
SUMMARY = "summary"  # where an option leads when nothing more is asked

Answers = Mapping[str, str]
"""Question id → option id, in the order in which they were given."""


class AnswerEffect(StrEnum):
    """What an answer leaves behind; an outcome is named after the gravest that was left. Gravest first."""

    SORT_OUT = "to sort out"
    ASK_HUB = "to ask"
    NOTHING = "nothing noted"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer: what it says on the button, what people type for it, where it leads, what it leaves."""

    id: str
    label: str
    words: tuple[str, ...]
    to: str
    noted: AnswerEffect = AnswerEffect.NOTHING
    step: str = ""
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class DialogQuestion:
    """One thing asked. `short` names it in a summary; `about` holds words by which people refer to it."""

    id: str
    ask: str
    short: str
    why: str
    section: str
    about: tuple[str, ...]
    options: tuple[Option, ...]
    shows: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    rests_on: tuple[str, ...] = ()
    where: str = field(default="", compare=False)

    def option(self, name: str) -> Option | None:
        return next((option for option in self.options if option.id == name), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a walk can end: never a verdict, always with what to do next in each phase of the window."""

    id: str
    when: AnswerEffect
    title: str
    says: str
    next: Mapping[Phase, str]
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Criteria:
    """Criteria that are shown and not asked, with the sentence that introduces them."""

    intro: str
    items: tuple[str, ...]
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialog:
    """A whole walk, checked by knowledge.dialog.load: every edge leads on, every path ends in an outcome."""

    title: str
    intro: str
    dates: Mapping[Phase, str]
    commitment: str
    decides: str
    section: str
    evidence: Criteria
    pluses: Criteria
    first: str
    questions: Mapping[str, DialogQuestion]
    outcomes: tuple[Outcome, ...]
    beside: tuple[str, ...] = ()  # sentences of its section that it need not ask
    review: str = ""  # what is left to do before it may be served, or who reviewed it and when
    names_in_data: tuple[str, ...] = field(default=(), compare=False)  # titles and `short:`, facts still in braces

    @property
    def waits(self) -> bool:
        """Whether it was carried over from another cohort and nobody has reviewed it."""
        return bool(self.review) and not self.review.startswith(REVIEWED)

    @property
    def rests_on(self) -> frozenset[str]:
        """Every sentence of the sheet that the walk asks or shows."""
        asked = (place for question in self.questions.values() for place in question.rests_on)
        return frozenset((*asked, *self.evidence.rests_on, *self.pluses.rests_on))

    def outcome(self, noted: AnswerEffect) -> Outcome:
        return next(outcome for outcome in self.outcomes if outcome.when is noted)


@dataclass(frozen=True, slots=True)
class Step:
    """A question together with the answer it was given."""

    question: DialogQuestion
    chosen: Option


@dataclass(frozen=True, slots=True)
class Position:
    """Where the answers lead: the steps taken, and the question that is due, or None at the summary."""

    steps: tuple[Step, ...]
    due: DialogQuestion | None
    of: int
    """How many questions there are if the longest way on is taken, those already answered included."""

    @property
    def number(self) -> int:
        """The due question's number, counted from 1."""
        asked = [step.question for step in self.steps]
        return (asked.index(self.due) if self.due in asked else len(asked)) + 1

    def left(self, noted: AnswerEffect) -> tuple[Step, ...]:
        """The steps whose answer leaves this to be done."""
        return tuple(step for step in self.steps if step.chosen.noted is noted)

    @property
    def gravest(self) -> AnswerEffect:
        return next((noted for noted in AnswerEffect if self.left(noted)), AnswerEffect.NOTHING)


def position(dialog: Dialog, answers: Answers, reopened: str | None = None) -> Position:
    """Follow the answers from the first question to the first that has none.

    Answers that the way does not pass, or that the data no longer offers, are as if they had not been given.
    `reopened` names a question on the way that is asked again while its answer still stands.
    """
    steps: list[Step] = []
    here = dialog.first
    while here != SUMMARY and (chosen := dialog.questions[here].option(answers.get(here, ""))):
        steps.append(Step(dialog.questions[here], chosen))
        here = chosen.to
    due = next((step.question for step in steps if step.question.id == reopened), dialog.questions.get(here))
    return Position(tuple(steps), due, len(steps) + longest(dialog, here))


def longest(dialog: Dialog, here: str) -> int:
    """How many questions the longest way on from `here` asks, `here` included."""
    if here == SUMMARY:
        return 0
    return 1 + max(longest(dialog, to) for to in {option.to for option in dialog.questions[here].options})
