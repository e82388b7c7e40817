"""Style sheets and scripts of our own pages: files of this package."""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "assets"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
WHERE = "/assets/"


def mount(app: web.Application, *names: str) -> None:
    """Serve these files of the folder, and no other."""
    for name in names:
        app.router.add_get(f"{WHERE}{name}", _serve)


async def _serve(request: web.Request) -> web.Response:
    path = FOLDER / request.path.removeprefix(WHERE)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=300"}
    content = path.read_bytes()  # a few kilobytes that the system keeps in memory
    return web.Response(body=content, content_type=TYPES[path.suffix], charset="utf-8", headers=headers)
