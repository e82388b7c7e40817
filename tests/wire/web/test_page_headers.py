"""No page of the server can be framed, sniffed or followed; its headers are written in one place."""

import re

import pytest

from adapters.email import pages as email_pages
from adapters.slack import oauth
from adapters.teams import files
from adapters.web import calendars, pages
from adapters.web.page_headers import page_headers
from tests.support.paths import ROOT

BY_HAND = re.compile(r"""["'](Content-Security-Policy|Referrer-Policy|X-Robots-Tag)["']""")


@pytest.mark.parametrize(
    "headers",
    [email_pages.SAFE, pages.SAFE, calendars.NEVER_KEPT, calendars.KEPT_A_WHILE, files.SAFE, oauth.HEADERS],
)
def test_a_page_is_framed_by_nobody_and_tells_nobody(headers: dict[str, str]) -> None:
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"]


def test_what_is_not_said_is_the_strictest() -> None:
    assert page_headers()["Cache-Control"] == "no-store"
    assert page_headers()["X-Robots-Tag"] == "noindex, nofollow"
    assert page_headers(frame_ancestors="https://a.example")["Content-Security-Policy"].endswith(
        " https://a.example"
    )


def test_nobody_writes_them_by_hand() -> None:
    found = {one.name for one in (ROOT / "adapters").rglob("*.py") if BY_HAND.search(one.read_text())}
    assert found == {"page_headers.py"}
