"""What an operator types: `check` refuses what `serve` refuses and looks outside; `init` makes a folder."""

import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from adapters import initial, operator_check
from adapters.__main__ import main
from adapters.base import Off
from adapters.web.server import listening
from bot.core import clock, settings
from bot.core.dispatcher import Core
from bot.core.errors import SettingsError
from bot.core.settings import Settings
from bot.core.settings_sections import StoreSettings, WebSettings
from bot.db.store import Store
from tests.support.fakes.slack import TOKEN, FakeSlack

HALF = [
    ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
    ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN is missing"),
    ({"MICROSOFT_APP_ID": "00000000-0000-0000-0000-000000000001"}, "MICROSOFT_APP_PASSWORD"),
    ({"PORT": "70000"}, "PORT is “70000”"),
    ({"TEAMS_ALLOW_ANONYMOUS": "1", "HOST": "0.0.0.0"}, "lets anybody write"),  # noqa: S104
]


@pytest.mark.parametrize(("environment", "words"), HALF, ids=[" ".join(one) for one, _ in HALF])
def test_check_refuses_what_serve_refuses(
    core: Core, store: Store, environment: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=re.escape(words)):
        operator_check.as_served(core, store, Settings(), environment)


def test_what_is_off_is_said(core: Core, store: Store) -> None:
    assert all(isinstance(one, Off) for one in operator_check.as_served(core, store, Settings(), {}))


async def looked(core: Core, store: Store, config: Settings, **environment: str) -> dict[str, str]:
    platforms = operator_check.as_served(core, store, config, environment)
    return {what: wrong async for what, wrong in operator_check.online(platforms, store, config, clock.system)}


@pytest.fixture
async def outside() -> AsyncIterator[str]:
    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app = web.Application()
    app.router.add_get("/healthz", alive)
    async with listening(app, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


async def test_online_all_is_in_order(core: Core, store: Store, outside: str, tmp_path: Path) -> None:
    (tmp_path / "monday.db").write_text("a copy")
    config = Settings(web=WebSettings(url=outside), store=StoreSettings(backups=tmp_path))
    found = await looked(core, store, config)
    assert found == {"Public address": "", "Clock": "", "Disk": "", "Backup": ""}


async def test_online_what_is_wrong_is_said(core: Core, store: Store, tmp_path: Path) -> None:
    old = tmp_path / "monday.db"
    old.write_text("a copy")
    long_ago = (clock.system() - timedelta(days=3)).timestamp()
    os.utime(old, (long_ago, long_ago))
    config = Settings(web=WebSettings(url="http://127.0.0.1:9"), store=StoreSettings(backups=tmp_path))
    found = await looked(core, store, config)
    assert "cannot be reached" in found["Public address"]
    assert "not of the last day" in found["Backup"]


@pytest.mark.parametrize(("token", "wrong"), [(TOKEN, ""), ("xoxb-revoked", "Slack does not let the bot in")])
async def test_online_slack_is_asked_whether_it_takes_the_token(
    core: Core, store: Store, token: str, wrong: str
) -> None:
    async with listening(FakeSlack().app(), "127.0.0.1", 0) as port:
        api = f"http://127.0.0.1:{port}/api/"
        given = {"SLACK_BOT_TOKEN": token, "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": api}
        found = await looked(core, store, Settings(), **given)
    assert found["Slack's credentials"].startswith(wrong)
    assert bool(found["Slack's credentials"]) == bool(wrong)


def test_init_makes_a_folder_whose_settings_can_be_read_and_leaves_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "mastery"
    assert list(initial.make(folder)) == ["app.yaml", "mastery.env", "mastery.service", "cohort_12/"]
    (folder / "app.yaml").write_text((folder / "app.yaml").read_text().replace("# web", "# our web"))
    assert list(initial.make(folder)) == []
    assert "# our web" in (folder / "app.yaml").read_text()
    assert (folder / "mastery.env").stat().st_mode & 0o077 == 0
    config = settings.load({"MASTERY_CONFIG": str(folder / "app.yaml")})
    assert config.knowledge_folders == (folder / "cohort_12",)
    assert (config.knowledge_folders[0] / "facts.yaml").exists()


def test_the_unit_starts_the_program_by_the_name_that_an_upgrade_points_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["/opt/mastery/bin/mastery", "init"])
    list(initial.make(tmp_path))
    unit = (tmp_path / "mastery.service").read_text()
    assert re.findall(r"^ExecStart\w*=(\S+)", unit, re.MULTILINE) == ["/opt/mastery/bin/mastery"] * 2


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze is here")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    list(initial.make(tmp_path))
    unit = tmp_path / "mastery.service"
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_an_app_yaml_the_packaged_knowledge_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = settings._defaults({}, {})
    assert (config.knowledge_folders[0] / "facts.yaml").exists()
    assert config.database == f"sqlite+aiosqlite:///{tmp_path}/var/mastery.db"


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert re.fullmatch(r"mastery-bot \d+\.\d+\.\d+\n", capsys.readouterr().out)
