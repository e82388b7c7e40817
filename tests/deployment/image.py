"""Build and run what the Dockerfile says, where no container engine is: its steps, in a folder over a Debian.

    python -m tests.deployment.image [--base FOLDER] [--folder FOLDER]

Needs root, Debian's debootstrap and the package index; some ten minutes, of which a base that is there already
saves half. The base is Debian with its own Python, not the official Python image, so the base's size is this
Debian's; all that is laid over it is the image's. The container then runs in a network of its own with no way out,
over a root that cannot be written to, as the user that the Dockerfile names and without any capability.
"""

import argparse
import dataclasses
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from tests.deployment import container
from tests.deployment.dockerfile import ImageConfig, Stage, context, read
from tests.deployment.roots import PATH, Root, debian, tree_size
from tests.support.paths import ROOT

RELEASE = "trixie"  # what python:3.13-slim is made of
MEGA = 1_000_000


def build(base: Path, folder: Path) -> None:
    """Every stage, one step after the other; each stage's layer stays in the folder under its name."""
    for stage in read((ROOT / "Dockerfile").read_text(encoding="utf-8")):
        root = Root(base, folder / (stage.name or "image"))
        config = ImageConfig(environment={"PATH": PATH})
        with root.mounted(writable=True) as path:
            for word, rest in stage.steps:
                began = monotonic()
                _carry_out(word, rest, root, config, folder)
                print(f"{monotonic() - began:6.1f} s  {word} {rest[:90]}", flush=True)
                _below(path, config.folder).mkdir(parents=True, exist_ok=True)
        _report(stage, root)
        (folder / "image.json").write_text(json.dumps(dataclasses.asdict(config)))


def _carry_out(word: str, rest: str, root: Root, config: ImageConfig, folder: Path) -> None:
    if config.take(word, rest):
        return
    if word == "RUN":
        root.run(["sh", "-c", rest], config.folder, config.environment)
        return
    *sources, to = rest.split()
    if sources[0].startswith("--from="):
        other = folder / sources[0].removeprefix("--from=") / "layer"
        shutil.copytree(_below(other, sources[1]), _below(root.path, config.folder, to), symlinks=True)
        return
    listed = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "--", *sources]
    files = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\n")[:-1]
    for name in context(ROOT, files):
        at = _below(root.path, config.folder, name if to == "./" else name.replace(sources[0], to, 1))
        at.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, at)


def _below(root: Path, *names: str) -> Path:
    """Where that path inside the container lies for us; an absolute name, too, stays inside."""
    return root / str(Path(*names)).lstrip("/")


def _report(stage: Stage, root: Root) -> None:
    print(f"stage {stage.name or 'of the image'}: {root.size() / MEGA:.0f} MB over its base ({stage.base})")


def sizes(base: Path, folder: Path) -> str:
    """What the image takes, and what somebody downloads of it."""
    layer = folder / "image" / "layer"
    packed = subprocess.run(
        ["bash", "-c", f"tar --create --directory {layer} . | gzip | wc --bytes"],
        check=True,
        capture_output=True,
        text=True,
    )
    parts = {name: tree_size(layer / name) / MEGA for name in ("opt/mastery", "srv/mastery/var")}
    return (
        f"image: {tree_size(layer) / MEGA:.0f} MB over a base of {tree_size(base) / MEGA:.0f} MB "
        f"(packed {int(packed.stdout) / MEGA:.0f} MB); "
        + ", ".join(f"{name} {size:.0f} MB" for name, size in parts.items())
    )


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.deployment.image")
    asked.add_argument("--base", type=Path, help="a Debian with Python; else one is made in the folder")
    asked.add_argument("--folder", type=Path, help="where all of it is made, and stays; else it is thrown away")
    asked.add_argument("--step", choices=("build", "run"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="mastery-image-") as thrown_away:
        folder = (given.folder or Path(thrown_away)).resolve()
        base = (given.base or folder / "base").resolve()
        if given.step == "build":
            build(base, folder)
        elif given.step == "run":
            container.lives(base, folder)
        else:
            if not base.exists():
                debian(base, RELEASE)
            for step, apart in (("build", []), ("run", ["--net", "--pid", "--fork", "--kill-child"])):
                again = [sys.executable, "-m", "tests.deployment.image", "--step", step]
                again += ["--base", str(base), "--folder", str(folder)]
                subprocess.run(["unshare", "--mount", *apart, *again], cwd=ROOT, check=True)
            print(sizes(base, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
