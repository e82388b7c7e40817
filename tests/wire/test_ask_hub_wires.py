"""The desk over Slack's and Teams' own wires: a hub's channel, pictures, and words that are nobody's markup."""

import base64
import io
import json
import re
from collections.abc import AsyncIterator
from random import Random

import pytest
from PIL import Image

from adapters.console.ask import SetClock
from adapters.slack.mrkdwn import linked, literal
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_askers import AskerHubs
from bot.features.ask_hub.repository_channels import HubChannels
from bot.features.people.domain import Entrant
from bot.features.people.repository import PeopleRegister
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.features.people.repository_hubs import HubRegister
from bot.identity.repository import People
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from tests.support.fakes.slack import TEAM, dm_with
from tests.support.fakes.teams_client import shown
from tests.support.ground import NOON, ground
from tests.support.wires import Wires, wired

HOSTILE = (
    "*bold* _it_ ~st~ `code` <!channel> <@U1> <#C1> <https://evil.example|here> [x](https://evil.example) &amp;"
)
TEAMS = "<at>Everyone</at> <b>loud</b> <script>alert(1)</script> **bold** # head - list > quote"
OURS = re.compile(r"<https?://[^\s<>|]+>")  # an address that somebody wrote, as a link to itself
SIGNS = ("<!", "<@", "<#", "<http", "<at", "<b>", "<script")
ON = {"ann": "teams", "zed": "slack", "lee": "slack", "kit": "teams"}


@pytest.fixture
async def wires(core: Core, store: Store, clock: SetClock) -> AsyncIterator[Wires]:
    """Lee leads in Slack and Kit in Teams; Ann asks in Teams, Zed in Slack."""
    clock.moment = NOON
    g = await ground(store)
    kit = await PeopleRegister(store).add("Kit Lead", "kit@hub.example", NOON)
    await HubRegister(store).make_lead(kit.id, g.hub.id, None, NOON)
    await g.enrol("Sam Patel")
    async with wired(core, store, clock, ON) as wires:
        for person, who in ((g.lead, "lee"), (kit, "kit")):
            code = await Codes(store).make(person.id, None, NOON)
            await Codes(store).redeem(code.words, wires.sender(who), NOON, {"user": who})
        await wires.say("kit", "hello")  # so that it is known where she is reached
        for who in ("ann", "zed"):
            await AskerHubs(store).remember_hub(wires.sender(who), g.hub.id, NOON)
        yield wires


async def sent(wires: Wires) -> None:
    senders = {"slack": wires.rig.platform.sender, "teams": wires.teams.platform.sender}
    await local_engine.drain(DeliveryContext(wires.store, senders, wires.clock, Random(1)))


async def asked(wires: Wires, who: str, text: str) -> None:
    await wires.say(who, "put me through to my hub")
    await wires.say(who, f"[Show me what will be sent] text={json.dumps(text)}")
    await wires.say(who, "[Send]")


def markup(block: object) -> list[str]:
    """Every text in mrkdwn that Slack would read as markup."""
    match block:
        case {"type": "mrkdwn", "text": str(text)}:
            return [text]
        case dict():
            return [text for value in block.values() for text in markup(value)]
        case list():
            return [text for value in block for text in markup(value)]
        case _:
            return []


def styled(card: object) -> list[str]:
    """Every text of a card that Teams reads as Markdown."""
    match card:
        case {"type": "TextBlock", "text": str(text)}:
            return [text]
        case {"title": str(title), "value": str(value)}:
            return [title, value]
        case dict():
            return [text for value in card.values() for text in styled(value)]
        case list():
            return [text for value in card for text in styled(value)]
        case _:
            return []


@pytest.mark.parametrize("text", [HOSTILE, TEAMS])
async def test_what_an_asker_or_a_lead_writes_is_shown_as_it_was_written(wires: Wires, text: str) -> None:
    """From Teams to Slack and Teams, and the answer back again; nobody is called, and an address alone is a link.

    Slack knows no way to write a star that is none, so look-alikes stand for its marks (`literal`).
    """
    await asked(wires, "ann", text)
    await sent(wires)
    slack = wires.rig.slack.history[dm_with("lee")][-1]
    assert any(linked(literal(text)) in one for one in markup(slack["blocks"]))
    card = wires.teams.teams.said[-1].body["attachments"][0]["content"]
    assert f"“{text}”" in shown(card), "in a run, which knows no markup"
    assert not any(text in one for one in styled(card))

    await wires.relayed()
    question = (await Questions(wires.store).at(None))[0]
    assert question.text == text
    lines = await wires.say("lee", "questions")
    assert any(literal(text)[:40] in line for line in lines)
    await wires.say("lee", f"[Answer {question.id}]")
    await wires.say("lee", f"[Send the answer] text={json.dumps(text)}")
    await sent(wires)
    answer = wires.teams.teams.said[-1].body
    assert text in shown(answer["attachments"][0]["content"])
    assert not any(text in one for one in styled(answer))
    said = await wires.say("ann", "my questions")
    assert any(text in line for line in said)

    await asked(wires, "zed", text)
    await sent(wires)
    await wires.say("kit", "questions")
    await wires.say("kit", "[Answer 2]")
    await wires.say("kit", f"[Send the answer] text={json.dumps(text)}")
    await sent(wires)
    back = wires.rig.slack.history[dm_with("zed")][-1]
    assert any(one == linked(literal(text)) for one in markup(back["blocks"]))
    shown_there = [text for one in wires.rig.slack.shown for text in (one.text, *markup(one.args))]
    read_as_markup = [OURS.sub("", text) for text in shown_there]
    assert not any(sign in text for text in read_as_markup for sign in (*SIGNS, "*bold", "_it_", "~st~", "`code`"))


async def test_a_channel_in_slack_is_set_by_mention_or_command_and_gets_what_is_asked(wires: Wires) -> None:
    rig = wires.rig
    await rig.command("lee", "/mastery", "questions channel here", channel="C7")
    assert "go to this channel from now on" in rig.slack.shown[-1].text
    (set_there,) = await HubChannels(wires.store).of([1])
    assert set_there.address == {"team": TEAM, "channel": "C7"}, (
        "of several workspaces it is the one it was set in"
    )
    await sent(wires)
    assert "set by Lee Lead" in rig.slack.history["C7"][-1]["text"]
    await rig.mention("lee", "<@UBOT> questions channel here", channel="C8", ts="5.5")
    await asked(wires, "ann", "Is there parking?")
    await sent(wires)
    opening, told = (message["text"].partition("\n")[0] for message in rig.slack.history["C8"])
    assert opening.endswith("Everybody in this channel can read them; only the hub's leads can answer.")
    assert told == "A teacher asks North Mersey Maths Hub:"
    assert "thread_ts" not in rig.slack.history["C8"][-1], (
        "for the whole channel, not in the thread of the command"
    )
    assert not rig.slack.history[dm_with("lee")]

    seen = next(one for one in reversed(rig.slack.shown) if one.args.get("channel") == "C8")
    await rig.press("lee", seen, seen.elements[0])
    modal = rig.slack.shown[-1]
    assert modal.way == "modal"
    await rig.submit("lee", modal, {"text": "Behind the hotel."})
    assert (rig.slack.shown[-1].way, rig.slack.shown[-1].args["user"]) == ("ephemeral", "lee")
    await sent(wires)
    assert rig.slack.history["C8"][-1]["text"].startswith("Answered by Lee Lead: “Is there parking?”")
    await rig.press("zed", seen, seen.elements[0])
    assert rig.slack.shown[-1].way == "ephemeral"
    assert "Only hub leads can do that" in rig.slack.shown[-1].text


async def test_a_channel_in_teams_is_set_in_it_and_a_question_begins_a_thread_of_its_own(wires: Wires) -> None:
    there = wires.teams.person("kit", kind="channel")
    await there.type("questions channel here")
    await sent(wires)
    root = there.conversation.partition(";")[0]
    opening = wires.teams.teams.said[-1]
    assert (opening.conversation, opening.reply_to) == (root, "")
    assert "recipient" not in opening.body
    await asked(wires, "zed", "Is there parking?")
    await sent(wires)
    told = wires.teams.teams.said[-1]
    assert told.conversation == root
    await there.read(told.body)
    await there.press("Answer")
    kit = wires.teams.person("kit")
    await kit.read(wires.teams.teams.said[-1].body)
    await kit.press("Send the answer", {"text": "Behind the hotel."})
    await sent(wires)
    assert "Answered by Kit Lead: “Is there parking?”" in wires.teams.teams.said[-1].body["text"]
    assert "Behind the hotel." in wires.rig.slack.history[dm_with("zed")][-1]["text"]
    stranger = wires.teams.person("ann", kind="channel")
    stranger.card = told.body["attachments"][0]["content"]
    await stranger.press("Answer")
    assert "Answer 1" not in json.dumps(wires.teams.teams.said[-1].body)


async def test_a_cohort_and_a_person_are_seen_as_pictures_in_slack(wires: Wires) -> None:
    """Also a cohort so large that its words are more than Slack takes beside a picture."""
    (lead,) = await People(wires.store).named("Sam Patel", [1])
    assert lead.enrolment
    for number in range(25):
        who = Entrant(f"Zed {number} Sampleworth", None, "Oakfield", 1, lead.enrolment.cohort.id)
        await Enrolments(wires.store).enrol(who, lead.id, NOON)
    for line in ("cohort status", "cohort status Sam Patel", "[Picture]"):
        await wires.say("lee", line)
    cohort, person = wires.rig.slack.uploads.values()
    for upload, name in (
        (cohort, "At an even pace, 2 of 10 days would be used by 2 November 2026."),
        (person, "Sam Patel, North Mersey Maths Hub"),
    ):
        assert Image.open(io.BytesIO(upload.content)).format == "PNG"
        assert (upload.title, upload.channel, upload.name) == (name, dm_with("lee"), "picture.png")
    described = [args["alt_txt"] for args in wires.rig.slack.called("files.getUploadURLExternal")]
    assert ["Sam Patel" in alt and "0 days used" in alt.replace("0 of 10", "0") for alt in described] == [
        True,
        True,
    ]


async def test_a_cohort_and_a_person_are_seen_as_pictures_in_teams(wires: Wires) -> None:
    kit = wires.teams.person("kit")
    for line in ("cohort status", "cohort status Sam Patel"):
        await kit.type(line)
        if line != "cohort status":  # whose picture comes at once
            await kit.press("Picture")
        card = wires.teams.teams.said[-1].body["attachments"][0]["content"]
        (image,) = (element for element in card["body"] if element["type"] == "Image")
        assert "Sam Patel" in image["altText"]
        assert Image.open(io.BytesIO(await content(wires, image["url"]))).format == "PNG"


async def content(wires: Wires, url: str) -> bytes:
    if url.startswith("data:"):
        return base64.b64decode(url.partition(",")[2])
    async with wires.teams.session.get(url) as answer:
        return await answer.read()
