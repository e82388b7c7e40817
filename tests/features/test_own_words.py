"""What somebody says of coming, or of a report, in the words of a phone: noted when it is plain, else not."""

import pytest

from bot.features.reports.own_words import ReportAnswer, told_of_report
from bot.features.residentials.domain import AttendanceAnswer
from bot.features.residentials.own_words import answer_in, number_in

CANNOT = [
    "I can't make residential 2",
    "I can’t make residential 2",
    "sorry i cant come to the second residential",
    "I won't be there in November",
    "I'm poorly and will miss the residential",
    "tell them I can't come to the residential",
    "could you tell them I can't come to residential 1?",
    "put me down as not attending",
    "not coming to residential 3",
    "send my apologies for the spring one",
    "rsvp no",
    "I thought I could come but I can't",
]
COMING = [
    "I'll be there",
    "I’ll be at residential 2",
    "I'm coming to the residential",
    "count me in for the residential",
    "yes I can attend the autumn event",
    "rsvp yes",
    "I said I couldn't come but now I can",
    "change my residential reply, I can make it now",
    "mark me as attending",
    "attending",
    "attendance for the residential, I'm in",
    "I won't miss residential 1",
]
NEITHER = [
    "can I come to residential 3 by car",
    "can I miss residential 2?",
    "do I have to attend residential 3",
    "what if I can't make residential 2",
    "if I can't make residential 2, what happens",
    "I'm not sure if I can come to residential 1",
    "I can't remember when residential 3 is",
    "I can't find where residential 1 is",
    "I don't know whether I'll be there",
    "I might not be coming",
    "I can only come for the first day of the residential",
    "is residential 2 not confirmed yet",
    "when is the next one coming up",
    "any residential coming up",
    "my residentials",
    "",
]
DONE = [
    "my autumn report is done",
    "I've finished the report for the hub",
    "report sent",
    "I emailed it to the hub already, mark it complete",
    "tick off my autumn report",
    "can you mark my autumn report as done?",
    "my report's in",
    "submited my report",
]
NOT_DONE = [
    "unmark my report, it isn't finished",
    "sorry the report's not done, I ticked it by mistake",
    "I haven't done my autumn report",
    "I haven’t done my autumn report",
    "the autumn report is unfinished",
]
ASKS = [
    "is my autumn report done?",
    "is my autumn report done",
    "have I done my autumn report",
    "when is my autumn report due",
    "can you tell me if my autumn report is done",
    "did you get my report",
]
UNCLEAR = [
    "my autumn report is nearly done",
    "I'll have my autumn report done tomorrow",
    "I want to submit my autumn report",
    "my autumn report needs to be done",
    "hand in my autumn report",
    "I've uploaded the wrong report",
    "Ben's autumn report is done",
    "she has sent her autumn report",
    "i hope to get the autumn report done by friday",
    "i hope to have the autumn report finished on monday",
    "i plan to get the autumn report done tonight",
    "planning on having my report finished this week",
    "my head wants me to get the autumn report done",
    "my head says the autumn report is done",
    "trying to get my report sent today",
    "would be nice to have the report done",
]


SAID_OF_SOMEBODY_ELSE = [
    "ben can't come to residential 2",
    "my colleague isn't coming to residential 1",
    "Priya is coming to residential 2",
    "can't come to residential 2 unless they pay",
    "my husband says i cant go to residential 2",
    "the kids say i cant go to residential 2 lol",
    "my head thinks I'll be there",
    "the office told me I'm coming to residential 1",
]


@pytest.mark.parametrize("text", SAID_OF_SOMEBODY_ELSE)
def test_what_is_said_of_somebody_else_or_on_a_condition_is_no_answer(text: str) -> None:
    assert answer_in(text) is None


@pytest.mark.parametrize("text", CANNOT)
def test_who_cannot_come_is_understood(text: str) -> None:
    assert answer_in(text) is AttendanceAnswer.CANNOT


@pytest.mark.parametrize("text", COMING)
def test_who_is_coming_is_understood(text: str) -> None:
    assert answer_in(text) is AttendanceAnswer.COMING


@pytest.mark.parametrize("text", NEITHER)
def test_a_question_or_a_doubt_is_no_answer(text: str) -> None:
    assert answer_in(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("I can't make residential 2", 2),
        ("the second residential", 2),
        ("residential two", 2),
        ("the 3rd one", 3),
        ("on 12/11", None),
        ("the first day", None),
        ("one of them", None),
        ("", None),
    ],
)
def test_the_number_of_a_residential_is_read(text: str, number: int | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (told, text)
        for told, texts in (
            (ReportAnswer.DONE, DONE),
            (ReportAnswer.NOT_DONE, NOT_DONE),
            (ReportAnswer.ASKS, ASKS),
            (ReportAnswer.UNCLEAR, UNCLEAR),
        )
        for text in texts
    ],
)
def test_what_is_said_of_a_report_is_told_apart(told: ReportAnswer, text: str) -> None:
    assert told_of_report(text) is told
