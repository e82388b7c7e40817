"""`make profile` has a row for every part of a turn, on every wire, and the parts add up to the whole."""

from pathlib import Path

import pytest

from tests.bench import profile
from tests.bench.parts import PARTS

ON_EVERY_WIRE = ("door", "signature", "claim", "who", "handler", "SQL", "render", "post", "settle", "turn")
OF_WORDS = ("listeners", "search")


@pytest.mark.everywhere
async def test_a_turn_is_taken_apart_on_each_wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "TURNS", 80)
    found = {**await profile.of_slack(tmp_path), **await profile.of_teams(tmp_path)}
    assert tuple(found) == profile.WIRES
    for wire, one in found.items():
        assert sum(one[part] for part in PARTS) == pytest.approx(one[""], rel=0.02), wire
        missing = [part for part in ON_EVERY_WIRE if not one[part] > 0]
        assert missing == [], wire
    assert all(found[wire][part] > 0 for wire in ("Slack DM", "Teams message") for part in OF_WORDS)
    rows = [line[:20].strip() for line in profile.table(found).splitlines()]
    assert rows == ["ms of CPU a turn", *PARTS, "the whole"]
