"""docs/production.md: what it names is there; and its console blocks are run, with two servers and PostgreSQL.

The long one walks the page as an operator would: folder, first start, first administrator, both servers, each of
the proxies that is installed, backup, upgrade with nobody's question failing, rollback.
"""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import yaml

from adapters.initial import TEMPLATES
from tests.support import postgres
from tests.support.paths import ROOT

GUIDE = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
PATIENCE = 120  # seconds: a safety limit
Proxy = AbstractAsyncContextManager[asyncio.subprocess.Process]


def commands(kind: str = "console", about: str = "") -> Iterator[str]:
    """The lines of the guide's blocks of that kind, in order; about: only of the section with that heading."""
    part = GUIDE.split(f"\n## {about}\n")[1].split("\n## ")[0] if about else GUIDE
    for block in re.findall(rf"^ *```{kind}\n(.*?)^ *```", part, re.MULTILINE | re.DOTALL):
        yield from (
            line.strip().removeprefix("$ ") for line in block.splitlines() if line.strip().startswith("$ ")
        )


def test_the_guide_names_files_and_paths_that_are_there() -> None:
    for name in re.findall(r"\]\(([\w.-]+\.(?:md|yml))\)", GUIDE):
        assert (ROOT / "docs" / name).exists(), name
    for name in ("Dockerfile", "compose.yaml", "docs/Caddyfile", "docs/nginx.conf"):
        assert (ROOT / name).exists()


def test_the_proxy_passes_every_path_that_the_bot_has_for_outside() -> None:
    (passed,) = re.findall(r"@bot path (.*)", (ROOT / "docs" / "Caddyfile").read_text())
    assert "/metrics" not in passed
    for path in re.findall(r"`(/[\w/*]+)`", GUIDE.split("Another proxy must pass:")[1].split(";")[0]):
        assert path in passed.split(), path


def test_both_proxies_pass_the_same_paths_and_no_other() -> None:
    (passed,) = re.findall(r"@bot path (.*)", (ROOT / "docs" / "Caddyfile").read_text())
    (by_nginx,) = re.findall(r"location ~ (\S+) {", (ROOT / "docs" / "nginx.conf").read_text())
    for path in passed.split():
        assert re.search(by_nginx, path.replace("*", "a/b")), path
    for path in (
        "/",
        "/metrics",
        "/readyz",
        "/asked",
        "/slack",
        "/x/slack/events",
        "/privacy/x",
        "/api/messages/x",
    ):
        assert not re.search(by_nginx, path), path


def test_the_compose_file_and_the_image_name_each_other() -> None:
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert composed["services"]["bot"]["deploy"]["replicas"] == 2
    assert composed["services"]["bot"]["read_only"] is True
    image = (ROOT / "Dockerfile").read_text()
    assert "\nUSER mastery\n" in image
    for folder in re.findall(r"^COPY (\w+) \1$", image, re.MULTILINE):
        assert (ROOT / folder).is_dir()
    assert "MASTERY_CONFIG=@FOLDER@/app.yaml" in (TEMPLATES / "mastery.service").read_text()


class Operator:
    """Somebody with this page in hand; what stands in it is moved into a folder of the test."""

    def __init__(self, folder: Path, database: str, programs: Path) -> None:
        self.folder, self.ports = folder, (_free(), _free(), _free())
        self.environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "DATABASE_URL": database}

    def run(self, line: str) -> str:
        line = line.replace("/opt/mastery/bin", str(BIN)).replace("/srv/mastery", str(self.folder))
        line = line.replace("https://bot.yourhub.example", f"http://127.0.0.1:{self.ports[2]}")
        config = f"export MASTERY_CONFIG={self.folder}/app.yaml; "
        done = subprocess.run(
            ["bash", "-ec", config + line], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return done.stdout

    @asynccontextmanager
    async def process(self, *words: str, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
        running = await asyncio.create_subprocess_exec(
            *words,
            cwd=self.folder,
            env={**self.environment, **more},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL if words[0] in PROXIES else None,
        )
        try:
            yield running
        finally:
            if running.returncode is None:
                running.terminate()
                await running.wait()

    @asynccontextmanager
    async def serving(self, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
        given = {"PORT": str(port), "MASTERY_CONFIG": str(self.folder / "app.yaml")}
        async with self.process(str(BIN / "mastery"), "serve", **given) as running:
            await _answers(f"http://127.0.0.1:{port}/readyz")
            yield running


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def _answers(address: str) -> None:
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(address) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


class Asking:
    """The page, asked for again and again; nobody counts how often it is only looked at."""

    def __init__(self, address: str) -> None:
        self._page = f"{address}/ask"
        self._statuses = asyncio.Queue[int | str]()

    async def go_on(self) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(self._page) as answer:
                        self._statuses.put_nowait(answer.status)
                except aiohttp.ClientError as error:
                    self._statuses.put_nowait(repr(error))
                await asyncio.sleep(0.1)

    async def is_answered(self, times: int = 3) -> None:
        """Whatever was asked until now had its answer, and so have that many from now on."""
        for _ in range(self._statuses.qsize() + times):
            async with asyncio.timeout(PATIENCE):
                assert await self._statuses.get() == 200


def caddy(me: Operator) -> Proxy:
    bots = " ".join(f"127.0.0.1:{port}" for port in me.ports[:2])
    site = {"SITE": f"http://127.0.0.1:{me.ports[2]}", "BOTS": bots, "HOME": str(me.folder.parent)}
    return me.process("caddy", "run", "--config", str(ROOT / "docs/Caddyfile"), "--adapter", "caddyfile", **site)


def nginx(me: Operator) -> Proxy:
    own, site = me.folder.parent / "nginx", (ROOT / "docs" / "nginx.conf").read_text()
    own.mkdir()
    for name, port in (
        ("listen 80", me.ports[2]),
        ("127.0.0.1:3978", me.ports[0]),
        ("127.0.0.1:3979", me.ports[1]),
    ):
        site = site.replace(name, f"{name.split()[0]} 127.0.0.1:{port}" if " " in name else f"127.0.0.1:{port}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {own}/{kind};" for kind in kinds)
    (own / "site.conf").write_text(site.replace("/var/log/nginx", str(own)))
    around = f"pid {own}/pid; daemon off; events {{}} http {{ {temporary} include {own}/site.conf; }}"
    (own / "nginx.conf").write_text(around)
    return me.process("nginx", "-c", str(own / "nginx.conf"), "-e", str(own / "error.log"))


PROXIES: dict[str, Callable[[Operator], Proxy]] = {"caddy": caddy, "nginx": nginx}


@pytest.mark.slow
@pytest.mark.parametrize("proxy", PROXIES)
async def test_the_page_is_walked_with_two_servers_an_upgrade_and_a_rollback(tmp_path: Path, proxy: str) -> None:
    if not shutil.which(proxy):
        pytest.skip(f"no {proxy} is here, so the walk through docs/production.md behind it is left out")
    with postgres.own_server() as server:
        postgres.run(server.folder, "CREATE DATABASE mastery")
        database = postgres.url(server.folder, "mastery").replace("+psycopg", "")
        me = Operator(tmp_path / "mastery", database, server._programs)
        for line in commands(about="3. Its folder"):
            me.run(line)
        config = me.folder / "app.yaml"
        config.write_text(f"{config.read_text()}web: {{ask: true, url: 'http://127.0.0.1:{me.ports[2]}'}}\n")
        shutil.copytree(ROOT / "var", me.folder / "var", dirs_exist_ok=True)  # what the search has learned
        secrets = me.folder / "mastery.env"
        secrets.write_text(f'DATABASE_URL="{database}"\nHOST=127.0.0.1\n')
        me.run("\n".join(commands(about="4. The first start")))
        assert "join " in me.run("\n".join(commands(about="5. The first administrator")))
        async with PROXIES[proxy](me), me.serving(me.ports[1]):
            async with me.serving(me.ports[0]):
                await _answers(f"http://127.0.0.1:{me.ports[2]}/healthz")
                for line in commands(about="7. The proxy"):
                    await asyncio.to_thread(me.run, line)
                async with (
                    aiohttp.ClientSession() as session,
                    session.get(f"http://127.0.0.1:{me.ports[2]}/metrics") as answer,
                ):
                    assert answer.status == 404
                await asyncio.to_thread(me.run, "\n".join(commands(about="Backup and restore")))
                asking = Asking(f"http://127.0.0.1:{me.ports[2]}")
                going_on = asyncio.create_task(asking.go_on())
                await asking.is_answered()
            await asking.is_answered()  # by the other server
            await asyncio.to_thread(me.run, "\n".join(commands(about="Upgrade, with two servers")))
            async with me.serving(me.ports[0]):
                await asking.is_answered()
            await asking.is_answered()
            going_on.cancel()
        later = me.folder / "later.csv"
        later.write_text((me.folder / "first.csv").read_text().replace("Pat", "Lee").replace("pat@", "lee@"))
        me.run(f"{BIN}/mastery people import {later}")
        for line in commands("console restore"):
            me.run(line)
        on_record = me.run(f"{BIN}/mastery people list")
        assert "Pat Lowe" in on_record
        assert "Lee Lowe" not in on_record, "it came after the backup"
