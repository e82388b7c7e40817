"""docs/production.md, upgrade and rollback, between two versions: the first one that had the page, and this one.

The older version is taken from the repository's own history. Its commands run on the packages that are here.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.db.migrations import newest
from tests.docs.test_production import commands
from tests.support import postgres
from tests.support.paths import ROOT

FIRST = ["log", "--diff-filter=A", "--format=%H", "--", "docs/production.md"]


def git(*words: str) -> bytes:
    return subprocess.run(["git", "-C", ROOT, *words], check=True, capture_output=True).stdout


@dataclass
class Deployment:
    """One database, and the command of whichever version `/opt/mastery` leads to."""

    folder: Path
    environment: dict[str, str]
    version: Path = ROOT

    def run(self, line: str) -> str:
        """Raises AssertionError with what the command said, if it failed."""
        line = line.replace("/opt/mastery/bin/mastery", f"{sys.executable} -m adapters")
        line = line.replace("/srv/mastery", str(self.folder))
        done = subprocess.run(
            ["bash", "-ec", line],
            cwd=self.version,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return done.stdout

    def section(self, about: str) -> str:
        return "".join(self.run(line) for line in commands(about=about))


@pytest.fixture
def older(tmp_path: Path) -> Path:
    found = git(*FIRST).decode().split()
    if not found:
        pytest.skip("the repository's history is not here, so no older version is")
    tree = tmp_path / "older"
    tree.mkdir()
    subprocess.run(["tar", "--extract", "--directory", tree], input=git("archive", found[-1]), check=True)
    return tree


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with postgres.own_server(hurries=True) as server:
        postgres.run(
            server.folder, "CREATE ROLE mastery LOGIN", "CREATE DATABASE mastery OWNER mastery"
        )  # as step 2 makes them: its owner is no superuser
        url = postgres.url(server.folder, "mastery").replace("+psycopg", "").replace("postgres@", "mastery@")
        (tmp_path / "backups").mkdir()
        path = f"{server._programs}:{os.environ['PATH']}"
        yield Deployment(tmp_path, {**os.environ, "PATH": path, "DATABASE_URL": url})


@pytest.mark.slow
def test_up_and_back_and_up_again(deployment: Deployment, older: Path) -> None:
    deployment.version = older
    deployment.run("/opt/mastery/bin/mastery db upgrade")
    deployment.section("5. The first administrator")
    before = deployment.run("/opt/mastery/bin/mastery db current")
    deployment.section("Backup and restore")
    deployment.version = ROOT
    deployment.section("Upgrade, with two servers")
    assert f"at revision {newest()}" in deployment.run("/opt/mastery/bin/mastery db current")
    assert "Pat Lowe" in deployment.run("/opt/mastery/bin/mastery people list")
    deployment.version = older
    for line in commands("console restore"):
        deployment.run(line)
    assert deployment.run("/opt/mastery/bin/mastery db current") == before
    assert "Pat Lowe" in deployment.run("/opt/mastery/bin/mastery people list")
    deployment.version = ROOT
    deployment.section("Upgrade, with two servers")
    assert "Pat Lowe" in deployment.run("/opt/mastery/bin/mastery people list")
