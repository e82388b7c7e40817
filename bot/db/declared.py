"""Every table's declarations, checked when the program starts: none is left out, none contradicts the schema."""

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import Table

from bot.db.base import TableModel
from bot.db.errors import StoreError
from bot.db.personal_data import (
    ByAccount,
    ByName,
    ByPerson,
    ByText,
    Cleared,
    IsPerson,
    KeptFor,
    KeptWith,
    Naming,
    NewestOnly,
    NobodysData,
    WithRow,
)

PERSON = "person"  # the table that foreign keys to a person refer to
WHERE = "bot/db/personal_data.py has the rules"
ACCOUNT = ("platform", "tenant", "user")
LOOKS_PERSONAL = re.compile(r"(user|account|address|target|e?mail|phone|person|author|owner|by)(_id)?|\w+_by")
WHOLE_ROW = IsPerson | ByPerson | ByAccount | ByText | WithRow
Model = type[TableModel]


class Undeclared(StoreError):
    """A table does not say how long its rows stay or how somebody is erased from it; the message names it."""


def models() -> tuple[Model, ...]:
    """Every table class that was imported; one that refers to another comes before it."""
    found = {table_of(one).name: one for one in _below(TableModel) if hasattr(one, "__table__")}
    return tuple(found[table.name] for table in reversed(TableModel.metadata.sorted_tables) if table.name in found)


def table_of(model: Model) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def refuse_undeclared(these: Iterable[Model]) -> None:
    """Raises Undeclared, which names everything that is missing."""
    if wrong := [line for model in these for line in problems(model)]:
        raise Undeclared("\n".join(wrong))


def problems(model: Model) -> Iterator[str]:
    """What is wrong with a table's declarations, in words."""
    table = table_of(model)
    this = f"table {table.name} ({model.__module__}.{model.__name__})"
    if not model.__holds__:
        yield f"{this} does not say what it holds: declare __holds__; {WHERE}."
    if not model.__retention__:
        yield f"{this} does not say how long its rows stay: declare __retention__; {WHERE}."
    if not model.__erasure__:
        named = ", ".join(personal_columns(table))
        why = f"a person or an account is named by {named}" if named else "NobodysData says why there is nothing"
        yield f"{this} does not say how somebody is erased from it ({why}): declare __erasure__; {WHERE}."
    for line in (*_wrong(model, table), *(_left_out(model, table) if model.__erasure__ else ())):
        yield f"{this}: {line}"


def personal_columns(table: Table) -> tuple[str, ...]:
    """The columns that refer to a person, or look as if they named one or an account."""
    people, refers = _person_keys(table), {key.parent.name for key in table.foreign_keys}
    looks = (c.name for c in table.columns if c.name not in refers and LOOKS_PERSONAL.fullmatch(c.name))
    return (*people, *looks)


def _wrong(model: Model, table: Table) -> Iterator[str]:
    """Rules that do not fit the table."""
    for rule in (*model.__retention__, *model.__erasure__):
        if missing := [name for name in _columns_of(rule) if name not in table.columns]:
            yield f"{type(rule).__name__} names columns that are not there: {', '.join(missing)}."
        if isinstance(rule, KeptWith | WithRow) and "CASCADE" not in _on_delete(table, rule.table):
            yield f"rows are said to go with {rule.table}, but no foreign key there has ON DELETE CASCADE."
    for rule in model.__erasure__:
        if isinstance(rule, ByPerson | Cleared):
            action = "CASCADE" if isinstance(rule, ByPerson) else "SET NULL"
            if _person_keys(table).get(rule.column) != action:
                yield f"{rule.column} is no foreign key to person with ON DELETE {action}, as its rule needs."


def _left_out(model: Model, table: Table) -> Iterator[str]:
    """Columns that name somebody and that no rule is about."""
    rules = model.__erasure__
    covered = {rule.column for rule in rules if isinstance(rule, ByPerson | Cleared)}
    covered.update(name for rule in rules if isinstance(rule, NobodysData) for name in rule.columns)
    if any(isinstance(rule, WHOLE_ROW) for rule in rules):
        covered.update(name for name in personal_columns(table) if name not in _person_keys(table))
    if left := [name for name in personal_columns(table) if name not in covered]:
        yield f"no rule of __erasure__ is about {', '.join(left)}, by which it names a person or an account."
    if _names_strangers(table) and not any(isinstance(rule, ByAccount) for rule in rules):
        yield "it names accounts that may be of nobody on record: __erasure__ needs ByAccount()."


def _columns_of(rule: object) -> tuple[str, ...]:
    """The columns that a rule names."""
    match rule:
        case KeptFor(since=since, unless=unless):
            return (*((since,) if isinstance(since, str) else since), *((unless,) if unless else ()))
        case NewestOnly(per=per, by=by):
            return (per, *by)
        case ByAccount():
            return ACCOUNT
        case ByPerson(column=column) | ByText(column=column) | Naming(column=column) | ByName(column=column):
            return (column,)
        case Cleared(column=column, also=also):
            return (column, *also)
        case IsPerson(named_in=columns) | NobodysData(columns=columns):
            return columns
    return ()


def _on_delete(table: Table, other: str) -> set[str | None]:
    """What happens to a row when the row of the other table that it refers to goes."""
    return {key.ondelete for key in table.foreign_keys if key.target_fullname.partition(".")[0] == other}


def _names_strangers(table: Table) -> bool:
    """It has an account's three columns, and a row need not belong to a person."""
    keys = _person_keys(table)
    always = any(action == "CASCADE" and not table.columns[name].nullable for name, action in keys.items())
    return all(name in table.columns for name in ACCOUNT) and not always


def _person_keys(table: Table) -> dict[str, str]:
    """Column that refers to a person, in the table's order → what happens on deletion."""
    return {
        column.name: key.ondelete or ""
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == f"{PERSON}.id"
    }


def _below(model: type[TableModel]) -> Iterator[type[TableModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)
