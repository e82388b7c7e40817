"""Every way through a dialog, for the tests that walk them all."""

from collections.abc import Iterator

from knowledge.dialog.model import Dialog, Position, position


def paths(dialog: Dialog) -> Iterator[Position]:
    """Every way through, each as the position at its end."""
    yield from _paths_from(dialog, {})


def _paths_from(dialog: Dialog, answers: dict[str, str]) -> Iterator[Position]:
    here = position(dialog, answers)
    if here.due is None:
        yield here
        return
    for option in here.due.options:
        yield from _paths_from(dialog, {**answers, here.due.id: option.id})
