"""Activity → reply: one turn at a time for a person, and every error becomes words."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog

from bot.core import commands
from bot.core.activity import Activity, ConversationKey, Message, Sender, Submit
from bot.core.clock import Clock
from bot.core.conversation import conversation_hash
from bot.core.conversations import Conversations, KeepsNothing
from bot.core.errors import BotError, FieldErrors
from bot.core.identity import Person
from bot.core.live_editions import LiveEditions
from bot.core.replier import Replier
from bot.core.reply import Reply, Text
from bot.core.routes import Routes
from bot.core.short_memory import ShortMemory
from bot.core.standing_replies import with_undo
from bot.core.turn import Turn, answers_of, date_there
from bot.core.turn_metrics import Outcome, count
from bot.core.turn_order import Queues
from bot.core.without_records import IN_MEMORY, away, from_the_sheet
from bot.db.audit_domain import TURN_CHANGES, TurnChanges
from bot.db.outage import is_outage
from bot.db.store import Store
from bot.language.dates import said_in
from knowledge.cohorts import LiveCohorts
from knowledge.model import Knowledge
from knowledge.search import Finding, FindingKind, PastTurn

if TYPE_CHECKING:
    from bot.core.choosing import Chooser

log = structlog.get_logger(__name__)
WhoIs = Callable[[Store, Sender], Awaitable[Person | None]]
"""Whose account that is, with roles; None for an account that no code has linked to anybody."""
Preview = Callable[[Turn], Awaitable[Turn]]
"""The turn with a draft's answers, for an administrator's account that looks at one; else the turn as it is."""


class Core:
    """Answers every activity of every platform. Build one with `bot.bootstrap`."""

    def __init__(  # noqa: PLR0913  all that a core is made of, named in one place
        self,
        live: LiveEditions,
        routes: Routes,
        store: Store,
        clock: Clock,
        who_is: WhoIs,
        *,
        conversations: Conversations = KeepsNothing(),  # noqa: B008  it holds nothing
        public_url: str = "",
        chooser: "Chooser | None" = None,
        preview: Preview | None = None,
    ) -> None:
        """live: the cohorts that are answered for. preview: how an administrator looks at a draft."""
        self.live = live
        self._preview = preview
        self._routes = routes
        self._store = store
        self._clock = clock
        self._who_is = who_is
        self._conversations = conversations
        self._public_url = public_url
        self._chooser = chooser
        self._memory = ShortMemory()
        self._replier = Replier(routes, self._memory, conversations, self.live, chooser)
        self._queues = Queues()

    def over(self, store: Store) -> "Core":
        """The same core over other records; what it took long to read is shared."""
        return Core(
            self.live,
            self._routes,
            store,
            self._clock,
            self._who_is,
            conversations=self._conversations,
            public_url=self._public_url,
            chooser=self._chooser,
            preview=self._preview,
        )

    @property
    def knowledge(self) -> Knowledge:
        """That of the cohort which recruits, or recruits next: what somebody is told of whom nothing is known."""
        return self.cohorts.recruiting(self._clock().date())

    def has_command(self, text: str) -> bool:
        """Whether the text spells out a command."""
        return self._replier.may_be_command(text)

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
        lately = self._memory.before(ConversationKey.of(activity), now)
        answers = self._answers(activity, now, None, lately)
        return Turn(activity, now, store=store, catalogue=self._routes.catalogue, **answers)

    def _alone(self, turn: Turn, text: str) -> Finding:
        """What the words are about, unless they spell out a command."""
        words = commands.readable(text)
        return (
            Finding(FindingKind.OFFTOPIC, ()) if self.has_command(words) else self._replier.found(turn, words, [])
        )

    def _answers(
        self, activity: Activity, now: datetime, person: Person | None, lately: Sequence[PastTurn]
    ) -> dict[str, Any]:
        """What the turn holds of the cohort that it is about."""
        editions, today = self.live.now, date_there(now, activity.sender.zone)
        return answers_of(activity.sender, now, editions, editions.chosen(activity, person, today, lately))

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
        lately = self._memory.before(key, now)
        turn = Turn(
            activity,
            now,
            store=self._store,
            person=person,
            before=self._asked_before(lately),
            catalogue=self._routes.catalogue,
            standing=standing,
            undoers=self._routes.undoers,
            public_url=self._public_url,
            chooser=self._chooser,
            live=self.live,
            **self._answers(activity, now, person, lately),
        )
        return await self._preview(turn) if self._preview and person and person.admin else turn

    async def _replied(self, turn: Turn) -> tuple[Reply, bool]:
        """The reply, and whether the turn changed something: then it has [Undo]. Refusals are said in words."""
        changes = TurnChanges(conversation_hash(ConversationKey.of(turn.activity)), secrets.token_hex(8))
        outside = TURN_CHANGES.set(changes)
        try:
            reply = await self._replier.answer(turn)
            return with_undo(reply, changes, turn.undoers), bool(changes.noted)
        except FieldErrors as slip:
            return Reply((Text(str(slip)),), kind="help", errors=slip.errors, refused=True, personal=True), False
        except BotError as error:
            return Reply((Text(str(error)),), kind="help", refused=True, personal=error.personal), False
        finally:
            TURN_CHANGES.reset(outside)

    def _asked_before(self, lately: Sequence[PastTurn]) -> tuple[str, ...]:
        """The questions among what was said lately, without requests such as “my balance” and without thanks."""
        if not lately:
            return ()
        no_questions = self.knowledge.requests.keys() | self.knowledge.small_talk.keys()
        return tuple(said.text for said in lately if no_questions.isdisjoint(said.about))


def _is_pressed(turn: Turn) -> bool:
    """The button that was pressed is one of the question's own."""
    asked, pressed = turn.standing.asked, turn.activity
    if asked is None or not isinstance(pressed, Submit):
        return False
    return any(one.action == pressed.action and one.values == pressed.values for one in asked.buttons)


def apology(reference: str) -> str:
    return (
        "Sorry, something went wrong on my side and I couldn't finish that. Please try again in a minute. "
        f"If it keeps happening, tell your Maths Hub this reference: {reference}."
    )
