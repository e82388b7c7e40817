"""Activity → reply: one turn at a time for a person, and every error becomes words."""

import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import structlog

from bot.core import commands
from bot.core.activity import Activity, ConversationKey, Joined, Message, Sender, Submit
from bot.core.clock import Clock
from bot.core.conversation import (
    Drop,
    Fill,
    Press,
    ShowAgain,
    conversation_hash,
)
from bot.core.conversations import Conversations, KeepsNothing
from bot.core.editions import Edition
from bot.core.errors import BotError, FieldErrors, NothingToRead, StaleButton
from bot.core.identity import Person
from bot.core.live_editions import LiveEditions
from bot.core.permissions import Role, roles
from bot.core.reply import Note, Reply, Text
from bot.core.routes import Routes
from bot.core.routing import CallNext, IntentHandler
from bot.core.short_memory import ShortMemory
from bot.core.standing_replies import nothing_done, shown_again, taken_back_at_once, with_undo
from bot.core.turn import Turn
from bot.core.turn_metrics import Outcome, count
from bot.core.turn_order import Queues
from bot.core.without_records import IN_MEMORY, away, from_the_sheet
from bot.db.audit_domain import TURN_CHANGES, GuessMayNotWrite, TurnChanges
from bot.db.outage import is_outage
from bot.db.store import Store
from bot.language.act_words import Deed
from bot.language.acts import act_in
from bot.language.dates import said_in
from bot.language.retractions import taken_back
from knowledge.cohorts import LiveCohorts
from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind, PastTurn, Search

if TYPE_CHECKING:
    from bot.core.choosing import Chooser

log = structlog.get_logger(__name__)
OF_A_HUB = ("cohort", "hub")  # the first words of a lead's commands
FILE_DROPPED = "file_dropped"  # the action that reads a file which was sent along


ONLY_ASKED = "That reads like a question, so nothing was changed. To have it done, say it as an order."

WhoIs = Callable[[Store, Sender], Awaitable[Person | None]]
"""Whose account that is, with roles; None for an account that no code has linked to anybody."""
Preview = Callable[[Turn], Awaitable[Turn]]
"""The turn with a draft's answers, for an administrator's account that looks at one; else the turn as it is."""


class Core:
    """Answers every activity of every platform. Build one with `bot.bootstrap`."""

    def __init__(  # noqa: PLR0913, PLR0917  all that a core is made of, named in one place
        self,
        knowledge: Knowledge,
        search: Search,
        routes: Routes,
        store: Store,
        clock: Clock,
        who_is: WhoIs,
        conversations: Conversations = KeepsNothing(),  # noqa: B008  it holds nothing
        public_url: str = "",
        chooser: "Chooser | None" = None,
        live: LiveEditions | None = None,
        preview: Preview | None = None,
    ) -> None:
        """live: in place of `knowledge` and `search`, where several cohorts are live or may become so."""
        self.live = live or LiveEditions((Edition(knowledge, search),))
        self._preview = preview
        self._routes = routes
        self._store = store
        self._clock = clock
        self._who_is = who_is
        self._conversations = conversations
        self._public_url = public_url
        self._chooser = chooser
        self._memory = ShortMemory()
        self._queues = Queues()

    def over(self, store: Store) -> "Core":
        """The same core over other records; what it took long to read is shared."""
        first, shared = self.live.now.live[0], (self._who_is, self._conversations, self._public_url, self._chooser)
        beside = (*shared, self.live, self._preview)
        return Core(first.knowledge, first.search, self._routes, store, self._clock, *beside)

    @property
    def knowledge(self) -> Knowledge:
        """That of the cohort which recruits, or recruits next: what somebody is told of whom nothing is known."""
        return self.cohorts.recruiting(self._clock().date())

    def has_command(self, text: str) -> bool:
        """Whether the text spells out a command."""
        return commands.command_in(text, self._routes.commands) is not None

    def of_nobody(self, message: Message) -> tuple[Turn, Finding]:
        """The message as from somebody of whom nothing is known, and what its words are about. Nothing is kept."""
        turn = self._of_nobody(self._clock(), message, Store(IN_MEMORY))
        return turn, self._alone(turn, message.text)

    async def handle(self, activity: Activity) -> Reply:
        """The reply to one activity. Never raises: what goes wrong is said in words, with a reference."""
        async with self._queues.turn_of(activity.sender):
            now, began, outcome = self._clock(), perf_counter(), Outcome.ANSWERED
            try:
                turn = await self._turn(activity, now)
                with said_in(turn.today.year):
                    reply, changed = await self._replied(turn)
                await self._keep(turn, reply, answered=reply.closes or changed or _is_pressed(turn))
            except Exception as error:
                reply, outcome = await self._failed(activity, now, error)
            count(activity.sender.platform, reply.kind, outcome, perf_counter() - began)
            return reply

    async def _keep(self, turn: Turn, reply: Reply, *, answered: bool) -> None:
        """What was done stays done, and is said, also when the database goes away just after."""
        if reply.forgets:
            return self._memory.forget(ConversationKey.of(turn.activity))
        try:
            said = self._memory.before(ConversationKey.of(turn.activity), turn.now)
            new = () if tuple(said) == turn.standing.said else said
            await self._conversations.keep(turn, reply, answered=answered, said=new)
        except Exception as error:
            if not is_outage(error):
                raise
            self._store.outage.seen(error)

    async def _failed(self, activity: Activity, now: datetime, error: Exception) -> tuple[Reply, Outcome]:
        """While the database is away, what the sheet alone can answer; else an apology with a reference."""
        reference = secrets.token_hex(4)
        if not is_outage(error):
            log.exception("turn failed", reference=reference, activity=type(activity).__name__)
            return Reply((Text(apology(reference)),), kind="help"), Outcome.FAILED
        self._store.outage.seen(error)
        try:
            reply = await from_the_sheet(partial(self._of_nobody, now), self._routes, self._alone, activity)
        except Exception:
            log.exception("turn failed", reference=reference, activity=type(activity).__name__)
            reply = None
        if reply is not None:
            return reply, Outcome.WITHOUT_RECORDS
        log.warning("turn without the database", reference=reference, activity=type(activity).__name__)
        return away(reference), Outcome.AWAY

    def _of_nobody(self, now: datetime, activity: Activity, store: Store) -> Turn:
        return self._edited(Turn(activity, now, self.knowledge, store, catalogue=self._routes.catalogue))

    def _alone(self, turn: Turn, text: str) -> Finding:
        """What the words are about, unless they spell out a command."""
        words = commands.readable(text)
        return Finding(FindingKind.OFFTOPIC, ()) if self.has_command(words) else self._found(turn, words, [])

    def _edited(self, turn: Turn) -> Turn:
        """The turn with the answers of the cohort that it is about."""
        before = self._memory.before(ConversationKey.of(turn.activity), turn.now)
        editions = self.live.now
        chosen = editions.chosen(turn.activity, turn.person, turn.today, before)
        return turn.answered_from(editions, chosen)

    def _found(self, turn: Turn, text: str, before: Sequence[PastTurn], masked: Collection[str] = ()) -> Finding:
        return turn.looks_in.find(self._worded(turn, text), before, masked)

    def _worded(self, turn: Turn, text: str) -> str:
        return (turn.editions or self.live.now).worded(text)

    @property
    def cohorts(self) -> LiveCohorts:
        """Every cohort that is answered for."""
        return self.live.now.cohorts

    async def _turn(self, activity: Activity, now: datetime) -> Turn:
        """Who is asking and what stands open are looked up here, once: no handler does it again."""
        person = await self._who_is(self._store, activity.sender)
        key = ConversationKey.of(activity)
        standing = await self._conversations.standing(self._store, key, now)
        if not self._store.is_empty:
            self._memory.hold(key, standing.said, now)  # another process may have said something since
        turn = Turn(
            activity,
            now,
            self.knowledge,
            self._store,
            person,
            self._asked_before(activity, now),
            self._routes.catalogue,
            standing,
            self._routes.undoers,
            public_url=self._public_url,
            chooser=self._chooser,
            live=self.live,
        )
        turn = self._edited(turn)
        return await self._preview(turn) if self._preview and person and person.admin else turn

    async def _replied(self, turn: Turn) -> tuple[Reply, bool]:
        """The reply, and whether the turn changed something: then it has [Undo]. Refusals are said in words."""
        changes = TurnChanges(conversation_hash(ConversationKey.of(turn.activity)), secrets.token_hex(8))
        outside = TURN_CHANGES.set(changes)
        try:
            reply = await self._answer(turn)
            return with_undo(reply, changes, turn.undoers), bool(changes.noted)
        except FieldErrors as slip:
            return Reply((Text(str(slip)),), kind="help", errors=slip.errors, refused=True, personal=True), False
        except BotError as error:
            return Reply((Text(str(error)),), kind="help", refused=True, personal=error.personal), False
        finally:
            TURN_CHANGES.reset(outside)

    def _asked_before(self, activity: Activity, now: datetime) -> tuple[str, ...]:
        """The questions asked in that conversation lately, without requests such as “help” or “my balance”."""
        lately = self._memory.before(ConversationKey.of(activity), now)
        return tuple(said.text for said in lately if not self.knowledge.requests.keys() & set(said.about))

    async def _answer(self, turn: Turn) -> Reply:
        match turn.activity:
            case Joined():
                return await self._routes.commands["help"](turn, "")
            case Submit(action="say", values=values):
                return await self._command(turn, commands.readable(values.get("text", "")))
            case Submit(action=name, values=values):
                handler = self._routes.actions.get(name)
                if handler is None:
                    raise StaleButton
                reply = await handler(turn, values)
                if name in self._routes.replacing and not reply.errors:
                    reply = replace(reply, replaces=True)
                if entry := turn.knowledge.entries.get(reply.entry):
                    self._memory.add(
                        ConversationKey.of(turn.activity),
                        PastTurn(entry.title, (entry.id,), cohort=turn.asked_of),
                        turn.now,
                    )
                return await self._with_hooks(turn, reply)
            case Message(text=raw, file=file) if file and Role.LEAD in roles(turn.person):
                return await self._with_hooks(turn, await self._routes.actions[FILE_DROPPED](turn, {"said": raw}))
            case Message(text=raw):
                return await self._read(turn, commands.readable(raw))

    async def _read(self, turn: Turn, text: str) -> Reply:
        if not text:
            raise NothingToRead
        if words := taken_back(turn.activity.text if isinstance(turn.activity, Message) else text):
            return await self._with_hooks(turn, taken_back_at_once(words))
        command = commands.command_in(text, self._routes.commands)
        if command is not None and not self._gives_way(turn, text, command):
            return await self._command(turn, text)
        if answered := await self._answered(turn, text):
            return answered
        if named := self._of_a_hub(turn, text):
            return await self._command(turn, named)
        call_next: CallNext = partial(self._find, turn, text)
        for one in self._routes.middleware.values():
            call_next = partial(one, turn, text, call_next)
        return await call_next()

    async def _answered(self, turn: Turn, text: str) -> Reply | None:
        """The reply to words that answer the question which stands open; None when they answer nothing."""
        asked = turn.standing.asked
        match self._conversations.meant(asked, text) if asked else None:
            case Press(button=button) if asked:
                said = turn.activity
                press = Submit(
                    said.sender, said.conversation, button.action, button.values, said.address, said.key
                )
                reply = await self._answer(replace(turn, activity=press))
                return replace(reply, replaces=False, closes=True)
            case Fill() as words if asked and (reader := self._routes.answers.get(asked.question.reader)):
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
        command = commands.command_in(text, self._routes.commands)
        if command is None:
            raise StaleButton
        name, words = command.name, command.words
        if not self._may(turn, self._routes.catalogue.roles.get(name, Role.ANYONE)) and (
            instead := self._for_lead(turn, name)
        ):
            name, words = instead, ""
        return await self._with_hooks(turn, await self._routes.commands[name](turn, words))

    def _may(self, turn: Turn, role: Role) -> bool:
        return role in roles(turn.person)

    def _for_lead(self, turn: Turn, name: str) -> str:
        """The command that answers a hub lead instead of one that is not theirs; empty for anybody else."""
        return self._routes.for_leads.get(name, "") if Role.LEAD in roles(turn.person) else ""

    def _gives_way(self, turn: Turn, text: str, command: commands.Command) -> bool:
        """A word alone that is a command for others is a word like any other: a teacher's “residentials”."""
        alone = text.strip(" .!?").lower() == command.name and " " not in command.name
        allowed = self._may(turn, self._routes.catalogue.roles.get(command.name, Role.ANYONE))
        return alone and not allowed and not self._for_lead(turn, command.name)

    def _of_a_hub(self, turn: Turn, text: str) -> str:
        """The command that a lead's word alone stands for: “announcements”, “holidays”; empty for any other."""
        word, held = text.strip(" .!?").lower(), roles(turn.person)
        if Role.LEAD not in held or Role.SPECIALIST in held or not word.isalpha():
            return ""
        needs = self._routes.catalogue.roles
        names = (f"{first} {word}" for first in OF_A_HUB)
        return next((name for name in names if name in needs and self._may(turn, needs[name])), "")

    async def _with_hooks(self, turn: Turn, reply: Reply) -> Reply:
        """The reply to a command or button, after every response hook has seen it."""
        for hook in self._routes.response_hooks.values():
            reply = await hook(turn, reply)
        return reply

    async def _find(self, turn: Turn, text: str) -> Reply:
        lately = self._memory.before(ConversationKey.of(turn.activity), turn.now)
        # What was said before may fill in details, and never chooses the deed: no request that writes is repeated.
        about = [said for said in lately if not self._routes.writing & set(said.about)]
        finding, differs, notice = self._found(turn, text, about), False, ""
        if self._chooser is not None:
            asked = (turn, turn.looks_in, self._worded(turn, text), about, finding)
            chosen = await self._chooser.chosen(*asked, self._not_for(turn))
            finding, differs, notice = chosen.finding, chosen.differs, chosen.notice
        reply = await self._route(turn, text, finding, guessed=differs)
        if notice:
            reply = replace(reply, blocks=(*reply.blocks, Note(notice)))
        self._memory.add(
            ConversationKey.of(turn.activity),
            PastTurn(text, _about(finding), finding.barred, turn.asked_of),
            turn.now,
        )
        return reply

    async def _route(self, turn: Turn, text: str, finding: Finding, *, guessed: bool = False) -> Reply:
        """guessed: somebody else than the search has chosen the finding, so that it may not write."""
        name = finding.hits[0].topic.id if finding.kind is FindingKind.REQUEST else ""
        handler = self._routes.intents.get(name) or self._routes.intents["question"]
        if not self._may(turn, self._routes.intent_roles.get(name, Role.ANYONE)):
            if instead := self._for_lead(turn, name):
                return await self._routes.commands[instead](turn, "")
            if sheet := self._in_the_sheet(turn, text, name):
                return await self._routes.intents["question"](turn, sheet)
        if name in self._routes.writing and (guessed or act_in(text).asks):
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
        if (name in self._routes.writing and not act.asks) or (act.may_write and act.deed is not Deed.SHOW):
            return None
        before = self._memory.before(ConversationKey.of(turn.activity), turn.now)
        found = self._found(turn, text, before, self._not_for(turn))
        return found if found.kind in (FindingKind.ANSWER, FindingKind.CHOICE) else None

    def _not_for(self, turn: Turn) -> list[str]:
        """The requests that are not for who asks."""
        return [one for one, role in self._routes.intent_roles.items() if not self._may(turn, role)]


def _is_pressed(turn: Turn) -> bool:
    """The button that was pressed is one of the question's own."""
    asked, pressed = turn.standing.asked, turn.activity
    if asked is None or not isinstance(pressed, Submit):
        return False
    return any(one.action == pressed.action and one.values == pressed.values for one in asked.buttons)


def _about(finding: Finding) -> tuple[str, ...]:
    """The entries that the reply was about; for a request, only the request."""
    hits = finding.hits[:1] if finding.kind is FindingKind.REQUEST else finding.hits
    return tuple(hit.topic.id for hit in hits)


def apology(reference: str) -> str:
    return (
        "Sorry, something went wrong on my side and I couldn't finish that. Please try again in a minute. "
        f"If it keeps happening, tell your Maths Hub this reference: {reference}."
    )
