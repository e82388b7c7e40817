"""What may be typed after `mastery`: every command with its options."""

import argparse
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters.console import ask, sheets
from adapters.platforms import PLATFORMS

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """`command` names what is to be done; the README's table is held to what is here."""
    parser = argparse.ArgumentParser(
        prog="mastery", description="The Primary Mastery Specialist Programme's chatbot."
    )
    parser.add_argument("--version", action="version", version=f"mastery-bot {version('mastery-bot')}")
    commands = parser.add_subparsers(required=True, metavar="command")
    _of_running(commands)
    _of_the_page(commands)
    _of_asking(commands)
    _of_choosing(commands)
    _of_sending(commands)
    _of_what_is_written(commands)
    _of_the_database(commands)
    _of_records(commands)
    _of_demo_and_docs(commands)
    sheets.add_to(commands)
    _of_the_operator(commands)
    return parser


def _of_running(commands: "Commands") -> None:
    """The bot itself: on its platforms, or in this terminal."""
    run = commands.add_parser("run", help="serve the platforms that have credentials, else talk in this terminal")
    run.set_defaults(command="run")

    on = commands.add_parser(
        "serve", help="one process until it is stopped: HTTP, and every platform with credentials"
    )
    on.set_defaults(command="serve")

    talk = commands.add_parser("chat", help="a conversation in the terminal; without --db, on records thrown away")
    talk.add_argument("--as", dest="persona", choices=ask.PERSONAS, default="teacher")
    talk.add_argument("--at", type=_moment, help="pretend it is this moment, e.g. 2026-02-10T09:30")
    talk.add_argument("--db", metavar="URL", help="keep records there, e.g. sqlite:///trial.db")
    talk.set_defaults(command="chat")


def _of_asking(commands: "Commands") -> None:
    one = commands.add_parser("ask", help="one question, or a file of them")
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", help="the question, in quotes")
    what.add_argument("--batch", metavar="FILE", help="JSON lines to answer; - for standard input")
    one.add_argument("--at", type=_moment, help="pretend it is this moment")
    one.set_defaults(command="ask")


def _of_sending(commands: "Commands") -> None:
    tick = commands.add_parser("tick", help="send what is due, once; or only say what it is")
    tick.add_argument("--at", type=_moment, help="pretend it is this moment")
    tick.add_argument("--dry-run", action="store_true", help="send and change nothing")
    tick.set_defaults(command="tick")


def _of_what_is_written(commands: "Commands") -> None:
    """A chart, and a platform's manifest."""
    chart = commands.add_parser("chart", help="draw a dialog as it stands in the data")
    chart.add_argument("dialog", choices=["eligibility"])
    chart.add_argument("--out", type=Path, required=True, metavar="FILE.svg|.md")
    chart.set_defaults(command="chart")

    manifest = commands.add_parser("manifest", help="write the app manifest that a platform asks for")
    manifest.add_argument("platform", choices=[one.name for one in PLATFORMS if one.manifest])
    manifest.add_argument(
        "--url", default="", help="where this server is reached, https://…; none for Slack's Socket Mode"
    )
    manifest.add_argument("--out", type=Path, metavar="FILE", help="where it goes")
    manifest.set_defaults(command="manifest")


def _of_the_database(commands: "Commands") -> None:
    database = commands.add_parser("db", help="bring the database up to date, say where it is, or copy it")
    database.add_argument("what", choices=["upgrade", "current", "backup"])
    database.add_argument("file", type=Path, nargs="?", help="where the copy goes; it must not exist yet")
    database.set_defaults(command="database")


def _of_demo_and_docs(commands: "Commands") -> None:
    filling = commands.add_parser("demo", help="fill the database with a demo hub: a lead and twelve specialists")
    filling.set_defaults(command="demo")

    docs = commands.add_parser("docs", help="write what the tables declare about people into docs/operating.md")
    docs.add_argument("--out", type=Path, default=Path("docs/operating.md"), metavar="FILE.md")
    docs.set_defaults(command="docs")


def _of_the_operator(commands: "Commands") -> None:
    """Setting up, and whether it is in order."""
    asked = commands.add_parser(
        "questions", help="ask a cohort a set of questions, and say which replies are wrong"
    )
    asked.add_argument("file", type=Path, nargs="?", help="JSON lines; the set that every cohort has without it")
    asked.add_argument(
        "--cohort", metavar="FOLDER", help="whose answers, also a draft's; every live cohort without it"
    )
    asked.add_argument("--chooser", type=Path, metavar="FILE", help="a reader's choices, used where in doubt")
    asked.set_defaults(command="questions")

    check = commands.add_parser("check", help="say in words what is wrong with the set-up, if anything is")
    check.add_argument(
        "--online", action="store_true", help="ask outside, too: credentials, public address, clock, disk, backup"
    )
    check.set_defaults(command="check")

    new = commands.add_parser("init", help="make a deployment's folder: app.yaml, this year's answers, a unit")
    new.add_argument("folder", type=Path, metavar="DIR")
    new.set_defaults(command="init")


def _of_the_page(commands: "Commands") -> None:
    """What is to be looked at in a browser."""
    trial = commands.add_parser(
        "try", help="a page with a teacher, a specialist and a hub lead side by side, and a clock to move"
    )
    trial.add_argument("--port", type=int, help="on loopback; 3979, or any that is free, when it is left out")
    trial.add_argument("--no-browser", action="store_true", help="only print the address")
    trial.add_argument("--at", type=_moment, help="begin at this moment")
    trial.set_defaults(command="try")


def _of_choosing(commands: "Commands") -> None:
    """What scores a reader's choices."""
    choose = commands.add_parser(
        "choose", help="what a careful reader may choose among, and what their choices do"
    )
    choose.add_argument("questions", help="JSON lines as for `ask --batch`; - for standard input")
    way = choose.add_mutually_exclusive_group(required=True)
    way.add_argument("--record", type=Path, metavar="FILE", help="write each question with what it may mean")
    way.add_argument("--replay", type=Path, metavar="FILE", help="answer with the choices in that file")
    choose.add_argument("--always", action="store_true", help="replay: also where the search is in no doubt")
    choose.add_argument("--at", type=_moment, help="pretend it is this moment")
    choose.set_defaults(command="choose")


def _of_records(commands: "Commands") -> None:
    """What reads spreadsheets."""
    persons = commands.add_parser("people", help="enrol everybody in a spreadsheet, list them, make codes")
    persons.add_argument("what", choices=["import", "list", "code", "remove-admin"])
    persons.add_argument(
        "given",
        nargs="?",
        metavar="FILE|E-MAIL",
        help="import: a .csv or .xlsx file with name, e-mail, school, hub, cohort; else whose code or role it is",
    )
    persons.set_defaults(command="people")

    published = commands.add_parser("knowledge", help="take a cohort that is over out of service")
    published.add_argument("what", choices=["retire"])
    published.add_argument(
        "cohort", nargs="?", default="", help="its folder's name; else the one whose window is over"
    )
    published.add_argument(
        "--yes", action="store_true", help="do it; without this it is only said what would change"
    )
    published.set_defaults(command="knowledge")

    records = commands.add_parser("days", help="bring in days, residentials and reports from a hub's spreadsheet")
    records.add_argument("what", choices=["import"])
    records.add_argument("file", type=Path, help="a .csv or .xlsx file; a line in it names the columns")
    records.add_argument("--dry-run", action="store_true", help="say what would be brought in, and change nothing")
    records.set_defaults(command="days")


def _moment(text: str) -> datetime:
    """ISO → an aware moment; a bare date is its noon, a time without a zone is London's."""
    try:
        moment = datetime.fromisoformat(text if "T" in text or " " in text else f"{text}T12:00")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment; write 2026-02-10T09:30") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/London"))).astimezone(UTC)
