"""The eligibility chart as a file: a picture or Markdown."""

from pathlib import Path

from knowledge.dialog.chart import OPENING, chart_of, markdown, with_chart
from knowledge.dialog.chart_svg import picture
from knowledge.dialog.model import Dialog
from knowledge.facts import KnowledgeError


def write_chart(dialog: Dialog, path: Path) -> None:
    """Write the chart as a picture (.svg) or as Markdown (.md). Raises KnowledgeError when it cannot.

    In a Markdown file that has the chart's markers already, such as the README, only what is between them changes.
    """
    try:
        path.write_text(_drawn(dialog, path), encoding="utf-8")
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be written ({error.strerror}).") from None


def _drawn(dialog: Dialog, path: Path) -> str:
    if path.suffix == ".svg":
        return picture(chart_of(dialog))
    if path.suffix != ".md":
        raise KnowledgeError(f"{path}: a chart is written as .svg or .md; choose one of these endings.")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return with_chart(text, dialog) if OPENING in text else f"# {dialog.title}\n\n{markdown(dialog)}"
