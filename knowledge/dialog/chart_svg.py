"""A chart as an SVG picture: rows from the first question down to the outcomes, and arrows with their words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from knowledge.dialog.chart import Chart, ChartNode, Edge, Shape

WIDTH, GAP = 240, 40  # of a box, and between two boxes of a row; in pixels like all measures here
LINE, PAD = 18, 12
BETWEEN = 44  # between two rows, besides the words on the arrows
LETTERS = 28  # that fit across a box
COLOURS = {Shape.QUESTION: "#e8f1fb", Shape.SUMMARY: "#fff4d6", Shape.OUTCOME: "#e4f5e9"}
STYLE = (
    "text{font:14px system-ui,Arial,sans-serif;fill:#1a1a1a;text-anchor:middle}"
    ".small{font-size:12px}.words{fill:#fff;opacity:.92}"
    ".box{stroke:#3b4a5a;stroke-width:1.2}.edge{fill:none;stroke:#3b4a5a;stroke-width:1.4}"
)
ARROW = (
    '<marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0 10 5 0 10z" fill="#3b4a5a"/></marker>'
)


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place; x is the middle, y the top."""

    node: ChartNode
    lines: tuple[str, ...]
    x: float
    y: float

    @property
    def height(self) -> int:
        return len(self.lines) * LINE + 2 * PAD


def picture(chart: Chart) -> str:
    """The whole picture as a text. Long arrows, past a row, run round on the right."""
    rows = _rows(chart)
    boxes = _placed(chart, rows)
    outside = max(box.x for box in boxes.values()) + WIDTH / 2 + GAP
    level = {node.id: number for number, row in enumerate(rows) for node in row}
    parts: list[str] = []
    for edge in chart.edges:
        far = level[edge.end] - level[edge.start] > 1
        parts += _round(edge, boxes, outside) if far else _straight(edge, boxes)
        outside += 3 * GAP if far else 0
    parts += [line for box in boxes.values() for line in _box(box)]
    return _svg(chart.title, outside, max(box.y + box.height for box in boxes.values()) + GAP, parts)


def _rows(chart: Chart) -> list[list[ChartNode]]:
    """Each node one row below the lowest that leads to it."""
    level = dict.fromkeys((node.id for node in chart.nodes), 0)
    for node in chart.nodes:  # in an order in which every edge leads forward
        for edge in chart.edges:
            if edge.start == node.id:
                level[edge.end] = max(level[edge.end], level[node.id] + 1)
    return [[node for node in chart.nodes if level[node.id] == row] for row in range(max(level.values()) + 1)]


def _placed(chart: Chart, rows: list[list[ChartNode]]) -> dict[str, Box]:
    middle = max(map(len, rows)) * (WIDTH + GAP) / 2 + GAP / 2
    boxes: dict[str, Box] = {}
    y = float(GAP)
    for row in rows:
        arriving = [len(edge.labels) for edge in chart.edges if edge.end in {node.id for node in row}]
        y += max(arriving, default=0) * LINE + (BETWEEN if len(row) > 1 else 0)
        for place, node in enumerate(row):
            x = middle + (place - (len(row) - 1) / 2) * (WIDTH + GAP)
            boxes[node.id] = Box(node, tuple(wrap(node.label, LETTERS)), x, y)
        y += max(boxes[node.id].height for node in row) + BETWEEN
    return boxes


def _straight(edge: Edge, boxes: Mapping[str, Box]) -> Iterator[str]:
    start, end = boxes[edge.start], boxes[edge.end]
    top = start.y + start.height
    yield f'<path class="edge" marker-end="url(#tip)" d="M{start.x:g} {top:g} L{end.x:g} {end.y:g}"/>'
    along = 0.45 if start.x == end.x else 0.6  # arrows that fan out have more room further on
    yield from _words(edge.labels, start.x + (end.x - start.x) * along, top + (end.y - top) * along)


def _round(edge: Edge, boxes: Mapping[str, Box], x: float) -> Iterator[str]:
    start, end = boxes[edge.start], boxes[edge.end]
    a, b = start.y + start.height / 2, end.y + end.height / 2
    points = [(start.x + WIDTH / 2, a), (x, a), (x, b), (end.x + WIDTH / 2, b)]
    way = " ".join(f"{'M' if not at else 'L'}{px:g} {py:g}" for at, (px, py) in enumerate(points))
    yield f'<path class="edge" marker-end="url(#tip)" d="{way}"/>'
    yield from _words(edge.labels, x, (a + b) / 2)


def _words(lines: tuple[str, ...], x: float, y: float) -> Iterator[str]:
    """The lines around y, on white so that the arrow does not strike them through."""
    top = y - len(lines) * LINE / 2
    width = max(map(len, lines)) * 6.6 + 8
    yield f'<rect class="words" x="{x - width / 2:g}" y="{top:g}" width="{width:g}" height="{len(lines) * LINE}"/>'
    for number, line in enumerate(lines):
        yield f'<text class="small" x="{x:g}" y="{top + number * LINE + 13:g}">{escape(line)}</text>'


def _box(box: Box) -> Iterator[str]:
    left, right, bottom = box.x - WIDTH / 2, box.x + WIDTH / 2, box.y + box.height
    colour = COLOURS[box.node.shape]
    if box.node.shape is Shape.SUMMARY:
        half = box.y + box.height / 2
        corners = [(left, half), (left + 16, box.y), (right - 16, box.y), (right, half)]
        corners += [(right - 16, bottom), (left + 16, bottom)]
        points = " ".join(f"{x:g},{y:g}" for x, y in corners)
        yield f'<polygon class="box" fill="{colour}" points="{points}"/>'
    else:
        corner = box.height / 2 if box.node.shape is Shape.OUTCOME else 4
        yield (
            f'<rect class="box" fill="{colour}" x="{left:g}" y="{box.y:g}" width="{WIDTH}" '
            f'height="{box.height}" rx="{corner:g}"/>'
        )
    for number, line in enumerate(box.lines):
        yield f'<text x="{box.x:g}" y="{box.y + PAD + number * LINE + 13:g}">{escape(line)}</text>'


def _svg(title: str, width: float, height: float, parts: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}">'
    )
    about = f"<title>{escape(title)}</title><style>{STYLE}</style><defs>{ARROW}</defs>"
    paper = '<rect width="100%" height="100%" fill="#fff"/>'
    return "\n".join([head, about, paper, *parts, "</svg>\n"])
