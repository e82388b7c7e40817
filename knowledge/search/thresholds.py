"""Where the search stops being sure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Likelihoods, 0 to 1, unless said otherwise; found on questions of authors held back."""

    known: float = 0.30  # nearest wording below this: nothing here is about it
    sure: float = 0.45  # a topic above this needs no second look
    both: float = 0.5  # two entries that hold this much together are both shown
    tie: float = 0.6  # if the second has this share of the first
    least: float = 0.16  # an entry that is less likely is only offered
    act: float = 0.4  # a request that is less sure gives way to what else it may be
    shared: float = 0.5  # all other subjects together: what is none of them in particular is still one of them
    elsewhere: float = 1.0  # how much likelier another subject is than the programme, for an unknown to be one
    alone: float = 0.6  # a question this sure needs nothing from the turn before
    taught: float = 0.95  # the same for one that opens like a follow-up ("is it …", "what if …") …
    nearly_said: float = 0.95  # … where a single wording comes this near to it (cosine)
    repeated: float = 0.5  # what the entry just answered keeps of its likelihood; nobody asks that twice
    own: float = 0.5  # what a follow-up counts for by itself, beside what was said before it
    subject: float = 0.35  # what it counts for when asked of the subject that was spoken of
    near: float = 2.0  # how much likelier an entry of that subject is
    turned: float = 0.65  # what "what about …" counts for by itself; it may turn to another subject
    named: float = 0.95  # a follow-up that the data names is as good as pressed
    manners: float = 0.6  # all small talk together: less, of more than manners, is taken for something else
    side: float = 0.45  # how sure each of two things must be that are named to be told apart
    second: float = 0.60  # a further part of a message must be this sure to be answered too
    settled: float = 0.9  # an answer this sure is all that a message asks, whatever its other clauses tell
    clause: float = 0.85  # a clause that only tells something must be this sure to be answered too …
    beside: float = 0.70  # … or this sure, beside an answer that is less sure than `second`


@dataclass(frozen=True, slots=True)
class DoubtLimits:
    """Below which likelihood a reader who may choose is asked, where there is one.

    A choice between two, what was not found and what is only said once more are always in doubt. Found on four
    authors who teach nothing (18 to 21): half of their questions stay, and 96 of 100 of those that stay are
    answered rightly. `python -m tests.bench.chooser --curve` shows what other values give.
    """

    answer: float = 0.95  # a follow-up that the data names is just as likely as this, and stays
    request: float = 0.95
    manners: float = 0.95
    elsewhere: float = 0.95
