"""The pages that the app package for Teams names: served, readable, and word for word what docs/ says."""

import re
from html import unescape
from urllib.parse import urlsplit

import aiohttp
import pytest

from adapters.teams import manifest as teams
from adapters.web.pages import NAMES, TEXTS, page
from adapters.web.server import application, listening
from bot.core.catalogue import Catalogue
from bot.core.plain_text import plain
from bot.core.reply import Facts, Reply
from bot.features.privacy.commands import KEPT
from tests.support.fakes.microsoft import APP_ID
from tests.support.paths import DOCS


@pytest.mark.parametrize("name", NAMES)
async def test_the_page_is_served_and_says_what_docs_say(name: str) -> None:
    written = (DOCS / f"{name}.md").read_text()
    assert (TEXTS / f"{name}.md").read_text() == written
    async with (
        listening(application([], {}), "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/{name}") as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "text/html"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        shown = await answer.text()
    body = shown[shown.index("</style>") :]
    words = unescape(re.sub(r"<[^>]+>", " ", body)).split()
    assert words == re.sub(r"(?m)^(#+|-) ", "", written).split()


def test_every_page_that_the_teams_manifest_names_is_there() -> None:
    developer = teams.manifest("https://mastery.example", APP_ID, Catalogue())["developer"]
    named = {urlsplit(developer[part]).path.strip("/") for part in ("privacyUrl", "termsOfUseUrl")}
    assert named == set(NAMES)


def test_what_people_write_into_a_text_is_no_markup() -> None:
    assert "<script>" not in page("# A <script>\n\n- <script>\n\n<script>")


def test_the_page_promises_what_the_bot_says() -> None:
    shown = (DOCS / "privacy.md").read_text()
    said = plain(Reply((Facts(KEPT),), "privacy"))
    for figure in ("half an hour", "a day at most", "for a year", "90 days"):
        assert figure in shown
        assert figure in said
