"""What is asked back about an announcement that nobody clearly ordered."""

import re

from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Button, Reply, Text
from bot.features.announcements.message import KIND
from bot.hubs.lead_dates import LEAVE_IT

THE_LAST = r"(?:it|that|this|(?:the|my)\s+(?:last|same)\s+(?:one|announcement|message))"
TEXT_SAID = "announcement text"  # reads what is to be written to somebody who was named before
SENT_AGAIN = re.compile(
    rf"^(?:(?:please|pls|can you|could you)\s+)*(?:(?:re-?send|send|announce)\s+{THE_LAST}\s+(?:again|once more)|"
    rf"re-?send(?:\s+{THE_LAST})?)(?:\s+(?:please|to\s+(?:everyone|everybody|all)))*\W*$",
    re.I,
)
ASKS_HUB = re.compile(
    r"^(?:(?:please|pls|can you|could you|hi|hello)[\s,]+)*ask\s+(?:(?:my|our|the)\s+)?"
    r"(?:maths\s+)?(?:hub|hub\s+leads?|leads?)"
    r"(?=\s*[:,]|\s+(?:if|whether|is|are|do|does|can|could|will|what|when|where|who|why|how|about)\b)\s*[:,]?\s*(?P<text>\S.*)$",
    re.I | re.S,
)


def own_question_asked(question: str) -> Reply:
    """A lead's question to their own hub: nobody would answer it, so it may be meant for the specialists."""
    asked = f"You lead this hub, so its questions come to you. Who should get “{question[:200]}”? "
    text = Text(f"{asked}Nothing was sent.")
    all_of_them = Button("My specialists", "say", {"text": f"cohort announce to everyone: {question}"})
    return Reply((text, Actions((all_of_them, LEAVE_IT))), KIND, entry=KIND)


def sent_again_asked() -> Reply:
    """“Send it again”: nothing is sent twice without being looked at first."""
    text = Text(
        "I don't send anything a second time by myself, and nothing was sent now. Which announcement do you mean?"
    )
    show = Button("Show the announcements", "say", {"text": "cohort announcements"})
    return Reply((text, Actions((show, LEAVE_IT))), KIND, entry=KIND)


def what_to_say(question: str, head: str) -> Reply:
    """“Announce to Ben”, and no more: the words that come next are shown as the text, before anything goes."""
    if not head:
        return Reply((Text(question),), KIND, entry=KIND)
    asks = OpenQuestion(no=LEAVE_IT.label, reader=TEXT_SAID, values={"head": head[:200]})
    return Reply(
        (Text(f"{question} Or type it now: you see it before it goes."), Actions((LEAVE_IT,))),
        KIND,
        entry=KIND,
        asks=asks,
    )


def offered(text: str, typed: str) -> Reply:
    """“Reminder: forms are due on Friday” may be meant for the hub: offered, and not done."""
    offer = Button("Announce it", "say", {"text": f"cohort announce {typed}"}, "primary")
    asked = Text(f"Shall I announce “{text[:80]}” to your hub? You'll see it first, and who it will reach.")
    asks = OpenQuestion(yes=offer.label, no=LEAVE_IT.label)
    return Reply((asked, Actions((offer, LEAVE_IT))), KIND, entry=KIND, asks=asks)
