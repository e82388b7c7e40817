"""The result of a check as a page to print, for a headteacher without Slack or Teams: a PDF with real text."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from fpdf import FPDF

from bot.core.reply import Block, Checklist, Collapsible, Facts, Heading, Note, Reply, Text
from bot.features.eligibility.views_result import ONLY_COPY

FONT = Path(__file__).parents[1] / "cohort" / "pictures" / "fonts" / "DejaVuSansCondensed.ttf"
INK, PALE, BLUE = (31, 41, 51), (82, 96, 109), (0, 114, 178)
MARGIN, LEADING = 18, 1.35  # millimetres; lines are that many times as high as their letters
POINT = 25.4 / 72  # millimetres


def page(result: Reply, day: date) -> bytes:
    """One A4 page; texts are made smaller until they fit on it. The same result on a day gives the same bytes."""
    for scale in (1.0, 0.9, 0.8, 0.7, 0.6):
        made = _drawn(result, day, scale)
        if made.page_no() == 1:
            break
    return bytes(made.output())


class _Page(FPDF):
    """FPDF with the few kinds of text that a result is made of."""

    def __init__(self, scale: float) -> None:
        super().__init__(format="A4")
        self.scale = scale
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.add_font("DejaVu", fname=FONT)
        self.add_page()

    def words(self, text: str, size: float, colour: tuple[int, int, int] = INK, *, before: float = 1.5) -> None:
        self.ln(before * self.scale)
        self.set_font("DejaVu", size=size * self.scale)
        self.set_text_color(*colour)
        high = size * self.scale * POINT * LEADING
        self.multi_cell(0, high, text, new_x="LMARGIN", new_y="NEXT", align="L")

    def title_of_part(self, text: str) -> None:
        self.words(text, 12, BLUE, before=3)


def _drawn(result: Reply, day: date, scale: float) -> _Page:
    made = _Page(scale)
    made.set_creation_date(datetime.combine(day, time(), UTC))
    made.set_title("Mastery Specialist eligibility check")
    made.set_lang("en-GB")
    made.set_fill_color(*BLUE)
    made.rect(0, 0, made.w, 4, style="F")
    for block in result.blocks:
        _draw(made, block)
    made.words(f"Made by the Mastery assistant on {day.day} {day:%B %Y}.", 8, PALE, before=4)
    return made


def _draw(made: _Page, block: Block) -> None:
    match block:
        case Heading(text):
            made.words(text, 20, INK, before=2)
        case Text(text, strong):
            made.words(text, 12 if strong else 10.5)
        case Note(text) if text == ONLY_COPY:  # of the message, which paper is not
            return
        case Note(text):
            made.words(text, 9, PALE)
        case Checklist(items, title):
            if title:
                made.title_of_part(title)
            for item in items:
                made.words(f"•  {item}", 10.5, before=0.6)
        case Facts(rows, title):
            if title:
                made.title_of_part(title)
            for name, value in rows:
                made.words(f"{name}: {value}", 10.5, before=0.6)
        case Collapsible(title, blocks):
            made.title_of_part(title)
            for one in blocks:
                if isinstance(one, Checklist):  # one heading is enough
                    made.words(one.title, 10.5)
                _draw(made, Checklist(one.items) if isinstance(one, Checklist) else one)
        case _:  # buttons, which paper has none of
            return
