"""A process that a test talks to line by line, and kills: forked from a server that has imported everything.

It is there within a tenth of a second. An interpreter of its own imports for two seconds of processor time first.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

FORKED = get_context("forkserver")
FORKED.set_forkserver_preload(
    ["tests.support.logging_turns", "tests.support.answering", "tests.drill.killing", "scheduler.postgres_engine"]
)
PATIENCE = 60  # seconds, for a process that does what it should at any speed


class Forked:
    """One that is at work; it ends when nothing more is told, so that whoever kills it finds it there.

    target: given what it hears, line by line, how it says a line, and the values.
    """

    def __init__(self, target: Callable[..., None], *values: Any) -> None:
        theirs_to_hear, self._mouth = FORKED.Pipe(duplex=False)
        self._ear, theirs_to_say = FORKED.Pipe(duplex=False)
        self.process: BaseProcess = FORKED.Process(
            target=_run, args=(target, theirs_to_hear, theirs_to_say, values), daemon=True
        )
        self.process.start()
        theirs_to_hear.close()
        theirs_to_say.close()

    def tell(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._mouth.send(line)

    def hear(self, lines: int) -> list[str]:
        """So many lines, or fewer when it has no more to say."""
        return list(islice(_lines(self._ear), lines))

    def kill(self) -> list[str]:
        """kill -9; what it had said that was not heard yet. Returns when it is gone."""
        self.process.kill()
        return self._ends()

    def end(self) -> list[str]:
        """Nothing more is told, so it comes to its end; what it said until then."""
        self._mouth.close()
        said = self._ends()
        assert self.process.exitcode == 0
        return said

    def _ends(self) -> list[str]:
        said = list(_lines(self._ear))
        self.process.join(PATIENCE)
        self._ear.close()
        self._mouth.close()
        return said


def _lines(ear: Connection) -> Iterator[str]:
    while True:
        try:
            yield ear.recv()
        except EOFError:
            return


def _run(target: Callable[..., None], ear: Connection, mouth: Connection, values: tuple[Any, ...]) -> None:
    target(_lines(ear), mouth.send, *values)
    mouth.close()
    for _ in _lines(ear):
        pass
