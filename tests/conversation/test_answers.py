"""What words mean as an answer, without any store: labels, plain words, corrections."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.answers import meant
from bot.conversation.yes_no import NO, YES
from bot.core.conversation import AskedQuestion, Drop, Fill, Press, ShowAgain
from bot.core.open_question import OpenQuestion
from bot.core.reply import Button

BUTTONS = (Button("Delete everything", "forget"), Button("Keep it", "keep"))
LOG = (Button("Log it anyway", "log"), Button("Don't log it", "dont"))


def asked(question: OpenQuestion, buttons: tuple[Button, ...] = LOG, *, overtaken: bool = False) -> AskedQuestion:
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return AskedQuestion(question, "Is that right?", buttons, "x", False, at, overtaken=overtaken)


def test_a_word_is_yes_or_no_and_never_both() -> None:
    assert not YES & NO


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Log it anyway!", Press(LOG[0])),
        ("yes", Press(LOG[0])),
        ("don’t log it", Press(LOG[1])),
        ("no", Press(LOG[1])),
        ("no, friday", Fill("friday", corrects=True)),
        ("I meant the 13th", Fill("the 13th", corrects=True)),
        ("workshop", Fill("workshop", corrects=False)),
        ("yes, don't log it", ShowAgain()),
    ],
)
def test_words_and_what_they_mean(words: str, means: object) -> None:
    assert meant(asked(OpenQuestion("Log it anyway", "Don't log it", "details")), words) == means


def test_without_a_button_for_it_a_no_ends_the_question_and_a_yes_shows_it_again() -> None:
    assert meant(asked(OpenQuestion()), "no") == Drop()
    assert meant(asked(OpenQuestion()), "yes") == ShowAgain()


def test_once_overtaken_a_plain_yes_presses_nothing() -> None:
    assert meant(asked(OpenQuestion("Log it anyway"), overtaken=True), "yes") == ShowAgain()


@given(st.one_of(st.sampled_from(sorted(YES | NO)), st.text("delt vryhing.! ", max_size=24)))
def test_only_its_exact_words_delete_everything(words: str) -> None:
    question = asked(OpenQuestion(no="Keep it", exact=("Delete everything",)), BUTTONS)
    found = meant(question, words)
    if found == Press(BUTTONS[0]):
        assert "".join(filter(str.isalpha, words)) == "deleteeverything"
