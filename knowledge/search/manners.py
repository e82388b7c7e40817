"""Words of manners at either end of a message: "hi, when does it close? thanks" asks only when it closes."""

import re
from functools import lru_cache

OPENING = """
(?:many |lots of )?thanks (?:so much|a lot|a million|for that|for this|for your help|again|very much|heaps|loads)
thank you (?:so much|very much|for that|for this|for your help|again) · that['’]?s all(?: for now| thanks)?
that['’]?s (?:great|helpful|brilliant|good|fine) · (?:very )?helpful · hi+(?:ya| there| all| again)?
hey+(?: there)? · hello+(?: there| again)? · helo · good (?:morning|afternoon|evening|day) · morning · afternoon
evening · dear (?:sir|madam|all|team) · greetings · you there · ok(?:ay|ey)? · okie · k · right(?: then)? · so
well · um+ · erm* · uh+ · ah+ · oh+ · ooh · hmm+ · ha(?:ha)*h? · lol · lmao · great · brilliant · lovely
perfect · fab · cool · nice · super · awesome · excellent · fine · yeah · yep · yes · yh · cheers · ta
thanks?(?: you)? · thankyou · thx · tysm · ty · (?:many |so |very )?much appreciated · bless(?: you)? · sorry
apologies · excuse me · pls · please · plz · then · now · anyway · and · also · got it · aww? · wow · amazing
(?:just )?(?:a )?quick (?:question|one|q) · one more(?: thing| question)? · another (?:one|question|q)
(?:just )?wondering · (?:just )?(?:to )?(?:check|ask)(?:ing)?
hope (?:you['’]?re|you are|this finds you) (?:well|ok) · mate · love · sir · miss · team · everyone · all · bot
mastery[- ]bot
"""
CLOSING = """
(?:many |lots of )?thanks?(?: (?:you|so much|a lot|a million|again|very much|in advance|loads|heaps|all|mate))?
thank you (?:so much|very much|again|in advance) · thankyou · thx · tysm · ty · ta · cheers · pls · plz · please
lol · lmao · ha(?:ha)*h? · hehe · x+ · (?:much )?appreciated · kind regards · best wishes · regards · mate
sorry · if you don['’]?t mind · if poss(?:ible)? · ok(?:ay)? · bye · tho · though · innit · eh
have a (?:good|nice|great|lovely) (?:day|one|evening|weekend)
"""
NEEDED = """
right to · so (?:much|many|far|long) · ta (?:in|at|for|with|who|doing|and|here) · well (?:being|paid) · fine for
great at · nice to · all (?:of|the|my|our|staff|schools|children|teachers) · miss (?:a|an|the|one|out|my)
team teach · then what · ask (?:my|the|a|our|them|him|her) · check (?:my|if i|whether i) · now (?:that|what)
love (?:maths|teaching|it) · yes or no · everyone else · sorry to hear
"""
MARK = r"[\s,.!?;:…\-–—()*~'\"“”\u2600-\u27bf\U0001f300-\U0001faff]"
FEWEST_LETTERS = 2
THANKS_FOR = re.compile(
    r"\W*(?:(?:oh|ok|right|well|aw+|many|lots of)\W+)*"
    r"(?:thank you|thanks|thankyou|thx|cheers|ta|bless you|sorry)\b"
    r"(?:\W+(?:so|very|much|a lot|a million|again|all|ever|really))*\W+for\b"
    r"(?!.*(?:\?|\b(?:what|when|where|who|why|how|which|can|could|do|does|is|are|will|would|should)\b)).{1,80}",
    re.IGNORECASE | re.DOTALL,
)
"""“Thank you so much for being there”: manners as a whole; what it is for is no question."""


def _any_of(phrases: str) -> str:
    return "|".join(phrase.strip() for line in phrases.strip().splitlines() for phrase in line.split(" · "))


FIRST = re.compile(rf"{MARK}*(?:{_any_of(OPENING)})(?={MARK}|$){MARK}*", re.IGNORECASE)
LAST = re.compile(rf"(?:(?<={MARK})(?:{_any_of(CLOSING)}){MARK}*)+$", re.IGNORECASE)
SENTENCE = re.compile(rf"{MARK}*(?:{_any_of(NEEDED)})\b", re.IGNORECASE)  # begins like manners, and is none


@lru_cache(maxsize=2_000)
def peeled(text: str) -> str:
    """The message without its manners; empty when it is nothing but manners."""
    if THANKS_FOR.fullmatch(text):
        return ""
    left = text
    while not SENTENCE.match(left) and (found := FIRST.match(left)):
        left = left[found.end() :]
    left = LAST.sub("", left).strip(" ,;:-–—")
    return left if sum(map(str.isalnum, left)) >= FEWEST_LETTERS or "£" in left else ""
