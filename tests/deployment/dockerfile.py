"""The Dockerfile as steps, so that what is carried out by hand is what it says."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

COMMENT = re.compile(r"^\s*#.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Stage:
    """One `FROM`, with what is done over it in order: the instruction's word and the rest of its line."""

    base: str
    name: str
    steps: list[tuple[str, str]]


@dataclass
class ImageConfig:
    """What a container is started with."""

    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "root"
    volumes: list[str] = field(default_factory=list)
    port: int = 0
    health: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def take(self, word: str, rest: str) -> bool:
        """Whether the instruction only says how a container is started; others have to be carried out."""
        match word:
            case "ENV":
                self.environment |= self._variables(rest)
            case "WORKDIR":
                self.folder = rest
            case "USER":
                self.user = rest
            case "VOLUME":
                self.volumes.append(rest)
            case "EXPOSE":
                self.port = int(rest)
            case "HEALTHCHECK":
                self.health = json.loads(rest.partition("CMD ")[2])
            case "CMD":
                self.command = json.loads(rest)
            case "RUN" | "COPY":
                return False
            case _:
                raise ValueError(f"{word}: nothing here carries this out")
        return True

    def _variables(self, rest: str) -> dict[str, str]:
        found = dict(part.split("=", 1) for part in shlex.split(rest))
        return {name: value.replace("$PATH", self.environment["PATH"]) for name, value in found.items()}


def read(text: str) -> list[Stage]:
    """Every stage, with lines that go on joined. Raises ValueError for an instruction before the first `FROM`."""
    stages: list[Stage] = []
    for line in COMMENT.sub("", text).replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(base, name.strip(), []))
        elif word and not stages:
            raise ValueError(f"{word} stands before FROM")
        elif word:
            stages[-1].steps.append((word, rest.strip()))
    return stages


def context(folder: Path, files: list[str]) -> Iterator[str]:
    """Those of the folder's files that its .dockerignore lets into the build."""
    rules = (folder / ".dockerignore").read_text(encoding="utf-8").split()
    for name in files:
        if not _is_left_out(rules, Path(name).parts):
            yield name


def _is_left_out(rules: list[str], parts: tuple[str, ...]) -> bool:
    """The last rule that speaks of it decides; one that begins with ! lets it in again."""
    speaks = [rule for rule in rules if _speaks_of(rule.removeprefix("!"), parts)]
    return bool(speaks) and not speaks[-1].startswith("!")


def _speaks_of(pattern: str, parts: tuple[str, ...]) -> bool:
    anywhere = pattern.removeprefix("**/")
    if anywhere != pattern:
        return any(fnmatch(part, anywhere) for part in parts)
    return fnmatch("/".join(parts[: pattern.count("/") + 1]), pattern)
