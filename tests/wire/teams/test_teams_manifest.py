"""The package for Teams: it holds to the published schema, and to what the command menu can show."""

import json
import zipfile
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

from adapters.teams.manifest import manifest, write
from bot.bootstrap import FEATURES
from bot.core.errors import SettingsError
from bot.core.routes import discover
from tests.support.command import mastery
from tests.support.fakes.microsoft import APP_ID
from tests.support.fakes.teams import SCHEMAS

URL = "https://mastery.example"
CATALOGUE = discover(FEATURES).catalogue


def test_the_package_holds_a_manifest_by_the_published_schema_and_both_icons(tmp_path: Path) -> None:
    out = tmp_path / "teams.zip"
    done = mastery("manifest", "teams", "--url", URL, "--out", str(out), MICROSOFT_APP_ID=APP_ID)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(out) in done.stdout
    with zipfile.ZipFile(out) as package:
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        found = json.loads(package.read("manifest.json"))
        sizes = [Image.open(package.open(name)).size for name in ("color.png", "outline.png")]
    schema = json.loads((SCHEMAS / "teams-manifest-1.17.json").read_text())
    jsonschema.Draft4Validator(schema).validate(found)
    assert sizes == [(192, 192), (32, 32)]
    assert found["bots"][0]["botId"] == APP_ID


def test_the_menu_keeps_to_what_teams_shows_and_names_commands_that_exist() -> None:
    commands = manifest(URL, APP_ID, CATALOGUE)["bots"][0]["commandLists"][0]["commands"]
    assert {one["title"] for one in commands} <= set(CATALOGUE.roles)
    assert len(commands) == 10
    assert all(len(one["title"]) <= 32 and len(one["description"]) <= 128 for one in commands)


@pytest.mark.parametrize(
    ("url", "app_id", "said"),
    [
        ("http://mastery.example", APP_ID, "https://"),
        ("https://", APP_ID, "https://"),
        (URL, "x", "MICROSOFT_APP_ID"),
    ],
)
def test_what_cannot_go_into_a_manifest_is_said(url: str, app_id: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=said):
        write(url, CATALOGUE, tmp_path / "x.zip", {"MICROSOFT_APP_ID": app_id})
