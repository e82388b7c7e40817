"""LibreOffice without a screen: it opens a workbook, changes a cell as a person would, and saves it again."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

LEFT_OUT = "LibreOffice is not installed: the tests that open a workbook in it were left out."
LONGEST = 300  # seconds; its first start makes a profile
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Edit"/></library:library>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edit" script:language="StarBasic">{}
</script:module>"""
MACRO = """
Function Hidden(name, value)
    Dim made As New com.sun.star.beans.PropertyValue
    made.Name = name
    made.Value = value
    Hidden = made
End Function

Sub Change(path, kept, sheet, column, row, words)
    book = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, Array(Hidden("Hidden", True)))
    If sheet <> "" Then
        book.Sheets.getByName(sheet).getCellByPosition(CLng(column), CLng(row)).setString(words)
    End If
    book.storeToURL(ConvertToURL(kept), Array(Hidden("FilterName", "Calc MS Excel 2007 XML")))
    book.close(True)
End Sub
"""


def installed() -> str | None:
    """Where it is; None where it is not."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def saved(book: Path, profile: Path, cell: tuple[str, int, int] | None = None, words: str = "") -> Path:
    """The workbook as LibreOffice saves it. cell: a sheet, and a column and row from 1, into which words go."""
    started = [str(installed()), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    if not profile.exists():
        _run([*started, "--terminate_after_init"])  # else its first start writes its own macros over ours
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "script.xlb").write_text(LIBRARY)
    (basic / "Edit.xba").write_text(MODULE.format(escape(MACRO)))
    kept = book.with_name(f"saved-{book.name}")
    sheet, column, row = cell or ("", 1, 1)
    given = (str(book), str(kept), sheet, str(column - 1), str(row - 1), words)
    named = ",".join(f'"{one}"' for one in given)
    _run([*started, f"macro:///Standard.Edit.Change({named})"])
    return kept


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
