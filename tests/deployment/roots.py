"""A root folder of one's own, laid over a base as a container engine lays its layers. Needs root and overlayfs.

The mounts are those of this process alone: it is started by `unshare --mount`, and they end with it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

OUTSIDE = ("/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs")  # how this machine reaches a package index
HANDED_ON = ("_proxy", "_PROXY", "_CERT", "_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")  # the same, as variables
BASE = ["--variant=minbase", "--include=ca-certificates,netbase,tzdata,python3,python3-venv"]
PATH = "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"


def debian(folder: Path, release: str) -> None:
    """Make `folder` a Debian with Python under the names that the official Python image gives it."""
    subprocess.run(["debootstrap", *BASE, release, folder], check=True, stdout=subprocess.DEVNULL)
    python = folder / "usr" / "local" / "bin" / "python"
    python.symlink_to("/usr/bin/python3")
    for rubbish in ("var/cache/apt/archives", "var/lib/apt/lists"):
        shutil.rmtree(folder / rubbish)
        (folder / rubbish / "partial").mkdir(parents=True)


class Root:
    """What is changed over the base lies in `layer`, and nothing else does."""

    def __init__(self, base: Path, folder: Path) -> None:
        self.base, self.layer = base, folder / "layer"
        self.path, self._work = folder / "root", folder / "work"
        for one in (self.layer, self.path, self._work):
            one.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def mounted(self, *, writable: bool) -> Iterator[Path]:
        """The layer over the base; with the way out to the package index only while it is written to."""
        layers = f"lowerdir={self.base},upperdir={self.layer},workdir={self._work}"
        if not writable:
            layers = f"lowerdir={self.layer}:{self.base}"
        with ExitStack() as mounts:
            mounts.enter_context(mount(self.path, "-t", "overlay", "overlay", "-o", layers))
            mounts.enter_context(mount(self.path / "proc", "-t", "proc", "proc"))
            mounts.enter_context(mount(self.path / "dev", "--rbind", "/dev"))
            if writable:
                for name in OUTSIDE:
                    mounts.enter_context(self._outside(Path(name)))
            yield self.path

    @contextmanager
    def _outside(self, name: Path) -> Iterator[None]:
        inside = self.path / name.relative_to("/")
        if not name.exists():
            yield
            return
        if not inside.exists():
            inside.parent.mkdir(parents=True, exist_ok=True)
            inside.mkdir() if name.is_dir() else inside.touch()
        with mount(inside, "--bind", str(name.resolve())):
            yield

    def run(self, command: list[str], folder: str, environment: Mapping[str, str]) -> None:
        """As root, as a `RUN` is. Raises CalledProcessError, with what the command said on the way out."""
        handed = {name: value for name, value in os.environ.items() if name.endswith(HANDED_ON)}
        there = ["chroot", str(self.path), "/usr/bin/env", "-C", folder, *command]
        subprocess.run(there, check=True, env={**handed, **environment}, stdin=subprocess.DEVNULL)

    def size(self) -> int:
        """Bytes of the layer's files, each counted once."""
        return tree_size(self.layer)


@contextmanager
def mount(where: Path, *what: str) -> Iterator[None]:
    subprocess.run(["mount", *what, where], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--recursive", "--lazy", where], check=True)


def tree_size(folder: Path) -> int:
    seen = {}
    for path in folder.rglob("*"):
        found = path.lstat()
        seen[found.st_ino] = found.st_size if path.is_file() and not path.is_symlink() else 0
    return sum(seen.values())
