"""slack-bolt's app, through which every request goes, by HTTP and by Socket Mode alike."""

import logging
from collections.abc import Awaitable, Callable

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltError
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from adapters.slack.dispatcher import ODD, EventAnswer, refuse
from adapters.slack.inbound import Payload

OURS = "mastery.answer"
Next = Callable[[], Awaitable[BoltResponse]]
Take = Callable[[Payload], Awaitable[EventAnswer]]


class Bolt:
    """Hands each payload to `dispatch` as bolt's first middleware, so that more bolt middleware can be added.

    bolt's own checks are off, since they are made elsewhere: signatures in http.py, before a body is read; tokens
    in workspaces.py, from our records; the bot's own messages in inbound.py.
    """

    def __init__(self, dispatch: Take) -> None:
        self._app = AsyncApp(
            name="mastery",
            logger=quiet(),
            signing_secret="checked in http.py",  # noqa: S106  bolt wants one, and does not use it
            authorize=_nobody,
            before_authorize=_First(dispatch),
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )

    async def take(self, payload: Payload) -> EventAnswer:
        """The HTTP answer for a payload. Never raises."""
        try:
            request = AsyncBoltRequest(body=dict(payload), mode="socket_mode")  # bolt's name for one that is read
        except ODD:
            return refuse(400, "junk")
        await self._app.async_dispatch(request)
        answer = request.context.get(OURS)
        return answer if isinstance(answer, EventAnswer) else EventAnswer(404)


class _First(AsyncMiddleware):
    """A class, for bolt makes some thirty objects for a function to choose its arguments from."""

    def __init__(self, dispatch: Take) -> None:
        self._dispatch = dispatch

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Next,  # noqa: ARG002  bolt's names
    ) -> BoltResponse:
        answer = await self._dispatch(dict(req.body))
        req.context[OURS] = answer
        resp.status = answer.status
        return resp


def quiet() -> logging.Logger:
    """bolt and the SDK write whole messages into their log, so only their errors are heard."""
    logger = logging.getLogger("mastery.slack")
    logger.setLevel(logging.ERROR)
    return logger


async def _nobody() -> AuthorizeResult:
    """bolt authorizes for listeners of its own, and has none. Raises BoltError."""
    raise BoltError("our middleware answers first")
