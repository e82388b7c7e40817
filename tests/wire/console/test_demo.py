"""The demo hub: every line of its script is taken, twice changes nothing, and personas stand on it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.console import demo
from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.identity.repository import People
from tests.support.command import mastery

DAYS = ["2026-11-25", "2026-09-03", "2027-08-30", "2026-12-30", "2026-02-10", "2027-03-27"]


@pytest.mark.parametrize("day", [DAYS[0], *(pytest.param(one, marks=pytest.mark.everywhere) for one in DAYS[1:])])
async def test_it_is_made_on_any_day_and_only_once(core: Core, store: Store, clock: SetClock, day: str) -> None:
    clock.moment = now = datetime.fromisoformat(f"{day}T10:00+00:00")
    done = await demo.fill(core, store, now)
    assert done.made
    everybody, lead = await People(store).all(), await People(store).of(demo.sender("lead"))
    assert len(everybody) == 13
    assert lead is not None
    assert [hub.name for hub in lead.leads] == [demo.HUB]
    assert not (await demo.fill(core, store, now)).made
    assert await People(store).all() == everybody


async def test_what_is_there_in_part_is_completed(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment = now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    await demo.fill(core, store, now, whole=False)
    assert len(await People(store).all()) == 2
    assert (await demo.fill(core, store, now)).made
    assert len(await People(store).all()) == 13


async def test_every_line_of_the_script_is_a_command(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment = now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    done = await demo.fill(core, store, now)
    assert not done.unknown


async def test_a_line_that_is_refused_is_said_loudly(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment = now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    made = demo._Demo(core, store, now)
    await made.begin()
    with pytest.raises(demo.DemoFailed, match="lead said “cohort code Nobody Here”"):
        await made.say("lead", "cohort code Nobody Here")


def test_each_line_of_a_batch_stands_on_records_of_its_own(tmp_path: Path) -> None:
    asked = [
        {"id": 1, "q": "cohort status", "as": "lead", "today": "2026-11-25"},
        {"id": 2, "q": "cohort leave Sam Patel", "as": "lead", "today": "2026-11-25"},
        {"id": 3, "q": "cohort status", "as": "lead", "today": "2026-11-25"},
        {"id": 4, "q": "cohort status", "as": "specialist", "today": "2026-11-25"},
        {"id": 5, "q": "what do you hold about me", "as": "specialist"},
        {"id": 6, "q": "cohort status"},
    ]
    file = tmp_path / "batch.jsonl"
    file.write_text("\n".join(map(json.dumps, asked)))
    done = mastery("ask", "--batch", str(file))
    assert not done.stderr
    said = [json.loads(line)["text"] for line in done.stdout.splitlines()]
    assert "12 specialists" in said[0]
    assert "Has Sam Patel (Oakfield Primary) left" in said[1]
    assert said[2] == said[0]
    assert "Only hub leads" in said[3]
    assert "Sam Patel" in said[4]
    assert "Only hub leads" in said[5]


def test_the_personas_are_found_in_a_database_that_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    assert "The demo is there: " in mastery("demo", DATABASE_URL=url).stdout
    assert "there already" in mastery("demo", DATABASE_URL=url).stdout
    assert "Sam Patel" in mastery("chat", "--as", "specialist", "--db", url, typed="help\n").stdout
    assert "12 specialists" in mastery("chat", "--as", "lead", "--db", url, typed="cohort status\n").stdout


@pytest.mark.parametrize("command", [["demo"], ["chat", "--as", "lead"], ["chat", "--as", "specialist"]])
def test_made_up_people_are_put_among_no_real_ones(tmp_path: Path, command: list[str]) -> None:
    url, file = f"sqlite:///{tmp_path / 'bot.db'}", tmp_path / "people.csv"
    file.write_text("name,e-mail,school,hub,cohort\nAnn Lee,ann@school.example,Oakfield,Kent,Cohort 12\n")
    assert mastery("people", "import", str(file), DATABASE_URL=url).returncode == 0
    before = mastery("people", "list", DATABASE_URL=url).stdout
    there = ["--db", url] if command[0] == "chat" else []
    done = mastery(*command, *there, typed="help\n", DATABASE_URL=url)
    assert done.returncode == 1
    assert "There are people on record here" in done.stderr
    assert "Name a new database" in done.stderr
    assert mastery("people", "list", DATABASE_URL=url).stdout == before


def test_a_specialist_in_a_terminal_sees_which_reminders_are_planned_and_that_none_is_sent_there() -> None:
    said = mastery("chat", "--as", "specialist", "--at", "2026-11-25T10:00", typed="reminders\n").stdout
    assert "bot: Planned reminders, each in the morning:" in said
    assert "• Tue 29 Dec: residential 2 (Tue 26 Jan)" in said
    assert "Reminders aren't being sent at the moment." in said
