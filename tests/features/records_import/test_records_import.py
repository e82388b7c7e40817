"""Days, residentials and reports from the spreadsheet kept today: every row is in or named, and never twice."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.console import records
from bot.core.csv_file import BOM
from bot.core.errors import SettingsError
from bot.core.identity import HubCohort, Person
from bot.features.records_import import service
from bot.features.records_import.domain import RecordsRefused
from bot.features.release_days.domain import ChangeRequest
from bot.features.release_days.repository import ReleaseDays
from bot.features.release_days.views import PARTS
from bot.features.reports.repository import Reports
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
from tests.core.test_every_door import everything
from tests.support.announcing import ANN, FAY, LEE, SAM, weeks
from tests.support.ground import NOON, asked, full
from tests.support.hub_spreadsheets import DAYS, FIVE, workbook
from tests.support.reminding import Weeks
from tests.support.stores import counted, store, url

__all__ = ["store", "url", "weeks"]
ROWS = "Name,Date,Part,For\nSam Patel,6 November 2026,full day,workshop\n"
REQUEST = ChangeRequest(NOON, NOON.date())


async def person(weeks: Weeks, name: str) -> Person:
    return next(one for one in await People(weeks.talk.ground.store).all() if one.name == name)


async def on_record(weeks: Weeks) -> set[tuple[object, ...]]:
    g = weeks.talk.ground
    found = set[tuple[object, ...]]()
    for name in ("Sam Patel", "Ann Jones", "Al Fox", "Kim Lee"):
        for one in await ReleaseDays(g.store).list((await person(weeks, name)).id, g.cohort.id):
            found.add((name, one.day, PARTS[one.part], one.purpose.value, one.note or ""))
    return found


async def brought(weeks: Weeks, raw: bytes) -> int:
    g = weeks.talk.ground
    read = service.read_bytes(raw, g.cohort)
    return (await service.brought_in(g.store, read, g.here, g.lead.id, REQUEST)).new


@pytest.mark.parametrize("kind", FIVE)
async def test_each_way_of_keeping_them_says_the_same_and_a_second_time_nothing(weeks: Weeks, kind: str) -> None:
    raw = FIVE[kind]()
    assert await brought(weeks, raw) >= len(DAYS)
    assert await on_record(weeks) == set(DAYS)
    before = await everything(weeks.talk.ground.store)
    assert await brought(weeks, raw) == 0
    assert await everything(weeks.talk.ground.store) == before


async def test_one_after_the_other_they_add_only_what_the_others_lack(weeks: Weeks) -> None:
    for make in FIVE.values():
        await brought(weeks, make())
    assert await on_record(weeks) == set(DAYS)
    g = weeks.talk.ground
    (held,) = await Residentials(g.store).list(g.here)
    assert (held.number, held.venue, held.first_day.isoformat()) == (1, "The Grange", "2027-01-12")
    (report,) = await Reports(g.store).list(g.here, (await person(weeks, "Sam Patel")).id)
    assert report.title == "Autumn report"
    assert report.done_at is not None
    assert (await Reports(g.store).list(g.here, (await person(weeks, "Al Fox")).id))[0].done_at is None


async def test_every_bad_row_is_named_at_once_and_nothing_is_brought_in(weeks: Weeks) -> None:
    g = weeks.talk.ground
    sam = await person(weeks, "Sam Patel")
    await ReleaseDays(g.store).log(g.whose(sam), [full(9)], asked())
    before = await everything(g.store)
    rows = [
        "Name,Date,Part,For,Note",
        "Sam Patel,6 November 2026,full day,workshop,",  # 2: good
        "Sam Patel,31 November 2026,full day,workshop,",
        "Nobody Here,6 November 2026,full day,workshop,",
        "Sam Patel,6 November 2031,full day,workshop,",
        "Sam Patel,5 November 2026,a bit,workshop,",
        "Sam Patel,5 November 2026,full day,,",
        ",5 November 2026,full day,workshop,",
        "Kim Lee,5 November 2026,full day,workshop,",  # of another hub
        "Sam Patel,9 November 2026,morning,workshop,",  # full already
        f"Sam Patel,10 November 2026,morning,workshop,{'x' * 201}",
        "Sam Patel,6 November 2026,morning,workshop,",  # with line 2 a day and a half
        "Sam Patel,sometime,am,workshop,",
    ]
    with pytest.raises(RecordsRefused) as refused:
        await brought(weeks, "\n".join(rows).encode())
    said = str(refused.value)
    assert [number for number in range(1, 15) if f"line {number}:" in said] == list(range(3, 14))
    assert "nobody at the hub is called Nobody Here; enrol them first" in said
    assert await everything(g.store) == before


async def test_what_it_was_for_is_guessed_only_visibly(weeks: Weeks) -> None:
    rows = "Name,Date,Part,For\nSam Patel,6 Nov 2026,1,coaching\nSam Patel,9 Nov 2026,1,Away day\n"
    said = await weeks.talk.submit(LEE, "cohort_import_rows", {"hub": str(weeks.talk.ground.hub.id), "rows": rows})
    assert "line 2: “coaching” is taken for in-school development" in said
    assert "line 3: “Away day” is taken for other" in said
    await weeks.talk.press(LEE, "Bring it in")
    assert {(one[3], one[4]) for one in await on_record(weeks)} == {
        ("in-school development", "coaching"),
        ("other", "Away day"),
    }


async def test_in_the_chat_it_is_looked_at_then_brought_in_told_and_undone(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "cohort import")
    said = await weeks.talk.press(LEE, "Look at it", rows=f"{ROWS}Ann Jones,5/11/2026,am,study\n")
    assert "I would bring in 2 entries of release days of 2 people. Nothing has been changed yet." in said
    assert not await on_record(weeks)
    again = weeks.talk.seen[LEE]
    await weeks.talk.press(LEE, "Bring it in")
    assert len(await on_record(weeks)) == 2
    told = await weeks.talk.arrives()
    assert sorted(one.to for one in told) == sorted((SAM, ANN))
    after = weeks.talk.seen[LEE]
    weeks.talk.seen[LEE] = again
    assert "here already, so nothing was changed" in await weeks.talk.press(LEE, "Bring it in")
    weeks.talk.seen[LEE] = after
    await weeks.talk.say(LEE, "undo")
    assert not await on_record(weeks)


async def test_a_file_can_be_left_and_is_another_leads_for_nobody(weeks: Weeks) -> None:
    hub = str(weeks.talk.ground.hub.id)
    await weeks.talk.submit(LEE, "cohort_import_rows", {"hub": hub, "rows": ROWS})
    shown = weeks.talk.seen[LEE]
    values = dict(shown.buttons[0].values)
    assert "belongs to another hub" in await weeks.talk.submit(FAY, "cohort_import_go", values)
    assert "Only hub leads" in await weeks.talk.submit(SAM, "cohort_import_go", values)
    assert "belongs to another hub" in await weeks.talk.submit(
        FAY, "cohort_import_rows", {"hub": hub, "rows": ROWS}
    )
    assert "isn't here any more" in await weeks.talk.submit(LEE, "cohort_import_go", {**values, "key": "x"})
    weeks.talk.seen[LEE] = shown
    await weeks.talk.press(LEE, "Leave it")
    assert "isn't here any more" in await weeks.talk.submit(LEE, "cohort_import_go", values)
    assert not await on_record(weeks)


@pytest.mark.parametrize("ending", ["", " excel"])
async def test_what_is_exported_comes_in_again_and_is_exported_the_same(weeks: Weeks, ending: str) -> None:
    g = weeks.talk.ground
    await brought(weeks, FIVE["merged titles"]())
    first = await exported(weeks, ending)
    lines = content(first)
    for name in ("Sam Patel", "Ann Jones", "Al Fox"):
        one = await person(weeks, name)
        days = await ReleaseDays(g.store).list(one.id, g.cohort.id)
        await ReleaseDays(g.store).delete(g.whose(one), [day.id for day in days], asked())
    assert content(await exported(weeks, ending)) != lines
    await brought(weeks, first)
    assert content(await exported(weeks, ending)) == lines


async def exported(weeks: Weeks, ending: str) -> bytes:
    await weeks.talk.say(LEE, f"cohort claim{ending}")
    return weeks.talk.seen[LEE].files[0].content


def content(raw: bytes) -> list[str]:
    """The file's bytes, line by line and sorted; of a workbook, whose zip holds the time, its cells."""
    if raw.startswith(b"PK"):
        book = load_workbook(io.BytesIO(raw))
        return sorted(str(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return sorted(raw.decode().removeprefix(BOM).splitlines())


async def test_the_operator_brings_in_each_hubs_days_from_one_file(
    weeks: Weeks, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    g, path = weeks.talk.ground, tmp_path / "days.csv"
    path.write_text(f"{ROWS}Kim Lee,5 Nov 2026,am,study\n")
    await records.bring(g.store, path, NOON, dry_run=True)
    assert not await on_record(weeks)
    await records.bring(g.store, path, NOON, dry_run=False)
    assert len(await on_record(weeks)) == 2
    assert "1 entry of release days of 1 person brought in" in capsys.readouterr().out
    path.write_text(f"{ROWS}Zed Away,5 Nov 2026,am,study\n")
    with pytest.raises(SettingsError, match="line 3: nobody at the hub is called Zed Away"):
        await records.bring(g.store, path, NOON, dry_run=False)


async def test_what_contradicts_the_dates_on_record_is_named(weeks: Weeks) -> None:
    await brought(weeks, FIVE["merged titles"]())
    dates = [["Residential", "Start", "End"], ["1", "2 February 2027", "3 February 2027"]]
    with pytest.raises(RecordsRefused, match="residential 1 is set otherwise"):
        await brought(weeks, workbook(("R", dates)))


async def test_it_takes_few_statements_to_look_at_many_rows(weeks: Weeks) -> None:
    g = weeks.talk.ground
    rows = ["Name,Date,Part,For", *(f"Sam Patel,{day} January 2027,full day,workshop" for day in range(4, 30))]
    with counted(g.store) as sent:
        found = await service.planned(g.store, service.read_bytes("\n".join(rows).encode(), g.cohort), g.here)
    assert (found.new, len(sent) <= 6) == (26, True)
    assert g.here == HubCohort(g.hub.id, g.cohort.id)
