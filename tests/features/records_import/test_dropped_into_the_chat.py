"""A spreadsheet sent into the chat: people are enrolled, their codes come as one file, bad rows are named."""

import io

import openpyxl
import pytest

from bot.core.activity import Message
from bot.core.dropped_file import DroppedFile, FileNotRead
from bot.core.plain_text import plain
from bot.identity.repository import People
from tests.support.announcing import ADA, FAY, LEE, SAM, weeks
from tests.support.reminding import Weeks
from tests.support.stores import store
from tests.support.stores import url_of_a_file as url

__all__ = ["store", "url", "weeks"]
PEOPLE = (
    "North Mersey,,,\nFirst name,Surname,Email,School\nBo,Ash,bo@school.example,Oakfield\nSam,Patel,"
    "sam.patel@school.example,St Anne's\n"
)
BAD = (
    "Name,E-mail,School,Hub\nBo Ash,bo@school,Oakfield,\nCy Orr,,Oakfield,\n,d@school.example,Oakfield,\n"
    "Kim Lee,kim.lee@school.example,Hill,\nEd Fry,ed@school.example,Hill,Fenland\n"
)


def workbook(text: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("People", 0)
    for line in text.strip().splitlines():
        sheet.append(line.split(","))
    book.save(out)
    return out.getvalue()


async def drop(weeks: Weeks, user: str, raw: bytes, words: str = "") -> str:
    async def fetch() -> bytes:
        if not raw:
            raise FileNotRead
        return raw

    said = Message(
        weeks.talk.sender(user), f"with {user}", words, {"user": user}, file=DroppedFile("a.csv", fetch)
    )
    weeks.talk.seen[user] = reply = await weeks.talk.core.handle(said)
    return "\n".join(map(plain, reply.messages))


async def names(weeks: Weeks) -> set[str]:
    return {one.name for one in await People(weeks.talk.ground.store).at([weeks.talk.ground.hub.id])}


@pytest.mark.parametrize("raw", [PEOPLE.encode(), PEOPLE.encode("utf-16"), workbook(PEOPLE)])
async def test_people_are_shown_first_and_enrolled_with_their_codes(weeks: Weeks, raw: bytes) -> None:
    said = await drop(weeks, LEE, raw)
    assert "I would bring in 1 person to enrol. Nothing has been changed yet." in said
    assert "1 more is here already." in said
    assert "Bo Ash" not in await names(weeks)
    assert "brought in 1 person to enrol" in await weeks.talk.press(LEE, "Bring it in")
    assert "Bo Ash" in await names(weeks)
    (file,) = weeks.talk.seen[LEE].files
    line = file.content.decode("utf-8-sig").splitlines()[1].split(",")
    assert line[:2] == ["Bo Ash", "bo@school.example"]
    assert "Bo Ash" in await weeks.talk.say("slack:bo", line[2]), "the code works"
    assert "all of that is here already" in await drop(weeks, LEE, raw), "a second time changes nothing"


async def test_it_is_undone_as_a_whole(weeks: Weeks) -> None:
    await drop(weeks, LEE, PEOPLE.encode())
    await weeks.talk.press(LEE, "Bring it in")
    await weeks.talk.say(LEE, "undo")
    assert "Bo Ash" not in await names(weeks)


async def test_every_bad_row_is_named_at_once_and_nothing_is_done(weeks: Weeks) -> None:
    before = await names(weeks)
    said = await drop(weeks, LEE, BAD.encode())
    assert "line 2: “bo@school” is not an e-mail address." in said
    assert "line 3: the e-mail address is missing" in said
    assert "line 4:" in said
    assert "line 5: kim.lee@school.example belongs to another hub" in said
    assert "line 6: the hub is “Fenland”, and this is for North Mersey Maths Hub." in said
    assert await names(weeks) == before


async def test_days_come_the_same_way(weeks: Weeks) -> None:
    rows = "Name,Date,Part,For\nSam Patel,6 October 2026,full day,workshop\n"
    assert "1 entry of release days of 1 person" in await drop(weeks, LEE, rows.encode())


async def test_who_is_no_lead_brings_nothing_in_and_words_beside_a_file_are_read(weeks: Weeks) -> None:
    assert "didn't get any words" in await drop(weeks, SAM, PEOPLE.encode())
    said = await drop(weeks, SAM, PEOPLE.encode(), "how many release days are there?")
    assert "ten days' teacher release" in said


async def test_a_file_that_cannot_be_fetched_or_read_is_said(weeks: Weeks) -> None:
    assert "couldn't fetch that file" in await drop(weeks, LEE, b"")
    assert "Nothing was brought in" in await drop(weeks, LEE, b"\x89PNG\r\n\x1a\n\x00\xff\xfe")


async def test_who_leads_several_hubs_names_one_beside_the_file(weeks: Weeks) -> None:
    assert "For which hub?" in await drop(weeks, ADA, PEOPLE.encode())
    assert "Fenland Maths Hub: I would" not in await drop(weeks, ADA, PEOPLE.encode(), "Fenland Maths Hub")
    assert "North Mersey Maths Hub: I would" in await drop(
        weeks, ADA, PEOPLE.encode(), "for North Mersey Maths Hub"
    )


async def test_codes_for_all_who_have_not_joined_come_as_one_file(weeks: Weeks) -> None:
    assert "1 person has not joined yet. Make new codes, as one file?" in await weeks.talk.say(LEE, "hub codes")
    await weeks.talk.press(LEE, "Make the codes")
    (file,) = weeks.talk.seen[LEE].files
    code = file.content.decode("utf-8-sig").splitlines()[1].split(",")[2]
    assert "Al Fox" in await weeks.talk.say("teams:al", code)
    assert "everybody has joined" in await weeks.talk.say(LEE, "hub codes")
    hub = {"hub": str(weeks.talk.ground.hub.id)}
    assert "another hub" in await weeks.talk.submit(FAY, "hub_codes", hub)
    assert "Only hub leads" in await weeks.talk.say(SAM, "hub codes")


async def test_who_has_left_is_brought_back(weeks: Weeks) -> None:
    await weeks.talk.say(LEE, "cohort leave Sam Patel, moved away")
    await weeks.talk.say(LEE, "yes")
    said = await weeks.talk.say(LEE, "bring Sam Patel back")
    assert "Sam Patel (St Anne's) left Cohort 12 on 2 November. Enrol them again?" in said
    assert "needs no code" in await weeks.talk.press(LEE, "Enrol Sam Patel again")
    assert "Sam Patel" in await names(weeks)
