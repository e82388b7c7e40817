"""Somebody who writes faster than the bot answers is answered so far, then told once; nobody else waits."""

import asyncio

from adapters.console.ask import SetClock
from adapters.per_person_limit import MOST, SLOWER
from bot.core.dispatcher import Core
from bot.db.store import Store
from tests.support.fakes.slack import GATED, dm_with
from tests.support.slack_rig import rigged, until
from tests.support.teams_world import world

QUESTION, FACT = "when is the deadline?", "23 April 2026"


async def test_in_slack(core: Core, store: Store, clock: SetClock) -> None:
    async with rigged(core, store, clock) as rig:
        rig.waits = False
        rig.slack.fail("users.info", GATED)
        for _ in range(MOST + 5):
            assert (await rig.dm("UA", QUESTION)).status == 200
        await rig.dm("UB", QUESTION)
        await until(lambda: any(one.args["channel"] == dm_with("UB") for one in rig.slack.shown))
        rig.slack.opened.set()
        await rig.platform.queue.wait_until_idle()
        hers = [one.text for one in rig.slack.shown if one.args["channel"] == dm_with("UA")]
        assert [FACT in words for words in hers] == [True] * MOST + [False]
        assert hers[-1] == SLOWER
        await rig.dm("UA", QUESTION)
        await rig.platform.queue.wait_until_idle()
        assert FACT in rig.slack.shown[-1].text


async def test_in_teams(core: Core, store: Store, clock: SetClock) -> None:
    async with world(core, store, clock) as w:
        sam, bo = w.person(), w.person("bo")
        w.teams.hold(MOST + 2)  # nobody is answered before all of these are under way: hers, the word, and his
        said = [asyncio.create_task(sam.send(sam.message(QUESTION))) for _ in range(MOST + 5)]
        await asyncio.sleep(0)
        await bo.send(bo.message(QUESTION))
        assert {status for status, _ in await asyncio.gather(*said)} == {200}
        hers = [str(one.body) for one in w.teams.said if one.conversation == sam.conversation]
        assert sum(FACT in words for words in hers) == MOST
        assert sum(SLOWER[:40] in words for words in hers) == 1


async def test_answers_into_a_channel_keep_slacks_pace_and_a_private_chat_does_not_wait(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with rigged(core, store, clock) as rig:
        for who in ("UA", "UB", "UC"):
            await rig.mention(who, QUESTION)
        assert rig.slept == [1.0, 2.0]
        await rig.dm("UA", QUESTION)
        assert rig.slept == [1.0, 2.0]
