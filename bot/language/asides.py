"""What stands beside a day and says nothing more of it: a day that is denied, and the time in a copied time stamp.

"Thursday (not Friday)", "not Thursday but Friday", "Thursday, no, Friday": only where one plain day stands against
another one, next to it. "2026-11-12T09:00", "12/11/2026 09:00": only behind a whole date in figures.
"""

from itertools import pairwise

from bot.language.mentions import Scan
from bot.language.scanning import Piece, Role
from bot.language.words import Kind

OPENS = frozenset((",", "(", "-", ";", "and"))
TAKEN_BACK = frozenset(("no", "nope"))


def without_denied(scan: Scan, found: list[Piece]) -> list[Piece]:
    """The pieces, the denied days among them and their “not” as mere marks."""
    days = [at for at, piece in enumerate(found) if piece.group is not None]
    if len(days) != 2 or not all(_is_one_day(found[at]) for at in days):
        return found
    first, second = days
    between = _words(scan, found[first + 1 : second])
    taken = range(0)
    if _marks_off(between) == ["not"]:
        closes = second + 1 < len(found) and scan.text(found[second + 1].start) == ")"
        taken = range(first + 1, second + 1 + closes)
    elif _marks_off(between) == ["but"] and first and _words(scan, found[first - 1 : first]) == ["not"]:
        taken = range(first - 1, second)
    elif len(between) > 1 and [word for word in between if word not in ",;-"] in ([word] for word in TAKEN_BACK):
        taken = range(first, second)
    return [Piece(Role.MARK, one.start, one.end) if at in taken else one for at, one in enumerate(found)]


def without_stamps(scan: Scan, found: list[Piece]) -> list[Piece]:
    """The pieces, the time of the clock behind a whole date in figures as a mere mark."""
    made = list(found)
    for at, (dated, timed) in enumerate(pairwise(found), 1):
        if dated.group and timed.clock and _is_in_figures(scan, dated) and scan.text(timed.start + 1) == ":":
            of_day = timed.clock.until is None and timed.end - timed.start in (3, 5)
            made[at] = Piece(Role.MARK, timed.start, timed.end) if of_day else timed
    return made


def _is_in_figures(scan: Scan, piece: Piece) -> bool:
    """2026-11-12, 12/11/2026, and the T of a time stamp."""
    words = [scan.text(at) for at in range(piece.start, piece.end)]
    return (
        len(words) in (5, 6)
        and any(len(word) == 4 for word in words)
        and (all(word.isdecimal() or word in "-/." for word in words[:5]) and words[5:] in ([], ["t"]))
    )


def _is_one_day(piece: Piece) -> bool:
    return piece.group is not None and len(piece.group.run) == 1 and piece.group.run[0].unsettled is None


def _words(scan: Scan, found: list[Piece]) -> list[str]:
    """What stands there, if it is marks and words of negation alone; else one word that fits nothing."""
    if any(
        piece.role not in (Role.MARK, Role.LEFT) or piece.kind not in (Kind.WORD, Kind.NEGATION) for piece in found
    ):
        return [""]
    return [scan.text(at) for piece in found for at in range(piece.start, piece.end)]


def _marks_off(words: list[str]) -> list[str]:
    return words[1:] if words[:1] and words[0] in OPENS else words
