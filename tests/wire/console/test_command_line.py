"""The `mastery` command as others use it: real processes and real pipes where these count."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bot.db.engine import HEAD
from tests.support.command import mastery
from tests.support.paths import COHORT, ROOT
from tests.support.stores import Made
from tests.support.transcript import CACHE_DIR

LONG = b"a" * 1_500_000


def process(*arguments: str, typed: str | bytes = "", **environment: str) -> subprocess.CompletedProcess[str]:
    given = typed if isinstance(typed, bytes) else typed.encode()
    done = subprocess.run(
        [sys.executable, "-m", "adapters", *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        env={"PATH": "", **environment},
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")
    )


def test_run_answers_each_line_and_bytes_that_are_no_text_do_not_end_it() -> None:
    done = process("run", typed=b"how many days release do I get\n\xff\xfe\x00deadline\n" + LONG + b"\nqts?\n")
    assert done.returncode == 0
    assert "ten days" in done.stdout
    assert "Qualified Teacher Status" in done.stdout
    assert done.stdout.startswith("bot: ")
    assert not done.stderr


def test_run_without_input_sets_up_and_ends() -> None:
    done = mastery("run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_chat_at_a_moment_knows_that_day() -> None:
    text = mastery("chat", "--at", "2026-11-23", typed="when is the deadline?\n").stdout
    assert "23 April 2026" in text
    assert "Applications closed on" in text


def test_a_button_is_pressed_by_its_label_and_a_missing_one_is_named() -> None:
    text = mastery("chat", typed="how many days\n[No such thing]\n").stdout
    assert "there is no button [No such thing] here; there is [" in text


def test_ask_prints_the_answer_and_its_source() -> None:
    done = mastery("ask", "when is the deadline?", "--at", "2026-02-10")
    assert "23 April 2026" in done.stdout
    assert "information sheet, “" in done.stdout


def test_a_batch_answers_line_for_line_and_names_the_lines_it_cannot_read(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "q": "when is the deadline?", "today": "2026-05-05"}),
        "not json",
        "",
        json.dumps({"id": "b", "q": "and the second year?", "context": ["how many release days"]}),
        json.dumps({"id": 3, "q": "hello", "today": "tomorrow"}),
        json.dumps({"id": 4, "q": "hello", "as": "king"}),
        json.dumps({"id": 5, "context": ["hello"]}),
    ]
    file = tmp_path / "batch.jsonl"
    file.write_text("\n".join(lines))
    done = mastery("ask", "--batch", str(file))
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["id"] for reply in replies] == [1, "b"]
    assert set(replies[0]) == {"id", "text", "kind", "sources", "entry", "score", "buttons"}
    assert "Applications closed on" in replies[0]["text"]
    assert replies[1]["entry"] == "release-days-later"
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["line 2", "line 5", "line 6", "line 7"]
    assert done.returncode == 1


def test_check_names_what_is_wrong(tmp_path: Path) -> None:
    assert mastery("check").returncode == 0
    config = tmp_path / "app.yaml"
    config.write_text("programme:\n  knowlege: here\n")
    done = mastery("check", MASTERY_CONFIG=str(config))
    assert done.returncode == 1
    assert "`programme.knowlege` is not a setting" in done.stderr


def test_check_says_which_settings_and_which_database_it_read_and_no_password(made: Made, tmp_path: Path) -> None:
    """Else, in a shell that does not know MASTERY_CONFIG, it would find in order what nobody runs."""
    config = tmp_path / "app.yaml"
    config.write_text(f"programme:\n  knowledge: {COHORT}\n")
    (tmp_path / "var").symlink_to(CACHE_DIR)  # what is learned lies beside app.yaml
    with made.postgresql(tmp_path) as url:
        known = url.replace("postgres@", "postgres:s3cret@")
        said = mastery("check", MASTERY_CONFIG=str(config), DATABASE_URL=known).stdout
    assert f"Settings: {config}." in said
    assert "Database: postgresql+psycopg://postgres:***@" in said
    assert "s3cret" not in said


def test_a_missing_settings_file_is_named() -> None:
    done = mastery("ask", "hello", MASTERY_CONFIG="/nowhere/app.yaml")
    assert done.returncode == 1
    assert "/nowhere/app.yaml: there is no such file" in done.stderr


def test_a_moment_that_is_only_pretended_deletes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "m.db"
    mastery("chat", "--db", f"sqlite:///{file}", typed="join 2222-2222\n")
    mastery("chat", "--db", f"sqlite:///{file}", "--at", "2040-01-02T10:00", typed="help\n")
    with closing(sqlite3.connect(file)) as records:
        assert records.execute("SELECT count(*) FROM join_attempt").fetchone() == (1,)


def test_the_database_is_brought_up_to_date_and_copied_while_in_use(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    assert "is at revision 00" in mastery("db", "upgrade", DATABASE_URL=url).stdout
    assert f"the newest is {HEAD}" in mastery("db", "current", DATABASE_URL=url).stdout
    mastery("chat", "--db", url, typed="am i eligible\n[Yes]\n")
    copy = tmp_path / "copy.db"
    assert mastery("db", "backup", str(copy), DATABASE_URL=url).returncode == 0
    again = mastery("db", "backup", str(copy), DATABASE_URL=url)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    resumed = mastery("chat", "--db", f"sqlite:///{copy}", typed="no\n").stdout
    assert "Question 3 of 5" in resumed


def test_a_backup_of_nothing_is_refused_in_words(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert "there is no database" in mastery("db", "backup", str(tmp_path / "x"), DATABASE_URL=url).stderr
    assert "name the file" in mastery("db", "backup", DATABASE_URL=url).stderr


def test_a_chart_is_drawn_in_both_forms(tmp_path: Path) -> None:
    for name, start in (("walk.svg", "<svg"), ("walk.md", "```mermaid")):
        assert mastery("chart", "eligibility", "--out", str(tmp_path / name)).returncode == 0
        assert start in (tmp_path / name).read_text()
    refused = mastery("chart", "eligibility", "--out", str(tmp_path / "walk.png"))
    assert refused.returncode == 1
    assert ".svg" in refused.stderr


def test_answers_of_yesterday_are_deleted_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    url = f"sqlite:///{file}"
    mastery("chat", "--db", url, "--at", "2026-02-10T10:00", typed="am i eligible\n[Yes]\n")
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM walk_answer").fetchone() == (1,)
        database.execute("UPDATE heartbeat SET at = datetime(at, '-25 hours') WHERE name = 'purge'")
        database.commit()
        mastery("chat", "--db", url, typed="")
        assert database.execute("SELECT count(*) FROM walk_answer").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM walk").fetchone() == (0,)
