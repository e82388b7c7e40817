"""A residential's sheet: what people tell their hub for it, for its date alone, and gone the day after."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError

from bot.db.retention import Retention
from bot.features.residentials.domain import (
    LONGEST_WORDS,
    AttendanceAnswer,
    AttendanceDetail,
    DaysThere,
    Residential,
    ResidentialInput,
    ResidentialState,
)
from bot.features.residentials.repository import Residentials
from bot.features.residentials.repository_details import AttendanceDetails
from bot.identity.repository import People
from tests.core.test_every_door import everything
from tests.support.announcing import ANN, FAY, KIM, LEE, SAM, weeks
from tests.support.ground import NOON, TODAY
from tests.support.reminding import Weeks
from tests.support.stores import counted, store, url

__all__ = ["store", "url", "weeks"]
FIRST = TODAY + timedelta(days=20)
HELD = ResidentialInput(1, FIRST, FIRST + timedelta(days=1), "The Grange", ResidentialState.CONFIRMED)
NEED, WHY = "zebrafish-free meals", "my sister's wedding in Zanzibar"


async def held(weeks: Weeks) -> Residential:
    g = weeks.talk.ground
    await Residentials(g.store).set(g.here, HELD, g.lead.id, NOON)
    return (await Residentials(g.store).list(g.here))[0]


async def both_told(weeks: Weeks) -> None:
    await weeks.talk.say(SAM, "residential needs 1")
    await weeks.talk.press(SAM, "Tell my hub", coming="first", needs=NEED)
    await weeks.talk.say(ANN, "residential needs")
    await weeks.talk.press(ANN, "Tell my hub", coming="cannot", why=WHY)


@pytest.mark.parametrize("words", ["residential sheet 1", "residential sheet", "who’s coming to the residential"])
async def test_the_sheet_says_who_comes_who_cannot_and_who_needs_what(weeks: Weeks, words: str) -> None:
    await held(weeks)
    await both_told(weeks)
    said = await weeks.talk.say(LEE, words)
    assert "Coming (1): Sam Patel" in said
    assert "Of them for one day (1): Sam Patel (only the first day)" in said
    assert f"Can't come (1): Ann Jones ({WHY})" in said
    assert "No answer (1): Al Fox" in said
    assert f"Sam Patel: {NEED}" in said
    await weeks.talk.press(LEE, "As a file")
    assert NEED.encode() in weeks.talk.seen[LEE].files[0].content


async def test_an_answer_is_kept_with_its_reason_or_not_at_all(weeks: Weeks) -> None:
    """What lies between the two, a kill or a refusal of the database, keeps neither."""
    store, one = weeks.talk.ground.store, await held(weeks)
    sam = next(each for each in await People(store).all() if each.name == "Sam Patel")
    refused = AttendanceDetail(DaysThere.ALL, "x" * (LONGEST_WORDS + 1), NEED)
    with pytest.raises(IntegrityError):
        await AttendanceDetails(store).answer(one, sam.id, AttendanceAnswer.CANNOT, refused, NOON)
    async with store.reading() as connection:
        for table in ("attendance", "attendance_detail"):
            assert (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar() == 0  # noqa: S608
    assert "No answer (3)" in await weeks.talk.say(LEE, "residential sheet")


async def test_it_is_told_from_the_answer_too_and_changed_there(weeks: Weeks) -> None:
    await held(weeks)
    await weeks.talk.say(SAM, "residentials coming 1")
    await weeks.talk.press(SAM, "Tell my hub more")
    await weeks.talk.press(SAM, "Tell my hub", coming="last", needs=NEED)
    await weeks.talk.press(SAM, "Change it")
    await weeks.talk.press(SAM, "Tell my hub", coming="coming", needs="")
    said = await weeks.talk.say(LEE, "residential sheet")
    assert "only the last day" not in said
    assert NEED in said, "what was left empty stays"
    await weeks.talk.say(SAM, "I'm vegetarian")
    await weeks.talk.press(SAM, "Tell my hub", coming="coming", needs="none")
    assert NEED not in await weeks.talk.say(LEE, "residential sheet")


async def test_after_a_move_nothing_of_it_counts_until_it_is_answered_again(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await held(weeks)
    await both_told(weeks)
    later = FIRST + timedelta(days=30)
    moved = ResidentialInput(1, later, later + timedelta(days=1), "The Grange", ResidentialState.CONFIRMED)
    await Residentials(g.store).set(g.here, moved, g.lead.id, NOON)
    said = await weeks.talk.say(LEE, "residential sheet 1")
    assert "No answer (3)" in said
    assert WHY not in said
    await weeks.talk.say(SAM, "residentials coming 1")
    said = await weeks.talk.say(LEE, "residential sheet 1")
    assert NEED in said, "who needs something needs it on the new date as well"
    assert "one day" not in said


async def test_reasons_and_needs_are_gone_the_day_after_from_every_table(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await held(weeks)
    await both_told(weeks)
    over = datetime.combine(HELD.last_day, datetime.min.time(), UTC)
    for moment, there in ((over + timedelta(hours=23), True), (over + timedelta(days=1), False)):
        await Retention(g.store).purge(moment)
        rows = str(await everything(g.store))
        assert ("zebrafish" in rows, "Zanzibar" in rows) == (there, there)
        if g.store.is_sqlite:
            file = Path(make_url(g.store.url).database or "")
            written = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
            assert (b"zebrafish" in written, b"Zanzibar" in written) == (there, there), (
                "the file, its WAL and index"
            )


async def test_they_are_kept_until_the_day_after_the_new_date(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await held(weeks)
    await both_told(weeks)
    later = FIRST + timedelta(days=30)
    await Residentials(g.store).set(g.here, ResidentialInput(1, later, later, "The Grange"), g.lead.id, NOON)
    await Retention(g.store).purge(datetime.combine(HELD.last_day + timedelta(days=3), datetime.min.time(), UTC))
    assert "zebrafish" in str(await everything(g.store))
    await Retention(g.store).purge(datetime.combine(later + timedelta(days=1), datetime.min.time(), UTC))
    assert "zebrafish" not in str(await everything(g.store))


async def test_what_is_taken_back_takes_the_reason_along(weeks: Weeks) -> None:
    await held(weeks)
    await both_told(weeks)
    await weeks.talk.say(ANN, "undo")
    assert "Zanzibar" not in str(await everything(weeks.talk.ground.store))


async def test_times_address_and_link_are_set_by_the_lead_and_seen_by_all(weeks: Weeks) -> None:
    await held(weeks)
    await weeks.talk.say(LEE, "residential details 1")
    refused = await weeks.talk.press(LEE, "Save", times="10:00 to 15:30", link="javascript:x")
    assert "with https://" in refused
    await weeks.talk.say(LEE, "residential details 1")
    place = {"times": "10:00 to 15:30", "address": "1 High Street, Leeds", "link": "https://meet.example/1"}
    await weeks.talk.press(LEE, "Save", **place)
    for user, words in ((SAM, "residentials"), (LEE, "residential sheet")):
        said = await weeks.talk.say(user, words)
        assert all(one in said for one in place.values())
    await weeks.talk.say(SAM, "residentials calendar 1")
    assert b"High Street" in weeks.talk.seen[SAM].files[0].content


async def test_nobody_but_the_hubs_leads_reads_it(weeks: Weeks) -> None:
    await held(weeks)
    await both_told(weeks)
    await weeks.talk.say(LEE, "residential sheet")
    values = dict(weeks.talk.seen[LEE].buttons[0].values)
    for user in (FAY, ANN, KIM, "slack:nobody"):
        said = [
            await weeks.talk.say(user, "residential sheet 1"),
            await weeks.talk.say(user, "who is coming to residential 1"),
            await weeks.talk.submit(user, "residential_sheet_file", values),
            await weeks.talk.submit(user, "residential_place", {**values, "address": "Elsewhere"}),
        ]
        assert not any("zebrafish" in one or "Zanzibar" in one for one in said)
        assert ("belongs to another hub" in said[2]) == (user == FAY)
    assert "Elsewhere" not in str(await everything(weeks.talk.ground.store))


async def test_a_form_of_the_old_date_tells_nothing(weeks: Weeks) -> None:
    g = weeks.talk.ground
    await held(weeks)
    await weeks.talk.say(SAM, "residential needs 1")
    later = FIRST + timedelta(days=30)
    await Residentials(g.store).set(g.here, ResidentialInput(1, later, later, "The Grange"), g.lead.id, NOON)
    assert "no longer does anything" in await weeks.talk.press(SAM, "Tell my hub", coming="coming", needs=NEED)


async def test_the_sheet_takes_few_statements(weeks: Weeks) -> None:
    await held(weeks)
    with counted(weeks.talk.ground.store) as sent:
        await weeks.talk.say(LEE, "residential sheet 1")
    assert len(sent) <= 12
