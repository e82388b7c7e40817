"""/privacy and /terms, which the app package for Teams names: the texts beside this file as plain pages."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web

from adapters.web.page_headers import OWN_STYLE, page_headers

TEXTS = Path(__file__).parent / "texts"
NAMES = ("privacy", "terms")
SAFE = page_headers(OWN_STYLE, cache="max-age=3600", listed=True)
PAGE = """<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · Mastery</title>
<style>:root {{ color-scheme: light dark }} body {{ font: 1rem/1.5 sans-serif; max-width: 42rem; margin: 2rem auto;
padding: 0 1rem }}</style>
{body}
</html>
"""


def mount(app: web.Application) -> None:
    for name in NAMES:
        app.router.add_get(f"/{name}", _serve)


async def _serve(request: web.Request) -> web.Response:
    text = (TEXTS / f"{request.path.strip('/')}.md").read_text(encoding="utf-8")
    return web.Response(text=page(text), content_type="text/html", charset="utf-8", headers=SAFE)


def page(text: str) -> str:
    """Headings, paragraphs and lists are all that the texts have."""
    title = text.splitlines()[0].removeprefix("# ")
    return PAGE.format(title=html.escape(title), body="\n".join(_parts(text)))


def _parts(text: str) -> Iterator[str]:
    for part in re.split(r"\n{2,}", html.escape(text.strip(), quote=False)):
        if part.startswith("#"):
            marks, _, words = part.partition(" ")
            yield f"<h{len(marks)}>{words}</h{len(marks)}>"
        elif part.startswith("- "):
            items = re.split(r"\n- ", part.removeprefix("- "))
            yield "<ul>" + "".join(f"<li>{' '.join(item.split())}</li>" for item in items) + "</ul>"
        else:
            yield f"<p>{' '.join(part.split())}</p>"
