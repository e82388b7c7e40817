"""Spreadsheets as people have them: of any program, with a title above, and as they were exported from here."""

import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adapters.console.ask import SetClock
from adapters.console.people import brought
from bot.core.activity import Message
from bot.core.dispatcher import Core
from bot.core.reply import File
from bot.db.store import Store
from bot.features.people.csv_import import ImportRefused, import_people
from bot.features.people.domain import Entrant
from bot.features.people.import_domain import ImportResult
from bot.features.people.repository_codes import Codes
from bot.features.people.repository_enrolments import Enrolments
from bot.identity.repository import People
from tests.support.cohort_years import year_of
from tests.support.ground import NOON, Ground, account, ground
from tests.support.stores import store, url

__all__ = ["store", "url"]
HEAD = "Name,E-mail,School,Hub,Cohort\r\n"
ROWS = (
    "Zoë Ångström,zoe@school.example,St Mary’s,North Mersey Maths Hub,Cohort 12\r\n"
    "José García,jose@school.example,O’Brien Primary,North Mersey Maths Hub,Cohort 12\r\n"
)
NAMES = ["Zoë Ångström", "José García"]


async def brought_in(store: Store, folder: Path, raw: bytes | str, name: str = "people.csv") -> ImportResult:
    path = folder / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return await import_people(store, path, year_of, NOON)


def workbook(*sheets: list[list[Any]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


TABLE = [line.split(",") for line in (HEAD + ROWS).split("\r\n") if line]


@pytest.mark.parametrize(
    "raw",
    [
        (HEAD + ROWS).encode("utf-8"),
        (HEAD + ROWS).encode("utf-8-sig"),
        (HEAD + ROWS).encode("utf-16"),
        b"\xfe\xff" + (HEAD + ROWS).encode("utf-16-be"),
        (HEAD + ROWS).encode("utf-16-le"),
        (HEAD + ROWS).encode("cp1252"),
        (HEAD + ROWS).encode("mac_roman"),
        (HEAD + ROWS).replace("\r\n", "\r").encode("mac_roman"),
        ("sep=;\r\n" + (HEAD + ROWS).replace(",", ";")).encode(),
        ("sep=,\r\n" + HEAD + ROWS).encode("utf-16"),
        (HEAD + ROWS).replace(",", "\t").encode("utf-16"),
        ("Specialists, Cohort 12, as of September\r\n\r\nMade by Lee,,,,\r\n" + HEAD + ROWS).encode(),
        ("Specialists; all; of; them; here; and; more\r\n" + HEAD + ROWS).encode(),
        unicodedata.normalize("NFD", HEAD + ROWS).encode(),
        workbook(TABLE),
        workbook([["Specialists of Cohort 12"], [], *TABLE]),
        workbook([["How to fill this in"], ["name", "as on the badge"]], TABLE),
    ],
)
async def test_the_same_people_come_in_whatever_saved_the_file(store: Store, tmp_path: Path, raw: bytes) -> None:
    done = await brought_in(store, tmp_path, raw)
    assert [one.person.name for one in done.new] == NAMES
    assert [one.person.enrolments[0].school for one in done.new] == ["St Mary’s", "O’Brien Primary"]


async def test_only_what_looks_like_a_macs_has_a_warning(store: Store, tmp_path: Path) -> None:
    done = await brought_in(store, tmp_path, (HEAD + ROWS).encode("mac_roman"))
    assert any("look at this: " in line and "Mac Roman" in line for line in brought(done))
    for encoding in ("cp1252", "utf-8", "utf-16"):
        again = await brought_in(store, tmp_path, (HEAD + ROWS).encode(encoding))
        assert (again.notes, again.already) == ((), tuple(NAMES)), encoding


async def test_what_cannot_be_seen_makes_no_second_person(store: Store, tmp_path: Path) -> None:
    await brought_in(store, tmp_path, HEAD + ROWS)
    hidden = (
        ROWS.replace("zoe@", "zoe\u200b@").replace("jose", "\ufeffjose").replace("García", "Gar\u00adcía\u00a0")
    )
    again = await brought_in(store, tmp_path, HEAD + hidden)
    assert (again.new, again.already) == ((), tuple(NAMES))
    assert len(await People(store).all()) == 2


async def test_nor_does_it_where_a_lead_types(store: Store) -> None:
    g = await ground(store)
    await Enrolments(store).enrol(g.entrant("Sam Patel"), g.lead.id, NOON)
    (sam,) = await People(store).at([g.hub.id])
    typed = Entrant("Sam\u200b Patel", f"\u200b{sam.email}", "St Anne's", g.hub.id, g.cohort.id)
    with pytest.raises(Exception, match="enrolled in this cohort already"):
        await Enrolments(store).enrol(typed, g.lead.id, NOON)


@pytest.mark.parametrize("written", ["12", "Cohort 12", "cohort12", "C12", "12.0"])
async def test_a_cohort_may_be_a_number(store: Store, tmp_path: Path, written: str) -> None:
    if written == "12.0":
        raw = workbook([*[[*row[:4], 12.0] if row[0] != "Name" else row for row in TABLE]])
        done = await brought_in(store, tmp_path, raw)
    else:
        done = await brought_in(store, tmp_path, HEAD + ROWS.replace("Cohort 12", written))
    assert done.cohorts == ("Cohort 12",)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            (HEAD + ROWS.replace("Cohort 12", "Cohort 21")).encode(),
            "line 2: Cohort 21 would begin in September 2035",
        ),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .xlsx, or as “CSV UTF-8”"),
        (b"PK\x03\x04" + bytes(600), "no workbook that can be read"),
        (b"\xff\xfeN\x00a", "nobody can tell in which characters"),
        (workbook([["a"], ["b"]]), "no column for name, email"),
        (b"sep=;\r\n", "no column for name"),
        (b"Title\r\n\r\nname,e-mail,school,hub\r\n", "line 3: no column for cohort"),
        ((HEAD + "Al,,Oak,North Mersey Maths Hub,12\r\n").encode(), "line 2: the e-mail address is missing"),
    ],
)
async def test_what_cannot_be_taken_says_why_and_what_to_do(
    store: Store, tmp_path: Path, raw: bytes, said: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        await brought_in(store, tmp_path, raw)
    assert said in str(refused.value)
    assert "Nothing was imported" in str(refused.value)
    assert await People(store).all() == ()


async def test_somebody_may_be_there_once_in_each_role_with_one_code_that_works(
    store: Store, tmp_path: Path
) -> None:
    rows = (
        "name,e-mail,school,hub,cohort,role\n"
        "Sam Patel,sam@school.example,Oak,North Mersey Maths Hub,12,\n"
        "Sam Patel,sam@school.example,,North Mersey Maths Hub,,lead\n"
        "Sam Patel,sam@school.example,,Fenland Maths Hub,,lead\n"
    )
    (one,) = (await brought_in(store, tmp_path, rows)).new
    assert one.code
    sam = await Codes(store).redeem(one.code.words, account("sam"), NOON)
    assert (len(sam.leads), len(sam.enrolments)) == (2, 1)
    again = await brought_in(store, tmp_path, rows)
    assert (len(again.new), len(again.already)) == (0, 3)


async def exported(core: Core, g: Ground, words: str) -> File:
    code = await Codes(g.store).make(g.lead.id, None, NOON)
    await Codes(g.store).redeem(code.words, account("lee"), NOON)
    (file,) = (await core.over(g.store).handle(Message(account("lee"), "C", words))).files
    return file


@pytest.mark.parametrize(("words", "ending"), [("cohort export", ".csv"), ("cohort export xlsx", ".xlsx")])
async def test_what_is_exported_comes_in_again(
    core: Core, store: Store, clock: SetClock, tmp_path: Path, words: str, ending: str
) -> None:
    clock.moment = NOON
    g = await ground(store)
    for name in ("=Formula Ann", "-Minus Bob", "Zoë Ångström", "'Quoted Kim"):
        await g.enrol(name)
    nameless = Entrant("Jo Ash", None, "St Anne's", g.hub.id, g.cohort.id)
    await Enrolments(store).enrol(nameless, None, NOON)
    file = await exported(core, g, words)
    assert file.name.endswith(ending)
    before = await People(store).all()
    again = await brought_in(store, tmp_path, file.content, file.name)
    assert (len(again.new), len(again.already)) == (0, 5)
    assert await People(store).all() == before
    other = await Store.open("sqlite+aiosqlite:///" + str(tmp_path / "other.db"))
    others = re.sub(rb"Jo Ash[^\r]*\r\n", b"", file.content) if ending == ".csv" else None
    if others:
        await brought_in(other, tmp_path, others, file.name)
        there = {(one.name, one.email, one.enrolments[0].school) for one in await People(other).all()}
        here = {(one.name, one.email, one.enrolments[0].school) for one in before if one.enrolments and one.email}
        assert there == here
    await other.close()


async def test_no_cell_of_a_workbook_is_a_formula(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment = NOON
    g = await ground(store)
    await g.enrol("=HYPERLINK(1)")
    file = await exported(core, g, "cohort export excel")
    (sheet,) = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets
    assert sheet["A2"].value == "=HYPERLINK(1)"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert sheet["F2"].value == "no"
