"""Turn → reply: a command, a button, words that answer what stands open, or a question to search for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core import commands
from bot.core.activity import ConversationKey, Joined, Message, Submit
from bot.core.conversation import Drop, Fill, Press, ShowAgain
from bot.core.conversations import Conversations
from bot.core.errors import NothingToRead, StaleButton
from bot.core.live_editions import LiveEditions
from bot.core.permissions import Role, roles
from bot.core.reply import Note, Reply, Text
from bot.core.routes import Routes
from bot.core.routing import CallNext, IntentHandler
from bot.core.short_memory import ShortMemory
from bot.core.standing_replies import (
    beside_the_question,
    nothing_done,
    nothing_done_so_far,
    shown_again,
    taken_back_at_once,
)
from bot.core.turn import Turn
from bot.db.audit_domain import TURN_CHANGES, GuessMayNotWrite
from bot.language.act_words import Deed
from bot.language.acts import act_in
from bot.language.retractions import taken_back
from knowledge.search import Finding, FindingKind, PastTurn

if TYPE_CHECKING:
    from bot.core.choosing import Chooser

OF_A_HUB = ("cohort", "hub")  # the first words of a lead's commands
FILE_DROPPED = "file_dropped"  # the action that reads a file which was sent along


ONLY_ASKED = "That reads like a question, so nothing was changed. To have it done, say it as an order."


@dataclass(frozen=True, slots=True)
class Replier:
    """What a turn is answered with. memory: what was said in each conversation lately."""

    routes: Routes
    memory: ShortMemory
    conversations: Conversations
    live: LiveEditions
    chooser: "Chooser | None" = None

    def may_be_command(self, text: str) -> bool:
        """Whether the text spells out a command."""
        return commands.command_in(text, self.routes.commands) is not None

    def found(self, turn: Turn, text: str, before: Sequence[PastTurn], masked: Collection[str] = ()) -> Finding:
        return turn.looks_in.find(self._worded(turn, text), before, masked)

    def _worded(self, turn: Turn, text: str) -> str:
        return (turn.editions or self.live.now).worded(text)

    async def answer(self, turn: Turn) -> Reply:
        match turn.activity:
            case Joined():
                return await self.routes.commands["help"](turn, "")
            case Submit(action="say", values=values):
                return await self._command(turn, commands.readable(values.get("text", "")))
            case Submit(action=name, values=values):
                handler = self.routes.actions.get(name)
                if handler is None:
                    raise StaleButton
                reply = await handler(turn, values)
                if name in self.routes.replacing and not reply.errors:
                    reply = replace(reply, replaces=True)
                if entry := turn.knowledge.entries.get(reply.entry):
                    self.memory.add(
                        ConversationKey.of(turn.activity),
                        PastTurn(entry.title, (entry.id,), cohort=turn.asked_of),
                        turn.now,
                    )
                return await self._with_hooks(turn, reply)
            case Message(text=raw, file=file) if file and Role.LEAD in roles(turn.person):
                return await self._with_hooks(turn, await self.routes.actions[FILE_DROPPED](turn, {"said": raw}))
            case Message(text=raw):
                return await self._read(turn, commands.readable(raw))

    async def _read(self, turn: Turn, text: str) -> Reply:
        if not text:
            raise NothingToRead
        if words := taken_back(turn.activity.text if isinstance(turn.activity, Message) else text):
            return await self._with_hooks(turn, taken_back_at_once(words))
        command = commands.command_in(text, self.routes.commands)
        if command is not None and not self._gives_way(turn, text, command):
            return await self._command(turn, text)
        if answered := await self._answered(turn, text):
            return answered
        if named := self._of_a_hub(turn, text):
            return await self._command(turn, named)
        call_next: CallNext = partial(self._find, turn, text)
        for one in self.routes.chain.passed_by(turn.typed, text, roles(turn.person)):
            call_next = partial(one, turn, text, call_next)
        return await call_next()

    async def _answered(self, turn: Turn, text: str) -> Reply | None:
        """The reply to words that answer the question which stands open; None when they answer nothing."""
        asked = turn.standing.asked
        match self.conversations.meant(asked, text) if asked else None:
            case Press(button=button) if asked:
                said = turn.activity
                press = Submit(
                    said.sender, said.conversation, button.action, button.values, said.address, said.key
                )
                reply = await self.answer(replace(turn, activity=press))
                return replace(reply, replaces=False, closes=True)
            case Fill() as words if asked and (reader := self.routes.answers.get(asked.question.reader)):
                reply_to_words = await reader(turn, words, asked.question.values)
                if reply_to_words is None:
                    return await self._with_hooks(turn, shown_again(asked)) if words.partly else None
                return replace(await self._with_hooks(turn, reply_to_words), closes=True)
            case ShowAgain() if asked:
                return await self._with_hooks(turn, shown_again(asked))
            case Drop() if asked:
                return replace(await self._with_hooks(turn, nothing_done(asked)), closes=True)
        return None

    async def _command(self, turn: Turn, text: str) -> Reply:
        """What a command that was typed, or that a `say` button carries, is answered with."""
        command = commands.command_in(text, self.routes.commands)
        if command is None:
            raise StaleButton
        name, words = command.name, command.words
        if not self._may(turn, self.routes.catalogue.roles.get(name, Role.ANYONE)) and (
            instead := self._for_lead(turn, name)
        ):
            name, words = instead, ""
        return await self._with_hooks(turn, await self.routes.commands[name](turn, words))

    def _may(self, turn: Turn, role: Role) -> bool:
        return role in roles(turn.person)

    def _for_lead(self, turn: Turn, name: str) -> str:
        """The command that answers a hub lead instead of one that is not theirs; empty for anybody else."""
        return self.routes.for_leads.get(name, "") if Role.LEAD in roles(turn.person) else ""

    def _gives_way(self, turn: Turn, text: str, command: commands.Command) -> bool:
        """A word alone that is a command for others is a word like any other: a teacher's “residentials”."""
        alone = text.strip(" .!?").lower() == command.name and " " not in command.name
        allowed = self._may(turn, self.routes.catalogue.roles.get(command.name, Role.ANYONE))
        return alone and not allowed and not self._for_lead(turn, command.name)

    def _of_a_hub(self, turn: Turn, text: str) -> str:
        """The command that a lead's word alone stands for: “announcements”, “holidays”; empty for any other."""
        word, held = text.strip(" .!?").lower(), roles(turn.person)
        if Role.LEAD not in held or Role.SPECIALIST in held or not word.isalpha():
            return ""
        needs = self.routes.catalogue.roles
        names = (f"{first} {word}" for first in OF_A_HUB)
        return next((name for name in names if name in needs and self._may(turn, needs[name])), "")

    async def _with_hooks(self, turn: Turn, reply: Reply) -> Reply:
        """The reply to a command or button, after every response hook has seen it."""
        for hook in self.routes.response_hooks.values():
            reply = await hook(turn, reply)
        return reply

    def _half_answered(self, turn: Turn, text: str) -> Reply | None:
        """To “no, I meant Ben” or “yes, though it's odd”, when nobody could read the rest: nothing is done."""
        asked, act = turn.standing.asked, act_in(text)
        if asked is None or act.asks or (act.may_write and act.deed is not None):
            return None
        match self.conversations.half_meant(asked, text):
            case Drop():
                return replace(nothing_done_so_far(asked), closes=True)
            case ShowAgain():
                return shown_again(asked)
        return None

    async def _find(self, turn: Turn, text: str) -> Reply:
        if reply_to_half := self._half_answered(turn, text):
            return await self._with_hooks(turn, reply_to_half)
        lately = self.memory.before(ConversationKey.of(turn.activity), turn.now)
        text = (turn.editions or self.live.now).asked(text, lately)
        # What was said before may fill in details, and never chooses the deed: no request that writes is repeated.
        about = [said for said in lately if not self.routes.writing & set(said.about)]
        finding, differs, notice = self.found(turn, text, about), False, ""
        if self.chooser is not None:
            asked = (turn, turn.looks_in, self._worded(turn, text), about, finding)
            chosen = await self.chooser.chosen(*asked, self._not_for(turn))
            finding, differs, notice = chosen.finding, chosen.differs, chosen.notice
        reply = beside_the_question(turn, finding, await self._route(turn, text, finding, guessed=differs))
        if notice:
            reply = replace(reply, blocks=(*reply.blocks, Note(notice)))
        self.memory.add(
            ConversationKey.of(turn.activity),
            PastTurn(text, _about(finding), finding.barred, turn.asked_of),
            turn.now,
        )
        return reply

    async def _route(self, turn: Turn, text: str, finding: Finding, *, guessed: bool = False) -> Reply:
        """guessed: somebody else than the search has chosen the finding, so that it may not write."""
        name = finding.hits[0].topic.id if finding.kind is FindingKind.REQUEST else ""
        handler = self.routes.intents.get(name) or self.routes.intents["question"]
        if not self._may(turn, self.routes.intent_roles.get(name, Role.ANYONE)):
            if instead := self._for_lead(turn, name):
                return await self.routes.commands[instead](turn, "")
            if sheet := self._in_the_sheet(turn, text, name):
                return await self.routes.intents["question"](turn, sheet)
        if name in self.routes.writing and (guessed or act_in(text).asks):
            return await self._without_writing(turn, finding, handler)
        return await handler(turn, finding)

    async def _without_writing(self, turn: Turn, finding: Finding, handler: IntentHandler) -> Reply:
        """A question or a supposition is answered; it changes nothing, whatever the handler makes of it.

        An intent is what the search takes a message for, and the search may be wrong.
        """
        changes = TURN_CHANGES.get()
        if changes is None:
            return await handler(turn, finding)
        changes.guessed = True
        try:
            return await handler(turn, finding)
        except GuessMayNotWrite:
            return Reply((Text(ONLY_ASKED),), kind="help", score=finding.score)
        finally:
            changes.guessed = False

    def _in_the_sheet(self, turn: Turn, text: str, name: str) -> Finding | None:
        """What the words mean to somebody for whom there is no such request; None where that is nothing.

        An order to change a record stays one: who may not is told so.
        """
        act = act_in(text)
        if (name in self.routes.writing and not act.asks) or (act.may_write and act.deed is not Deed.SHOW):
            return None
        before = self.memory.before(ConversationKey.of(turn.activity), turn.now)
        found = self.found(turn, text, before, self._not_for(turn))
        return found if found.kind in (FindingKind.ANSWER, FindingKind.CHOICE) else None

    def _not_for(self, turn: Turn) -> list[str]:
        """The requests that are not for who asks."""
        return [one for one, role in self.routes.intent_roles.items() if not self._may(turn, role)]


def _about(finding: Finding) -> tuple[str, ...]:
    """The entries that the reply was about; for a request, only the request."""
    hits = finding.hits[:1] if finding.kind is FindingKind.REQUEST else finding.hits
    return tuple(hit.topic.id for hit in hits)
