"""What an announcement says is read once for all whom it is sent to in a stretch, however many they are."""

from pathlib import Path

from bot.db.store import Store
from bot.delivery.domain import DeliveryStatus
from bot.delivery.leases import Leases
from scheduler import local_engine
from scheduler.fan_out import plan_and_fan_out
from tests.support.crowd import announce, crowd
from tests.support.fakes.platform import FakePlatform
from tests.support.sending import RULES, TUESDAY, desk
from tests.support.stores import counted


async def test_of_sixty_deliveries_the_announcement_is_read_once(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}")
    try:
        await announce(await crowd(store, 60), TUESDAY)
        await plan_and_fan_out(store, RULES, TUESDAY)
        with counted(store) as statements:
            await local_engine.drain(desk(store, FakePlatform()))
        assert await Leases(store).tally() == {DeliveryStatus.SENT: 60}
        assert len([one for one in statements if "FROM announcement" in one]) == 1
    finally:
        await store.close()
