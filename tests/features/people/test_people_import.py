"""Enrolment from a spreadsheet: every bad row is named, and nothing is half-imported."""

from pathlib import Path

import pytest

from bot.db.store import Store
from bot.features.people.csv_import import ImportRefused, import_people, read
from bot.features.people.import_domain import ImportRole
from bot.features.people.repository_codes import Codes
from bot.hubs.repository import Cohorts
from bot.identity.repository import People
from tests.support.audit_trail import Audit
from tests.support.cohort_years import year_of
from tests.support.ground import NOON, account
from tests.support.stores import store, url

__all__ = ["store", "url"]
HEAD = "name,e-mail,school,hub,cohort\n"
SAM = "Sam Patel,sam@school.example,Oakfield Primary,North Mersey Maths Hub,Cohort 12\n"
KIM = '"Lee, Kim",KIM@school.example,"St Mary\'s, Upton",North Mersey Maths Hub,Cohort 12\n'
LEAD = "Lee Lead,lee@hub.example,,North Mersey Maths Hub,,lead\n"


def file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "people.csv"
    path.write_bytes(text.encode(encoding))
    return path


async def everything(store: Store) -> tuple[object, ...]:
    cohorts = Cohorts(store)
    return (await People(store).all(), await cohorts.hubs(), await cohorts.all(), await Audit(store).recent())


async def test_a_file_brings_in_people_their_hub_and_their_cohort(store: Store, tmp_path: Path) -> None:
    done = await import_people(store, file(tmp_path, HEAD + SAM + KIM), year_of, NOON)
    assert [one.person.name for one in done.new] == ["Sam Patel", "Lee, Kim"]
    assert (done.hubs, done.cohorts, done.already) == (("North Mersey Maths Hub",), ("Cohort 12",), ())
    code = done.new[1].code
    assert code is not None
    kim = await Codes(store).redeem(code.words, account("U1"), NOON)
    assert kim.email == "kim@school.example"
    assert kim.enrolment is not None
    assert (kim.enrolment.school, kim.enrolment.cohort.half_days) == ("St Mary's, Upton", 20)
    assert kim.enrolment.cohort.starts.isoformat() == "2026-09-01"


async def test_the_same_file_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    await import_people(store, file(tmp_path, HEAD + SAM), year_of, NOON)
    before = await People(store).all()
    again = await import_people(store, file(tmp_path, HEAD + SAM + KIM), year_of, NOON)
    assert again.already == ("Sam Patel",)
    assert [one.person.name for one in again.new] == ["Lee, Kim"]
    assert set(before) <= set(await People(store).all())


async def test_leads_and_administrators_come_in_by_their_role(store: Store, tmp_path: Path) -> None:
    head = "Name;Email address;School;Maths Hub;Cohort;Role\r\n"
    rows = (LEAD + "Ada Boss,ada@office.example,,,,administrator\n").replace(",", ";")
    done = await import_people(store, file(tmp_path, head + rows, "utf-8-sig"), year_of, NOON)
    lead, boss = (one.person for one in done.new)
    assert [hub.name for hub in lead.leads] == ["North Mersey Maths Hub"]
    assert boss.admin
    assert all(one.code for one in done.new)
    again = await import_people(store, file(tmp_path, head + rows), year_of, NOON)
    assert (len(again.new), len(again.already)) == (0, 2)


@pytest.mark.parametrize(
    "rows, named",
    [
        (",sam@school.example,Oakfield,Hub,Cohort 12\n", "line 3: the name is missing"),
        ("Al Fox,,Oakfield,Hub,Cohort 12\n", "line 3: the e-mail address is missing"),
        ("Al Fox,al at school,Oakfield,Hub,Cohort 12\n", "line 3: “al at school” is not an e-mail address"),
        (
            "Al Fox,al@school.example,Oakfield,Hub,twelve\n",
            "line 3: the cohort is “twelve”; write “Cohort” and its number",
        ),
        ("Al Fox,al@school.example\n", "line 3: the school is missing"),
        ("Sam Two,SAM@school.example,Oakfield,Hub,Cohort 12\n", "line 3: sam@school.example is in line 2 already"),
        (f"{'x' * 121},al@school.example,Oakfield,Hub,Cohort 12\n", "line 3: the name is longer than 120"),
        ("Al Fox,al@school.example,Oakfield,North Mersy Maths Hub,Cohort 12\n", "is it “North Mersey Maths Hub”"),
        ('Al Fox,al@school.example,"Oakfield\n', "line 3: the hub is missing"),
        ("\n\nAl Fox,bad,Oakfield,Hub,Cohort 12\n", "line 5: “bad” is not"),
    ],
)
async def test_one_bad_row_is_named_and_nothing_is_imported(
    store: Store, tmp_path: Path, rows: str, named: str
) -> None:
    before = await everything(store)
    with pytest.raises(ImportRefused) as refused:
        await import_people(store, file(tmp_path, HEAD + SAM + rows), year_of, NOON)
    assert named in str(refused.value)
    assert "Nothing was imported" in str(refused.value)
    assert await everything(store) == before


async def test_every_bad_row_is_named_at_once(store: Store, tmp_path: Path) -> None:
    bad = "".join(f"Person {number},not an address,Oakfield,Hub,Cohort 12\n" for number in range(20))
    with pytest.raises(ImportRefused) as refused:
        await import_people(store, file(tmp_path, HEAD + bad), year_of, NOON)
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()[:-1]] == [
        f"line {number}" for number in range(2, 22)
    ]


async def test_somebody_at_another_hub_stops_the_import(store: Store, tmp_path: Path) -> None:
    await import_people(store, file(tmp_path, HEAD + SAM), year_of, NOON)
    before = await everything(store)
    moved = SAM.replace("North Mersey", "Fenland")
    with pytest.raises(
        ImportRefused, match="line 3: Sam Patel is in Cohort 12 already, at North Mersey Maths Hub"
    ):
        await import_people(store, file(tmp_path, HEAD + KIM + moved), year_of, NOON)
    assert await everything(store) == before, "not Kim, and not the new hub either"


@pytest.mark.parametrize(
    "text, named",
    [
        ("", "no column for name, email"),
        ("name,e-mail,school,hub\n", "no column for cohort"),
        ("name,e-mail,email,school,hub,cohort\n", "two columns for the email"),
        (HEAD, "no people in the file"),
        (HEAD + "\n , \n", "no people in the file"),
        (HEAD + "x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_list_of_people_is_refused_in_words(text: str, named: str) -> None:
    with pytest.raises(ImportRefused, match=named):
        read(text)


async def test_a_file_that_is_not_there_and_one_from_windows(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="cannot be read"):
        await import_people(store, tmp_path / "nowhere.csv", year_of, NOON)
    done = await import_people(store, file(tmp_path, HEAD + SAM.replace("Sam", "Zoë"), "cp1252"), year_of, NOON)
    assert done.new[0].person.name == "Zoë Patel"


def test_what_a_row_says_is_read_whatever_its_order() -> None:
    (one,) = read(
        "Cohort\tHub\tRole\tSchool\tE-mail\tFull  name\ncohort 13\tHub\t\tOakfield\tA@b.example\t Al   Fox \n"
    )
    assert (one.line, one.name, one.email, one.cohort, one.role) == (
        2,
        "Al Fox",
        "a@b.example",
        "Cohort 13",
        ImportRole.SPECIALIST,
    )
