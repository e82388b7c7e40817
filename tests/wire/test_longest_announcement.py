"""The longest announcement that may be written is read whole on both platforms, also in its preview."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack import render as slack
from adapters.teams import render as teams
from adapters.teams.fitting import MORE
from bot.core.identity import Hub
from bot.core.reply import Reply
from bot.features.announcements.domain import (
    LONGEST_WRITTEN,
    Announcement,
    AnnouncementStage,
    Audience,
    Reach,
)
from bot.features.announcements.message import message
from bot.features.announcements.views_preview import preview
from tests.support.ground import NOON

TEXT = ("Bring a folder & a pen, and your class list of the autumn term. " * LONGEST_WRITTEN)[
    : LONGEST_WRITTEN - 8
] + "THE END."
HUB = Hub(1, "South Yorkshire and North Derbyshire Maths Hub", "Europe/London")
ONE = Announcement(
    1,
    1,
    HUB,
    1,
    "Alexandra Featherstone",
    TEXT,
    Audience(channel=True),
    1,
    True,
    NOON,
    NOON,
    AnnouncementStage.DRAFT,
)
REACH = Reach(
    {"slack": 30, "teams": 30, "email": 4}, [f"Somebody Featherstone {at}" for at in range(20)], ["slack"]
)


@pytest.mark.parametrize(
    "reply",
    [message(ONE), preview([replace(ONE, send_at=NOON + timedelta(2))], [REACH], {}, NOON)],
    ids=["received", "preview"],
)
def test_nothing_of_it_is_left_out(reply: Reply) -> None:
    for shown in (json.dumps(slack.message(reply).blocks), json.dumps(teams.message(reply)["attachments"])):
        assert "THE END." in shown
        assert slack.LEFT_OUT not in shown
        assert MORE not in shown
