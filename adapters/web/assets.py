"""Style sheets and scripts of our own pages: files of this package, and the headers that keep pages to them."""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "assets"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
WHERE = "/assets/"
ONLY_OURS = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'"
)


def security(frame_ancestors: str = "'none'") -> dict[str, str]:
    """Headers of a page that shows and runs nothing but what this server sends..

    frame_ancestors: who may show it in a frame, as Content-Security-Policy has it.
    """
    return {
        "Content-Security-Policy": f"{ONLY_OURS}; frame-ancestors {frame_ancestors}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def mount(app: web.Application, *names: str) -> None:
    """Serve these files of the folder, and no other."""
    for name in names:
        app.router.add_get(f"{WHERE}{name}", _serve)


async def _serve(request: web.Request) -> web.Response:
    path = FOLDER / request.path.removeprefix(WHERE)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=300"}
    content = path.read_bytes()  # a few kilobytes that the system keeps in memory
    return web.Response(body=content, content_type=TYPES[path.suffix], charset="utf-8", headers=headers)
