"""A kind of notification is refused at start if a part of it is missing; an unknown rule is refused in words."""

import sys
from types import ModuleType
from typing import ClassVar

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.core.clock import system
from bot.db.store import Store
from bot.delivery import registry
from bot.delivery.domain import DeliveryStatus, Priority
from bot.delivery.kinds import KindError, NotificationKind, NotificationKinds, SendingPolicy, Topic, UnknownRule
from bot.delivery.leases import Leases
from bot.delivery.registry import declared_besides, kinds_in, registered
from bot.delivery.tables import OccasionRow
from bot.features.reminders.reminder import Reminder
from bot.features.residentials.reminders import ResidentialReminder
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.fan_out import plan_and_fan_out
from tests.support.fakes.platform import FakePlatform
from tests.support.made_up_reminders import VisitReminder
from tests.support.sending import RULES, TUESDAY, desk, post, reminded, whys
from tests.support.transcript import IN_MEMORY

OF_A_REMINDER = (*Reminder.PARTS, "rules", "topic", "plan", "upcoming")


def declared_in(name: str, **parts: object) -> ModuleType:
    """A module with one kind that declares these parts and no more."""
    base = Reminder if "said" in parts or "recipient_filter" in parts else NotificationKind
    module = ModuleType(name)
    made_up = type("Visit", (base,), {**parts, "__module__": name})
    module.__dict__["Visit"] = made_up
    return module


def every_part(of: type[NotificationKind], names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(of, name) for name in names}


@pytest.mark.parametrize("missing", OF_A_REMINDER)
def test_a_reminder_without_one_of_its_parts_is_refused(missing: str) -> None:
    parts = every_part(VisitReminder, OF_A_REMINDER)
    assert kinds_in(declared_in("visits.reminders", **parts))
    del parts[missing]
    with pytest.raises(KindError, match=rf"^visits\.reminders\.Visit lacks `{missing}` \(.+\)$"):
        kinds_in(declared_in("visits.reminders", **parts))


@pytest.mark.parametrize("missing", NotificationKind.PARTS)
def test_any_kind_without_one_of_its_parts_is_refused(missing: str) -> None:
    parts = every_part(VisitReminder, tuple(NotificationKind.PARTS))
    del parts[missing]
    what = NotificationKind.PARTS[missing]
    with pytest.raises(KindError, match=rf"^visits\.deliveries\.Visit lacks `{missing}` \({what}\)$"):
        kinds_in(declared_in("visits.deliveries", **parts))


def test_the_program_does_not_start_with_a_kind_that_lacks_a_part() -> None:
    sys.modules["visits_without_words"] = declared_in("visits_without_words", rules=("visit",), said=1)
    try:
        with declared_besides("visits_without_words"), pytest.raises(KindError, match="`recipient_filter`"):
            registered()
    finally:
        del sys.modules["visits_without_words"]


def test_a_process_that_knows_no_kind_does_not_send(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(registry, "_declared", [])
        registered.cache_clear()
        with pytest.raises(KindError, match="no kind of notification is declared"):
            DeliveryContext(Store(IN_MEMORY), {}, system)
    registered.cache_clear()


def test_a_way_of_sending_says_all_of_it() -> None:
    with pytest.raises(TypeError, match="keeps_hours"):
        SendingPolicy(  # type: ignore[call-arg]
            Priority.DATED, written_ahead=True, lapses=True, most_blind_sends=1, deletes=False, changes=False
        )


def test_a_module_of_that_name_declares_a_kind() -> None:
    with pytest.raises(KindError, match=r"visits\.reminders declares no kind of notification"):
        kinds_in(ModuleType("visits.reminders"))


def test_a_kind_names_a_rule_and_no_two_the_same() -> None:
    class Nameless(VisitReminder):
        rules = ()  # type: ignore[assignment]

    module = ModuleType(Nameless.__module__)
    module.__dict__["Nameless"] = Nameless
    with pytest.raises(KindError, match="names no rule"):
        kinds_in(module)
    with pytest.raises(KindError, match="both declare “visit”"):
        NotificationKinds([VisitReminder(), VisitReminder()])


def test_no_two_topics_stand_in_the_same_place() -> None:
    class Another(VisitReminder):
        rules = ("another",)
        topic: ClassVar[Topic] = Topic(
            "others", "others", VisitReminder.topic.order, VisitReminder.topic.spoken, VisitReminder.topic.subjects
        )

    with pytest.raises(KindError, match="the topics “others” and “visits” have the same order"):
        NotificationKinds([VisitReminder(), Another()])


def test_a_rule_with_a_number_is_its_kinds_and_an_unknown_one_nobodys() -> None:
    assert isinstance(registered().of("residential_28"), ResidentialReminder)
    assert not isinstance(registered().of("residential_moved"), ResidentialReminder)
    for rule in ("residential", "residential_x", "report", "visit", ""):
        with pytest.raises(UnknownRule, match=f"no kind of notification is declared for the rule “{rule}”"):
            registered().of(rule)


async def test_what_was_stored_under_an_unknown_rule_is_refused_in_words_and_the_others_are_sent(
    store: Store,
) -> None:
    await reminded(store, 3)
    await plan_and_fan_out(store, RULES, TUESDAY)
    async with store.writing() as connection:
        reminders = col(OccasionRow.rule) == "residential_7"
        await connection.execute(update(OccasionRow).where(reminders).values(rule="visit"))
    await post(store, "Sam")
    platform = FakePlatform()
    for minutes in (0, 5, 15):
        await local_engine.drain(desk(store, platform, TUESDAY.replace(minute=minutes)))
    assert [user for user, _ in platform.told] == ["Sam"]
    assert await Leases(store).tally() == {DeliveryStatus.SENT: 1, DeliveryStatus.FAILED: 3}
    assert set(await whys(store, "failed")) == {"no kind of notification is declared for the rule “visit”"}
