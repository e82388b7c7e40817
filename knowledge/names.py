"""What a text may name in braces: the facts, and what follows from them, such as {next_cohort}."""

import re
from collections.abc import Iterable, Iterator, Mapping

from knowledge.facts import Fact
from knowledge.quantities import number, ordinal

DAYS_LEFT = "days_left"  # said on the day of the answer
COHORT = re.compile(r"cohort\s+(\d+)", re.IGNORECASE)
ACADEMIC_YEAR = re.compile(r"(20\d{2})/(\d{2})")
NAME = re.compile(r"\{(\w+)\}")


def names(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Each name with its words: every fact's, and those that follow from cohort, years, days and counts."""
    return {**dict(_derived(facts.values())), **{name: fact.says for name, fact in facts.items()}}


def filled(text: str, words: Mapping[str, str]) -> str:
    """`text` with the {names} that `words` has; others stay as they are."""
    return NAME.sub(lambda found: words.get(found[1], found[0]), text)


def unknown(text: str, words: Mapping[str, str]) -> Iterator[str]:
    """The {names} in a text that nothing fills in."""
    return (name for name in NAME.findall(text) if name not in words)


def same_words(facts: Mapping[str, Fact]) -> dict[str, str]:
    """How people shorten the sheet's dates and years: "23/4" → "23 april", "26-27" → "2026/27"."""
    found: dict[str, str] = {}
    for fact in facts.values():
        if fact.day:
            found[f"{fact.day.day}/{fact.day.month}"] = f"{fact.day.day} {fact.day:%B}".lower()
        elif year := ACADEMIC_YEAR.fullmatch(fact.says):
            short = year[1][2:]
            found |= dict.fromkeys((f"{short}-{year[2]}", f"{short}/{year[2]}", f"{year[1]}-{year[2]}"), fact.says)
    return found


def _derived(facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    for fact in facts:
        if fact.day:
            yield f"{fact.name}_day", f"{fact.day.day} {fact.day:%B}"
            yield f"{fact.name}_year", str(fact.day.year)
        elif cohort := COHORT.fullmatch(fact.says) if fact.name == "cohort" else None:
            yield from _around(int(cohort[1]))
        elif year := ACADEMIC_YEAR.fullmatch(fact.says):
            yield f"{fact.name}_short", f"{year[1][2:]}/{year[2]}"
            yield f"{fact.name}_dashed", f"{year[1]}-{year[2]}"
            yield f"{fact.name}_starts", year[1]
            yield f"{fact.name}_ends", f"20{year[2]}"
        elif (value := number(fact.says)) is not None:
            yield f"{fact.name}_figure", str(value)


def _around(cohort: int) -> Iterator[tuple[str, str]]:
    for name, value in (("", cohort), ("next_", cohort + 1), ("last_", cohort - 1)):
        yield f"{name}cohort", f"Cohort {value}"
        yield f"{name}cohort_number", str(value)
        yield f"{name}cohort_ordinal", ordinal(value)
