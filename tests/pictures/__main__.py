"""What people see, drawn from what the bot really sends over each wire: `python -m tests.pictures PACKAGES [OUT]`.

PACKAGES: a folder in which npm has installed what draws Teams' cards:
    npm install --prefix PACKAGES --ignore-scripts --legacy-peer-deps \
        adaptivecards adaptivecards-designer markdown-it
Chromium must be installed, too (Debian: `apt-get install chromium fonts-dejavu-core`). No test needs any of this.
"""

import asyncio
import base64
import copy
import sys
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.console.ask import SetClock
from bot.bootstrap import build
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.features.reports.repository import Reports
from knowledge.load import load
from tests.pictures import browser, slack_page, teams_page
from tests.pictures.scenes import SCENES, Scene
from tests.support.fakes.teams_client import TeamsPerson
from tests.support.ground import NOON, ground
from tests.support.paths import COHORT
from tests.support.transcript import CACHE_DIR, IN_MEMORY
from tests.support.wires import Wires, wired

OUT = Path(__file__).parents[2] / "docs" / "pictures" / "product"
PEOPLE = ("sam", "ann", "lee", "new")


@dataclass(frozen=True)
class Screen:
    """One scene as a platform was sent it: messages, oldest first."""

    name: str
    messages: tuple[dict[str, Any], ...]


async def walked(platform: str) -> list[Screen]:
    """Every scene, over that platform's wire."""
    clock, store = SetClock(NOON), await Store.open(IN_MEMORY)
    core = build(load(COHORT), store, clock, CACHE_DIR)
    g = await ground(store)
    people = {"lee": g.lead, "sam": await g.enrol("Sam Patel"), "ann": await g.enrol("Ann Jones")}
    for name in ("Ben Okoro", "Cara Lowe", "Dev Anand"):
        await g.enrol(name)
    await Reports(store).add(g.here, "Baseline", NOON.date() - timedelta(days=3), g.lead.id, NOON)
    screens = []
    async with wired(core, store, clock, dict.fromkeys(PEOPLE, platform)) as wires:
        for who, person in people.items():
            code = await Codes(store).make(person.id, None, NOON)
            await Codes(store).redeem(code.words, wires.sender(who), NOON, {"user": who})
        for scene in SCENES:
            shown = [one async for one in _shown(wires, platform, scene)]
            screens.append(Screen(scene.name, tuple(shown)))
    await store.close()
    return screens


async def _shown(wires: Wires, platform: str, scene: Scene) -> Any:
    for at, (who, line) in enumerate(scene.lines):
        slack, teams, uploads = (
            len(wires.rig.slack.shown),
            len(wires.teams.teams.said),
            len(wires.rig.slack.uploads),
        )
        answers = len(wires.people[who].answers) if who in wires.people else 0
        await wires.say(who, line)
        if scene.relayed:
            await wires.relayed()
        if at < len(scene.lines) - 1:
            continue
        if platform == "slack":
            for shown in wires.rig.slack.shown[slack:]:
                yield shown.args
            for upload in list(wires.rig.slack.uploads.values())[uploads:]:
                yield (
                    {"picture": _address(upload.content)}
                    if upload.name.endswith(".png")
                    else {"file": upload.name}
                )
        else:
            person = wires.people[who]
            for _status, answer in wires.people[who].answers[answers:]:
                if isinstance(answer, dict) and str(answer.get("type", "")).endswith("card.adaptive"):
                    yield await _with_pictures(person, {"attachments": [{"content": answer["value"]}]})
            for post in wires.teams.teams.said[teams:]:
                yield await _with_pictures(person, post.body)


async def _with_pictures(person: TeamsPerson, body: dict[str, Any]) -> dict[str, Any]:
    """Pictures that the card links to, fetched as Teams would."""
    body = copy.deepcopy(body)
    for attachment in body.get("attachments", ()):
        for element in attachment["content"]["body"]:
            if element["type"] == "Image" and not element["url"].startswith("data:"):
                async with person.session.get(element["url"]) as answer:
                    element["url"] = _address(await answer.read())
    return body


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def main(packages: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for platform, page in (("slack", slack_page.page), ("teams", teams_page.drawer(packages))):
            screens = asyncio.run(walked(platform))
            for look in ("light", "dark"):
                file = Path(folder) / f"{platform}-{look}.html"
                file.write_text(page([one.messages for one in screens], dark=look == "dark"), encoding="utf-8")
                names = [f"{screen.name}-{platform}-{look}.png" for screen in screens]
                browser.photographed(file, [out / name for name in names])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else OUT)
