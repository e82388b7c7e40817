"""What the public page answers: questions from the sheet and the eligibility check, without any record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.reply import Actions, Block, Note, Reply, Text
from bot.core.turn import Turn
from bot.features.eligibility import views
from bot.features.eligibility.domain import DialogSession
from bot.features.eligibility.views_result import ONLY_COPY, result
from bot.features.faq import commands
from knowledge.dialog.model import Position, position
from knowledge.search import FindingKind

LONGEST = 400  # characters of a question
VISITOR = Sender("web", "public", "visitor")
NOT_HERE = (
    "That is something I do for enrolled specialists and their hub leads, in the Slack or Teams of their hub. "
    "Here I answer questions about the programme."
)
NOTHING_READ = "I couldn't read a question there. Please write it in words."
INTRO = (
    "The programme's essentials, one at a time. This isn't a decision: Maths Hubs choose who takes part. Your "
    "answers stay in this page and are kept nowhere."
)
CHECK = "I can take you through the essential criteria, one question at a time. Nothing of it is kept."


class PublicAnswers:
    def __init__(self, core: Core) -> None:
        self._core = core

    async def ask(self, text: str) -> Reply:
        """The reply to one question, as if nothing had been said before it."""
        text = text.strip()[:LONGEST]
        if not any(map(str.isalnum, text)):
            return Reply((Text(NOTHING_READ),), "help")
        if self._core.has_command(text):
            return self._instead("eligibility" if "eligib" in text.casefold() else "")
        turn, finding = self._core.of_nobody(Message(VISITOR, "web", text))
        if finding.kind is FindingKind.REQUEST:
            return self._instead(finding.hits[0].topic.id)
        return await commands.question(turn, finding)

    def entry(self, name: str) -> Reply | None:
        """The answer of that entry; None where there is none."""
        found = self._core.knowledge.entries.get(name)
        turn = self._turn()
        return commands.with_ask_hub(turn, commands.answer(turn, [found], 1.0), found.title) if found else None

    def title(self, name: str) -> str:
        found = self._core.knowledge.entries.get(name)
        return found.title if found else ""

    @property
    def sheet(self) -> str:
        return self._core.knowledge.sheet

    @staticmethod
    def _instead(wish: str) -> Reply:
        if wish.startswith("eligibility"):
            return Reply((Text(CHECK), Actions((views.START,))), "eligibility_start")
        return Reply((Text(NOT_HERE),), "help")

    def check(self, given: "CheckState") -> Reply:
        """Where the answers have led to: the question that is due, all the answers, or the result."""
        turn, at = self._turn(), self.at(given)
        walk = DialogSession("", 0, given.answers, given.reopened or None, turn.now, turn.now)
        if given.wants_result and at.due is None:
            return _without(result(turn, at), ONLY_COPY)
        if given.wants_answers and at.due is None:
            return views.so_far(turn, walk, at)
        if at.due is None:
            return Reply(_only_here(views.summary(walk, at)), views.KIND)
        why = (Note(turn.knowledge.say(at.due.why, turn.today)),) if given.wants_why else ()
        lead = () if at.steps else (Text(INTRO),)
        return Reply((*lead, *views.question(turn, walk, at.due, at), *why), views.KIND)

    def at(self, given: "CheckState") -> Position:
        return position(self._core.knowledge.dialog, given.answers, given.reopened or None)

    def _turn(self) -> Turn:
        return self._core.of_nobody(Message(VISITOR, "web", ""))[0]


@dataclass(frozen=True, slots=True)
class CheckState:
    """All that is known of a check: what its page sends along. `answers`: question id → option id."""

    answers: Mapping[str, str]
    reopened: str = ""
    wants_why: bool = False
    wants_result: bool = False
    wants_answers: bool = False

    @property
    def written(self) -> str:
        """As a hidden field of the page."""
        return ",".join(f"{question}:{option}" for question, option in self.answers.items())


def read_check(given: Mapping[str, str]) -> CheckState:
    """What was posted. What is not an answer of the check is as if it had not been given."""
    pairs = (pair.partition(":") for pair in given.get("answers", "").split(",") if ":" in pair)
    answers = {question: option for question, _, option in pairs}
    question, _, option = given.get("option", "").partition(":")
    if option:
        answers[question] = option
    wants = (given.get("move") == move for move in ("why", "result", "answers"))
    return CheckState(answers, given.get("change", ""), *wants)


def without_last(given: CheckState, at: Position) -> CheckState:
    """One question back."""
    last = at.steps[-1].question.id if at.steps else ""
    return replace(given, answers={name: one for name, one in given.answers.items() if name != last}, reopened="")


def _without(reply: Reply, words: str) -> Reply:
    """Without the small print that holds for a chat alone."""
    return replace(reply, blocks=tuple(one for one in reply.blocks if one != Note(words)))


def _only_here(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The summary without its words about deleting: here nothing is kept that could be."""
    return tuple(one for one in blocks if not isinstance(one, Note))
