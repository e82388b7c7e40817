"""What words mean as an answer, in a table: a question, what is said, and what it means (answers.tsv)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.answers import meant
from bot.core.conversation import AskedQuestion, Drop, Fill, Meant, Press, ShowAgain
from bot.core.open_question import OpenQuestion
from bot.core.reply import Button

TABLE = Path(__file__).with_name("answers.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
QUESTIONS = {
    "log": (OpenQuestion("Log it anyway", "Don't log it", "details"), ("Log it anyway", "Don't log it")),
    "send": (OpenQuestion("Send it", "Leave it"), ("Send it", "Change it", "Leave it")),
    "delete": (OpenQuestion("Delete it", "Keep it"), ("Delete it", "Keep it")),
    "which day": (OpenQuestion(reader="details"), ("Tue 3 Nov", "Wed 4 Nov", "Tue 10 Nov")),
    "exact": (OpenQuestion(no="Keep it", exact=("Delete everything",)), ("Delete everything", "Keep it")),
    "not plain": (OpenQuestion("Log it", reader="details", plain=False), ("Log it", "Other")),
}


def asked(name: str) -> AskedQuestion:
    question, labels = QUESTIONS[name]
    buttons = tuple(Button(label, "pressed") for label in labels)
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return AskedQuestion(question, "Log Saturday 7 November?", buttons, "x", personal=False, asked_at=at)


def in_words(found: Meant | None) -> str:
    match found:
        case None:
            return "nothing"
        case Press(button):
            return f"[{button.label}]"
        case Fill(words, corrects, partly):
            return f"reader{', corrects' * corrects}{', partly' * partly}: {words}"
        case ShowAgain():
            return "shown again"
        case Drop():
            return "dropped"


@pytest.mark.parametrize(("question", "said", "means"), ROWS)
def test_what_is_said_and_what_it_means(question: str, said: str, means: str) -> None:
    assert in_words(meant(asked(question), said)) == means
