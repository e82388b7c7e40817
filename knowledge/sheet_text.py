"""The programme's sheet, a Markdown file → its sentences, each with its section and its place there.

A place counts the paragraphs, list items and table cells of a section, and the sentences in each: "4.2" is the
second sentence of the fourth. Only a digest of it is kept in the repository; its words stay with the programme.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

HEADING = re.compile(r"^#{2,}\s+(.*)$")
ITEM = re.compile(r"^\s*[-*]\s+")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"</?\w+>|[*_`|]")
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
DIGEST_LENGTH = 16  # hexadecimal digits: enough to tell some hundred sentences apart


@dataclass(frozen=True, slots=True)
class SheetSentence:
    """section: as facts.yaml names it. digest: of its words, whatever their case and markup."""

    section: str
    place: str
    digest: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexedSentence:
    """One sentence of the sheet as the repository keeps it. digest: of its words. says: what it says, in ours."""

    digest: str
    says: str


def sentences(text: str, sections: Mapping[str, str]) -> list[SheetSentence]:
    """Every sentence of the sections that facts.yaml names; what stands before the first of them is left out.

    sections: name → heading.
    """
    names = {_plain(heading).casefold(): name for name, heading in sections.items()}
    found: list[SheetSentence] = []
    section, block = "", 0
    for one in _blocks(text):
        if heading := HEADING.match(one):
            section, block = names.get(_plain(heading[1]).casefold(), ""), 0
        elif section:
            block += 1
            found += [
                SheetSentence(section, f"{block}.{number}", digest(sentence), sentence)
                for number, sentence in enumerate(SENTENCE.split(_plain(one)), 1)
            ]
    return found


def digest(sentence: str) -> str:
    """The same for the same words."""
    words = " ".join(re.findall(r"\w+", _plain(sentence).casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:DIGEST_LENGTH]


def _blocks(text: str) -> Iterator[str]:
    """Headings, paragraphs, list items and table cells, in order."""
    paragraph: list[str] = []
    for line in chain(text.splitlines(), [""]):
        apart = not line.strip() or HEADING.match(line) or ITEM.match(line) or "\t" in line
        if apart and paragraph:
            yield " ".join(paragraph)
            paragraph = []
        if HEADING.match(line):
            yield line
        elif "\t" in line:
            yield from (cell for cell in line.split("\t") if cell.strip())
        elif ITEM.match(line):
            yield ITEM.sub("", line)
        elif line.strip():
            paragraph.append(line.strip())


def _plain(text: str) -> str:
    return " ".join(MARKS.sub(" ", LINK.sub(r"\1", text)).split())
