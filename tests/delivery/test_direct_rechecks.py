"""A feature says which of its direct messages are still worth sending; what no feature speaks of always is."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from types import ModuleType

import pytest

from bot.core.reply import Reply, Text
from bot.db.sqlite_file import Reading
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.direct_rechecks import LeftMessage, Recheck, recheck, rechecks_in, still_worth_sending
from bot.delivery.registry import rechecks
from tests.support.direct_messages import messages_to_send
from tests.support.ground import NOON, account

REPLY = Reply((Text("Tea is served."),), "handoff")


@recheck("tea")
async def only_today(_reading: Reading, messages: Sequence[LeftMessage]) -> Collection[int]:
    return [one.id for one in messages if one.key.endswith("today")]


def module(name: str, *checks: Recheck) -> ModuleType:
    made = ModuleType(name)
    for number, one in enumerate(checks):
        one.__module__ = name
        setattr(made, f"check_{number}", one)
    return made


async def test_only_what_its_feature_lets_through_is_sent(store: Store) -> None:
    keys = ("tea:today", "tea:yesterday", "cake:yesterday")
    posts = [OutgoingMessage(key, account("USAM"), {"user": "USAM"}, REPLY) for key in keys]
    await DirectMessages(store).leave(posts, NOON - timedelta(hours=1))
    left = {one.post.key: one.id for one in await messages_to_send(store)}
    checks = rechecks_in([module("tea_room", only_today)])
    async with store.reading() as reading:
        worth = await still_worth_sending(reading, [*left.values(), 999], checks)
    assert worth == {left["tea:today"], left["cake:yesterday"]}, "and none that was forgotten since"


def test_two_checks_of_one_beginning_are_refused() -> None:
    @recheck("tea")
    async def another(_reading: Reading, _messages: Sequence[LeftMessage]) -> Collection[int]:
        return ()

    with pytest.raises(ValueError, match="“tea:” are checked twice, in tea_room and tea_shop"):
        rechecks_in([module("tea_room", only_today), module("tea_shop", another)])


def test_a_module_of_checks_without_one_is_refused() -> None:
    with pytest.raises(ValueError, match="tea_room declares no check"):
        rechecks_in([module("tea_room")])


def test_what_goes_to_leads_is_checked_by_the_room_of_their_questions() -> None:
    assert {"asked", "nudge", "digest", "unused"} == {*rechecks()}
