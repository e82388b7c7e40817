"""What a table declares about the people in it: how long its rows stay, and how somebody is erased from it.

A table class has three declarations, and a program whose tables lack one does not start:

    __holds__      what its rows say, in words for docs/operating.md
    __retention__  when a row goes by itself; every rule counts, and a row goes when one of them is met
    __erasure__    which rows "delete my data" removes, and what it clears in the rows that stay

`__takes_along__` is for a table whose rows other tables name in a text instead of by a foreign key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class KeptFor:
    """Rows go `period` after the moment or day in `since`.

    since: a column, or several, of which the first that holds something counts.
    counted_from: the same in words: "after it was answered".
    unless: a column; rows in which it holds something stay.
    """

    period: timedelta
    since: str | tuple[str, ...]
    counted_from: str
    unless: str = ""


@dataclass(frozen=True, slots=True)
class NewestOnly:
    """Of the rows that share a value of the column `per`, the first `most` stay, in descending order of `by`."""

    most: int
    per: str
    by: tuple[str, ...]
    in_words: str


@dataclass(frozen=True, slots=True)
class KeptWith:
    """Rows go with the row of another table that they refer to by a foreign key with ON DELETE CASCADE."""

    table: str


@dataclass(frozen=True, slots=True)
class KeptUntil:
    """No time is set. `event`: what ends it; `because`: why no time is set."""

    event: str
    because: str


@dataclass(frozen=True, slots=True)
class KeptForGood:
    """Rows never go by themselves. `because`: why."""

    because: str


Retention = KeptFor | NewestOnly | KeptWith | KeptUntil | KeptForGood


@dataclass(frozen=True, slots=True)
class IsPerson:
    """The row is the person. named_in: the columns by which other tables' words may name somebody.

    told: what the person reads that was deleted, here and below; "" for what is not worth saying.
    """

    named_in: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class ByPerson:
    """Rows go whose `column` refers to the person. tells_accounts: they say which accounts are the person's."""

    column: str = "person_id"
    told: str = ""
    tells_accounts: bool = False


@dataclass(frozen=True, slots=True)
class ByAccount:
    """Rows go whose columns `platform`, `tenant` and `user` name one of the accounts."""

    told: str = ""


@dataclass(frozen=True, slots=True)
class ByText:
    """Rows go whose `column` is this text, in which {platform}, {tenant} and {user} stand for an account.

    within: the text may stand anywhere in the column, in rows of the account's platform.
    """

    column: str
    text: str
    within: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class WithRow:
    """Rows go with the row of another table that they refer to by a foreign key with ON DELETE CASCADE."""

    table: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """The row stays, and no longer refers to the person. stays: what that is, for docs and for the person.

    also: further columns and what they are set to.
    """

    column: str
    stays: str = ""
    also: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Naming:
    """Words in `column` that name the person are replaced, as a whole, by `replacement`."""

    column: str
    replacement: str


@dataclass(frozen=True, slots=True)
class ByName:
    """Rows go in which words in `column` name the person, as a whole."""

    column: str


@dataclass(frozen=True, slots=True)
class NobodysData:
    """Nothing in the table is about a person. columns: those that only look as if they named one."""

    because: str
    columns: tuple[str, ...] = ()


Erasure = IsPerson | ByPerson | ByAccount | ByText | WithRow | Cleared | Naming | ByName | NobodysData


@dataclass(frozen=True, slots=True)
class TakesAlong:
    """Rows of `table` go with a row of this one whose id stands in their `column`, by a purge and by an erasure.

    texts: how it stands there: "relay:{id}" for the whole text, "answer:{id}:%" for how the text begins.
    """

    table: str
    column: str
    texts: tuple[str, ...]
