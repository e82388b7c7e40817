"""The words of dates, times, amounts, order and negation, each with what it stands for."""

from enum import StrEnum


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WEEKDAYS = {
    form: at
    for at, forms in enumerate(
        (
            "mon monday",
            "tue tues tuesday",
            "wed weds wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        )
    )
    for form in forms.split()
}
WEEKDAY_PLURALS = {f"{name}s": at for name, at in WEEKDAYS.items() if name.endswith("day")}
MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = {name: at for at, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: at for at, name in enumerate(MONTH_NAMES, 1)} | {"sept": 9}
TODAY = {"today": 0, "yesterday": -1, "tomorrow": 1}
UNITS = {
    form: unit
    for unit, forms in {
        "day": "day days d",
        "week": "week weeks wk wks w",
        "fortnight": "fortnight fortnights",
        "month": "month months mth mths",
        "year": "year years yr yrs",
        "workday": "workday workdays",
    }.items()
    for form in forms.split()
}
WEEKS = frozenset(("week", "wk"))
AND = frozenset((",", ";", "and", "&", "+", "n", "plus", "then"))
TO = frozenset(("-", "to", "until", "till", "til", "through", "thru", "thro", "upto"))
LAST = frozenset(("last", "previous", "prev", "past"))
NEXT = frozenset(("next",))
COMING = frozenset(("coming", "following", "upcoming", "nxt"))
WHICH = {**dict.fromkeys(LAST, -1), **dict.fromkeys(NEXT, 1), **dict.fromkeys(COMING, 2), "this": 0}
ARTICLES = frozenset(("the", "a", "an", "my", "our", "his", "her", "their", "your", "this", "that"))

HEADS_A_NAME = frozenset(
    ("with", "w", "at", "@", "about", "re", "mr", "mrs", "ms", "miss", "dr", "sir", "saint", "near")
)
COUNTED = word_set(
    "people staff teachers teacher children pupils kids students adults attendees schools school "
    "classes class colleagues visits visit sessions session lessons lesson leads heads tas "
    "parents books pages questions meetings meeting place year yr grade class century time times "
    "floor team round set cohort attempt phase part go groups group specialists delegates members "
    "observations obs specialist form"
)
FUTURE = word_set("will i'll ill we'll shall gonna booked book booking tomorrow upcoming coming")
FUTURE_PAIRS = frozenset(
    (("going", "to"), ("due", "to"), ("in", "advance"), ("hope", "to"), ("want", "to"), ("me", "down"))
)


class Kind(StrEnum):
    """What a word that was left over speaks of; all but WORD make a doubt."""

    TIME = "time"
    AMOUNT = "amount"
    ORDER = "order"
    NEGATION = "negation"
    WORD = "word"


LEFT_OVER = {
    **dict.fromkeys(
        word_set(
            "week weeks wk wks weekly month months monthly term termly fortnight fortnights hour "
            "hours hr hrs minute minutes min mins evening evenings night nights tonight noon "
            "midday midnight o'clock oclock weekend weekends ago later earlier soon easter "
            "christmas halfterm yesterday tomorrow today daily yearly nowadays lately recently "
            "early mid year years hence holiday holidays"
        ),
        Kind.TIME,
    ),
    **dict.fromkeys(
        word_set("half halves ½ ¼ ¾ quarter quarters couple percent % day days nearly almost"), Kind.AMOUNT
    ),
    **dict.fromkeys(
        word_set(
            "first second third next last previous prev following before after since until till "
            "til between every each alternate same again coming upcoming onwards from to by "
            "through thru past gone start beginning end middle during within fourth fifth up"
        ),
        Kind.ORDER,
    ),
    **dict.fromkeys(word_set("penultimate final other as"), Kind.ORDER),
    **dict.fromkeys(
        word_set("eve late black shrove ash maundy palm whit pancake bonfire cyber mothering"), Kind.TIME
    ),
    **dict.fromkeys(word_set("x times"), Kind.AMOUNT),
    **dict.fromkeys(
        word_set(
            "not no never nor neither either or except excluding exc excl instead rather unless "
            "but nope apart minus cancel cancelled cancelling canceled scrap delete remove undo "
            "wrong meant mean actually maybe perhaps possibly probably don't dont didn't didnt "
            "wasn't wasnt isn't isnt won't wont can't cant cannot couldn't haven't hasn't "
            "wouldn't shouldn't weren't aren't if move moved change changed swap swapped only "
            "wait oops postponed rearranged rescheduled"
        ),
        Kind.NEGATION,
    ),
}
BESIDE_A_DATE_ONLY = word_set(
    "as black shrove ash maundy palm whit pancake bonfire cyber mothering "
    "late final times eve from to by through thru past gone start beginning end middle during within up coming "
    "upcoming holiday holidays year years early mid"
)
NOUNS_OF_TIME = word_set("day days week weeks term evening evenings night nights year years month weekend")
DETERMINERS = word_set(
    "the a an this that every each of in on for at to from by with and or my our next last some "
    "any all which what one long whole full half same other"
)
COUNTED_BY_ORDER = COUNTED | word_set("workshop workshops residential aid pilot module unit training steps draft")
SOFT_MONTHS = frozenset(("may", "march", "mar", "dec", "sun", "sat", "wed", "jan", "april", "june", "august"))
POLITE_BEFORE = word_set(
    "log please pls add record book put on for of in and i was is it's a an also just - : , ; . ( ) then hi hello"
)
POLITE_AFTER = word_set("please pls thanks thank you ta cheers on in for and the , . ; ! - ( ) : down it log")
BETWEEN = word_set("on log also the then add and in")
SOFT_OPENERS = word_set("the a an on in of for from both ( - to")
OPENERS = SOFT_OPENERS | word_set(
    "last next previous prev past this coming following upcoming nxt final each every alternate "
    "couple fortnight week wk weekend w/c w/b w/e wc wb today now days weeks wks month months mth "
    "mths years hour hours hr hrs minute minutes min mins am pm morning mornings afternoon "
    "afternoons amm before after full whole all entire fullday allday halfday half ½ ¼ ¾ quarter "
    ". day easter christmas good boxing new halfterm october autumn february spring may summer "
    "feb oct at @ noon midday further year pre post arvo"
)
