"""The programme's sheet, a Markdown file → its sentences, each with its section and its place there.

A place counts the paragraphs, list items and table cells of a section, and the sentences in each: "4.2" is the
second sentence of the fourth. Only a digest of it is kept in the repository; its words stay with the programme.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

HEADING = re.compile(r"^#{1,}\s+(.*?)\s*#*$")
ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
RULE = re.compile(r":?-+:?")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"</?\w+>|[*_`|]")
BEFORE_A_STOP = re.compile(r" ([.,;:?!])(?= |$)")
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
WORD = r"\w+"
DIGIT = re.compile(r"\d")
MOST_WORDS_OF_A_LABEL = 12
HEADS_OF_LABELS = frozenset(
    {"what", "when", "date", "dates", "event", "item", "stage", "step", "activity", "key date"}
)
DIGEST_LENGTH = 16  # hexadecimal digits: enough to tell some hundred sentences apart


class TableRow(str):
    """A table's row that says something as a whole."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SheetSentence:
    """section: as facts.yaml names it. digest: of its words, whatever their case and markup. line: in the file."""

    section: str
    place: str
    digest: str
    text: str
    line: int = 0

    @property
    def name(self) -> str:
        """As entries name it: "involve 3.1"."""
        return f"{self.section} {self.place}"


@dataclass(frozen=True, slots=True)
class SheetHeading:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class IndexedSentence:
    """One sentence of the sheet as the repository keeps it.

    digest: of its words. says: what it says, in ours. figures: those in it, as `knowledge.quantities` writes them.
    also: smaller ones, which a fact may have and need not.
    declared: why no entry need rest on it ("heading", "lead-in"); empty where one must.
    """

    digest: str
    says: str
    figures: tuple[str, ...] = ()
    declared: str = ""
    where: str = ""
    also: tuple[str, ...] = ()


def sentences(text: str, sections: Mapping[str, str]) -> list[SheetSentence]:
    """Every sentence of the sections that facts.yaml names; what stands before the first of them is left out.

    sections: name → heading.
    """
    names = {plain(heading).casefold(): name for name, heading in sections.items()}
    found: list[SheetSentence] = []
    section, block = "", 0
    for line, one in _blocks(text):
        if heading := HEADING.match(one):
            section, block = names.get(plain(heading[1]).casefold(), ""), 0
        elif section:
            block += 1
            of_row = isinstance(one, TableRow)
            found += [
                SheetSentence(section, f"{block}.{number}", digest(sentence), sentence, line)
                for number, sentence in enumerate([plain(one)] if of_row else SENTENCE.split(plain(one)), 1)
            ]
    return found


def headings(text: str) -> list[SheetHeading]:
    """Every heading that something stands under."""
    found: list[SheetHeading] = []
    last: SheetHeading | None = None
    for line, one in _blocks(text):
        if heading := HEADING.match(one):
            last = SheetHeading(plain(heading[1]), line)
        elif last and last not in found:
            found.append(last)
    return found


def titles(text: str) -> list[SheetHeading]:
    """Every heading, also those under which only others stand, such as the sheet's title."""
    blocks = ((line, HEADING.match(one)) for line, one in _blocks(text))
    return [SheetHeading(plain(heading[1]), line) for line, heading in blocks if heading]


def digest(sentence: str) -> str:
    """The same for the same words."""
    words = " ".join(re.findall(r"\w+", plain(sentence).casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:DIGEST_LENGTH]


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Headings, paragraphs, list items, table cells and rows, in order, each with its line."""
    paragraph: list[str] = []
    begins = 0
    lines = text.splitlines()
    rows = dict(_rows_with_labels(lines))
    for number, line in enumerate(chain(lines, [""]), 1):
        cells = [cell for cell in _cells(line) if cell.strip()]
        apart = not line.strip() or HEADING.match(line) or ITEM.match(line) or cells
        if apart and paragraph:
            yield begins, " ".join(paragraph)
            paragraph = []
        if HEADING.match(line):
            yield number, line
        elif number in rows:
            if rows[number]:
                yield number, rows[number]
        elif cells:
            yield from ((number, cell) for cell in cells if not RULE.fullmatch(cell.strip()))
        elif ITEM.match(line):
            paragraph, begins = [ITEM.sub("", line)], number
        elif line.strip():
            begins = begins if paragraph else number
            paragraph.append(line.strip())


def _rows_with_labels(lines: Sequence[str]) -> Iterator[tuple[int, TableRow]]:
    """Each line of a table that has a label before its values → the row as one sentence; empty for its headings.

    "Applications close | 14 May" says something as a whole: "Applications close: 14 May". Of more columns, each
    value has its column's heading before it. In any other table, such as of two lists, each cell stands alone.
    """
    table: list[tuple[int, list[str]]] = []
    for number, line in enumerate(chain(lines, [""]), 1):
        cells = [plain(cell) for cell in _cells(line)]
        if len(cells) > 1:
            table.append((number, cells))
            continue
        if _has_labels([row for _, row in table if not _is_rule(row)]):
            heads = table[0][1]
            yield from ((at, TableRow("" if at == table[0][0] else _row(heads, row))) for at, row in table)
        table = []


def _has_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first cell of each row says what the others are the values of."""
    if len(rows) < 2:
        return False
    heads, *data = rows
    labels, values = [row[0] for row in data], [cell for row in data for cell in row[1:] if cell]
    if not all(labels) or not values or max(len(label.split()) for label in labels) > MOST_WORDS_OF_A_LABEL:
        return False
    if not heads[0] or heads[0].casefold() in HEADS_OF_LABELS:
        return True
    short = sum(len(value.split()) <= MOST_WORDS_OF_A_LABEL and bool(DIGIT.search(value)) for value in values)
    return short * 2 >= len(values)


def _is_rule(row: Sequence[str]) -> bool:
    return all(RULE.fullmatch(cell) or not cell for cell in row)


def _row(heads: Sequence[str], row: Sequence[str]) -> str:
    if _is_rule(row):
        return ""
    if len(row) == 2:
        return ": ".join(cell for cell in row if cell)
    headed = (f"{head}: {cell}" if head else cell for head, cell in zip(heads[1:], row[1:], strict=False) if cell)
    return f"{row[0]} – {'; '.join(headed)}"


def _cells(line: str) -> list[str]:
    """The cells of a table's row, between tabs or upright strokes; none in any other line."""
    if "\t" in line.lstrip() and not ITEM.match(line):
        return line.split("\t")
    if line.lstrip().startswith("|"):
        return line.strip().strip("|").split("|")
    return []


def plain(text: str) -> str:
    """Without links' addresses, marks and doubled spaces."""
    words = " ".join(MARKS.sub(" ", LINK.sub(r"\1", text)).split())
    return BEFORE_A_STOP.sub(r"\1", words)


def words_of(text: str) -> str:
    """The text's words alone, with one space on each side of each."""
    return f" {' '.join(re.findall(WORD, plain(text)))} "


def looking_for(words: str) -> "re.Pattern[str]":
    """What finds words in `words_of` a text, also in the plural. An abbreviation ("SEND") is no word ("send")."""
    said = " ".join(re.findall(WORD, words))
    return re.compile(rf" {re.escape(said)}(?:s|es)? ", 0 if words.isupper() else re.IGNORECASE)
