"""A change as it is written down and read again; without SQL, so that whoever shows one need not import it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class AuditNote:
    """A change to write down: what, by whom, about whom or which hub.

    request_key: names the platform's event that asked for it; a second change of a person with the same key is
    refused by the schema.
    """

    what: str
    by: int | None = None
    person_id: int | None = None
    hub_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    request_key: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A change on record. `undone_by`: the id of the change that took it back."""

    id: int
    at: datetime
    by: int | None
    person_id: int | None
    hub_id: int | None
    what: str
    detail: Mapping[str, Any]
    undone_by: int | None
