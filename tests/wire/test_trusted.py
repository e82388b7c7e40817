"""An e-mail address links only where app.yaml trusts the workspace or tenant; elsewhere it is no proof."""

from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.core.settings import Settings, load
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from bot.identity.repository import People
from tests.support.ground import NOON, account, email, ground
from tests.support.stores import store, url

__all__ = ["store", "url"]


def settings(folder: Path, written: str) -> Settings:
    (folder / "app.yaml").write_text(written)
    return load({"MASTERY_CONFIG": str(folder / "app.yaml")})


async def test_only_a_trusted_workspace_or_tenant_vouches_for_an_address(store: Store, tmp_path: Path) -> None:
    config = settings(tmp_path, "trusted:\n  slack: [T-OURS]\n  teams: [tenant-ours]\n")
    sam = await (await ground(store)).enrol("Sam Patel")
    for platform, tenant in (("slack", "T-THEIRS"), ("teams", "T-OURS"), ("console", "T-OURS"), ("slack", "")):
        stranger = account("U9", tenant, platform)
        trusted = config.trusts(platform, tenant)
        assert await Codes(store).link_by_email(stranger, email("Sam Patel"), NOON, trusted=trusted) is None
    assert await People(store).accounts(sam.id) == ()
    for platform, tenant in (("slack", "T-OURS"), ("teams", "tenant-ours")):
        known = account("U1", tenant, platform)
        trusted = config.trusts(platform, tenant)
        linked = await Codes(store).link_by_email(known, email("Sam Patel"), NOON, trusted=trusted)
        assert linked is not None
        assert linked.id == sam.id


def test_nobody_is_trusted_unless_it_is_written(tmp_path: Path) -> None:
    config = settings(tmp_path, "programme: {}\n")
    assert not config.trusts("slack", "T-OURS")
    assert not config.trusts("slack", "")


def test_a_platform_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"trusted\.discord"):
        settings(tmp_path, "trusted:\n  discord: [x]\n")
