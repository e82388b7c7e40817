"""Sends a reply to whoever asked: by response_url, in the DM, in the thread, or in place of a pressed message."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from adapters.followed_messages import FollowedMessages
from adapters.slack import modals, render
from adapters.slack.answer_name import ANSWERING, NotDelivered
from adapters.slack.context import Sleep
from adapters.slack.files import Keepsake, upload
from adapters.slack.history import look, metadata
from adapters.slack.inbound import Payload, SlackPlace, address, who
from adapters.slack.pace import ChannelPace
from adapters.slack.places import beside_the_message, carried_place, shown_to_all
from adapters.slack.sender import UNFOLDED, outcome
from adapters.slack.web_api import A_WHILE, FAILURES, WebApiClient
from adapters.slack.workspaces import Workspaces
from bot.core.form import Form
from bot.core.reply import Note, Picture, Reply, Text
from scheduler.ports import Ambiguous, Refused, Sent, Throttled

log = structlog.get_logger(__name__)

TRIES = 3  # of one message that Slack put off; each time nothing was sent
LONGEST_WAIT = 30.0  # seconds that somebody is kept waiting for an answer that Slack puts off
A_TRIGGER_LASTS = 3.0  # seconds, in which a form may be opened
IN_YOUR_DM = Text("The file is in your messages with me.")
IN_YOUR_MESSAGES = Text("It's in your messages with me, where you can find it again.")
NO_FILE = Text(
    "Slack had trouble with the file, so it may be missing. If so, please ask for it again in a minute."
)


class Answers:
    """Sends replies. A call is repeated only when Slack surely did nothing the first time."""

    def __init__(
        self,
        client: WebApiClient,
        workspaces: Workspaces,
        pace: ChannelPace,
        followed: FollowedMessages,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._followed = followed
        self._client = client
        self._workspaces = workspaces
        self._pace = pace
        self._sleep = sleep

    async def give(self, place: SlackPlace, reply: Reply) -> str:
        """Show a reply and what follows it; Slack's id of the last message, where it has one.

        Raises NotDelivered.
        """
        shown = await self._give(place, reply)
        return await self.give(replace(beside_the_message(place), trigger=""), reply.then) if reply.then else shown

    async def _give(self, place: SlackPlace, reply: Reply) -> str:
        if place.trigger and reply.forms:
            form, notes = reply.forms[0], [one for one in reply.blocks if isinstance(one, Note)]
            # A form that the message holds, or is to take the place of, becomes its outcome there.
            over = place if reply.replaces else beside_the_message(place)
            if await self.open(over, form, notes):
                reply = replace(reply, blocks=tuple(one for one in reply.blocks if one not in (form, *notes)))
                if not reply.blocks or reply.replaces:
                    return ""
        if reply.lasting and not shown_to_all(place, reply) and (there := await self._their_dm(place)):
            shown_there = await self._give(there, replace(reply, replaces=False))
            told = Reply((IN_YOUR_MESSAGES,), reply.kind, replaces=reply.replaces, personal=True)
            await self._show(place, told, render.message(told))
            return shown_there
        if reply.files and not shown_to_all(place, reply):
            reply = replace(reply, blocks=(*reply.blocks, *(() if place.private else (IN_YOUR_DM,))))
        shown = render.message(reply)
        where = await self._show(place, reply, shown)
        if shown.files and not await self._hand_over(place, reply, shown.files):
            words = (Text(one.alt) for one in shown.files if isinstance(one, Picture))
            sorry = Reply((NO_FILE, *words), reply.kind, personal=True)
            await self._show(place, sorry, render.message(sorry))
        return where

    async def retire(self, place: SlackPlace, message: str, words: str) -> None:
        """Change an older message of this conversation, so that its buttons are no longer there."""
        shown = render.message(Reply((Text(words),), "done"))
        body = {"text": shown.text, "blocks": shown.blocks}
        await self._done(lambda: self._call(place, "chat.update", channel=place.channel, ts=message, **body))

    async def open(self, place: SlackPlace, form: Form, notes: Sequence[Note] = ()) -> bool:
        """Open the form as a modal; False when Slack no longer lets us, three seconds after the press."""
        try:
            view = modals.view(form, carried_place(place), [note.text for note in notes])
        except modals.FormTooLarge:
            return False
        opened = partial(self._call, place, "views.open", trigger_id=place.trigger, view=view)
        return await self._done(opened, A_TRIGGER_LASTS) is not None

    async def home(self, place: SlackPlace, view: dict[str, Any]) -> bool:
        published = partial(self._call, place, "views.publish", user_id=place.user, view=view)
        return await self._done(published) is not None

    async def dm(self, place: SlackPlace) -> SlackPlace:
        """The DM with a person. Opening it twice does no harm, so it is tried again. Raises FAILURES."""
        for _ in range(TRIES - 1):
            try:
                return await self._opened(place)
            except FAILURES as error:
                found = outcome(error)
                after = found.after if isinstance(found, Throttled) else A_WHILE
                if isinstance(found, Refused) or after > LONGEST_WAIT:
                    raise
                await self._sleep(after)
        return await self._opened(place)

    async def _opened(self, place: SlackPlace) -> SlackPlace:
        answer = await self._call(place, "conversations.open", users=place.user)
        return SlackPlace(
            place.team, str(answer["channel"]["id"]), place.user, private=True, trigger=place.trigger
        )

    async def begun(self, place: SlackPlace) -> bool:
        """Whether anything was written in the DM already; False when Slack won't say."""
        try:
            token = await self._token(place)
            answer = await self._client.ask(
                "conversations.history", token, {"channel": place.channel, "limit": "1"}
            )
        except (*FAILURES, NotDelivered):
            return False
        return bool(answer.get("messages"))

    async def _show(self, place: SlackPlace, reply: Reply, shown: render.Rendered) -> str:
        """Slack's id of the message, empty for one that it gives none. Raises NotDelivered."""
        body = {"text": shown.text, "blocks": shown.blocks}
        for way in self._ways(place, reply):
            message = await self._done(partial(way, place, reply, body))
            if message is not None:
                return str(message)
        raise NotDelivered

    def _ways(self, place: SlackPlace, reply: Reply) -> tuple[Callable[..., Awaitable[str | None]], ...]:
        """Ways to show the reply, the best first; none shows to others what is for one person."""
        if place.answer_at and (place.ephemeral or not place.message):
            return self._respond, self._whisper, self._in_the_dm
        if not shown_to_all(place, reply):
            return self._whisper, self._in_the_dm
        return (self._instead, self._post) if reply.replaces and place.message else (self._post,)

    async def _respond(self, place: SlackPlace, reply: Reply, body: dict[str, Any]) -> str | None:
        """By response_url. If it is refused, even with a 5xx, another way is tried: twice is better than never."""
        instead = reply.replaces and bool(place.message)
        message = {"response_type": "ephemeral", "replace_original": instead, **body}
        return "" if await self._client.respond(place.answer_at, message) else None

    async def _whisper(self, place: SlackPlace, _reply: Reply, body: dict[str, Any]) -> str:
        where = {"channel": place.channel, "user": place.user, "thread_ts": place.thread or None}
        await self._call(place, "chat.postEphemeral", **where, **body)
        return ""

    async def _in_the_dm(self, place: SlackPlace, reply: Reply, body: dict[str, Any]) -> str | None:
        there = await self._their_dm(place)
        return await self._post(there, reply, body) if there else None

    async def _their_dm(self, place: SlackPlace) -> SlackPlace | None:
        """None when Slack does not open it."""
        try:
            return replace(await self.dm(place), trigger="")
        except FAILURES:
            return None

    async def _instead(self, place: SlackPlace, reply: Reply, body: dict[str, Any]) -> str:
        await self._call(place, "chat.update", channel=place.channel, ts=place.message, **body)
        await self._follow(place, reply, place.message)
        return place.message

    async def _post(self, place: SlackPlace, reply: Reply, body: dict[str, Any]) -> str:
        name = ANSWERING.get()
        if name and name.since and (there := await self._there(place, name.token, name.since)):
            await self._follow(place, reply, there)
            return ""
        if name and name.is_anothers():
            return ""
        if not place.private:
            await self._pace.turn(place.team, place.channel)
        where = {"channel": place.channel, "thread_ts": place.thread or None}
        known_by = {"metadata": metadata(name.token)} if name else {}
        posted = await self._call(place, "chat.postMessage", **where, **UNFOLDED, **known_by, **body)
        message = str(posted.get("ts") or "")
        await self._follow(place, reply, message)
        return message

    async def _follow(self, place: SlackPlace, reply: Reply, message: str) -> None:
        """Note a message of the DM that is changed later on; in a channel others would see it change."""
        if place.private:
            await self._followed.shown(who(place.team, place.user), address(place), message, reply)

    async def _there(self, place: SlackPlace, token: str, since: datetime) -> str:
        """The message in which a run that was killed gave this answer, if it did. In a thread nobody can look."""
        try:
            found = await look(self._client, await self._token(place), place.channel, token, since)
        except FAILURES as error:
            log.warning("an earlier answer not looked up", error=type(error).__name__)
            return ""
        return found.message if isinstance(found, Sent) else ""

    async def _hand_over(self, place: SlackPlace, reply: Reply, files: tuple[Keepsake, ...]) -> bool:
        """Whether every file got where only who asked finds it, or where all may."""
        here = place.private or (shown_to_all(place, reply) and not place.answer_at)
        try:
            place = place if here else await self.dm(place)
        except FAILURES as error:
            log.warning("no DM for a file", error=type(error).__name__)
            return False
        thread = place.thread if here else ""
        return await upload(self._client, await self._token(place), files, place.channel, thread)

    async def _call(self, place: SlackPlace, method: str, **arguments: Any) -> Payload:
        return await self._client.call(method, await self._token(place), arguments)

    async def _token(self, place: SlackPlace) -> str:
        """Raises NotDelivered: the bot was removed from the workspace meanwhile."""
        workspace = await self._workspaces.of(place.team)
        if workspace is None:
            raise NotDelivered
        return workspace.token

    async def _done(self, call: Callable[[], Awaitable[object]], longest: float = LONGEST_WAIT) -> object | None:
        """What a call returned; None when it did not work.

        After a 429 it is repeated, unless the wait is over `longest` seconds.
        Raises NotDelivered when nobody can tell whether it worked.
        """
        for _ in range(TRIES):
            try:
                return await call()
            except FAILURES as error:
                found = outcome(error)
                log.warning("Slack call failed", error=type(error).__name__, outcome=type(found).__name__)
                if isinstance(found, Ambiguous):
                    raise NotDelivered from error  # it may be there: another way would show it twice
                if not isinstance(found, Throttled) or found.after > longest:
                    return None
                await self._sleep(found.after)
        return None
