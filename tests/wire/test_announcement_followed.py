"""The message that said “on its way” becomes how it went: on both wires, once, and nothing else is said."""

import pytest

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.fakes.slack import refused
from tests.support.fakes.teams import TeamsFault
from tests.support.ground import NOON, Ground, ground
from tests.support.stores import store, url
from tests.support.wires import Wires, wired

__all__ = ["store", "url"]


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_the_message_on_its_way_becomes_how_it_went(
    core: Core, store: Store, clock: SetClock, platform: str
) -> None:
    async with wired(core, store, clock, {"lee": platform, "sam": "slack", "ann": "teams"}) as wires:
        await _on_its_way(wires, await ground(store))
        before = _messages(wires)
        wires.teams.teams.faults.append(TeamsFault(403, "MessageWritesBlocked"))
        told = await _ticks(wires)
        assert [line for line in told if line.startswith("↻")] == [
            f"↻ lee ({platform}): {line}"
            for line in (
                "Announcement 1: sent on Mon 2 Nov at 12:00. "
                "From Lee Lead to everybody at North Mersey Maths Hub.",
                "“Bring your folders.”",
                "Sent to: 1",
                "Failed: 1",
                "• 1 failed (Ann Jones): They have blocked the bot in Teams. Only they can unblock it: "
                "open its chat, then “Unblock”.",
                "Not joined yet: Al Fox.",
                "[Try the 1 that failed again] [As a file] [Recall]",
            )
        ]
        assert _messages(wires) == before + 1, "Sam's own, and no second message to Lee"
        assert not await _ticks(wires), "once"
        assert "Trying 1 again" in "\n".join(await wires.say("lee", "[Try the 1 that failed again]"))
        told = await _ticks(wires)
        assert f"↻ lee ({platform}): Sent to: 2" in told
        assert _messages(wires) == before + 2


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_a_message_that_somebody_deleted_is_left_alone(
    core: Core, store: Store, clock: SetClock, platform: str
) -> None:
    async with wired(core, store, clock, {"lee": platform, "sam": "slack", "ann": "teams"}) as wires:
        await _on_its_way(wires, await ground(store))
        before = _messages(wires)
        wires.rig.slack.fail("chat.update", refused("message_not_found"))
        await wires.tick()
        await wires.relayed()
        if platform == "teams":
            wires.teams.teams.faults.append(TeamsFault(404, "ActivityNotFoundInConversation"))
        assert not await _ticks(wires)
        assert _messages(wires) == before + 2, "what was announced, and nothing to Lee"


async def test_words_agree_as_well_as_a_press(core: Core, store: Store, clock: SetClock) -> None:
    async with wired(core, store, clock, {"lee": "teams", "sam": "slack", "ann": "teams"}) as wires:
        await _on_its_way(wires, await ground(store), "yes")
        assert "↻ lee (teams): Sent to: 2" in await _ticks(wires)


async def test_what_was_only_for_ones_eyes_in_a_channel_is_told_in_the_private_chat(
    core: Core, store: Store, clock: SetClock
) -> None:
    async with wired(core, store, clock, {"lee": "slack", "sam": "slack", "ann": "teams"}) as wires:
        await _people(wires, await ground(store))
        await wires.rig.command("lee", "/cohort", "announce Bring your folders.")
        draft = wires.rig.slack.shown[-1]
        await wires.rig.press("lee", draft, draft.elements[0])
        assert "It's in your messages with me" in wires.rig.slack.shown[-1].text
        assert "↻ lee (slack): Sent to: 2" in await _ticks(wires)


async def _on_its_way(wires: Wires, g: Ground, agrees: str = "[Send it now (2 people)]") -> None:
    await _people(wires, g)
    await wires.say("lee", "cohort announce Bring your folders.")
    assert "on its way" in "\n".join(await wires.say("lee", agrees))


async def _people(wires: Wires, g: Ground) -> None:
    """Lee leads Sam and Ann, who have joined, and Al, who has not."""
    wires.clock.moment = NOON
    everybody = {"lee": g.lead, "sam": await g.enrol("Sam Patel"), "ann": await g.enrol("Ann Jones")}
    await g.enrol("Al Fox")
    for who, person in everybody.items():
        code = await Codes(wires.store).make(person.id, None, NOON)
        await wires.say(who, f"join {code.words}")
    await _ticks(wires)  # the week's digest, which is not what is looked at here


async def _ticks(wires: Wires) -> list[str]:
    """What the clock brings by and by: what is due is sent, and then what follows it is changed."""
    lines = list[str]()
    for _ in range(3):
        await wires.tick()
        lines += [line for line in await wires.relayed() if line.startswith("↻")]
    return lines


def _messages(wires: Wires) -> int:
    """New messages in Slack and Teams."""
    return sum(one.way == "post" for one in wires.rig.slack.shown) + sum(
        post.method == "POST" for post in wires.teams.teams.said
    )
