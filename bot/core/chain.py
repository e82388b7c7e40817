"""Which middleware a message passes: one that could only hand it on is not called.

A message passes more than thirty of them, most of which are for others or for other words. What each declares
beside its order, `role` and `may_take`, is asked once for a message, and kept for when the same is said again.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from bot.core.declarations import MiddlewareDeclaration
from bot.core.permissions import Role
from bot.core.routing import Middleware

LONGEST_KEPT = 300  # characters; a longer message passes all that its sender's roles let in
MOST_KEPT = 1_000  # messages


class Chain:
    """handlers: by name, the innermost first. declared: what each declares; one that declares nothing sees all."""

    def __init__(self, handlers: Mapping[str, Middleware], declared: Mapping[str, MiddlewareDeclaration]) -> None:
        self._handlers, self._declared = handlers, declared
        self._kept: Callable[[str, frozenset[Role]], tuple[Middleware, ...]] = lru_cache(MOST_KEPT)(self._read)

    def passed_by(self, typed: str, text: str, held: frozenset[Role]) -> tuple[Middleware, ...]:
        """The middleware that must see the message, the innermost first.

        typed: the message as it arrived. text: the same as one safe line. Where the two differ in more than the
        space around them nothing is left out for its words, since a middleware may look at either.
        """
        if len(text) > LONGEST_KEPT or typed.strip() != text:
            return tuple(one for name, one in self._handlers.items() if self._lets_in(name, held))
        return self._kept(text, held)

    def _read(self, text: str, held: frozenset[Role]) -> tuple[Middleware, ...]:
        return tuple(
            one
            for name, one in self._handlers.items()
            if self._lets_in(name, held) and (name not in self._declared or self._declared[name].may_take(text))
        )

    def _lets_in(self, name: str, held: Collection[Role]) -> bool:
        needs = self._declared[name].roles if name in self._declared else ()
        return not needs or any(role in held for role in needs)
