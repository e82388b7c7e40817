"""What Slack sends, sorted: refused, or acknowledged at once and followed by a turn."""

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from adapters.inbox import Inbox
from adapters.metrics import REFUSED
from adapters.per_person_limit import Admission, PerPersonLimit
from adapters.slack import inbound as read
from adapters.slack import modals
from adapters.slack.ack_priority import AckPriorityGate
from adapters.slack.inbound import Payload, SlackPlace
from adapters.slack.manifest import COMMANDS, SHORTCUT
from adapters.slack.modals import fields_of
from adapters.slack.places import place_of
from adapters.slack.turn_queue import Done, Turn, TurnQueue
from adapters.slack.turns import SlackTurns, Submission
from adapters.slack.workspaces import Workspace, Workspaces
from bot.core.activity import Sender
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.db.outage import is_outage

log = structlog.get_logger(__name__)

CLOCKS_DIFFER = timedelta(minutes=5)  # Slack's may be behind ours by so much
ODD = (KeyError, TypeError, AttributeError, ValueError, IndexError)
"""What reading raises when a payload is not of the shape that Slack documents."""


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """The HTTP answer: its status, and a body as JSON or none."""

    status: int = 200
    body: dict[str, Any] | None = None


TAKEN = EventAnswer()


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """A turn to run.

    key: Slack's name for the event, which is claimed once and stored until answered; "" does neither.
    again: Slack delivers the event again when it is not acknowledged.
    """

    place: SlackPlace
    begin: Turn
    key: str = ""
    again: bool = False

    @property
    def who(self) -> Sender:
        return read.who(self.place.team, self.place.user)


class SlackDispatcher:
    """`form_patience`: seconds for a form that was sent to be answered in place; Slack gives up after three."""

    def __init__(
        self,
        workspaces: Workspaces,
        inbox: Inbox,
        queue: TurnQueue,
        turns: SlackTurns,
        gate: AckPriorityGate,
        form_patience: float,
    ) -> None:
        self._workspaces, self._inbox = workspaces, inbox
        self._queue, self._turns, self._gate = queue, turns, gate
        self._form_patience = form_patience
        self._limit = PerPersonLimit()

    async def take(self, payload: Payload) -> EventAnswer:
        """The answer for a payload; its turn runs afterwards. Never raises."""
        with self._gate.request():
            return await self._taken(payload)

    async def _taken(self, payload: Payload) -> EventAnswer:
        payload = read.with_edit(payload)
        if payload.get("type") == "url_verification":
            return EventAnswer(200, {"challenge": str(payload.get("challenge") or "")})
        if "ssl_check" in payload:
            return TAKEN
        try:
            workspace = await self._workspaces.of(team) if (team := read.team_of(payload)) else None
            if workspace is None:
                return refuse(403, "unknown workspace")
            if payload.get("type") == "view_submission":
                return await self._form(payload, workspace)
            if (moment := read.removal(payload)) is not None:
                await self._workspaces.removed(workspace.team, moment)
                return TAKEN
            planned = self._planned(payload, workspace)
        except ODD:
            return refuse(400, "junk")
        except Exception as error:  # the store's: Slack delivers again
            log.error("event not taken in", error=type(error).__name__)
            return EventAnswer(503)
        return await self._begin(planned, payload) if planned else TAKEN

    async def resume(self) -> None:
        """Queue turns for events that an earlier run acknowledged and did not answer. Never raises."""
        for event, worth in await self._inbox.take_unanswered():
            done: Done = partial(self._inbox.done, event.key)
            try:
                payload = json.loads(event.body)
                workspace = await self._workspaces.of(read.team_of(payload))
                planned = self._planned(payload, workspace) if workspace else None
            except ODD as error:  # an older version may have kept it in another shape
                log.error("event not taken up again", error=type(error).__name__)
                planned = None
            except Exception as error:  # the store's, or Slack is not connected: it stays for the next look
                log.error("event not taken up now", error=type(error).__name__)
                self._inbox.put_back(event.key)
                continue
            if planned is None:
                done()
                continue
            begin = planned.begin if worth else partial(self._turns.give_up, planned.place)
            since = event.at - CLOCKS_DIFFER
            self._queue.begin(planned.who, partial(self._turns.do, planned.place, begin, planned.key, since), done)

    async def _begin(self, planned: PlannedTurn, payload: Payload) -> EventAnswer:
        """Claim the event, then queue its turn. While the store is away, only this process knows that it did."""
        if not planned.key:
            self._queue.begin(planned.who, planned.begin)
            return TAKEN
        admission = self._limit.enter(planned.who)
        if admission is not Admission.YES:
            return self._too_many(planned, admission)
        leave = partial(self._limit.leave, planned.who)
        # Another process may have answered it without being able to store its claim.
        since = self._turns.lately() if payload.get(read.RETRIED) else None
        try:
            if not await self._inbox.claim(planned.key, json.dumps(read.needed_to_answer(payload))):
                leave()
                return TAKEN
        except Exception as error:
            away = is_outage(error) or isinstance(error, TimeoutError)
            if not away:
                log.error("event not taken in", error=type(error).__name__)
                if planned.again:
                    leave()
                    self._inbox.let_go(planned.key)
                    return EventAnswer(503)
            if not self._inbox.first_here(planned.key):  # answered all the same, if only with an apology
                leave()
                return TAKEN
            if isinstance(error, TimeoutError):  # Slack may deliver it again, and another process be quicker
                since = self._turns.lately()

        def done() -> None:
            self._inbox.answered(planned.key)
            leave()

        is_anothers = partial(self._inbox.is_anothers, planned.key)
        turn = partial(self._turns.do, planned.place, planned.begin, planned.key, since, is_anothers)
        self._queue.begin(planned.who, turn, done)
        return TAKEN

    def _too_many(self, planned: PlannedTurn, admission: Admission) -> EventAnswer:
        """It is acknowledged and left out; whoever wrote hears so once, after the answers to the others."""
        REFUSED.labels("slack", "too many at once").inc()
        if admission is Admission.SAY_SO:
            say = partial(self._turns.slow_down, planned.place)
            self._queue.begin(planned.who, partial(self._turns.do, planned.place, say))
        return TAKEN

    def _planned(self, payload: Payload, workspace: Workspace) -> PlannedTurn | None:
        """The turn for a payload; None for what does not concern the bot, which is acknowledged all the same."""
        turns, team = self._turns, workspace.team
        if payload.get("command") in COMMANDS:
            place, key = read.of_command(payload, team), str(payload["trigger_id"])
            return PlannedTurn(place, partial(turns.type, payload, place, key), key)
        match payload.get("type"):
            case "event_callback":
                return self._event(payload["event"], str(payload["event_id"]), workspace)
            case "block_actions":
                place, action = read.of_press(payload, team), payload["actions"][0]
                press = partial(turns.press, action, place)
                return PlannedTurn(place, press, str(payload["trigger_id"])) if action.get("value") else None
            case "message_action" if payload.get("callback_id") == SHORTCUT:
                place, key = read.of_shortcut(payload, team), str(payload["trigger_id"])
                return PlannedTurn(place, partial(turns.ask_hub, payload, place, key), key)
        return None

    def _event(self, event: Payload, key: str, workspace: Workspace) -> PlannedTurn | None:
        turns, team = self._turns, workspace.team
        match event["type"]:
            case "message" | "app_mention" if read.is_for_us(event, workspace.bot_user):
                place, key = read.of_event(event, team), read.name_of(event, team, key)
                return PlannedTurn(place, partial(turns.say, event, place, key), key, again=True)
            case "app_home_opened":
                place = SlackPlace(team, str(event.get("channel") or ""), str(event["user"]), private=True)
                home = event.get("tab") == "home"
                shown = partial(turns.front_page, place) if home else partial(turns.welcome, place, key)
                return PlannedTurn(place, shown)
        return None

    async def _form(self, payload: Payload, workspace: Workspace) -> EventAnswer:
        """A form's errors go into its acknowledgement; if the core takes too long, the answer follows alone."""
        view, user = payload["view"], str(payload["user"]["id"])
        try:
            action, hidden, carried = modals.private(str(view.get("private_metadata") or ""))
        except modals.UnreadableForm as error:
            return EventAnswer(200, modals.errors({"": str(error)}, fields_of(view)))
        place = place_of(carried, workspace.team, user)
        sent = Submission(view, action, {**modals.values(view["state"]), **hidden})
        told: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()
        send = partial(self._turns.send, sent, place, told)
        self._queue.begin(read.who(place.team, user), partial(self._turns.do, place, send))
        done, _ = await asyncio.wait({told}, timeout=self._form_patience)
        if not done:
            told.cancel()
            return TAKEN
        reply = told.result()
        if reply is None:
            return TAKEN
        wrong = reply.errors or {"": plain(reply)}
        return EventAnswer(200, modals.errors(wrong, fields_of(view)))


def refuse(status: int, why: str) -> EventAnswer:
    REFUSED.labels("slack", why).inc()
    log.warning("request refused", why=why, status=status)
    return EventAnswer(status, {"error": why})
