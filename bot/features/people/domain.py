"""People and their places as the store hands them out, and what it refuses about them in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.errors import BotError
from bot.core.identity import Person
from bot.db.audit_domain import declare_changes

declare_changes("enrolment.opened", "enrolment.left", "enrolment.moved", "person.edited", undoable=True)
declare_changes("person.added", "person.forgotten", "code.made", undoable=False)
declare_changes("account.linked", "account.unlinked", undoable=False)
declare_changes("admin.made", "admin.unmade", "lead.made", "lead.unmade", undoable=False)
declare_changes("hub.added", "cohort.added", undoable=False)

CODES_LAST = timedelta(days=14)
LONGEST_NAME = 120  # characters, of a person or a school
MOST_TRIES = 5  # wrong codes from one account …
TRIES_COUNT = timedelta(hours=1)  # … within this time


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort to add; `half_days` is the release that its year funds, from the knowledge base."""

    name: str
    starts: date
    ends: date
    half_days: int


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody to enrol; without an e-mail address nobody can tell two people of one name apart."""

    name: str
    email: str | None
    school: str
    hub_id: int
    cohort_id: int


@dataclass(frozen=True, slots=True)
class Code:
    """A joining code to hand over. It is shown once: only its hash is kept."""

    words: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What came of an enrolment. No code for who is linked already, or holds a role: they need none."""

    person: Person
    code: Code | None


class NotEnrolled(BotError):
    """You're not enrolled on the programme here. If your Maths Hub gave you a code, type “join” and the code."""


class AlreadyEnrolled(BotError):
    """They are enrolled in this cohort already. If they need a new code, type “cohort code” and their name."""


class NotYoursToEdit(BotError):
    """They hold a role or have a place at another hub: only a programme administrator can change that. Ask one."""


class OthersPerson(BotError):
    """They belong to another hub or hold a role: only a programme administrator can enrol them here. Ask one.
    If they are changing hubs, their present lead can type “cohort move”.
    """


class EmailTaken(BotError):
    """Somebody with that e-mail address is on record already."""


class CodeForLead(BotError):
    """Only a programme administrator can make a code for a hub lead or another administrator."""


class NameMissing(BotError):
    """I need a name, a school and a hub to enrol somebody, and what I got is empty or far too long."""


class NotJoined(BotError):
    """That code can't be used. Ask your Maths Hub for a new one."""

    personal = True  # a code is a secret, and whose it is is nobody's business


class NotACode(NotJoined):
    """That doesn't look like a joining code. A code has eight letters and figures, such as K7QF-3M2P."""


class CodeNotKnown(NotJoined):
    """I don't know that code. Check it letter by letter, or ask your Maths Hub for a new one."""


class CodeExpired(NotJoined):
    """That code is more than 14 days old and no longer works. Ask your Maths Hub for a new one."""


class CodeEnded(NotJoined):
    """That code no longer works: it was made before something else about you changed. Ask for a new one."""


class CodeUsed(NotJoined):
    """That code has been used already. If that wasn't you, tell your Maths Hub, who can make a new one."""


class TooManyTries(NotJoined):
    """That's too many codes that don't fit. Please wait an hour, or ask your Maths Hub for a new code."""


class AccountTaken(NotJoined):
    """This account belongs to somebody else's record already. Ask your Maths Hub to put it right."""
