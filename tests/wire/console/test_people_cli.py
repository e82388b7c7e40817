"""`mastery people`: a spreadsheet brought in from the command line, and who is on record."""

from pathlib import Path

from tests.support.command import mastery

HEAD = "name,e-mail,school,hub,cohort,role\n"
SAM = "Sam Patel,sam@school.example,Oakfield Primary,North Mersey Maths Hub,Cohort 12,\n"


def test_a_spreadsheet_comes_in_once_and_is_listed(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'bot.db'}", tmp_path / "people.csv"
    assert "Nobody is on record" in mastery("people", "list", DATABASE_URL=url).stdout
    file.write_text(HEAD + SAM)
    done = mastery("people", "import", str(file), DATABASE_URL=url)
    assert done.returncode == 0
    assert "new: Sam Patel <sam@school.example>  join " in done.stdout
    for text in ("hub added: North Mersey", "cohort added: Cohort 12", "1 new, 0 already there."):
        assert text in done.stdout
    again = mastery("people", "import", str(file), DATABASE_URL=url).stdout
    assert "already there: Sam Patel\n0 new, 1 already there." in again
    listed = mastery("people", "list", DATABASE_URL=url).stdout
    assert "Sam Patel <sam@school.example>  Cohort 12, North Mersey Maths Hub, Oakfield Primary" in listed
    assert "on record: 1 people, 1 hubs" in mastery("check", DATABASE_URL=url).stdout


def test_the_operator_makes_a_code_for_anybody_and_takes_the_administrators_role(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'bot.db'}", tmp_path / "people.csv"
    file.write_text(HEAD + SAM + "Ada Boss,ada@office.example,,,,administrator\n")
    first = mastery("people", "import", str(file), DATABASE_URL=url).stdout
    made = mastery("people", "code", "ADA@office.example", DATABASE_URL=url).stdout
    assert "Ada Boss <ada@office.example>  join " in made
    assert made.split("join ")[1][:9] not in first
    assert "administrator" in mastery("people", "list", DATABASE_URL=url).stdout
    gone = mastery("people", "remove-admin", "ada@office.example", DATABASE_URL=url)
    assert "Ada Boss is no longer an administrator" in gone.stdout
    assert "administrator" not in mastery("people", "list", DATABASE_URL=url).stdout
    again = mastery("people", "remove-admin", "ada@office.example", DATABASE_URL=url)
    assert "is no administrator, so nothing has changed" in again.stderr
    for what in ("code", "remove-admin"):
        assert "nobody with the e-mail address" in mastery("people", what, "x@y.example", DATABASE_URL=url).stderr
        assert f"mastery people {what} E-MAIL" in mastery("people", what, DATABASE_URL=url).stderr


def test_a_bad_row_is_named_and_no_file_is_asked_for(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'bot.db'}", tmp_path / "people.csv"
    file.write_text(HEAD + SAM + ",no address,,,,\n")
    done = mastery("people", "import", str(file), DATABASE_URL=url)
    assert done.returncode == 1
    assert "line 3: the name is missing" in done.stderr
    assert "name the spreadsheet" in mastery("people", "import", DATABASE_URL=url).stderr
    assert "Nobody is on record" in mastery("people", "list", DATABASE_URL=url).stdout
