"""The Dockerfile is read by `python -m tests.deployment.image`; what it asks for can be done, and is there."""

import subprocess

import pytest

from tests.deployment.dockerfile import ImageConfig, context, read
from tests.deployment.roots import PATH
from tests.support.paths import ROOT

STAGES = read((ROOT / "Dockerfile").read_text(encoding="utf-8"))


def test_every_step_is_one_that_can_be_carried_out() -> None:
    config = ImageConfig(environment={"PATH": PATH})
    done = [word for stage in STAGES for word, rest in stage.steps if not config.take(word, rest)]
    assert {"RUN", "COPY"} == set(done)
    assert config.command == ["mastery", "serve"]
    assert config.environment["PATH"] == f"/opt/mastery/bin:{PATH}"
    assert (config.user, config.port, config.volumes) == ("mastery", 3978, ["/srv/mastery/var"])


def test_a_step_that_nothing_carries_out_is_refused() -> None:
    with pytest.raises(ValueError, match="ADD"):
        ImageConfig().take("ADD", "a b")


def test_what_is_copied_is_there_and_no_test_is_among_it() -> None:
    listed = subprocess.run(["git", "-C", ROOT, "ls-files"], check=True, capture_output=True, text=True).stdout
    files = set(context(ROOT, listed.split("\n")[:-1]))
    assert not {name for name in files if name.startswith(("tests/", "docs/"))}
    assert {"adapters/templates/app.yaml", "adapters/templates/mastery.env"} <= files, "`mastery init` writes them"
    for stage in STAGES:
        for word, rest in stage.steps:
            if word == "COPY" and not rest.startswith("--from="):
                for source in rest.split()[:-1]:
                    assert any(name == source or name.startswith(f"{source}/") for name in files), source


@pytest.mark.parametrize("name", ["mastery.env", "docs/mastery.env", "var/mastery.db", "database.password"])
def test_what_is_to_stay_out_of_the_image_stays_out(name: str) -> None:
    assert not list(context(ROOT, [name]))
