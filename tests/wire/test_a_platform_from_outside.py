"""A made-up platform, added with one registration: it is heard, answered, sent to, and its settings are read."""

from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from adapters.base import Off, Platform, PlatformDeclaration, Surroundings
from adapters.platforms import PLATFORMS
from adapters.serve import any_on, running
from bot.core import clock, settings
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.environment import EnvironmentVariable
from bot.core.errors import SettingsError
from bot.core.plain_text import plain
from bot.core.reply import Reply, Text
from bot.core.settings_sections import SettingsSection
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from scheduler.ports import PlatformSender
from tests.support.fakes.platform import FakePlatform
from tests.support.slack_rig import until

TOKEN = EnvironmentVariable("PARROT_TOKEN", "the parrot's token")
SENDER = FakePlatform("parrot")


class ParrotSettings(SettingsSection):
    greeting: str = "Hello"


class Parrot:
    """HTTP in, JSON out."""

    name = "Parrot"
    sender: PlatformSender = SENDER

    def __init__(self, around: Surroundings) -> None:
        self._core = around.core
        self.about = around.settings.section("parrot", ParrotSettings).greeting

    def mount(self, app: web.Application) -> None:
        app.router.add_post("/parrot", self._heard)

    async def start(self) -> None: ...

    def problem(self) -> str:
        return ""

    async def try_credentials(self) -> str:
        return ""

    async def stop(self) -> None: ...

    async def _heard(self, request: web.Request) -> web.Response:
        said = await request.json()
        message = Message(Sender("parrot", "cage", said["user"]), "C", said["text"])
        return web.json_response({"said": plain(await self._core.handle(message))})


def connect(around: Surroundings) -> Platform | Off:
    return Parrot(around) if TOKEN.read(around.environment) else Off("Parrot", "no PARROT_TOKEN is set")


@pytest.fixture(autouse=True)
def parrot() -> Iterator[None]:
    """The registration: one line."""
    PLATFORMS.append(PlatformDeclaration("parrot", connect, (TOKEN,), (TOKEN,), ParrotSettings))
    yield
    PLATFORMS.pop()


async def test_it_is_talked_to_and_sent_to(core: Core, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.yaml").write_text("parrot: {greeting: Pretty Polly}")
    sections = {one.name: one.settings for one in PLATFORMS if one.settings}
    config = settings.load({"MASTERY_CONFIG": str(tmp_path / "app.yaml")}, sections)
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'mastery.db'}")
    answer, to = Reply((Text("Your hub has answered."),), "handoff"), Sender("parrot", "cage", "polly")
    await DirectMessages(store).leave(
        [OutgoingMessage("answer:1:1", to, {"user": "polly"}, answer)], clock.system()
    )
    environment = {"PARROT_TOKEN": "seeds", "PORT": "0"}
    assert any_on(environment)
    async with running(core.over(store), store, config, environment) as port, aiohttp.ClientSession() as session:
        url, body = f"http://127.0.0.1:{port}/parrot", {"user": "polly", "text": "when is the deadline?"}
        async with session.post(url, json=body) as heard:
            assert "23 April 2026" in (await heard.json())["said"]
        await until(lambda: bool(SENDER.told))
    assert [(user, plain(reply)) for user, reply in SENDER.told] == [("polly", "Your hub has answered.")]
    assert "Parrot is on: Pretty Polly" in capsys.readouterr().out
    await store.close()


def test_a_slip_in_its_settings_is_said(tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text("parrot: {greting: Hi}")
    with pytest.raises(SettingsError, match=r"`parrot\.greting` is not a setting"):
        settings.load({"MASTERY_CONFIG": str(tmp_path / "app.yaml")}, {"parrot": ParrotSettings})
    with pytest.raises(SettingsError, match="`parrot` is not a setting"):
        settings.load({"MASTERY_CONFIG": str(tmp_path / "app.yaml")})
