"""Who has a hard day is not told “Lovely”; a question about hard things is answered as a question."""

import pytest

from knowledge.search import FindingKind, Search
from tests.knowledge.test_search import ids

SAD = (
    "my TA has rung in sick for tomorrow",
    "i feel so overwhelmed by everything",
    "i just cant cope",
    "honestly I'm shattered",
    "the stress is getting to me",
    "one of our dinner ladies passed away on sunday",
    "i could just sit and cry",
    "we've got four staff off",
)
LET_DOWN = ("that is a pity", "oh no what a shame", "well thats a disappointment")
ASKED = {
    "how heavy is the workload": "workload",
    "I'm scared I'm not good enough to be a specialist": "experience-needed",
    "could I defer, I've been really ill": "next-cohort",
    "what if I burn out and need to stop": "withdrawing",
    "who do i go to if im not coping on the programme": "mentor",
    "what if I'm off with stress for six weeks": "absence",
    "what if my mum dies during a residential": "missing-a-residential",
    "my TA left, can another TA cover my class": "class-cover",
    "I've had flu, can I send the form late": "late-applications",
}


@pytest.mark.parametrize("said", SAD)
def test_a_hard_day_is_heard(search: Search, said: str) -> None:
    finding = search.find(said)
    assert (finding.kind, ids(finding)[0]) == (FindingKind.SMALLTALK, "hard-day")


@pytest.mark.parametrize("said", LET_DOWN)
def test_who_hoped_for_something_else_is_heard(search: Search, said: str) -> None:
    assert ids(search.find(said))[0] == "disappointment"


@pytest.mark.parametrize(("asked", "entry"), ASKED.items())
def test_a_question_about_hard_things_is_answered(search: Search, asked: str, entry: str) -> None:
    finding = search.find(asked)
    assert (finding.kind, ids(finding)[0]) == (FindingKind.ANSWER, entry)
