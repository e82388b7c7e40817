"""A text, piece by piece from its beginning: dates, parts of a day, amounts, times, terms, separators, words."""

from dataclasses import dataclass
from enum import StrEnum

from bot.language.amounts import Amount, amount_at, part_at
from bot.language.anchors import counts_at
from bot.language.clock import Clock, clock_at
from bot.language.frames import Frame
from bot.language.groups import Group, group_at, run_at
from bot.language.left_over import counts_something, figure_end, kind_at
from bot.language.mentions import Scan
from bot.language.terms import Term, Terms
from bot.language.tokens import Token
from bot.language.words import ARTICLES, BETWEEN, HEADS_A_NAME, LEFT_OVER, Kind, word_set


class Role(StrEnum):
    """What a piece of a text is."""

    DATE = "date"
    PART = "part"  # of a day
    AMOUNT = "amount"
    TIME = "time"
    TERM = "term"
    WORD = "word"
    LEFT = "left"  # must be asked about
    MARK = "mark"  # a separator


@dataclass(slots=True)
class Piece:
    """Tokens `start` to `end` and what was read there. joins: whether it parts clauses. plain: words alone."""

    role: Role
    start: int
    end: int
    group: Group | None = None
    amount: Amount | None = None
    clock: Clock | None = None
    term: Term | None = None
    kind: Kind = Kind.WORD
    counts: tuple[tuple[int, str], ...] = ()
    joins: bool = False
    plain: bool = False


JOINS = frozenset((",", ";", "and", "&", "+", "plus", "then", "/"))
WATCHED = (
    frozenset(LEFT_OVER) | JOINS | BETWEEN | word_set("note notes part some most bit rest much lots remainder")
)
SAT_WITH = word_set("in with on down through beside")  # a verb, no Saturday
STREETS = word_set("road rd street st lane avenue ave close drive way court place hill gardens square terrace")
LEADING = frozenset(("of", "a", "an", "the", "in", "on", "from", "this", "every", "each", "last", "next"))


def pieces(scan: Scan, terms: Terms, frame: Frame, breaks: frozenset[int]) -> list[Piece]:
    """Every token in one piece. breaks: tokens before which a new line begins."""
    found: list[Piece] = []
    at, size = 0, scan.size
    verbatim = False
    while at < size:
        token = scan.at(at)
        if not (token.opens or verbatim or token.text in WATCHED or token.text in frame.leads) and _only_a_word(
            token
        ):
            if token.text in terms.phrases or at in breaks:
                pass
            elif found and found[-1].plain:
                found[-1].end = at = at + 1
                continue
            else:
                found.append(Piece(Role.WORD, at, at + 1, plain=True))
                at += 1
                continue
        verbatim = verbatim or (scan.text(at - 1) == ":" and scan.text(at - 2) in ("note", "notes"))
        piece = Piece(Role.WORD, at, size) if verbatim else _piece(scan, terms, frame, at, found)
        piece.joins = piece.joins or piece.start in breaks
        found.append(piece)
        if piece.group and piece.group.run[-1].days:
            scan.before = piece.group.run[-1].days
        at = piece.end
    return found


def _only_a_word(token: Token) -> bool:
    return token.text[0].isalpha() and token.text[-3:] != "n't"


def _piece(scan: Scan, terms: Terms, frame: Frame, at: int, before: list[Piece]) -> Piece:
    if terms.phrases and (term := terms.at(scan, at)):
        return Piece(Role.TERM, at, term[1], term=term[0])
    if scan.text(at) == '"' and (closing := _closing(scan, at)):
        return Piece(Role.WORD, at, closing)
    if scan.text(at) == "sat" and scan.text(at + 1) in SAT_WITH:
        return Piece(Role.WORD, at, at + 1)
    if end := _name_end(scan, at):
        return Piece(Role.WORD, at, end)
    if scan.opens(at) and (dated := _dated(scan, frame, at)):
        return dated
    return _plain(scan, at, before)


def _closing(scan: Scan, at: int) -> int:
    """Behind the quotation mark that ends what begins there; 0 for none."""
    return next((ahead + 1 for ahead in range(at + 1, scan.size) if scan.text(ahead) == '"'), 0)


def _name_end(scan: Scan, at: int) -> int:
    """Behind a name that looks like a date: "with May", "at 12 March Road", "Mrs March"; 0 for none."""
    head = scan.text(at - 1)
    if head in ARTICLES and scan.text(at - 2) in ("with", "at"):
        head = scan.text(at - 2)
    if head not in HEADS_A_NAME or (head == "re" and scan.text(at - 2) == "'"):
        return 0
    if head in ("at", "@") and clock_at(scan, at - 1):
        return 0
    token = scan.at(at)
    dateish = token.number is not None or token.weekday is not None or token.month is not None
    if not dateish and token.relative is None and token.text not in ("good", "easter", "christmas"):
        return 0
    if scan.text(at + 1) in ("day", "days", "hour", "hours", "half") and token.number is not None:
        return 0
    if token.number is not None and scan.at(at + 1).month is None:
        return at + 1
    run = run_at(scan, at)
    return min(run[0].end, at + 2) if run else at + 1


def _dated(scan: Scan, frame: Frame, at: int) -> Piece | None:
    token = scan.at(at)
    if part := part_at(scan, at):
        return Piece(Role.PART, at, part.end, amount=part)
    if frame.times and (clock := clock_at(scan, at)) and token.text in ("at", "@", "from"):
        return Piece(Role.TIME, at, clock.end, clock=clock)
    if group := group_at(scan, at):
        if _is_an_address(scan, group):
            return Piece(Role.WORD, at, group.end)
        return Piece(Role.DATE, at, group.end, group=group)
    if frame.durations and (found := counts_at(scan, at)):
        return Piece(Role.AMOUNT, at, found[1], counts=tuple(found[0]))
    if frame.durations and token.text == "fortnight":
        return Piece(Role.AMOUNT, at, at + 1, counts=((1, "fortnight"),))
    if amount := amount_at(scan, at):
        return Piece(Role.AMOUNT, at, amount.end, amount=amount)
    clock = clock_at(scan, at)
    if clock and (clock.until is None or frame.times or clock.part or scan.evidence):
        return Piece(Role.TIME, at, clock.end, clock=clock)
    return None


def _is_an_address(scan: Scan, group: Group) -> bool:
    """10 March Street."""
    after = scan.at(group.end)
    return len(group.run) == 1 and group.run[0].month is not None and after.capital and after.text in STREETS


def _plain(scan: Scan, at: int, before: list[Piece]) -> Piece:
    token = scan.at(at)
    beside = bool(before) and before[-1].role in (Role.DATE, Role.TIME, Role.PART)
    beside = beside or (len(before) > 1 and before[-1].role is Role.MARK and before[-2].role is Role.DATE)
    if token.digits:
        end = figure_end(scan, at)
        plain = counts_something(scan, at, end, beside=beside) or token.digits > 8
        return Piece(Role.WORD if plain else Role.LEFT, at, end, kind=Kind.WORD if plain else Kind.AMOUNT)
    if not token.text[0].isalnum() and token.text not in ("½", "¼", "¾", "%"):
        return Piece(Role.MARK, at, at + 1, joins=token.text in JOINS)
    if token.text in JOINS:
        return Piece(Role.MARK, at, at + 1, joins=True)
    if token.text not in WATCHED and token.weekday is None and token.month is None and token.text[-3:] != "n't":
        return Piece(Role.WORD, at, at + 1)
    ahead = scan.at(at + 1)
    near = ahead.weekday is not None or ahead.relative is not None or ahead.month is not None or bool(ahead.digits)
    near = near or (
        ahead.text in LEADING and (scan.at(at + 2).weekday is not None or bool(scan.at(at + 2).digits))
    )
    kind = kind_at(scan, at, beside=beside or near)
    return Piece(Role.WORD if kind is Kind.WORD else Role.LEFT, at, at + 1, kind=kind)
