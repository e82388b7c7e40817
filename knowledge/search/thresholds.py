"""Where the search stops being sure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How likely something must be, 0 to 1, or what a likelihood is multiplied by; found on questions held back.

    `python -m tests.bench` measures the search with them.
    """

    # The nearest wording is less alike (cosine): nothing here is about it.
    nearest_wording: float = 0.3
    # An answer that is this likely is given without a second look.
    outright: float = 0.45
    # Two answers that are this likely together are both shown …
    pair_together: float = 0.5
    # … if the second is at least this part of the first.
    pair_ratio: float = 0.6
    # An answer that is less likely is only offered as a button.
    answer: float = 0.16
    # A request that is less likely gives way to what else it may be.
    request: float = 0.4
    # All other subjects together: the question is about one of them, whichever it is.
    off_topic: float = 0.5
    # What no wording is near is about another subject if that is this many times as likely as the programme.
    off_topic_ratio: float = 1.0
    # A question this likely is read without the turn before.
    stands_alone: float = 0.6
    # The same for one that opens like a follow-up (“is it …”, “what if …”) …
    opener_stands_alone: float = 0.95
    # … where a single wording is this near (cosine).
    opener_wording: float = 0.95
    # The answer that was just given keeps this part of its likelihood: nobody asks that twice.
    repeated: float = 0.5
    # The weight of a follow-up by itself, beside its words after those of the turn before.
    follow_up_alone: float = 0.5
    # Its weight when it is asked of the subject that was spoken of.
    of_subject: float = 0.35
    # An answer about that subject becomes this many times as likely.
    same_subject_ratio: float = 2.0
    # The weight of “what about …” by itself: it may turn to another subject.
    turned_alone: float = 0.65
    # The likelihood of what the data names as a follow-up: it is as good as pressed.
    named: float = 0.95
    # All small talk together: if less likely, a message is taken for something else.
    manners: float = 0.6
    # Two things that are named to be told apart must each be this likely.
    choice_each: float = 0.45
    # A further part of a message must be this likely to be answered too.
    further_part: float = 0.6
    # An answer this likely is all that a message asks, whatever its other clauses tell.
    settled: float = 0.9
    # A clause that only tells something must be this likely to be answered too …
    told_clause: float = 0.85
    # … or this likely, beside an answer that is less likely than `further_part`.
    told_clause_beside: float = 0.7


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
