"""Numbers in English words, for all who read or write them: by value, from zero on."""

from collections.abc import Mapping

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth",),
)
TENTHS = ("twentieth", "thirtieth")  # as far as the days of a month go
VALUES: Mapping[str, int] = {
    **{word: value for value, word in enumerate(UNITS)},
    **{word: 10 * tens for tens, word in enumerate(TENS, 2)},
}
"""“seventeen” → 17, “forty” → 40."""
ORDINAL_VALUES: Mapping[str, int] = {
    **{word: value for value, word in enumerate(ORDINALS) if value},
    **{word: 10 * tens for tens, word in enumerate(TENTHS, 2)},
}
"""“seventeenth” → 17, “thirtieth” → 30."""
