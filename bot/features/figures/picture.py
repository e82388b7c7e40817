"""A year's figures as a picture for a phone, a strip of bars for each figure, and the same in words."""

from collections.abc import Sequence

from bot.core.csv_file import Cell
from bot.core.reply import Picture
from bot.features.cohort.pictures.drawing import LIGHT, Palette, Pen, fitting_width, paper, png
from bot.features.cohort.pictures.lettering import width
from bot.features.figures.domain import HubFigure, YearFigures

WIDE, EDGE = 760, 28  # pixels: twice the width of a phone's screen
HEAD, STRIP, BAR = 110, 150, 70
LONGEST_ALT = 1_900  # characters; Slack takes 2,000


def picture(year: YearFigures, rows: Sequence[Sequence[Cell]], whose: str, look: Palette = LIGHT) -> Picture:
    """rows: one for each month, its name first, then the hub's, then the figures as they may be shown."""
    image, pen = paper(WIDE, HEAD + STRIP * len(HubFigure) + EDGE, look)
    pen.bold(EDGE, 22, fitting_width(whose, 34, WIDE - 2 * EDGE), 34)
    pen.text(EDGE, 66, f"{year.cohort.name}, by month", 25, look.pale)
    for at, figure in enumerate(HubFigure):
        _strip(pen, HEAD + STRIP * at, figure, [(str(row[0])[:3], row[2 + at]) for row in rows])
    return Picture(png(image, look), in_words(rows), f"{whose}, {year.cohort.name}: figures by month")


def in_words(rows: Sequence[Sequence[Cell]]) -> str:
    """A line for each month: “October 2026: 11 specialists; release days: fewer than 5.”"""
    lines = []
    for row in rows:
        said = [_one(name, cell) for name, cell in zip(HubFigure, row[2:], strict=True) if cell != 0]
        lines.append(f"{row[0]}: {'; '.join(said) or 'nothing'}.")
    kept = [line for at, line in enumerate(lines) if sum(map(len, lines[: at + 1])) + at < LONGEST_ALT]
    return "\n".join(kept)


def _one(figure: HubFigure, cell: Cell) -> str:
    many = str(cell).replace("under", "fewer than")
    if figure is HubFigure.PEOPLE:
        return f"{many} specialist{'' if cell == 1 else 's'}"
    return f"{figure.value[:1].lower()}{figure.value[1:]}: {many}"


def _strip(pen: Pen, top: int, figure: HubFigure, months: Sequence[tuple[str, Cell]]) -> None:
    pen.draw.line((EDGE, top, WIDE - EDGE, top), fill=pen.look.grid, width=2)
    pen.text(EDGE, top + 8, figure.value, 24, pen.look.pale)
    most = max((cell for _, cell in months if not isinstance(cell, str)), default=0) or 1
    step = (WIDE - 2 * EDGE) / max(12, len(months))
    for at, (month, cell) in enumerate(months):
        x, foot = EDGE + at * step, top + STRIP - 30
        pen.text(x + (step - width(month, 18)) / 2, foot + 4, month, 18, pen.look.pale)
        if isinstance(cell, str):
            pen.text(x + (step - width("<5", 20)) / 2, foot - 26, "<5" if cell.startswith("under") else "–", 20)
            continue
        high = (BAR - 22) * cell / most
        if cell:
            pen.draw.rectangle((x + 10, foot - high, x + step - 10, foot), fill=pen.look.used)
        label = f"{cell:g}"
        pen.text(x + (step - width(label, 20)) / 2, foot - high - 26, label, 20)
