"""What the tables declare, as the table in docs/operating.md: what is kept about people, and for how long."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from bot.db.declared import Model, models, table_of
from bot.db.personal_data import (
    ByAccount,
    ByName,
    ByPerson,
    ByText,
    Cleared,
    Erasure,
    IsPerson,
    KeptFor,
    KeptForGood,
    KeptUntil,
    KeptWith,
    Naming,
    NewestOnly,
    NobodysData,
    Retention,
    WithRow,
)
from knowledge.between_marks import between_marks

BEGINS = "<!-- The table below is written by `mastery docs` from the tables' own declarations. -->"
ENDS = "<!-- Here ends what `mastery docs` writes. -->"
HEAD = ("| table | what is in it | how long | “delete my data” |", "|---|---|---|---|")
PERIODS = {
    timedelta(days=1095): "3 years",
    timedelta(days=365): "12 months",
    timedelta(days=1): "a day",
    timedelta(hours=1): "an hour",
}


def written_into(document: str) -> str:
    """The document with the table as the declarations have it now. Raises NoPlaceForIt."""
    return between_marks(document, BEGINS, ENDS, "\n".join(("", *HEAD, *lines(models()), "")))


def lines(these: Iterable[Model]) -> Iterator[str]:
    """A line for each table, by name."""
    for model in sorted(these, key=lambda one: table_of(one).name):
        kept = "; ".join(map(how_long, model.__retention__))
        erased = "; ".join(dict.fromkeys(map(how_erased, model.__erasure__)))
        yield f"| `{table_of(model).name}` | {model.__holds__} | {kept} | {erased} |"


def how_long(rule: Retention) -> str:
    match rule:
        case KeptFor(period=period, counted_from=counted_from):
            return f"{_period(period)} {counted_from}"
        case NewestOnly(in_words=in_words):
            return f"only {in_words}"
        case KeptWith(table=table):
            return f"with its row in `{table}`"
        case KeptUntil(event=event, because=because):
            return f"until {event}: {because}"
        case KeptForGood(because=because):
            return f"for good: {because}"


def how_erased(rule: Erasure) -> str:
    match rule:
        case IsPerson() | ByPerson():
            return "deletes the person's rows"
        case ByAccount():
            return "deletes the account's rows"
        case ByText(column=column):
            return f"deletes rows whose `{column}` names the account"
        case WithRow(table=table):
            return f"goes with its row in `{table}`"
        case Cleared(column=column, also=also):
            return f"empties {', '.join(f'`{name}`' for name in (column, *also))}"
        case Naming(column=column):
            return f"replaces `{column}` where it names the person"
        case ByName(column=column):
            return f"deletes rows whose `{column}` names the person"
        case NobodysData(because=because):
            return f"nobody's data: {because}"


def _period(period: timedelta) -> str:
    if period in PERIODS:
        return PERIODS[period]
    return f"{period.days} days" if period.days else f"{period.seconds // 60} minutes"
