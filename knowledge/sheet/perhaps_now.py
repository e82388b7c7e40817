"""Where the new sheet may answer a question whose sentences are gone: the nearest one, as a guess to be looked at.

Of 77 such answers of a made-up sheet that a reader placed anew, 30 were guessed; the section's first sentence was
right for one.
"""

from collections.abc import Iterable, Mapping

from knowledge.facts import Phase
from knowledge.model import Knowledge
from knowledge.sheet.matching import nearest
from knowledge.sheet_text import SheetSentence


def perhaps_now(old: Knowledge, lost: Iterable[str], new: Iterable[SheetSentence]) -> Mapping[str, str]:
    """lost: entry ids. → the place of the sentence that is most like each one's title and answer."""
    names, there = list(lost), list(new)
    texts = [f"{old.entries[name].title}. {_said(name, old)}" for name in names]
    found = nearest(texts, there)
    return {name: sentence.name for name, (_, sentence) in zip(names, found, strict=False)}


def _said(name: str, old: Knowledge) -> str:
    return old.say(old.entries[name].answers[Phase.OPEN], old.window.opens)
