"""Who may do what: one table by command, and the words of a refusal. Pure: the person is handed in."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

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
OTHER_HUB = "That belongs to another hub: only its own leads can see or change it."

NEEDS: Mapping[str, Role] = MappingProxyType(
    {
        "help": Role.ANYONE,
        "start": Role.ANYONE,
        "menu": Role.ANYONE,
        "home": Role.ANYONE,
        "privacy": Role.ANYONE,
        "eligibility": Role.ANYONE,
        "join": Role.ANYONE,
        "my questions": Role.ANYONE,
        "questions": Role.LEAD,
        "questions week": Role.LEAD,
        "questions added": Role.LEAD,
        "questions digest": Role.LEAD,
        "questions channel": Role.LEAD,
        "knowledge": Role.ADMIN,
        "knowledge proposed": Role.ADMIN,
        "knowledge accept": Role.ADMIN,
        "knowledge withdraw": Role.ADMIN,
        "knowledge export": Role.ADMIN,
        "releaseday": Role.SPECIALIST,
        "releaseday log": Role.SPECIALIST,
        "releaseday list": Role.SPECIALIST,
        "releaseday balance": Role.SPECIALIST,
        "releaseday undo": Role.SPECIALIST,
        "undo": Role.SPECIALIST,
        "releaseday change": Role.SPECIALIST,
        "releaseday delete": Role.SPECIALIST,
        "releaseday export": Role.SPECIALIST,
        "residentials": Role.SPECIALIST,
        "residentials coming": Role.SPECIALIST,
        "residentials calendar": Role.SPECIALIST,
        "reports": Role.SPECIALIST,
        "report": Role.SPECIALIST,
        "report done": Role.SPECIALIST,
        "report undo": Role.SPECIALIST,
        "reminders": Role.SPECIALIST,
        "reminders stop": Role.SPECIALIST,
        "reminders start": Role.SPECIALIST,
        "reminders snooze": Role.SPECIALIST,
        "cohort": Role.LEAD,
        "cohort enrol": Role.LEAD,
        "cohort enroll": Role.LEAD,
        "cohort code": Role.LEAD,
        "cohort leave": Role.LEAD,
        "cohort move": Role.LEAD,
        "cohort residential": Role.LEAD,
        "cohort residentials": Role.LEAD,
        "cohort report": Role.LEAD,
        "cohort reports": Role.LEAD,
        "announcements": Role.SPECIALIST,
        "cohort announce": Role.LEAD,
        "cohort announcements": Role.LEAD,
        "cohort announcement": Role.LEAD,
        "cohort holidays": Role.LEAD,
        "cohort holiday": Role.LEAD,
        "cohort status": Role.LEAD,
        "cohort export": Role.LEAD,
        "cohort lead": Role.ADMIN,
        "cohort hub": Role.ADMIN,
    }
)
"""Every command and what it needs; a command that is not here is refused when the bot starts."""


class PermissionDenied(BotError):
    """You can't do that here. Ask your Maths Hub."""


def roles(person: Person | None) -> frozenset[Role]:
    """Every role of a person; an administrator may do what any hub's lead may."""
    found = {Role.ANYONE}
    if person is not None:
        found |= {Role.SPECIALIST} if person.enrolments else set()
        found |= {Role.LEAD} if person.leads or person.admin else set()
        found |= {Role.ADMIN} if person.admin else set()
    return frozenset(found)


def allow(role: Role, person: Person | None) -> None:
    """Nothing, for somebody who has the role. Raises PermissionDenied, which says who has."""
    if role not in roles(person):
        raise PermissionDenied(WHO_CAN[role])


def allow_hub(person: Person | None, hub_id: int) -> None:
    """Nothing, for who leads this hub and for administrators. Raises PermissionDenied."""
    allow(Role.LEAD, person)
    if person is None or not (person.admin or any(hub.id == hub_id for hub in person.leads)):
        raise PermissionDenied(OTHER_HUB)
