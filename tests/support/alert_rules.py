"""docs/alerts.yml, and its expressions worked out over two scrapes: as much of Prometheus' language as it uses."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

RULES = Path(__file__).parents[2] / "docs" / "alerts.yml"
SELECTOR = r'([a-z_]+)(?:\{([a-z]+)(=~?)"([^"]*)"\})?'
INCREASE = re.compile(rf"sum\(increase\({SELECTOR}\[\w+\]\)\)")
LATEST = re.compile(rf"{SELECTOR}")
COMPARED = {"==": operator.eq, ">": operator.gt, "<": operator.lt}


@dataclass(frozen=True)
class Scrape:
    """Every sample: name, labels, value. at: seconds since 1970."""

    samples: tuple[tuple[str, dict[str, str], float], ...]
    at: float

    def of(self, name: str, label: str | None, how: str | None, value: str | None) -> list[float]:
        def fits(labels: dict[str, str]) -> bool:
            said = labels.get(label or "", "")
            return label is None or (said == value if how == "=" else bool(re.fullmatch(value or "", said)))

        return [number for known, labels, number in self.samples if known == name and fits(labels)]


def scraped(at: float) -> Scrape:
    """What /metrics says now."""
    families = text_string_to_metric_families(generate_latest().decode())
    return Scrape(tuple((one.name, one.labels, one.value) for family in families for one in family.samples), at)


def rules() -> dict[str, str]:
    """Alert → expression."""
    (group,) = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return {rule["alert"]: rule["expr"] for rule in group["rules"]}


def names(expression: str) -> set[str]:
    return set(re.findall(r"mastery_[a-z_]+", expression))


def fires(alert: str, before: Scrape, after: Scrape) -> bool:
    """Whether the expression is true, what `increase` looks at lying between the two scrapes.

    Raises ValueError for an expression of another shape, and for a metric that is not there.
    """
    left, how, right = _parted(rules()[alert])
    compare: Callable[[float, float], bool] = COMPARED[how]
    return any(compare(value, float(right)) for value in _values(left, before, after))


def _parted(expression: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(.+) (==|>|<) ([\d.]+)", expression)
    if found is None:
        raise ValueError(expression)
    return found[1], found[2], found[3]


def _values(left: str, before: Scrape, after: Scrape) -> list[float]:
    if " / " in left:
        over, under = (_increase(part, before, after) for part in left.split(" / "))
        return [over / under] if under else []
    if left.startswith("sum("):
        return [_increase(left, before, after)]
    since = left.removeprefix("time() - ")
    found = LATEST.fullmatch(since)
    values = after.of(*found.groups()) if found else []
    if not values:
        raise ValueError(left)
    return values if since == left else [after.at - value for value in values]


def _increase(part: str, before: Scrape, after: Scrape) -> float:
    found = INCREASE.fullmatch(part)
    if found is None:
        raise ValueError(part)
    return sum(after.of(*found.groups())) - sum(before.of(*found.groups()))
