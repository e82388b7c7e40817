"""A cohort's standing as a picture for a phone and in words: days against the pace, reports, attendance."""

from collections.abc import Sequence

from bot.core.reply import Picture
from bot.features.cohort.domain import CohortStatus, SpecialistProgress
from bot.features.cohort.pictures.drawing import LIGHT, Palette, Pen, fitting_width, paper, png
from bot.features.cohort.pictures.lettering import width
from bot.features.cohort.status import Pace, Sort, attendance, in_order, paces
from bot.features.release_days.views import in_days
from bot.features.residentials.domain import AttendanceAnswer, Residential, ResidentialState
from bot.hubs.pace import expected

WIDE, EDGE = 760, 28  # pixels: twice the width of a phone's screen
HEAD, ROW, FOOT = 236, 152, 48
MOST_DRAWN = 24  # people; who needs a nudge comes first
LONGEST_ALT = 1_900  # characters; Slack takes 2,000
LEGEND = (
    ("done", "done, coming"),
    ("late", "late"),
    ("open", "not due"),
    ("cannot", "can't come"),
    ("silent", "no answer"),
)
ATTENDS = {AttendanceAnswer.COMING: "coming", AttendanceAnswer.CANNOT: "cannot"}


def picture(status: CohortStatus, look: Palette = LIGHT) -> Picture:
    """Everybody's row, whoever needs a nudge first."""
    people, pace_of = in_order(status, Sort.NUDGE)[:MOST_DRAWN], paces(status)
    image, pen = paper(WIDE, HEAD + ROW * max(1, len(people)) + FOOT, look)
    _head(pen, status)
    for at, person in enumerate(people):
        _row(pen, HEAD + ROW * at, person, status, pace_of[person.person_id])
    _foot(pen, HEAD + ROW * max(1, len(people)), len(status.people) - len(people), bool(people))
    title = f"{status.hub.name}, {status.cohort.name}"
    return Picture(png(image, look), in_words(status), title)


def in_words(status: CohortStatus) -> str:
    """What the picture shows, a line for each person, as many as a platform takes."""
    by_now = in_days(expected(status.cohort, status.today))
    even = f"At an even pace, {by_now} of {in_days(status.cohort.half_days)} days would be used by"
    opening = f"{even} {day_in_words(status)}."
    lines, room = [opening], LONGEST_ALT - len(opening)
    people, pace_of = in_order(status, Sort.NUDGE), paces(status)
    for at, person in enumerate(people):
        line = _person_in_words(person, status, pace_of[person.person_id])
        if len(line) + 1 > room - 40:
            lines.append(f"And {len(people) - at} more.")
            break
        lines.append(line)
        room -= len(line) + 1
    return "\n".join(lines if people else [opening, "Nobody is enrolled."])


def _answer(person: SpecialistProgress, one: Residential) -> str:
    return f"{attendance(person, one)} {'to' if person.coming.get(one.id) else 'for'} residential {one.number}"


def _person_in_words(person: SpecialistProgress, status: CohortStatus, pace: Pace) -> str:
    balance = person.balance
    said = [f"{in_days(balance.used)} of {in_days(balance.funded)} days used"]
    if balance.planned:
        said.append(f"{in_days(balance.planned)} planned")
    if pace is Pace.BEHIND:
        said.append("behind the pace")
    if status.reports:
        late = [report.title for report in person.late(status.reports, status.today)]
        done = sum(report.id in person.done for report in status.reports)
        overdue = f", late: {', '.join(late)}" if late else ""
        said.append(f"{done} of {len(status.reports)} reports done{overdue}")
    said += [_answer(person, one) for one in held(status)]
    if not person.joined:
        said.append("hasn't joined")
    return f"{person.name}: {'; '.join(said)}."


def _head(pen: Pen, status: CohortStatus) -> None:
    pen.bold(EDGE, 22, fitting_width(status.hub.name, 34, WIDE - 2 * EDGE), 34)
    pen.text(
        EDGE, 68, f"{status.cohort.name} · {day_in_words(status)} · {len(status.people)} people", 25, pen.look.pale
    )
    y = 124
    pen.bar((EDGE, y, EDGE + 56, y + 26), 1, 0)
    x = pen.text(EDGE + 66, y - 2, "used", 24) + 26
    pen.bar((x, y, x + 56, y + 26), 0, 1)
    x = pen.text(x + 66, y - 2, "planned", 24) + 40
    pen.pace(x, y + 6, y + 26)
    pen.text(x + 20, y - 2, f"even pace by now: {figure(expected(status.cohort, status.today))} days", 24)
    x = float(EDGE)
    for kind, label in LEGEND:
        x = pen.text(pen.mark(x, y + 48, kind, 26) + 8, y + 47, label, 21) + 15


def _row(pen: Pen, top: int, person: SpecialistProgress, status: CohortStatus, pace: Pace) -> None:
    balance, right = person.balance, WIDE - EDGE
    pen.draw.line((EDGE, top, right, top), fill=pen.look.grid, width=2)
    lags = pace is Pace.BEHIND
    lagging = "behind: " if lags else ""
    figures = f"{lagging}{figure(balance.used)} of {figure(balance.funded)} days"
    room = right - EDGE - width(figures, 26) - 30
    name = fitting_width(person.name, 28, room - (0 if person.joined else 170))
    pen.bold(EDGE, top + 14, name, 28)
    if not person.joined:
        pen.text(EDGE + width(name, 28) + 14, top + 18, "not joined", 23, pen.look.pale)
    pen.right(right, top + 15, figures, 26, pen.look.warning if lags else pen.look.ink)
    box = (EDGE, top + 66, right, top + 92)
    whole = max(1, balance.funded)
    pen.bar(box, balance.used / whole, balance.planned / whole)
    by_now = min(1.0, expected(status.cohort, status.today) / whole)
    pen.pace(EDGE + (right - EDGE) * by_now, top + 66, top + 92)
    _marks(pen, top + 108, person, status)


def _marks(pen: Pen, y: int, person: SpecialistProgress, status: CohortStatus) -> None:
    x = float(EDGE)
    if status.reports:
        x = pen.text(x, y - 1, "Reports", 22, pen.look.pale) + 10
        for report in status.reports[:6]:
            kind = "done" if report.id in person.done else "late" if report.due < status.today else "open"
            x = pen.mark(x, y, kind) + 7
        x += 22
    if shown := held(status):
        x = pen.text(x, y - 1, "Residentials", 22, pen.look.pale) + 10
        for one in shown:
            x = pen.mark(x, y, ATTENDS[person.coming[one.id]] if one.id in person.coming else "silent") + 7


def _foot(pen: Pen, top: int, more: int, any_drawn: bool) -> None:
    if not any_drawn:
        pen.text(EDGE, top - ROW + 40, "Nobody is enrolled here yet.", 26, pen.look.pale)
    pen.draw.line((EDGE, top, WIDE - EDGE, top), fill=pen.look.grid, width=2)
    text = f"and {more} more: type “cohort export”" if more > 0 else "Who needs a nudge comes first."
    pen.text(EDGE, top + 10, text, 21, pen.look.pale)


def held(status: CohortStatus) -> Sequence[Residential]:
    return [one for one in status.residentials if one.state is not ResidentialState.CANCELLED]


def day_in_words(status: CohortStatus) -> str:
    return f"{status.today.day} {status.today:%B %Y}"


def figure(half_days: int) -> str:
    """As the font has it: 7 → "3.5"."""
    return f"{half_days / 2:g}"
