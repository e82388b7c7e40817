"""The words of dates, times, amounts, order and negation, each with what it stands for."""

from enum import StrEnum

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
MONTH_NAMES = "january february march april may june july august september october november december".split()
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
ALL_WEEKS = frozenset(("week", "wk", "weeks", "wks"))
AND = frozenset((",", ";", "and", "&", "+", "n", "plus", "then"))
TO = frozenset(("-", "to", "until", "till", "til", "through", "thru", "thro", "upto"))
LAST = frozenset(("last", "previous", "prev", "past"))
NEXT = frozenset(("next",))
COMING = frozenset(("coming", "following", "upcoming", "nxt"))
THE = frozenset(("the", "this", "a", "my", "our"))
ARTICLES = frozenset(("the", "a", "an", "my", "our", "his", "her", "their", "your", "this", "that"))

HEADS_A_NAME = frozenset(("with", "w", "at", "@", "about", "re", "mr", "mrs", "ms", "miss", "dr", "sir", "saint", "near"))
HEADS_A_FIGURE = frozenset(
    "year years yr yrs y ks keystage stage room rm session sessions day part page pages pp unit module week group class "
    "set no number task chapter question phase cohort visit workshop residential meeting level grade table team lesson "
    "step item days version ratio score form school p".split()
)
COUNTED = frozenset(
    "people staff teachers teacher children pupils kids students adults attendees schools school classes class colleagues "
    "visits visit sessions session lessons lesson leads heads tas parents books pages questions "
    "meetings meeting place year yr grade class century time times floor team round set cohort attempt phase part go "
    "groups group specialists delegates members observations obs specialist form".split()
)
FUTURE = frozenset("will i'll ill we'll shall gonna booked book booking plan planning planned tomorrow upcoming coming".split())
FUTURE_PAIRS = frozenset((("going", "to"), ("due", "to"), ("in", "advance"), ("hope", "to"), ("want", "to")))


class Kind(StrEnum):
    """What a word that was left over speaks of; all but WORD make a doubt."""

    TIME = "time"
    AMOUNT = "amount"
    ORDER = "order"
    NEGATION = "negation"
    WORD = "word"


LEFT_OVER = {
    **dict.fromkeys(
        "week weeks wk wks weekly month months monthly term terms termly fortnight fortnights hour hours hr hrs minute "
        "minutes min mins evening evenings night nights tonight noon midday midnight lunchtime o'clock oclock weekend "
        "weekends ago later earlier soon easter christmas halfterm holiday holidays yesterday tomorrow today daily "
        "yearly quarter date dates lately recently now nowadays monthly mid early monday tuesday wednesday "
        "thursday friday saturday sunday year years time-off weekday weekdays hence".split(),
        Kind.TIME,
    ),
    **dict.fromkeys(
        "half halves ½ ¼ ¾ quarter quarters third thirds couple few several hours percent % double twice some many "
        "most day days nearly almost about-half".split(),
        Kind.AMOUNT,
    ),
    **dict.fromkeys(
        "first second next last previous prev following before after since until till til between every each alternate "
        "same again other beginning start end middle past coming upcoming from onwards through thru during within "
        "prior once gone".split(),
        Kind.ORDER,
    ),
    **dict.fromkeys(
        "not no never nor neither either or except excluding exc excl instead rather unless but nope apart minus "
        "skip cancel cancelled cancelling canceled scrap delete remove undo wrong meant mean actually sorry maybe perhaps "
        "possibly probably don't dont didn't didnt wasn't wasnt isn't isnt won't wont can't cant cannot couldn't "
        "haven't hasn't wouldn't shouldn't weren't aren't if move moved change changed swap swapped only wait oops "
        "postponed rearranged rescheduled".split(),
        Kind.NEGATION,
    ),
}
