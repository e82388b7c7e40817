"""docs/teams.md, walked: its settings are taken, its command works, its addresses answer, its words are ours."""

import re
import shlex
from pathlib import Path

from adapters.teams.credentials import read
from adapters.teams.rate_limit import CONVERSATION, TENANT
from bot.core.settings import load
from tests.support.command import mastery
from tests.support.fakes.microsoft import APP_ID
from tests.support.paths import ROOT
from tests.support.teams_world import ENVIRONMENT, TeamsWorld

GUIDE = (ROOT / "docs" / "teams.md").read_text()
STEPS = GUIDE[: GUIDE.index("## In a group chat")]
FILLED = {"https://YOUR-SERVER": "https://mastery.example"}


def blocks(kind: str) -> list[str]:
    found = re.findall(rf"(?ms)^( *)```{kind}\n(.*?)^ *```", GUIDE)
    return [re.sub(rf"(?m)^{indent}", "", text) for indent, text in found]


def test_the_steps_are_numbered_from_one() -> None:
    numbers = [int(found) for found in re.findall(r"(?m)^(\d+)\. \*\*", STEPS)]
    assert numbers == list(range(1, 10))


def test_the_environment_of_step_5_is_all_that_is_needed(tmp_path: Path) -> None:
    (names,) = (re.findall(r"(?m)^([A-Z_]+)=", block) for block in blocks("console"))
    config = load({"MASTERY_CONFIG": str(_written(tmp_path, blocks("yaml")[0]))})
    ours = read({name: ENVIRONMENT[name] for name in names}, config, loopback=False)
    assert ours.signed
    assert config.teams.url == "https://mastery.example"


def test_every_piece_of_app_yaml_is_taken(tmp_path: Path) -> None:
    taken = [load({"MASTERY_CONFIG": str(_written(tmp_path, block))}) for block in blocks("yaml")]
    assert len(taken) == 3
    assert taken[1].trusts("teams", "11111111-2222-3333-4444-555555555555")
    assert taken[2].teams.tenants == ("11111111-2222-3333-4444-555555555555",)


def test_the_command_of_step_7_makes_the_package(tmp_path: Path) -> None:
    (typed,) = re.findall(r"`mastery (manifest teams [^`]*)`", STEPS)
    words = shlex.split(typed.replace("YOUR-SERVER", "mastery.example"))
    out = tmp_path / words[-1]
    done = mastery(*words[:-1], str(out), MICROSOFT_APP_ID=APP_ID)
    assert (done.returncode, done.stderr) == (0, "")
    assert out.exists()


async def test_what_the_proxy_lets_pass_is_served(w: TeamsWorld) -> None:
    (said,) = re.findall(r"let\s+it pass ([^.]*)\.", STEPS)
    paths = re.findall(r"`([^`]+)`", said)
    assert paths == ["/api/messages", "/files/", "/privacy", "/terms"]
    for path, status in zip(paths, (405, 404, 200, 200), strict=True):
        async with w.session.get(f"{w.bot}{path}") as answer:
            assert answer.status == status


async def test_step_9_goes_as_written(w: TeamsWorld) -> None:
    sam = w.person()
    await sam.send(sam.activity("installationUpdate", action="add"))
    assert len(w.teams.said) == 1
    (question,) = re.findall(r"Type “([^”]*)”", STEPS)
    assert any("23 April" in line for line in await sam.type(question))


def test_the_words_that_one_sees_are_the_programs_own() -> None:
    code = " ".join(
        re.sub(r'"\s*\n\s*f?"', "", path.read_text()) for path in (ROOT / "adapters" / "teams").glob("*.py")
    )
    seen = re.findall(r"(?m)^\|[^|]*“([^”]+)”", GUIDE)
    assert len(seen) == 7
    for words in seen:
        assert words in code, words


def test_the_pace_that_is_promised_is_the_pace_that_is_kept() -> None:
    said = GUIDE[GUIDE.index("## Pace") : GUIDE.index("## When something")].replace(",", "")
    for most, _ in (*CONVERSATION, *TENANT):
        assert re.search(rf"\b{most}\b", said)


def _written(folder: Path, text: str) -> Path:
    for word, value in FILLED.items():
        text = text.replace(word, value)
    path = folder / "app.yaml"
    path.write_text(text)
    return path
