"""A container of the image, run and asked as `docker run --read-only --tmpfs /tmp` would run it."""

import html
import json
import re
import shutil
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

from tests.deployment.dockerfile import ImageConfig
from tests.deployment.roots import Root, mount

PATIENCE = 120  # seconds: a safety limit
GRACE = 45  # seconds that compose.yaml leaves a bot to stop
MEMORY = 1_000_000_000  # bytes that compose.yaml leaves it
QUESTION = "when does recruitment close?"
LONE = ["--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]


def lives(base: Path, folder: Path) -> None:
    """Start, ask and stop it, and print what was found. Raises AssertionError, or what the container said."""
    config = ImageConfig(**json.loads((folder / "image.json").read_text()))
    root = Root(base, folder / "image")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    settings = folder / "app.yaml"
    settings.write_text((root.layer / "srv/mastery/app.yaml").read_text() + "\nweb: {ask: true}\n")
    with ExitStack() as mounts:
        path = mounts.enter_context(root.mounted(writable=False))
        mounts.enter_context(_volumes(config, path, folder))
        mounts.enter_context(mount(path / "tmp", "-t", "tmpfs", "tmp"))
        mounts.enter_context(mount(path / "srv/mastery/app.yaml", "--bind", str(settings)))
        learned, began = _learned(path), monotonic()
        running = subprocess.Popen([*_inside(path, config), *config.command])
        _wait(running, f"http://127.0.0.1:{config.port}/readyz")
        print(f"ready {monotonic() - began:.1f} s after its start, as {_who(path, running.pid)}")
        subprocess.run([*_inside(path, config), *config.health], check=True, timeout=PATIENCE)
        print("HEALTHCHECK: healthy")
        print(f"{QUESTION} {_answer(config.port)}")
        _cannot_write(path, config)
        assert _learned(path) == learned, "the search learned anew: it is not the image's"
        peak = _peak(path, running.pid)
        assert peak < MEMORY, peak
        running.terminate()
        assert running.wait(GRACE) == 0
        print(f"stopped when asked to; at most {peak / 1_000_000:.0f} MB of memory")


def _inside(path: Path, config: ImageConfig) -> list[str]:
    """What comes before a command so that it runs in the container, as its user."""
    who = ["setpriv", f"--reuid={config.user}", f"--regid={config.user}", *LONE]
    variables = [f"{name}={value}" for name, value in config.environment.items()]
    return ["chroot", str(path), *who, "/usr/bin/env", "-i", "-C", config.folder, *variables]


@contextmanager
def _volumes(config: ImageConfig, path: Path, folder: Path) -> Iterator[None]:
    """A new volume begins with what the image has there, as an engine's does."""
    (inside,) = (path / volume.lstrip("/") for volume in config.volumes)
    outside = folder / "volume"
    shutil.rmtree(outside, ignore_errors=True)
    subprocess.run(["cp", "--archive", inside, outside], check=True)
    with mount(inside, "--bind", str(outside)):
        yield


def _wait(running: "subprocess.Popen[bytes]", address: str) -> None:
    until = monotonic() + PATIENCE
    while running.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  our own, on loopback
            return
        except OSError:
            assert monotonic() < until, f"{address} does not answer"
            sleep(0.1)
    raise AssertionError(f"the container ended with {running.returncode}")


def _answer(port: int) -> str:
    """The first paragraph of what the public page answers."""
    address = f"http://127.0.0.1:{port}/ask?{urllib.parse.urlencode({'q': QUESTION})}"
    with urllib.request.urlopen(address, timeout=PATIENCE) as page:
        (words,) = re.findall(r"</h2><p>(.*?)</p>", page.read().decode())
    return html.unescape(words)


def _cannot_write(path: Path, config: ImageConfig) -> None:
    """Neither its user nor root writes anywhere but where it may."""
    for name in ("/opt/mastery/x", "/srv/mastery/x", "/etc/x"):
        for who in (_inside(path, config), ["chroot", str(path)]):
            done = subprocess.run([*who, "touch", name], capture_output=True, text=True, check=False)
            assert "Read-only file system" in done.stderr, (name, done.stderr)
    print("nothing can be written outside its volume and /tmp, not even by root")


def _learned(path: Path) -> dict[str, float]:
    return {one.name: one.stat().st_mtime for one in (path / "srv/mastery/var").glob("*.npz")}


def _status(path: Path, pid: int, name: str) -> list[str]:
    """The number is the container's own, so it is looked for in the container's /proc."""
    (line,) = (one for one in (path / f"proc/{pid}/status").read_text().splitlines() if one.startswith(f"{name}:"))
    return line.split()[1:]


def _who(path: Path, pid: int) -> str:
    user, capabilities = int(_status(path, pid, "Uid")[0]), int(_status(path, pid, "CapEff")[0], 16)
    assert user
    assert not capabilities
    return f"user {user} without a capability"


def _peak(path: Path, pid: int) -> int:
    return int(_status(path, pid, "VmHWM")[0]) * 1024
