"""Five spreadsheets as hubs keep them: each says the same four days of Sam, Ann and Al, in its own way.

Titles above the headings, sums below the rows, UTF-16, semicolons, names in two columns, “Patel, Sam”, dates as
text in four manners and as a spreadsheet's numbers.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook

DAYS = (
    ("Sam Patel", date(2026, 11, 6), "full day", "workshop", "with Year 4"),
    ("Sam Patel", date(2026, 11, 4), "morning", "assignment or study", ""),
    ("Ann Jones", date(2026, 10, 8), "half a day", "hub collaboration", ""),
    ("Al Fox", date(2026, 11, 20), "afternoon", "pilot workshop", ""),
)
"""What each of the five says."""


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(out)
    return out.getvalue()


def merged_titles() -> bytes:
    """A title over all columns, a line that says who made it, dates that Excel knows, a sum below."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["North Mersey Maths Hub – release days 2026/27"])
    sheet.merge_cells("A1:F1")
    sheet.append(["kept by Lee", None, None, "printed", date(2026, 11, 2)])
    sheet.append([])
    sheet.append(["Specialist", "Date", "Full/half", "Type", "Comments", "Days"])
    amounts = {"full day": 1, "morning": "am", "half a day": 0.5, "afternoon": "pm"}
    for name, day, part, what, note in DAYS:
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001  a spreadsheet's own
        sheet.append([name, moment, amounts[part], what, note])
    sheet.append(["Total", None, 3])
    dates = book.create_sheet("Residentials")
    dates.append(["Residential", "Start", "End", "Venue", "Confirmed"])
    dates.append([1, date(2027, 1, 12), date(2027, 1, 13), "The Grange", "yes"])
    book.save(out)
    return out.getvalue()


def utf_16() -> bytes:
    """“Unicode text” as Excel saves it: tabs, UTF-16; names in two columns."""
    rows = ["First name\tSurname\tDate\tSession\tPurpose\tNotes"]
    for name, day, part, what, note in DAYS:
        first, last = name.split()
        rows.append("\t".join((first, last, f"{day:%d/%m/%Y}", part, what, note)))
    return "\r\n".join(rows).encode("utf-16")


def semicolons() -> bytes:
    """As a European Excel saves CSV: `sep=;`, Windows' characters; the surname first; dates in words."""
    rows = ["sep=;", "Release days;;;;", "Name;When;How much;What for;Note"]
    for name, day, part, what, note in DAYS:
        first, last = name.split()
        rows.append(f'"{last}, {first}";{day.day} {day:%B} {day.year};{part.upper()};{what.title()};{note}')
    return "\r\n".join(rows).encode("cp1252")


def by_email() -> bytes:
    """By e-mail address alone; dates without a year."""
    rows = ["E-mail,Day,Amount,Activity,Details"]
    amounts = {"full day": "1", "morning": "am", "half a day": "0.5", "afternoon": "pm"}
    for name, day, part, what, note in DAYS:
        email = f"{name.lower().replace(' ', '.')}@school.example"
        rows.append(f"{email},{day:%a} {day.day} {day:%b},{amounts[part]},{what},{note}")
    return ("\ufeff" + "\n".join(rows)).encode()


def serials() -> bytes:
    """Dates as the numbers that a spreadsheet counts its days by, as text; reports on sheets of their own."""
    amounts = {"full day": "1.0", "morning": "AM", "half a day": "½", "afternoon": "PM"}
    rows = [
        [name, str((day - date(1899, 12, 30)).days), amounts[part], what, note]
        for name, day, part, what, note in DAYS
    ]
    reports = [["Report", "Due"], ["Autumn report", "11 December 2026"]]
    done = [
        ["Name", "Report", "Received"],
        ["Sam Patel", "Autumn report", "1/11/2026"],
        ["Al Fox", "Autumn report", ""],
    ]
    heading = ["Who", "Date", "AM/PM", "For", "Note"]
    return workbook(("Days", [heading, *rows]), ("Reports", reports), ("Done", done))


FIVE = {
    "merged titles": merged_titles,
    "UTF-16": utf_16,
    "semicolons": semicolons,
    "by e-mail": by_email,
    "serials": serials,
}
