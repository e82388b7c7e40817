"""What a docstring says is raised can be raised: a class of ours that is named there is an exception."""

import ast
import builtins
import re
from collections.abc import Iterator

from tests.support.paths import ROOT

TREES = [
    (path, ast.parse(path.read_text()))
    for folder in ("adapters", "bot", "knowledge", "scheduler")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
BASES = {
    one.name: [ast.unparse(base) for base in one.bases]
    for _, tree in TREES
    for one in ast.walk(tree)
    if isinstance(one, ast.ClassDef)
}
Documented = ast.AsyncFunctionDef | ast.ClassDef | ast.FunctionDef | ast.Module


def raised(text: str) -> Iterator[str]:
    """The names in each sentence that begins with “Raises”, but “Raises as …”, which names who raises it."""
    for sentence in re.findall(r"\b[Rr]aises (?!as )([^.;:]*)", text):
        yield from re.findall(r"\b[A-Z]\w*[a-z]\w*\b", sentence)


def is_exception(name: str) -> bool:
    known = getattr(builtins, name, None)
    if isinstance(known, type):
        return issubclass(known, BaseException)
    return any(is_exception(base.rpartition(".")[2]) for base in BASES.get(name, ()))


def test_what_is_said_to_be_raised_is_an_exception() -> None:
    said = [
        (str(path.relative_to(ROOT)), name)
        for path, tree in TREES
        for one in ast.walk(tree)
        if isinstance(one, Documented)
        for name in raised(ast.get_docstring(one) or "")
        if name in BASES
    ]
    assert len(said) > 200
    assert [one for one in said if not is_exception(one[1])] == []
