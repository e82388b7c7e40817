"""The roles, who has them, and the words of a refusal. Pure: the person is handed in.

Which role a command needs is declared beside it (`bot.core.routing.command`).
"""

from enum import Enum
from itertools import product

from bot.core.errors import BotError
from bot.core.identity import Person


class Role(Enum):
    """What somebody can be. A person can be several at once; everybody is ANYONE."""

    ANYONE = "anyone"
    SPECIALIST = "specialist"
    LEAD = "hub lead"
    ADMIN = "programme administrator"


WHO_CAN = {
    Role.ANYONE: "",
    Role.SPECIALIST: (
        "Only enrolled specialists can do that. If your Maths Hub gave you a code, type “join” and the code."
    ),
    Role.LEAD: "Only hub leads can do that, for their own hub. If you need it done, ask your Maths Hub.",
    Role.ADMIN: "Only programme administrators can do that. If you need it done, ask your Maths Hub.",
}
LEADS_DO_IT_FOR_SOMEBODY = (
    "Only enrolled specialists can do that, for their own record, so nothing was changed. A lead does it for "
    "somebody by name: “log a workshop for Sam Patel on 6 November”, “cohort days Sam Patel”. To see what you "
    "can do, type “cohort”."
)
NEEDS_CODE = (
    "You hold a role that does that, but this account was linked by its e-mail address alone, which isn't enough. "
    "Ask a programme administrator for a joining code, then type “join” and the code here."
)
OTHER_HUB = "That belongs to another hub: only its own leads can see or change it."


HELD = {
    (enrolled, leads, admin): frozenset(
        role
        for role, held in (
            (Role.ANYONE, True),
            (Role.SPECIALIST, enrolled),
            (Role.LEAD, leads),
            (Role.ADMIN, admin),
        )
        if held
    )
    for enrolled, leads, admin in product((False, True), repeat=3)
}
"""The roles of whoever is enrolled, leads or is an administrator. Put together once: a turn asks many times."""


class PermissionDenied(BotError):
    """You can't do that here. Ask your Maths Hub."""

    personal = True


def roles(person: Person | None) -> frozenset[Role]:
    """Every role of a person; an administrator may do what any hub's lead may."""
    if person is None:
        return HELD[False, False, False]
    return HELD[bool(person.enrolments), bool(person.leads or person.admin), person.admin]


def allow(role: Role, person: Person | None) -> None:
    """Nothing, for somebody who has the role. Raises PermissionDenied, which says who has."""
    if role not in roles(person):
        if role is Role.SPECIALIST and Role.LEAD in roles(person):
            raise PermissionDenied(LEADS_DO_IT_FOR_SOMEBODY)
        held_back = person is not None and person.needs_code and role in (Role.LEAD, Role.ADMIN)
        raise PermissionDenied(NEEDS_CODE if held_back else WHO_CAN[role])


def allow_hub(person: Person | None, hub_id: int) -> None:
    """Nothing, for who leads this hub and for administrators. Raises PermissionDenied."""
    allow(Role.LEAD, person)
    if person is None or not (person.admin or any(hub.id == hub_id for hub in person.leads)):
        raise PermissionDenied(OTHER_HUB)
