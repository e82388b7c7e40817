"""Whose days a lead speaks of: “log a workshop for Finn”, “Finn's 6 November”, “what has Finn logged”. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.identity import Person
from bot.identity.repository import called_among

MOST_NAMES = 3  # words of a name
WORD = r"[^\W\d_][\w'’.-]*"
WORDS = rf"{WORD}(?:\s+{WORD}){{0,{MOST_NAMES - 1}}}"
FOR = re.compile(rf"\s*\b(?:for|on behalf of|of)\s+(?P<who>{WORDS})", re.I)
POSSESSIVE = re.compile(rf"\b(?P<who>{WORDS}?)['’]s?(?=\s)", re.I)
HAS = re.compile(
    rf"\b(?:has|have|did|does|was)\s+(?P<who>{WORDS})\s+(?:logged|log|used|use|taken|take|had|got|out)\b", re.I
)
BEGINS = re.compile(rf"^\s*(?P<who>{WORDS})", re.I)
SUBJECT_OF_REPORT = re.compile(rf"^\s*(?P<who>{WORDS}?)\s+(?=(?:was|had|took|used|attended|went)\b)", re.I)
GIVES = re.compile(
    rf"^\W*(?:(?:please|pls|can you|could you|ok|and|so|hi)[\s,]+)*(?:(?:give|grant|allow)\s+(?P<who>{WORDS}?)|"
    rf"put\s+(?P<put>{WORDS}?)\s+down\s+for)\s+"
    r"(?=(?:a|an|the|another|half|one|two|three|\d|all|his|her|their|this|next|last|on|from|mon|tue|wed|thu|fri|am\b|pm\b|"
    r"tomorrow|today|yesterday))",
    re.I,
)
"""“Give Finn half a day for Friday”, “put Finn down for Friday, workshop”."""
OFF = re.compile(rf"\s+(?:off|from)\s+(?P<who>{WORDS})\W*$", re.I)
"""“Take the day off Finn”."""
BARE = re.compile(r"\b(?P<who>[^\W\d_]{2,}(?=s))s\s+(?=(?:release\s+)?days?\b|record\b)", re.I)
"""“Finns days”, without the apostrophe."""
THE_DAY = re.compile(r"^\s*(?:release\s+)?(?:day|entry)\s+(?:on|of|for)\s+", re.I)  # says no more than the date
LOOSE = re.compile(r"^[\s,:;–-]+")


@dataclass(frozen=True, slots=True)
class Named:
    """The people of that name, and the message without it. reports: as in “Finn was out on Friday”."""

    people: tuple[Person, ...]
    rest: str
    reports: bool = False


def may_name(text: str) -> bool:
    """Quick: whether it is worth looking the names up."""
    return any(one.search(text) for one in (FOR, POSSESSIVE, HAS, SUBJECT_OF_REPORT, GIVES, OFF, BARE))


def named_in(text: str, people: tuple[Person, ...]) -> Named | None:
    """Who is named, where one of `people` is; else None."""
    for match in BARE.finditer(text):
        if found := called_among(people, match["who"]):
            return Named(found, f"{text[: match.start()]}{text[match.end() :].lstrip()}".strip())
    for pattern in (FOR, POSSESSIVE, HAS, SUBJECT_OF_REPORT):
        for match in pattern.finditer(text):
            for start, end, who in _readings(match, from_the_end=pattern is POSSESSIVE):
                if found := called_among(people, who):
                    before = text[: match.start() if pattern is FOR else start]
                    after = text[end:] if pattern is not POSSESSIVE else THE_DAY.sub("", text[match.end() :])
                    rest = " ".join(f"{before.rstrip()} {after.lstrip()}".split(" ")).strip()
                    return Named(found, rest, pattern is SUBJECT_OF_REPORT)
    return None


def given_in(text: str, people: tuple[Person, ...]) -> Named | None:
    """Who is given a day, and what is given, as one would say it to have it logged."""
    match = GIVES.match(text)
    found = called_among(people, (match["who"] or match["put"]).replace("’", "'")) if match else ()
    return Named(found, f"log {text[match.end() :]}") if match and found else None


def taken_off(text: str, people: tuple[Person, ...]) -> Named | None:
    """From whom something is taken, and what."""
    match = OFF.search(text)
    found = called_among(people, match["who"].replace("’", "'")) if match else ()
    return Named(found, text[: match.start()].strip()) if match and found else None


def named_first(words: str, people: tuple[Person, ...]) -> Named | None:
    """Who stands first: “Finn Murphy 6 November, workshop”; or behind “for”."""
    match = BEGINS.match(words)
    for _, end, who in _readings(match) if match else ():
        if found := called_among(people, who):
            return Named(found, LOOSE.sub("", words[end:]))
    return named_in(words, people)


def _readings(match: re.Match[str], *, from_the_end: bool = False) -> Iterator[tuple[int, int, str]]:
    """The words of a name and fewer of them: the longest first. Before an apostrophe the last ones count."""
    parts = list(re.finditer(r"\S+", match["who"]))
    offset = match.start("who")
    for count in range(len(parts), 0, -1):
        some = parts[-count:] if from_the_end else parts[:count]
        start, end = offset + some[0].start(), offset + some[-1].end()
        yield start, end, match.string[start:end].strip(".,:;").replace("’", "'")
