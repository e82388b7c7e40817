"""Where a dialog's edges lead, checked before anybody walks it: no dead end, no circle, nothing left unreached."""

from collections.abc import Iterator

from knowledge.dialog.model import SUMMARY, AnswerEffect, Dialog

Visit = tuple[str, frozenset[AnswerEffect]]
"""A question reached, and what the answers on the way there have left."""


def check_routes(dialog: Dialog) -> Iterator[str]:
    """Each slip as a sentence with its place. Later checks wait until the earlier ones pass."""
    for check in (_dangling, _circles, _unreached):
        slips = [*check(dialog)]
        yield from slips
        if slips:
            return


def _dangling(dialog: Dialog) -> Iterator[str]:
    known = ", ".join([*dialog.questions, SUMMARY])
    for question in dialog.questions.values():
        for option in question.options:
            if option.to != SUMMARY and option.to not in dialog.questions:
                yield (
                    f"{option.where}: “{option.label}” of `{question.id}` leads to `{option.to}`, "
                    f"which is not a question; use one of: {known}."
                )


def _circles(dialog: Dialog) -> Iterator[str]:
    """Depth first; an edge back to a question on the way here would ask it for ever."""
    done: set[str] = {SUMMARY}

    def visit(here: str, way: tuple[str, ...]) -> Iterator[str]:
        if here in done:
            return
        for option in dialog.questions[here].options:
            if option.to in (*way, here):
                round_trip = " → ".join([*(*way, here)[(*way, here).index(option.to) :], option.to])
                yield (
                    f"{option.where}: “{option.label}” of `{here}` leads round in a circle "
                    f"({round_trip}); lead it onwards or to `{SUMMARY}`."
                )
            else:
                yield from visit(option.to, (*way, here))
        done.add(here)

    for name in dialog.questions:
        yield from visit(name, ())


def _unreached(dialog: Dialog) -> Iterator[str]:
    reached = _visits(dialog)
    questions = {name for name, _ in reached}
    for question in dialog.questions.values():
        if question.id not in questions:
            yield f"{question.where}: nobody reaches `{question.id}`; lead an option to it or take it out."
    endings = {_gravest(left) for name, left in reached if name == SUMMARY}
    for outcome in dialog.outcomes:
        if outcome.when not in endings:
            yield (
                f"{outcome.where}: nobody can reach the outcome `{outcome.id}` ({outcome.when}); "
                "give an option what leads to it or take the outcome out."
            )
    yield from _missing_outcomes(dialog, endings)


def _missing_outcomes(dialog: Dialog, endings: set[AnswerEffect]) -> Iterator[str]:
    named = [outcome.when for outcome in dialog.outcomes]
    where = dialog.questions[dialog.first].where
    for noted in sorted(endings - set(named)):
        yield f"{where}: a walk can end with “{noted}” and no outcome has `when: {noted}`; write one."
    for outcome in dialog.outcomes:
        if named.count(outcome.when) > 1:
            yield f"{outcome.where}: more than one outcome has `when: {outcome.when}`; keep one."


def _visits(dialog: Dialog) -> set[Visit]:
    """Every question (and the summary) together with what may have been left on the way there."""
    reached: set[Visit] = set()
    waiting: list[Visit] = [(dialog.first, frozenset())]
    while waiting:
        visit = waiting.pop()
        if visit in reached:
            continue
        reached.add(visit)
        here, left = visit
        if here != SUMMARY:
            waiting += [(option.to, left | {option.noted}) for option in dialog.questions[here].options]
    return reached


def _gravest(left: frozenset[AnswerEffect]) -> AnswerEffect:
    return next((noted for noted in AnswerEffect if noted in left), AnswerEffect.NOTHING)
