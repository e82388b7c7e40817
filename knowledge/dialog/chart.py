"""A dialog → a plain chart → Mermaid or a picture: drawn from the data, so that it cannot tell another story."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.between_marks import NoPlaceForIt, between_marks
from knowledge.dialog.model import SUMMARY, AnswerEffect, Dialog, Option
from knowledge.facts import KnowledgeError

OPENING, CLOSING = "<!-- chart: eligibility -->", "<!-- /chart -->"  # around the chart in the README
LEAVES = {
    AnswerEffect.NOTHING: "",
    AnswerEffect.SORT_OUT: " (to sort out first)",
    AnswerEffect.ASK_HUB: " (to ask the hub)",
}
LEADS = {
    AnswerEffect.SORT_OUT: "anything to sort out",
    AnswerEffect.ASK_HUB: "otherwise, anything to ask",
    AnswerEffect.NOTHING: "otherwise",
}


class Shape(StrEnum):
    QUESTION = "question"
    SUMMARY = "summary"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class ChartNode:
    """A box of the chart."""

    id: str
    label: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow with what has to be said, or to be so, for the walk to take it: one line of text each."""

    start: str
    end: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Nodes stand in an order in which every edge leads forward."""

    title: str
    nodes: tuple[ChartNode, ...]
    edges: tuple[Edge, ...]


def chart_of(dialog: Dialog) -> Chart:
    """Questions, the summary, outcomes; options that lead to the same place share an edge."""
    order = _in_order(dialog)
    nodes = [ChartNode(f"q_{name}", dialog.questions[name].short, Shape.QUESTION) for name in order]
    nodes.append(ChartNode(SUMMARY, "Summary: check or change the answers", Shape.SUMMARY))
    outcomes = sorted(dialog.outcomes, key=lambda outcome: list(AnswerEffect).index(outcome.when))  # gravest first
    nodes += [ChartNode(f"o_{outcome.id}", outcome.title, Shape.OUTCOME) for outcome in outcomes]
    edges = [edge for name in order for edge in _edges_of(name, dialog.questions[name].options)]
    edges += [Edge(SUMMARY, f"o_{outcome.id}", (LEADS[outcome.when],)) for outcome in outcomes]
    return Chart(dialog.title, tuple(nodes), tuple(edges))


def _edges_of(name: str, options: tuple[Option, ...]) -> list[Edge]:
    labels: dict[str, list[str]] = {}
    for option in options:
        end = SUMMARY if option.to == SUMMARY else f"q_{option.to}"
        labels.setdefault(end, []).append(f"{option.label}{LEAVES[option.noted]}")
    return [Edge(f"q_{name}", end, tuple(lines)) for end, lines in labels.items()]


def _in_order(dialog: Dialog) -> list[str]:
    """Question ids so that every option leads to a later one: depth first, backwards."""
    done: list[str] = []

    def visit(name: str) -> None:
        for option in reversed(dialog.questions[name].options):
            if option.to != SUMMARY and option.to not in done:
                visit(option.to)
        if name not in done:
            done.append(name)

    visit(dialog.first)
    return done[::-1]


def mermaid(chart: Chart) -> str:
    """The chart as a Mermaid flowchart, which GitHub draws by itself."""
    marks = {Shape.QUESTION: ("[", "]"), Shape.SUMMARY: ("{{", "}}"), Shape.OUTCOME: ("([", "])")}
    lines = ["flowchart TD"]
    for node in chart.nodes:
        left, right = marks[node.shape]
        lines.append(f'    {node.id}{left}"{_quoted(node.label)}"{right}')
    lines += [f'    {edge.start} -->|"{_stacked(edge.labels)}"| {edge.end}' for edge in chart.edges]
    return "\n".join(lines)


def _stacked(labels: tuple[str, ...]) -> str:
    return "<br/>".join(map(_quoted, labels))


def _quoted(text: str) -> str:
    return text.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")


def markdown(dialog: Dialog) -> str:
    """The chart as a block of Markdown."""
    return f"```mermaid\n{mermaid(chart_of(dialog))}\n```\n"


def readme_block(dialog: Dialog) -> str:
    """What the README holds, its two markers included."""
    return f"{OPENING}\n{markdown(dialog)}{CLOSING}"


def with_chart(text: str, dialog: Dialog) -> str:
    """A README's text with the chart between its markers drawn anew. Raises KnowledgeError without them."""
    try:
        return between_marks(text, OPENING, CLOSING, f"\n{markdown(dialog)}")
    except NoPlaceForIt as error:
        raise KnowledgeError(str(error)) from None
