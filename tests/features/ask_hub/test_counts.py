"""What is counted beside the answers, of nobody by name; what is kept how long; what goes when asked."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.base import TableModel
from bot.db.erasure import Erasures
from bot.db.retention import Retention
from bot.db.store import Store
from bot.delivery.direct import DirectMessages
from bot.delivery.direct_domain import OutgoingMessage
from bot.delivery.tables import DeliveryRow, OccasionRow, RelayRow
from bot.features.ask_hub.domain import LONGEST_WORDING, MOST_WORDINGS, Asker, NewQuestion, UnsureWording, monday
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_askers import AskerHubs
from bot.features.ask_hub.repository_counts import HubCounts
from bot.features.ask_hub.repository_digests import DigestChoices
from bot.features.ask_hub.tables import AskedRow, AskerHubRow, EntryWeekRow, WordingRow
from bot.features.ask_hub.usage_counts import MOST, UsageCounts
from bot.features.ask_hub.views_asker import sent
from scheduler import local_engine
from scheduler.delivery_context import DeliveryContext
from scheduler.ports import Refused, Sent
from tests.support.desk_talk import Talk
from tests.support.direct_messages import messages_to_send
from tests.support.fakes.platform import FakePlatform
from tests.support.ground import NOON, TODAY, account, ground
from tests.support.kept import kept
from tests.support.stores import store, url

__all__ = ["store", "url"]
ANN, LEE = "teams:ann", "slack:lee"


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> Talk:
    clock.moment = NOON
    talk = Talk(core, await ground(store), clock)
    await talk.joined(LEE, talk.ground.lead)
    return talk


async def test_helpful_is_offered_where_a_hub_will_see_it_and_counted_without_who(talk: Talk) -> None:
    await talk.say(ANN, "when is the deadline?")
    assert "Helpful" not in talk.labels(ANN), "nobody would see the count"
    await AskerHubs(talk.ground.store).remember_hub(talk.sender(ANN), talk.ground.hub.id, NOON)
    for label in ("Helpful", "Not helpful"):
        answer = await talk.say(ANN, "when is the deadline?")
        assert "23 April 2026" in answer
        said = await talk.press(ANN, label)
        assert said.startswith(answer.partition("\n")[0]), "the answer stays"
        assert "without your name" in said
        assert "Helpful" not in talk.labels(ANN), "a second press counts nothing"
        assert ("Ask my hub" in talk.labels(ANN)) == (label == "Not helpful")
    week = await talk.say(LEE, "questions week")
    assert "When applications close: asked 2 times" in week
    assert "When applications close: helpful 1 · not helpful 1" in week
    assert "The week from 2 Nov, North Mersey Maths Hub" in week


async def test_what_was_not_found_is_listed_in_its_words_but_not_whose(talk: Talk) -> None:
    await AskerHubs(talk.ground.store).remember_hub(talk.sender(ANN), talk.ground.hub.id, NOON)
    text = "do the specialists get a badge, write to ann@school.example or 0151 496 0000"
    for _ in range(2):
        await talk.submit(ANN, "ask_hub_no", {})
        await talk.say(ANN, text)
    (wording,) = (await HubCounts(talk.ground.store).week([talk.ground.hub.id], TODAY)).wordings
    assert (wording.text, wording.times) == ("do the specialists get a badge, write to [e-mail] or [number]", 2)
    assert "ann" not in await talk.say(LEE, "questions week")
    columns = set(WordingRow.model_fields) | set(EntryWeekRow.model_fields)
    assert not columns & {"user", "person_id", "address", "platform", "tenant"}


async def test_words_that_were_not_sure_are_kept_without_names(talk: Talk) -> None:
    g, store = talk.ground, talk.ground.store
    await g.enrol("Sam Patel")
    await AskerHubs(store).remember_hub(talk.sender(ANN), g.hub.id, NOON)
    for text in (
        "I'm Sam Patel and my head at Elm Park Primary is Mrs Thistlewood, do specialists get a badge",
        "does zorblax quickly get a badge like sam patel has",
        "does Zorblax quickly get a badge",
    ):
        await talk.submit(ANN, "ask_hub_no", {})
        await talk.say(ANN, text)
    week = await HubCounts(store).week([g.hub.id], TODAY)
    kept = " | ".join(one.text for one in week.wordings)
    assert "badge" in kept
    assert "[name]" in kept
    for name in ("sam", "patel", "elm park", "thistlewood", "Zorblax"):
        assert name not in (kept if name == "Zorblax" else kept.casefold()), kept
    assert "unsure_wording" not in await traces(store, "patel", "thistlewood", "elm park"), "nor in its key"


async def test_whoever_is_deleted_is_named_in_no_words_either(talk: Talk) -> None:
    """Their name came on record after somebody had typed it in small letters."""
    g, store = talk.ground, talk.ground.store
    counts = HubCounts(store)
    for text in ("does zorblax quickly get a badge", "does anybody get a badge"):
        await counts.unsure(g.hub.id, UnsureWording(text, "abstain", 0.1, 1), TODAY)
    await counts.week([g.hub.id], TODAY)
    named = await g.enrol("Zorblax Quickly")
    await Erasures(store).erase(named.id, (), NOON)
    week = await counts.week([g.hub.id], TODAY)
    assert [one.text for one in week.wordings] == ["does anybody get a badge"]


async def test_a_walk_under_way_still_asks_its_question_last(talk: Talk) -> None:
    await AskerHubs(talk.ground.store).remember_hub(talk.sender(ANN), talk.ground.hub.id, NOON)
    await talk.say(ANN, "am I eligible?")
    said = await talk.say(ANN, "when is the deadline?")
    assert "23 April 2026" in said
    assert "question 1 of 5" in said.splitlines()[-1]
    assert talk.labels(ANN)[-1] not in ("Helpful", "Not helpful")


async def test_a_count_that_cannot_be_kept_costs_nobody_their_answer(talk: Talk, store: Store) -> None:
    await AskerHubs(store).remember_hub(talk.sender(ANN), talk.ground.hub.id, NOON)
    async with store.transaction() as connection:
        await connection.exec_driver_sql("DROP TABLE entry_week")
    assert "23 April 2026" in await talk.say(ANN, "when is the deadline?")


async def test_what_is_past_its_time_is_deleted_and_nothing_sooner(store: Store) -> None:
    g = await ground(store)
    asker = Asker(account("ann"), "C", {})

    def said(key: str) -> OutgoingMessage:
        return OutgoingMessage(key, asker.sender, {}, sent(question))

    question = await Questions(store).ask(asker, NewQuestion(g.hub.id, "Where?"), lambda _asked: (), NOON)
    await Questions(store).close(question, g.lead.id, lambda _asked: (), NOON)
    await Questions(store).ask(asker, NewQuestion(g.hub.id, "When?"), lambda _asked: (), NOON)
    await AskerHubs(store).remember_hub(asker.sender, g.hub.id, NOON)
    await HubCounts(store).count(g.hub.id, "closing-date", TODAY)
    await HubCounts(store).unsure(g.hub.id, UnsureWording("x", "abstain", 0.1, 1), TODAY)
    await DirectMessages(store).leave([said("a"), said("b"), said("a")], NOON)
    await DirectMessages(store).leave([said("a")], NOON)
    assert len(await messages_to_send(store)) == 2, "a key is there once"
    platform = FakePlatform(faults=[Sent("1"), Refused("gone")])
    await local_engine.drain(DeliveryContext(store, {"slack": platform}, lambda: NOON, Random(1)))

    tables = (WordingRow, RelayRow, AskedRow, EntryWeekRow, AskerHubRow)
    outbox = (OccasionRow, DeliveryRow)
    assert await counts(store, *outbox) == [2, 2]
    assert await counts(store, *tables) == [1, 2, 2, 1, 1]
    await Retention(store).purge(NOON + timedelta(days=29))
    assert await counts(store, *tables) == [1, 2, 2, 1, 1]
    await Retention(store).purge(NOON + timedelta(days=31))
    assert await counts(store, *tables) == [1, 1, 2, 1, 1]
    assert await counts(store, *outbox) == [1, 1], "what was sent goes with its relay, what was refused stays"
    await Retention(store).purge(NOON + timedelta(days=90))
    assert await counts(store, *tables) == [0, 1, 2, 1, 1]
    await Retention(store).purge(NOON + timedelta(days=364))
    assert await counts(store, *tables) == [0, 1, 2, 1, 1]
    await Retention(store).purge(NOON + timedelta(days=366))
    assert await counts(store, *tables, *outbox) == [0] * 7


async def test_nobody_can_fill_the_list_of_what_was_not_found(store: Store) -> None:
    g = await ground(store)
    for number in range(MOST_WORDINGS + 20):
        wording = UnsureWording(in_letters(number) + "w" * LONGEST_WORDING, "abstain", 0.1, 1)
        await HubCounts(store).unsure(g.hub.id, wording, TODAY)
        if number == MOST_WORDINGS // 2:
            await store.companion(UsageCounts).write()
    await store.companion(UsageCounts).write()
    await Retention(store).purge(NOON)
    assert await counts(store, WordingRow) == [MOST_WORDINGS]


async def test_who_wants_it_has_everything_of_theirs_deleted(talk: Talk) -> None:
    store, sender = talk.ground.store, talk.sender(ANN)
    await AskerHubs(store).remember_hub(sender, talk.ground.hub.id, NOON)
    await talk.submit(ANN, "ask_hub_send", {"text": "Where?", "hub": str(talk.ground.hub.id)})
    await talk.arrives()
    await talk.press(LEE, "Not for us")
    await talk.arrives()
    await talk.submit(ANN, "ask_hub_again", {"id": "1"})
    assert await traces(store, "'ann'", ANN) == {"asked_question", "asker_hub", "relay", "delivery"}
    assert (await Erasures(store).erase(None, [sender], NOON)).told
    assert await traces(store, "'ann'", ANN, "Where?") == set()
    assert await counts(store, RelayRow, OccasionRow, DeliveryRow) == [0, 0, 0], "nor what told the lead"
    assert await AskerHubs(store).hub_of(sender, None) is None
    assert not await Questions(store).mine(sender)


async def test_whoever_is_deleted_takes_their_questions_along(store: Store) -> None:
    g = await ground(store)
    sam = await g.enrol("Sam Patel")
    asker = Asker(account("sam"), "C", {}, sam.id)
    await Questions(store).ask(asker, NewQuestion(g.hub.id, "Where?", named=True), lambda _asked: (), NOON)
    assert (await Questions(store).at([g.hub.id]))[0].name == "Sam Patel"
    await Erasures(store).erase(sam.id, (), NOON)
    assert not await Questions(store).at([g.hub.id])


async def test_the_digest_can_be_left_out(talk: Talk) -> None:
    assert "weekly summary is on" in await talk.say(LEE, "questions digest")
    assert "is off from now on" in await talk.say(LEE, "questions digest off")
    await talk.say(LEE, "questions digest off")
    assert await DigestChoices(talk.ground.store).refused() == {talk.ground.lead.id}
    await talk.say(LEE, "questions digest on")
    assert not await DigestChoices(talk.ground.store).refused()


def test_a_week_begins_on_its_monday() -> None:
    assert {monday(TODAY + timedelta(days=days)) for days in range(7)} == {TODAY}


async def test_what_was_counted_is_there_after_a_stop(store: Store) -> None:
    g = await ground(store)
    for _ in range(3):
        await HubCounts(store).count(g.hub.id, "closing-date", TODAY)
    await HubCounts(store).count(g.hub.id, "closing-date", TODAY, "helpful")
    await HubCounts(store).unsure(g.hub.id, UnsureWording("x", "abstain", 0.1, 1), TODAY)
    await HubCounts(store).unsure(g.hub.id, UnsureWording("x?", "abstain", 0.2, 1), TODAY)
    await store.close()
    again = await Store.open(store.url)
    week = await HubCounts(again).week([g.hub.id], TODAY)
    assert [(one.entry, one.asked, one.helpful) for one in week.entries] == [("closing-date", 3, 1)]
    assert [(one.text, one.times) for one in week.wordings] == [("x?", 2)]
    await again.close()


async def test_a_flood_of_different_words_is_not_kept_in_memory_either(store: Store) -> None:
    g = await ground(store)
    for number in range(MOST + 20):
        wording = UnsureWording(in_letters(number), "abstain", 0.1, 1)
        await HubCounts(store).unsure(g.hub.id, wording, TODAY)
    assert await counts(store, WordingRow) == [MOST]


async def traces(store: Store, *texts: str) -> set[str]:
    """The tables in which some row holds one of these texts anywhere."""
    found = set[str]()
    async with store.transaction() as connection:
        for table in TableModel.metadata.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            found |= {table.name for row in rows for text in texts if text in str(tuple(row))}
    return found


def in_letters(number: int) -> str:
    """A word of its own for each number: figures are taken out of what is kept."""
    return "".join("abcdefghij"[int(figure)] for figure in str(number))


async def counts(store: Store, *tables: type) -> list[int]:
    await store.companion(UsageCounts).write()
    async with store.transaction() as connection:
        return [
            int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
            for table in tables
        ]
