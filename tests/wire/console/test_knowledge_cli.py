"""`mastery knowledge retire`: whoever runs the bot takes a cohort that is over out of service."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import Done, mastery
from tests.support.publishing import cohort_beside, small_cohort

Say = Callable[..., Done]
ENROLLED = "name,e-mail,school,hub,cohort,role\nSam Patel,sam@school.example,Oakfield,North Mersey,Cohort 12,\n"


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """A deployment with two cohorts in app.yaml, and a command typed in its folder."""
    small_cohort(tmp_path / "cohort_12")
    cohort_beside(tmp_path / "cohort_12")
    (tmp_path / "app.yaml").write_text("programme: {knowledge: [cohort_12, cohort_13]}\n")

    def typed(*words: str) -> Done:
        url, config = f"sqlite:///{tmp_path / 'bot.db'}", str(tmp_path / "app.yaml")
        return mastery(*words, DATABASE_URL=url, MASTERY_CONFIG=config)

    return typed


def test_a_cohort_is_retired_in_the_terminal_and_the_last_one_stays(say: Say, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ENROLLED)
    say("people", "import", str(tmp_path / "people.csv"))
    asked = say("knowledge", "retire", "cohort_12")
    assert "1 person at 1 hub still has a place in Cohort 12" in asked.stdout
    assert "Nothing is changed yet. To do it: mastery knowledge retire cohort_12 --yes" in asked.stdout
    unknown = say("knowledge", "retire", "cohort_9", "--yes")
    assert unknown.returncode == 1
    assert "mastery knowledge retire cohort_12, or mastery knowledge retire cohort_13" in unknown.stderr
    done = say("knowledge", "retire", "12", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Cohort 12 is out of service" in done.stdout
    last = say("knowledge", "retire", "cohort_13", "--yes")
    assert last.returncode == 1
    assert "answered from Cohort 13 alone, so it stays" in last.stderr
    assert "Sam Patel <sam@school.example>  Cohort 12, North Mersey" in say("people", "list").stdout
