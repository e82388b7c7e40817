"""The facts of the last sheet as the new one has them, read from the sentences that took the old ones' place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from knowledge.facts import Fact
from knowledge.figures import figures, figures_of_fact, in_words, number, ordinal
from knowledge.model import Knowledge
from knowledge.sheet.diff import SentenceChange
from knowledge.sheet.figure_swaps import UNIT, figure_swaps, figures_of, in_order_of_text, kind_of, swaps_by_unit
from knowledge.sheet_text import SheetSentence


def carried_facts(old: Knowledge, changes: Sequence[SentenceChange]) -> dict[str, dict[str, Any]]:
    """Each fact as facts.yaml has it; what the new sheet does not show stays as it was, for `check` to name."""
    pairs = [one for one in changes if one.old and one.new]
    new_cohort = _cohort([one.new for one in changes if one.new])
    found: dict[str, dict[str, Any]] = {}
    for name, fact in old.facts.items():
        tokens = figures_of(fact)
        near = sorted(pairs, key=lambda one: one.old is None or one.old.section != fact.section)
        swaps = swaps_by_unit(name, fact, near, old) or figure_swaps(tokens, near, old)
        if not swaps.keys() >= tokens and new_cohort and len(tokens) == 1:
            number_of = _number_of(old)
            moved = {f"{number_of}th": f"{new_cohort}th", f"cohort {number_of}": f"cohort {new_cohort}"}
            swaps = {token: moved[token] for token in tokens if token in moved} or swaps
        section = _section(fact, tokens, pairs, old)
        said = _said(fact, swaps)
        found[name] = {**({"day": said} if fact.day else {"says": said}), "section": section}
    new = [one.new for one in changes if one.new]
    _years_that_move_on(found, old, new)
    _dates_left_over(found, new)
    _window_that_can_be(found, old)
    return found | _new_facts(found, new)


def old_to_new(old: Knowledge, new: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Each figure that became another one."""
    found: dict[str, str] = {}
    for name, fact in old.facts.items():
        before, after = figures_of(fact), figures_of_fact(new[name].get("says", "")) or {new[name].get("day", "")}
        if len(before) == len(after) == 1:
            found |= dict(zip(before, after, strict=True))
    numbers = [(was.split()[1], now.split()[1]) for was, now in found.items() if was.startswith("cohort ")]
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


def _years_that_move_on(found: dict[str, dict[str, Any]], old: Knowledge, new: Sequence[SheetSentence]) -> None:
    """A cohort later, each school year is one later, where the new sheet has that year."""
    there = {token for one in new for token in figures(one.text)}
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


def _window_that_can_be(found: dict[str, dict[str, Any]], old: Knowledge) -> None:
    """Dates that contradict each other stay as they were, so that the folder can be read; `check` names them."""
    ends = {name: fact for name, fact in old.facts.items() if fact.day in (old.window.opens, old.window.closes)}
    opens, closes = (
        next((found[name]["day"] for name, fact in ends.items() if fact.day == day), "")
        for day in (old.window.opens, old.window.closes)
    )
    if opens > closes:
        for name, fact in ends.items():
            found[name]["day"] = str(fact.day)


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


def _section(fact: Fact, tokens: frozenset[str], pairs: Iterable[SentenceChange], old: Knowledge) -> str:
    """The section in which the new sheet has it: where the old sentence's successor stands."""
    for one in pairs:
        if not one.old or not one.new or one.old.section != fact.section:
            continue
        if tokens & set(old.sheet_index[one.old.name].figures):
            return one.new.section
    return fact.section


def _new_facts(known: Mapping[str, Mapping[str, Any]], new: Iterable[SheetSentence]) -> dict[str, dict[str, Any]]:
    """A fact for each figure of the new sheet that none has, named for what it counts."""
    said = [str(fact.get("says") or fact.get("day")) for fact in known.values()]
    have = {token for one in said for token in figures_of_fact(one)}
    cohorts = {f"cohort {token[:-2]}" for token in have if token.endswith("th")}
    found: dict[str, dict[str, Any]] = {}
    for one in new:
        for figure in in_order_of_text(figures(one.text) - have - cohorts, one.text):
            days = {token[5:] for token in have if kind_of(token) == "day"}
            if figure in days:
                continue
            name = _free(_name(figure, one.text), {*known, *found})
            value = {"day": figure} if kind_of(figure) == "day" else {"says": _shown(figure)}
            found[name] = {**value, "section": one.section}
            have = have | {figure}
    return found


def _shown(figure: str) -> str:
    if figure.endswith("th") and figure[:-2].isdecimal():
        return ordinal(int(figure[:-2]))
    if kind_of(figure) == "count" and figure.isdecimal():
        return in_words(int(figure))
    return _written_like(figure, "0")


def _name(figure: str, text: str) -> str:
    """ "30 hours" → hours; "£500 towards travel" → money."""
    for found in UNIT.finditer(text):
        if figure in figures(f"{found['figure']} days") and number(found["figure"]) is not None:
            return found["unit"].lower()
    return {"day": "date", "count": "number"}.get(kind_of(figure), kind_of(figure).replace(" ", "_") or "figure")


def _free(name: str, taken: set[str]) -> str:
    tries: Iterator[str] = (name if at == 1 else f"{name}_{at}" for at in range(1, 1000))
    return next(one for one in tries if one not in taken)


def _cohort(new: Iterable[SheetSentence]) -> str:
    """The number of the cohort that the new sheet speaks of most."""
    named = [token.split()[1] for one in new for token in figures(one.text) if token.startswith("cohort ")]
    return max(named, key=named.count, default="")


def _number_of(old: Knowledge) -> str:
    return old.names.get("cohort_number", "")
