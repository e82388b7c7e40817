"""What a question may mean, a dozen at most, for a reader who chooses among them; the likeliest first."""

from collections.abc import Collection, Sequence

import numpy as np

from knowledge.model import Entry, OffTopic, Request, SmallTalk, Topic
from knowledge.search.finding import Finding, FindingKind, PastTurn
from knowledge.search.search import Search
from knowledge.search.thresholds import Doubt

MOST = 12
MOST_BESIDE = 4  # entries of the subject that was spoken of, where nothing likelier fills the list
MOST_MANNERS = 2  # small talk, where it is likely at all
MOST_OF_MANNERS = 4  # the same where the search takes it for small talk: "thanks" or kind words
LEAST_MANNERS = 0.05
SAID_FOR_SURE = frozenset({FindingKind.REASON, FindingKind.AGAIN, FindingKind.SIMPLY, FindingKind.MORE})


def in_doubt(finding: Finding, doubt: Doubt) -> bool:
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
        case FindingKind.CHOICE | FindingKind.ABSTAIN:
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
    """What the search found, then whatever is likely in any way of reading it; a dozen at most.

    masked: requests that are not for who asks.
    """
    rankings = search.rankings(question, before)
    topics = search.topics
    likely = np.max([ranking.likely for ranking in rankings], axis=0)
    order = [topics[int(at)] for at in np.argsort(-likely)]
    scores = {topic.id: float(score) for topic, score in zip(topics, likely, strict=True)}
    barred = {*masked, *finding.barred}
    manners = [one for one in order if isinstance(one, SmallTalk)]
    if finding.kind is FindingKind.SMALLTALK:
        manners = manners[:MOST_OF_MANNERS]
    else:
        manners = [one for one in manners[:MOST_MANNERS] if scores[one.id] >= LEAST_MANNERS]
    others = [one for one in order if isinstance(one, Entry | Request)]
    beside = search.beside(before)[:MOST_BESIDE] if before else []
    found = [hit.topic for hit in finding.hits if not isinstance(hit.topic, OffTopic)]
    room = MOST - len(beside)
    first = list(dict.fromkeys(topic.id for topic in [*found, *manners, *others]))
    by_id = {topic.id: topic for topic in topics}
    names = dict.fromkeys([*[name for name in first if name not in barred][:room], *beside, *first])
    return tuple(by_id[name] for name in list(names) if name not in barred)[:MOST]
