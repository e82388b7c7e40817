"""A command from outside, one function in one file: it is routed, guarded, in help and in the platforms' menus."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.slack.manifest import usage_hint
from adapters.teams.manifest import menu
from bot.bootstrap import FEATURES, who_is
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.live_editions import LiveEditions
from bot.core.plain_text import plain
from bot.core.reply import LONGEST_REPLY
from bot.core.routes import Routes, discover
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from knowledge.model import Knowledge
from knowledge.search import Search
from tests.support.ground import NOON, Ground, account, ground
from tests.support.made_up_features import made_up_feature

COMMANDS = """
from bot.core.permissions import Role
from bot.core.reply import Reply, Text
from bot.core.routing import command
from bot.core.turn import Turn


@command(
    "cohort timetable",
    role=Role.LEAD,
    help="Who teaches what when",
    example="cohort timetable monday",
    writes=False,
    menu=5,
)
async def timetable(turn: Turn, words: str) -> Reply:
    return Reply((Text(f"{words}: {turn.me.name} teaches."),), "timetable")
"""


@pytest.fixture
def routes(tmp_path: Path) -> Iterator[Routes]:
    with made_up_feature(tmp_path, "time_table", COMMANDS):
        yield discover(FEATURES)


@pytest.fixture
async def g(store: Store) -> Ground:
    """Lee, who leads, and Sam, who is enrolled."""
    g = await ground(store)
    for user, person in (("lee", g.lead), ("sam", await g.enrol("Sam Patel"))):
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(user), NOON)
    return g


async def test_it_answers_who_may_and_stands_in_their_help(
    routes: Routes, g: Ground, knowledge: Knowledge, search: Search
) -> None:
    core = Core(LiveEditions.of_one(knowledge, search), routes, g.store, lambda: NOON, who_is)

    async def say(user: str, text: str) -> str:
        return plain(await core.handle(Message(account(user), "C", text)))

    assert await say("lee", "cohort timetable monday") == "monday: Lee Lead teaches."
    for user in ("sam", "a teacher"):
        assert "Only hub leads" in await say(user, "cohort timetable monday")
        assert "timetable" not in await say(user, "help")
        assert "Time table" not in await say(user, "/help time table")
    for text in ("help", "cohort", "/help time table"):
        said = await say("lee", text)
        assert "who teaches what when" in said.lower()
        assert len(said) <= LONGEST_REPLY


def test_it_stands_in_both_platforms_menus(routes: Routes) -> None:
    assert "| timetable" in usage_hint("/cohort", routes.catalogue)
    first = menu(routes.catalogue)[0]
    assert first == {"title": "cohort timetable", "description": "For hub leads: Who teaches what when"}
    assert len(menu(routes.catalogue)) == 10
