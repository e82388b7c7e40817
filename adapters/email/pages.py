"""The pages behind the link to stop: looking changes nothing, one press or a mail program's own button does.

A mail program posts `List-Unsubscribe=One-Click` (RFC 8058); scanners that open every link stop nothing.
"""

from html import escape

from aiohttp import web

from adapters.email.stop_links import WHERE, person_in
from adapters.web.page_headers import OWN_FORM, OWN_STYLE, page_headers
from adapters.web.pages import PAGE
from bot.core.clock import Clock
from bot.db.deployment import identity
from bot.db.outage import is_outage
from bot.db.store import Store
from bot.identity.email_choices import EmailChoices

SAFE = page_headers(OWN_STYLE + OWN_FORM)
GONE = "This link is not one of ours, or what it was for is deleted."
ASKED = "Shall I stop the e-mails that your Maths Hub sends you through Mastery?"
STOPPED = "You get no more e-mails from your Maths Hub through Mastery. Your hub's leads see that."
STARTED = "You get e-mails from your Maths Hub through Mastery again."
AGAIN = "again"


class StopPages:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def mount(self, app: web.Application) -> None:
        app.router.add_get(WHERE + "/{token}", self._ask)
        app.router.add_post(WHERE + "/{token}", self._done)

    async def _ask(self, request: web.Request) -> web.Response:
        person = await self._person(request)
        if person is None:
            return _page(GONE, status=404)
        stopped = await EmailChoices(self._store).has_stopped(person)
        return _page(STOPPED, "Send them again", AGAIN) if stopped else _page(ASKED, "Stop them")

    async def _done(self, request: web.Request) -> web.Response:
        """Twice does no harm."""
        try:
            person = await self._person(request)
            if person is None:
                return _page(GONE, status=404)
            wants = (await request.post()).get("do") == AGAIN
            known = await EmailChoices(self._store).set(person, self._clock(), wants=wants)
        except Exception as error:
            if not is_outage(error):
                raise
            self._store.outage.seen(error)
            return web.Response(status=503, headers={**SAFE, "Retry-After": "60"})
        if not known:
            return _page(GONE, status=404)
        return _page(STARTED, "Stop them") if wants else _page(STOPPED, "Send them again", AGAIN)

    async def _person(self, request: web.Request) -> int | None:
        return person_in(request.match_info["token"], (await identity(self._store)).key)


def _page(said: str, button: str = "", do: str = "stop", status: int = 200) -> web.Response:
    form = (
        f'<form method="post"><input type="hidden" name="do" value="{do}"><button>{escape(button)}</button></form>'
        if button
        else ""
    )
    body = PAGE.format(title="E-mail", body=f"<h1>E-mail</h1><p>{escape(said, quote=False)}</p>{form}")
    return web.Response(text=body, content_type="text/html", charset="utf-8", status=status, headers=SAFE)
