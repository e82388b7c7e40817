"""The facts of the last sheet as the new one has them, read from the sentences that took the old ones' place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge.facts import CONFIRMED, IN_DOUBT, NOT_IN_THE_SHEET, Fact
from knowledge.model import Knowledge
from knowledge.quantities import figures, figures_of_fact, in_words, number, ordinal, school_years, small_figures
from knowledge.sheet.diff import SentenceChange
from knowledge.sheet.figure_swaps import counted_anywhere, figure_swaps, figures_of, kind_of, swaps_by_unit
from knowledge.sheet.near_its_name import near_its_name
from knowledge.sheet.new_facts import cohort_of, new_facts
from knowledge.sheet.window_dates import window_dates
from knowledge.sheet_text import SheetSentence, titles


def carried_facts(old: Knowledge, changes: Sequence[SentenceChange], sheet: str) -> dict[str, dict[str, Any]]:
    """Each fact as facts.yaml has it. What stands nowhere in the new sheet keeps its value, marked for review."""
    pairs = [one for one in changes if one.old and one.new and one.sure]
    new = [one.new for one in changes if one.new]
    new_cohort = cohort_of(sheet, new, old)
    found: dict[str, dict[str, Any]] = {}
    paired = set[str]()  # whose figures a pair of sentences shows
    unread = frozenset[str]()  # counts of which no sentence counts the same
    for name, fact in old.facts.items():
        tokens = figures_of(fact)
        near = sorted(pairs, key=lambda one: one.old is None or one.old.section != fact.section)
        of_cohort = all(kind_of(token) == "cohort" or token.endswith("th") for token in tokens)
        swaps = {} if of_cohort else swaps_by_unit(name, fact, near, old) or figure_swaps(tokens, near, old)
        swaps = swaps or counted_anywhere(name, tokens, new)
        swaps = near_its_name(name, fact, tokens, new) or swaps
        if not swaps.keys() >= tokens and new_cohort and len(tokens) == 1:
            number_of = _number_of(old)
            moved = {f"{number_of}th": f"{new_cohort}th", f"cohort {number_of}": f"cohort {new_cohort}"}
            swaps = {token: moved[token] for token in tokens if token in moved} or swaps
        paired |= {name} if swaps else set()
        unread = unread | {name} if not swaps and all(kind_of(one) == "count" for one in tokens) else unread
        said = _said(fact, swaps)
        found[name] = {**({"day": said} if fact.day else {"says": said}), "section": fact.section}
    _years_that_move_on(found, old, new, sheet)
    _dates_left_over(found, new)
    in_doubt = window_dates(found, old, new, paired)
    _mark_what_is_nowhere(found, new, sheet, unread)
    for name in in_doubt:
        found[name].setdefault("review", IN_DOUBT)
    return found | new_facts(found, new)


def old_to_new(old: Knowledge, new: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Each figure that became another one."""
    found: dict[str, str] = {}
    for name, fact in old.facts.items():
        before, after = figures_of(fact), figures_of_fact(new[name].get("says", "")) or {new[name].get("day", "")}
        if len(before) == len(after) == 1:
            found |= dict(zip(before, after, strict=True))
    cohorts = [pair for pair in found.items() if all(kind_of(one) == "cohort" for one in pair)]
    numbers = [(was.split()[1], now.split()[1]) for was, now in cohorts]
    return found | {f"{was}th": f"{now}th" for was, now in numbers}


def reworded(text: str, swaps: Mapping[str, str]) -> str:
    """A text of ours with the new figures in place of the old ones, written as those were."""
    marks = {f"\0{at}\0": pair for at, pair in enumerate(swaps.items())}
    said = text
    for mark, (before, _) in marks.items():
        said = _replaced(said, before, mark)
    for mark, (before, after) in marks.items():
        said = said.replace(mark, _written_like(after, "0" if before in text else ""))
    return said


def _years_that_move_on(
    found: dict[str, dict[str, Any]], old: Knowledge, new: Sequence[SheetSentence], sheet: str
) -> None:
    """A cohort later, each school year is one later, where the new sheet has that year, if only in a heading."""
    said_in = [*(one.text for one in new), *(one.text for one in titles(sheet))]
    there = {token for text in said_in for token in figures(text)}
    there |= school_years(there)
    said = (old.names.get("cohort", ""), str(found.get("cohort", {}).get("says", "")))
    before, after = (number(one.rpartition(" ")[2]) or 0 for one in said)
    for name, fact in old.facts.items() if before and after else ():
        if kind_of(fact.says) == "school year":
            starts = int(fact.says[:4]) + after - before
            if (later := f"{starts}/{(starts + 1) % 100:02}") in there:
                found[name]["says"] = later


def _dates_left_over(found: dict[str, dict[str, Any]], new: Sequence[SheetSentence]) -> None:
    """Dates that no sentence has any more are the new sheet's dates that no fact has, in their order."""
    there = {token for one in new for token in figures(one.text) if kind_of(token) == "day"}
    lost = [name for name in found if "day" in found[name] and found[name]["day"] not in there]
    lost.sort(key=lambda name: str(found[name]["day"]))
    left = sorted(there - {fact.get("day") for fact in found.values()})
    if lost and len(lost) == len(left):
        for name, day in zip(lost, left, strict=True):
            found[name]["day"] = day


def _mark_what_is_nowhere(
    found: dict[str, dict[str, Any]], new: Sequence[SheetSentence], sheet: str, unread: frozenset[str]
) -> None:
    """What only a heading has, no sentence can show: it holds all the same. Each stands in its first section."""
    there = _known(token for one in new for token in figures(one.text) | small_figures(one.text))
    headed = _known(token for one in titles(sheet) for token in figures(one.text))
    for name, fact in found.items():
        wanted = frozenset({fact["day"]} if "day" in fact else figures_of_fact(fact["says"]))
        fact["section"] = next(
            (one.section for one in new if wanted <= _known(figures(one.text) | small_figures(one.text))),
            fact["section"],
        )
        if name in unread:
            fact["review"] = NOT_IN_THE_SHEET
        elif not wanted <= there:
            fact["review"] = CONFIRMED if wanted <= headed else NOT_IN_THE_SHEET


def _known(tokens: Iterable[str]) -> frozenset[str]:
    """These figures, with the school years and the names of cohorts that they amount to."""
    found = frozenset(tokens)
    cohorts = {f"{one.removeprefix('cohort ')}th" for one in found if one.startswith("cohort ")}
    return found | school_years(found) | cohorts


def _said(fact: Fact, swaps: Mapping[str, str]) -> str:
    """The fact's words with the new figures, written as the old ones were."""
    if fact.day:
        return swaps.get(fact.day.isoformat(), fact.day.isoformat())
    several = [value for value in dict.fromkeys(swaps.values()) if "\n" in value]
    if several:
        parts = several[0].split("\n")
        return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    said = fact.says
    marks: dict[str, str] = {}
    for at, (before, after) in enumerate(swaps.items()):
        marks[f"\0{at}\0"] = after
        said = _replaced(said, before, f"\0{at}\0")
    for mark, after in marks.items():
        said = said.replace(mark, _written_like(after, fact.says))
    return said


def _replaced(text: str, figure: str, by: str) -> str:
    """The text with the words of one figure replaced."""
    kind, plain = kind_of(figure), figure
    if kind == "cohort":
        return re.sub(r"cohort\s+\w+", by, text, flags=re.IGNORECASE)
    if figure.endswith("th") and figure[:-2].isdecimal():
        return re.sub(rf"\b{ordinal(int(figure[:-2]))}\b", by, text, flags=re.IGNORECASE)
    if kind == "count" and figure.isdecimal():
        plain = rf"(?:{figure}|{in_words(int(figure))})"
        return re.sub(rf"\b{plain}\b", by, text, flags=re.IGNORECASE)
    return re.sub(re.escape(plain), by, text, flags=re.IGNORECASE)


def _written_like(figure: str, old: str) -> str:
    """In words where the old figure was in words."""
    if figure.startswith("cohort "):
        return f"Cohort {figure.split()[1]}"
    if figure.endswith("th") and figure[:-2].isdecimal():
        return ordinal(int(figure[:-2]))
    if figure.isdecimal() and kind_of(figure) == "count" and not re.search(r"\d", old):
        return in_words(int(figure))
    return figure


def _number_of(old: Knowledge) -> str:
    return old.names.get("cohort_number", "")
