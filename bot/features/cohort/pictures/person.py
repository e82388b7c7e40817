"""One person's standing as a picture for a phone and in words: days, each report, each residential."""

from collections.abc import Sequence

from bot.core.reply import Picture
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.pictures.cohort import ATTENDS, EDGE, LONGEST_ALT, WIDE, day_in_words, figure, held
from bot.features.cohort.pictures.drawing import LIGHT, Palette, Pen, fitting_width, paper, png
from bot.features.cohort.pictures.lettering import width
from bot.features.cohort.status import Pace, attendance, pace, reports, residentials
from bot.features.release_days.views import in_days
from bot.features.residentials.domain import Residential, ResidentialState
from bot.hubs.pace import expected
from bot.language.dates import day_and_month

HEAD, LINE, GAP, FOOT = 330, 46, 26, 24
MOST_DRAWN = 12  # reports, and residentials; the words have them all
Drawn = tuple[str, str, str]
"""A mark, what it is about, and how that stands."""


def picture(one: SpecialistProgress, status: CohortStatus, look: Palette = LIGHT) -> Picture:
    lists = [drawn for drawn in (_reports(one, status), _residentials(one, status)) if drawn[1]]
    high = HEAD + sum(GAP + LINE * (1 + len(rows)) for _, rows in lists) + FOOT
    image, pen = paper(WIDE, high, look)
    _head(pen, one, status)
    top = HEAD
    for title, rows in lists:
        top = _list(pen, top, title, rows) + GAP
    return Picture(png(image, look), in_words(one, status), f"{one.name}, {status.hub.name}")


def in_words(one: SpecialistProgress, status: CohortStatus) -> str:
    """What the picture shows, and nothing else."""
    by_now = expected(status.cohort, status.today)
    joined = "" if one.joined else ", hasn't joined"
    lines = [
        f"{one.name}, {one.school}, {status.hub.name}, {status.cohort.name}, {day_in_words(status)}{joined}.",
        f"{in_days(one.balance.used)} of {in_days(one.balance.funded)} days used, {in_days(one.balance.planned)} "
        f"planned; an even pace is, by now, {in_days(by_now)} days: {_pace(one, status)}.",
        *(f"{title}: {how}." for title, how in (*reports(one, status), *residentials(one, status))),
    ]
    return "\n".join(lines)[:LONGEST_ALT]


def _head(pen: Pen, one: SpecialistProgress, status: CohortStatus) -> None:
    balance, right, lags = one.balance, WIDE - EDGE, _pace(one, status) is Pace.BEHIND
    pen.bold(EDGE, 22, fitting_width(one.name, 34, WIDE - 2 * EDGE), 34)
    about = one.school if one.joined else f"{one.school} · not joined"
    pen.text(EDGE, 68, fitting_width(about, 25, WIDE - 2 * EDGE), 25, pen.look.pale)
    where = f"{status.hub.name} · {status.cohort.name} · {day_in_words(status)}"
    pen.text(EDGE, 102, fitting_width(where, 25, WIDE - 2 * EDGE), 25, pen.look.pale)
    pen.text(EDGE, 162, "Release days", 26)
    lagging = "behind: " if lags else ""
    used = f"{lagging}{figure(balance.used)} of {figure(balance.funded)} used"
    pen.right(right, 162, used, 26, pen.look.warning if lags else pen.look.ink)
    whole, by_now = max(1, balance.funded), expected(status.cohort, status.today)
    pen.bar((EDGE, 216, right, 246), balance.used / whole, balance.planned / whole)
    pen.pace(EDGE + (right - EDGE) * min(1.0, by_now / whole), 216, 246)
    y = 272
    pen.bar((EDGE, y, EDGE + 44, y + 24), 0, 1)
    x = pen.text(EDGE + 54, y - 3, f"{figure(balance.planned)} planned", 24) + 36
    pen.pace(x, y + 5, y + 24)
    pen.text(x + 20, y - 3, f"even pace by now: {figure(by_now)} days", 24)


def _list(pen: Pen, top: int, title: str, rows: Sequence[Drawn]) -> int:
    """A heading and a line for each; returns where it ends."""
    right = WIDE - EDGE
    pen.draw.line((EDGE, top, right, top), fill=pen.look.grid, width=2)
    pen.bold(EDGE, top + 8, title, 26)
    for at, (mark, about, how) in enumerate(rows, 1):
        y = top + LINE * at + 10
        x = pen.mark(EDGE, y, mark) + 14
        stands_out = mark in ("late", "cannot")
        pen.right(right, y - 1, how, 24, pen.look.warning if stands_out else pen.look.pale)
        pen.text(x, y - 2, fitting_width(about, 25, right - width(how, 24) - 20 - x), 25)
    return top + LINE * (1 + len(rows))


def _reports(one: SpecialistProgress, status: CohortStatus) -> tuple[str, Sequence[Drawn]]:
    found = []
    for report, (title, how) in zip(status.reports, reports(one, status), strict=True):
        mark = "done" if report.id in one.done else "late" if report.due < status.today else "open"
        found.append((mark, title, how))
    return "Reports", found[:MOST_DRAWN]


def _residentials(one: SpecialistProgress, status: CohortStatus) -> tuple[str, Sequence[Drawn]]:
    found = []
    for each in held(status):
        mark = ATTENDS[one.coming[each.id]] if each.id in one.coming else "silent"
        found.append((mark, f"Residential {each.number}, {_when(each)}", attendance(one, each)))
    return "Residentials", found[:MOST_DRAWN]


def _when(one: Residential) -> str:
    return day_and_month(one.first_day) + ("" if one.state is ResidentialState.CONFIRMED else " (provisional)")


def _pace(one: SpecialistProgress, status: CohortStatus) -> Pace:
    by_now = expected(status.cohort, status.today)
    return pace(one.balance.used, by_now, status.cohort, status.today)
