"""What a hub adds cannot contradict a figure or a date of the sheet unseen, however it is written."""

from datetime import date, timedelta

import pytest

from bot.features.ask_hub.fact_check import differing
from bot.language.dates_written import dates
from bot.language.numbers_in_text import figures
from knowledge.model import Knowledge

DAYS, THREE, TWO_DAYS = "ten (release days)", "three (residentials)", "two-day (residential length)"
CLOSES, OPENS = "23 April 2026 (closing date)", "16 December 2025 (opening date)"
NOTHING = "no such figure"

AS_IN_THE_SHEET = (
    "There are three residentials of two days, and ten days' release in 2026/27.",
    "You get 10 days of release, and the residentials are two days each.",
    "Three two-day residentials in the first year.",
    "It is a 2-day residential.",
    "You may apply by 23 April.",
    "Apply by April 23rd.",
    "It closes on the twenty-third of April.",
    "It closes on the 23rd.",
    "It closes on 23 Apr 2026.",
    "It closes on 23/4.",
    "It closes on 2026-04-23.",
    "Applications close in April 2026.",
    "The development year is 2026-27.",
    "In the second year, 2027/2028, the number is not fixed.",
    "The residentials are in autumn 2026, the spring term 2027 and summer 2027.",
    "This is the twelfth cohort.",
    "At least four years' primary maths is a plus.",
    "Four or more years of primary maths are a plus.",
    "Year 6 and Key Stage 2 teachers are welcome.",
    "Behind the hotel, no charge. One of us meets you; May I suggest the train? You may bring a pair of shoes.",
    "The first and the second residential are near the station; see part II of the letter.",
)
DIFFERENT = {
    "There are four residentials.": f"The answer says “four”; the sheet has {THREE}",
    "There are IV residentials.": f"The answer says “IV”; the sheet has {THREE}",
    "There is one residential.": f"The answer says “one”; the sheet has {THREE}",
    "There is a single residential.": f"The answer says “single”; the sheet has {THREE}",
    "There are no residentials.": f"The answer says “no”; the sheet has {THREE}",
    "It takes a couple of residentials.": f"The answer says “couple”; the sheet has {THREE}",
    "Residentials are three days long.": f"The answer says “three”; the sheet has {TWO_DAYS}",
    "It is a 3-day residential.": f"The answer says “3”; the sheet has {TWO_DAYS}",
    "The residentials take ten days.": f"The answer says “ten”; the sheet has {TWO_DAYS}",
    "You get twelve days of release.": f"The answer says “twelve”; the sheet has {DAYS}",
    "You get 12 days of release.": f"The answer says “12”; the sheet has {DAYS}",
    "You get １２ days of release.": f"The answer says “１２”; the sheet has {DAYS}",
    "You get XII days of release.": f"The answer says “XII”; the sheet has {DAYS}",
    "You get a dozen days.": f"The answer says “a dozen”; the sheet has {DAYS}",
    "You get half a dozen days.": f"The answer says “half a dozen”; the sheet has {DAYS}",
    "You get nineteen days.": f"The answer says “nineteen”; the sheet has {DAYS}",
    "You get twenty-five days.": f"The answer says “twenty-five”; the sheet has {DAYS}",
    "You get a hundred days.": f"The answer says “a hundred”; the sheet has {DAYS}",
    "You get 10½ days of release.": f"The answer says “10½”; the sheet has {DAYS}",
    "You get ten and a half days.": f"The answer says “ten and a half”; the sheet has {DAYS}",
    "You get 10.5 days.": f"The answer says “10.5”; the sheet has {DAYS}",
    "You get at least ten days.": f"The answer says “at least ten”; the sheet has {DAYS}",
    "You get 10+ days of release.": f"The answer says “10+”; the sheet has {DAYS}",
    "You get ten days a term.": f"The answer says “ten days a term”; the sheet has {DAYS}",
    "You get ten weeks of release.": f"The answer says “ten”; the sheet has {NOTHING}",
    "You get ten half-days of release.": f"The answer says “ten”; the sheet has {NOTHING}",
    "A fortnight of release is funded.": f"The answer says “fortnight”; the sheet has {DAYS}",
    "A month of release is funded.": f"The answer says “A month”; the sheet has {DAYS}",
    "Ten days are funded, not eleven.": f"The answer says “eleven”; the sheet has {NOTHING}",
    "You need five years' experience.": "The answer says “five”; the sheet has four (experience years)",
    "This is cohort 11.": "The answer says “11”; the sheet has Cohort 12 (cohort)",
    "This is the thirteenth cohort.": "The answer says “thirteenth”; the sheet has twelfth (cohort ordinal)",
    "The development year is 2027/28.": "The answer says “2027/28”; the sheet has 2026/27 (development year)",
    "It is 2027/28 then, not 2028/29.": f"The answer says “2028/29”; the sheet has {NOTHING}",
    "The residentials are in autumn 2027.": f"The answer says “autumn 2027”; the sheet has {NOTHING}",
    "It costs £50.": f"The answer says “£50”; the sheet has {NOTHING}",
    "It costs fifty pounds.": f"The answer says “fifty”; the sheet has {NOTHING}",
    "The hub pays 50% of it.": f"The answer says “50%”; the sheet has {NOTHING}",
    "It starts at 9:30.": f"The answer says “9:30”; the sheet has {NOTHING}",
    "Ring 0151 496 0000.": f"The answer says “0151 496 0000”; the sheet has {NOTHING}",
    "Applications close on 24 April 2026.": f"The answer says “24 April 2026”; the sheet has {CLOSES}",
    "They close on April 24th.": f"The answer says “April 24th”; the sheet has {CLOSES}",
    "They close on 4 April.": f"The answer says “4 April”; the sheet has {CLOSES}",
    "They close on 26 April.": f"The answer says “26 April”; the sheet has {CLOSES}",
    "They close on 04/04/2026.": f"The answer says “04/04/2026”; the sheet has {CLOSES}",
    "They close on 30/4.": f"The answer says “30/4”; the sheet has {CLOSES}",
    "They close on 30 Apr.": f"The answer says “30 Apr”; the sheet has {CLOSES}",
    "They close on the thirtieth of April.": f"The answer says “thirtieth of April”; the sheet has {CLOSES}",
    "They close on the 30th.": f"The answer says “the 30th”; the sheet has {CLOSES}",
    "They close at the end of April.": f"The answer says “end of April”; the sheet has {CLOSES}",
    "They close in may.": f"The answer says “in may”; the sheet has {CLOSES}",
    "They close by May half term.": f"The answer says “by May”; the sheet has {CLOSES}",
    "It opens on 23 April 2026.": f"The answer says “23 April 2026”; the sheet has {OPENS}",
    "It opens on 12 December.": f"The answer says “12 December”; the sheet has {OPENS}",
    "Come on 12/11/2026.": f"The answer says “12/11/2026”; the sheet has {OPENS} or {CLOSES}",
    "Come in May 2027.": f"The answer says “May 2027”; the sheet has {OPENS} or {CLOSES}",
}


@pytest.mark.parametrize("answer", AS_IN_THE_SHEET)
def test_what_the_sheet_says_is_not_named(answer: str, knowledge: Knowledge) -> None:
    assert differing(answer, knowledge.facts) == ()


@pytest.mark.parametrize("answer", DIFFERENT)
def test_what_is_not_the_sheets_is_named_with_what_the_sheet_has(answer: str, knowledge: Knowledge) -> None:
    assert differing(answer, knowledge.facts) == (DIFFERENT[answer],)


def test_each_is_named_in_the_order_in_which_it_stands(knowledge: Knowledge) -> None:
    found = differing("You get 8 to 12 days, from 1 June, and twelve residentials.", knowledge.facts)
    assert [line.partition(";")[0].removeprefix("The answer says ") for line in found] == [
        "“8”",
        "“12”",
        "“1 June”",
        "“twelve”",
    ]


def test_the_reviewed_answers_are_seldom_named(knowledge: Knowledge) -> None:
    """A check that names what the sheet itself says would not be read for long."""
    window = knowledge.window
    moments = (window.opens - timedelta(days=1), window.opens, window.closes, window.closes + timedelta(days=1))
    answers = {knowledge.answer(entry, day) for entry in knowledge.entries.values() for day in moments}
    named = [line for answer in answers for line in differing(answer, knowledge.facts)]
    assert len(named) <= len(answers) // 20, named


@pytest.mark.parametrize(
    "text", ["ten " * 250, "a dozen and " * 80, "2026/" * 200, "the end of May " * 60, "1 2" * 300]
)
def test_any_answer_is_looked_through(text: str, knowledge: Knowledge) -> None:
    differing(text, knowledge.facts)
    assert all(text[one.start : one.end] == one.text for one in figures(text))
    assert all(text[one.start : one.end] == one.text for one in dates(text))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("23 April", True),
        ("April 2026", True),
        ("23/04/26", True),
        ("2026-04-23", True),
        ("4 April", False),
        ("23 May", False),
        ("23 April 2027", False),
        ("the end of April", False),
        ("April 2025", False),
    ],
)
def test_a_date_could_be_a_day_only_if_all_that_it_names_is_of_that_day(text: str, same: bool) -> None:
    (written,) = dates(text)
    assert written.could_be(date(2026, 4, 23)) is same
