"""Days that somebody else had: they are told apart from one's own, and nothing is logged, changed or offered."""

from bot.core.reply import Actions, Reply, Text
from bot.features.release_days.answering import LIST, LOG_ONE
from bot.features.release_days.asking import LOG
from bot.features.release_days.purposes import TERMS
from bot.language.acts import Act, Mood
from bot.language.hearsay import told_of_another
from bot.language.words import MONTHS, WEEKDAY_PLURALS, WEEKDAYS

NO_NAMES = frozenset(
    (*WEEKDAYS, *WEEKDAY_PLURALS, *MONTHS, *(word for phrase in TERMS.phrases for word in phrase.split()))
)


def somebody_elses(text: str, act: Act) -> bool:
    """Whether it tells what another person did. An order is never that: “log Friday, Sarah had it too”."""
    ordered = act.certain and act.mood in (Mood.ORDER, Mood.REQUEST)
    return not ordered and told_of_another(text, NO_NAMES)


def only_your_own() -> Reply:
    text = (
        "That sounds like somebody else's day, and I can log only yours here, so nothing was changed. "
        "To log one of yours, say for example “log 5 November, workshop”."
    )
    return Reply((Text(text), Actions((LOG_ONE, LIST))), LOG, entry=LOG)
