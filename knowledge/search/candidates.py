"""What a question may mean, a dozen at most, for a reader who chooses among them; the likeliest first."""

from collections.abc import Collection, Sequence
from itertools import chain, islice, zip_longest

import numpy as np

from knowledge.model import OffTopic, Topic
from knowledge.search.finding import Finding, FindingKind, PastTurn
from knowledge.search.leaning import takes_back
from knowledge.search.search import Search
from knowledge.search.thresholds import DoubtLimits

MOST = 12
OF_ANY_ANSWER = ("handoff", "answers-from")  # "can you ask them then", "are you quite sure about that"
SAID_FOR_SURE = frozenset({FindingKind.REASON, FindingKind.AGAIN, FindingKind.SIMPLY, FindingKind.MORE})


def in_doubt(finding: Finding, doubt: DoubtLimits) -> bool:
    """Whether the search is so unsure that a reader is worth asking. A lone unknown word may be a name: never."""
    match finding.kind:
        case FindingKind.ANSWER:
            return min(hit.score for hit in finding.hits) < doubt.answer
        case FindingKind.REQUEST:
            return finding.score < doubt.request
        case FindingKind.OFFTOPIC:
            return finding.score < doubt.elsewhere
        case FindingKind.SMALLTALK:
            return finding.score < doubt.manners
        case FindingKind.CHOICE | FindingKind.ABSTAIN | FindingKind.RECALL:
            return True
    return False


def may_be_asked(finding: Finding) -> bool:
    """Nobody is asked about words that mean the whole last answer, or about a lone word that nothing holds."""
    return finding.kind not in SAID_FOR_SURE and finding.kind is not FindingKind.UNKNOWN_WORD


def candidates(
    search: Search,
    question: str,
    before: Sequence[PastTurn],
    finding: Finding,
    masked: Collection[str] = (),
) -> tuple[Topic, ...]:
    """What the search found, then in turn the likeliest of each way of reading it; a dozen at most.

    After other turns also what they were about, and what may be said of any answer. masked: requests that are not
    for who asks. What was taken back in an earlier turn may be meant again.
    """
    by_id = {topic.id: topic for topic in search.topics if not isinstance(topic, OffTopic)}
    without = {*masked, *(finding.barred if takes_back(question) else ())}
    rankings = search.rankings(question, before)
    readings = [np.max([ranking.likely for ranking in rankings], axis=0), rankings[0].likely]
    of_any = [name for name in OF_ANY_ANSWER if before and name in by_id and name not in without]
    ways = [[search.topics[int(at)].id for at in np.argsort(-likely)] for likely in readings]
    if before:
        ways += [[search.topics[at].id for at in rankings[-1].best(MOST)], search.spoken_of(before)]
    ways = [[name for name in way if name in by_id and name not in without] for way in ways]
    in_turn = chain.from_iterable(zip_longest(*ways))
    found = [hit.topic.id for hit in finding.hits if hit.topic.id in by_id and hit.topic.id not in without]
    names = dict.fromkeys(name for name in chain(found, in_turn) if name is not None and name not in of_any)
    return tuple(by_id[name] for name in [*islice(names, MOST - len(of_any)), *of_any])
