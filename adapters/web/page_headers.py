"""The headers of every page and file that the server sends to a browser: in one place, so that none lacks one."""

OWN_STYLE = "style-src 'unsafe-inline'; "
OWN_FORM = "form-action 'self'; "
OWN_FILES = "style-src 'self'; img-src 'self' data:; " + OWN_FORM
OWN_SCRIPTS = "style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; " + OWN_FORM
NOTHING_RUNS = "sandbox; "
NEVER_KEPT = "no-store"
NOT_LISTED = "noindex, nofollow"


def page_headers(
    allows: str = "", *, cache: str = NEVER_KEPT, frame_ancestors: str = "'none'", listed: bool = False
) -> dict[str, str]:
    """What is sent shows and runs nothing but what `allows` names, in nobody's frame, and no site is told of it.

    allows: rules of a Content-Security-Policy, each with its semicolon. cache: as Cache-Control has it.
    frame_ancestors: who may show it in a frame. listed: whether search engines may name it.
    """
    policy = f"default-src 'none'; {allows}base-uri 'none'; frame-ancestors {frame_ancestors}"
    headers = {
        "Cache-Control": cache,
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return headers if listed else {**headers, "X-Robots-Tag": NOT_LISTED}
