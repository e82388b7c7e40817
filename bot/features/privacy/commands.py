"""What is kept about a person, shown and deleted on request; before a record goes, it is asked once more."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.activity import Message
from bot.core.identity import HubCohort, Person
from bot.core.open_question import OpenQuestion
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Block, Button, Facts, Heading, Reply, Text
from bot.core.routing import action, command, intent
from bot.core.turn import Turn
from bot.db.erasure import Erasures
from bot.features.announcements.repository_sent import SentAnnouncements
from bot.features.ask_hub.repository import Questions
from bot.features.people.repository_enrolments import Enrolments
from bot.features.release_days.repository import ReleaseDays
from bot.features.reminders.repository import Reminders
from bot.features.reports.repository import Reports
from bot.features.residentials.repository import Residentials
from bot.identity.repository import People
from bot.language.words import MONTH_NAMES
from knowledge.search import Finding

KEPT = (
    (
        "Your messages",
        "the last few, for half an hour, so that I can follow you; gone within a day",
    ),
    ("Eligibility check", "your answers, until you see the result, a day at most"),
    ("Questions to your hub", "for a year, with the answers; your name goes along only if you say so"),
    (
        "What people ask",
        "counted without who asked; where I wasn't sure, the words for 90 days, without names that I recognise. "
        "Please leave names out",
    ),
    (
        "If your hub enrolled you",
        "name, e-mail, school, hub and account; release days and notes, answers for residentials, reports done, "
        "reminders stopped, announcements read. You and your hub's leads see these, until you delete them",
    ),
)
HOLD = Button("What do you hold about me", "data_show_pressed")
DELETE = Button("Delete my data", "data_delete_pressed")  # both labels are also what to type
SURE = (
    "This deletes everything on record about you ({what}). It can't be undone, and your Maths Hub will no longer "
    "see it. {lead}If you're sure, press “Delete everything”."
)
FORGOTTEN = "Done: your record is deleted, and this account is linked to nobody. Deleted: {what}."
STAYS = "This stays, and no longer says that it was you: {what}."
ENROLLED = (
    "If a Maths Hub keeps a record about you here, join with the code it gave you; then you can delete that too."
)
WHAT = (
    "What should I delete? For a release day, type “delete” and its date. To have your whole record "
    "deleted, type “delete my data”: I ask before I do it. Nothing was deleted."
)
ABOUT_ME = re.compile(
    r"\b(?:me|myself|data|information|details|everything|account|profile|gdpr|personal|records?|all of it|all|"
    r"name|forgotten|history|"
    r"chat|conversation|messages|typed|told you|wrote|info|stored?|hold|erasure|erase|purge|stuff|consent|"
    r"deletion|keep|"
    r"what you (?:know|hold|have|keep|store))\b|\ball (?:you|that you) (?:know|hold|have|keep)\b",
    re.I,
)
NOT_ME = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day'?s?\b|\b(?:yesterday|today|tomorrow)\b|\b\d{1,2}(?:st|nd|"
    r"rd|th)?[ /]\w|\b(?:but|except|apart from|other than)\b|"
    rf"\bin (?:{'|'.join(MONTH_NAMES)})\b",
    re.I,
)
ONLY_THE_NAME = re.compile(
    r"\W*(?:(?:please|pls|can you|could you)\s+)*(?:remove|delete|take(?:\s+off)?|erase|hide)\s+(?:my|the)\s+"
    r"(?:sur)?name(?:\s+(?:off|out|please|from (?:there|this|it)))*\W*",
    re.I,
)
TAKEN_BACK = re.compile(
    r"\b(?:no|please|pls|wait|actually|sorry|but|oh)[\s,.!]+(?:please\s+)?(?:don['’]?t|do not|not|no|stop)\W*$|"
    r"\b(?:just kidding|only joking|never ?mind|on second thoughts?)\b",
    re.I,
)
"""“Delete my account please no don't”: nothing is offered that whoever speaks has just taken back."""
ANOTHER_NAME = re.compile(r"\b(?:change|correct|update|rename|fix|edit)\b.*\b(?:name|surname)\b", re.I)
WOULD_GO = re.compile(r"^\W*(?:and\s+|so\s+)?what\s+(?:would|will|gets?|is)\b.*\bdelet", re.I)
THEIR_LEAD_RENAMES = "Your hub lead can put your name right: ask your Maths Hub. Nothing was changed or deleted."
MOST_TOLD = 1_000  # announcements to one person
LEADS = "You are a hub lead: afterwards a programme administrator must name another for your hub. "
CONFIRM = "Delete your whole record? It can't be undone."


@command(
    "privacy",
    role=Role.ANYONE,
    help="What is kept about you, and how to delete it",
    writes=False,
    menu=100,
)
async def privacy_command(_turn: Turn, _words: str) -> Reply:
    return Reply(_what_is_kept(), "privacy")


@intent("privacy", role=Role.ANYONE, writes=False)
async def privacy_intent(_turn: Turn, finding: Finding) -> Reply:
    return Reply(_what_is_kept(), "privacy", entry="privacy", score=finding.score)


@intent("data_show", role=Role.ANYONE, writes=False)
async def show_my_data(turn: Turn, finding: Finding) -> Reply:
    return await _shown(turn, finding.score)


@action("data_show_pressed", role=Role.ANYONE, writes=False, stays=True)
async def show_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await _shown(turn, 1.0)


async def _shown(turn: Turn, score: float) -> Reply:
    """Their own details and how much of what; the days themselves are a button away."""
    person = turn.person
    if person is None:
        return Reply(_what_is_kept(), "data_show", entry="data_show", score=score)
    facts = Facts(await _on_record(turn, person), "On record about you")
    export = Button("Release days as a file", "say", {"text": "releaseday export"})
    buttons = Actions((export, DELETE) if Role.SPECIALIST in roles(person) else (DELETE,))
    return Reply((facts, buttons), "data_show", entry="data_show", score=score, personal=True)


@intent("data_delete", role=Role.ANYONE, writes=True)
async def delete_my_data(turn: Turn, finding: Finding) -> Reply:
    """Everything about who asks, for words that ask for that: never for a day, “that” or somebody's name."""
    text = turn.activity.text if isinstance(turn.activity, Message) else ""
    if ANOTHER_NAME.search(text):
        return _said(THEIR_LEAD_RENAMES, finding.score)
    if WOULD_GO.search(text):
        return await _shown(turn, finding.score)
    if not asks_for_everything(text):
        return _said("All right, nothing was deleted." if TAKEN_BACK.search(text) else WHAT, finding.score)
    return await _asked_first(turn, finding.score)


@action("data_delete_pressed", role=Role.ANYONE, writes=True, stays=True)
async def delete_pressed(turn: Turn, _values: Mapping[str, str]) -> Reply:
    return await _asked_first(turn, 1.0)


async def _asked_first(turn: Turn, score: float) -> Reply:
    """Whoever has a record is asked once more; what is kept without one is deleted at once."""
    person = turn.person
    if person is None:
        return replace(_said(await _without_record(turn), score), forgets=True)
    what = "; ".join(f"{name.lower()}: {value}" for name, value in await _on_record(turn, person))
    text = SURE.format(what=what, lead=LEADS if person.leads else "")
    yes = Button("Delete everything", "data_forget", {"person": str(person.id)}, "danger", CONFIRM)
    no = Button("Keep it", "data_keep")
    asks = OpenQuestion(no=no.label, exact=(yes.label,))  # a plain yes never deletes everything
    shown = (Text(text), Actions((yes, no)))
    return Reply(shown, "data_delete", entry="data_delete", score=score, personal=True, asks=asks)


@action("data_forget", role=Role.ANYONE, writes=True)
async def forget(turn: Turn, values: Mapping[str, str]) -> Reply:
    """Whose account it is now, and no other: a button that was made for somebody else deletes nobody."""
    person = turn.person
    if person is None or values.get("person") != str(person.id):
        return _said("There is no record of yours here any more.")
    erased = await Erasures(turn.store).erase(person.id, (turn.activity.sender,), turn.now)
    lead = " A programme administrator must now name another lead for your hub." if person.leads else ""
    stays = f" {STAYS.format(what='; '.join(erased.stays))}" if erased.stays else ""
    said = _said(f"{FORGOTTEN.format(what='; '.join(erased.told))}{lead}{stays}")
    return replace(said, forgets=True)


@action("data_keep", role=Role.ANYONE, writes=False)
async def keep(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return _said("Nothing was deleted.")


def asks_for_everything(text: str) -> bool:
    """Whether these words ask to delete what is on record about the person, and name nothing smaller."""
    if TAKEN_BACK.search(text) or ANOTHER_NAME.search(text):
        return False
    return bool(ABOUT_ME.search(text)) and not NOT_ME.search(text) and not ONLY_THE_NAME.fullmatch(text)


def _what_is_kept() -> tuple[Block, ...]:
    return (Heading("What I keep"), Facts(KEPT), Actions((HOLD, DELETE)))


def _said(text: str, score: float = 1.0) -> Reply:
    return Reply((Text(text),), "data_delete", entry="data_delete", score=score, personal=True)


async def _without_record(turn: Turn) -> str:
    erased = await Erasures(turn.store).erase(None, (turn.activity.sender,), turn.now)
    if erased.told:
        return f"Done. I've deleted: {'; '.join(erased.told)}. I store nothing else about this account. {ENROLLED}"
    return f"There is nothing of yours to delete: I store nothing about this account. {ENROLLED}"


async def _on_record(turn: Turn, person: Person) -> tuple[tuple[str, str], ...]:
    """Past years' places count too: what was on record when somebody left is kept."""
    places = await Enrolments(turn.store).history(person.id)
    days, reports, answers = 0, 0, 0
    for cohort_id in {place.cohort.id for place in places}:
        days += len(await ReleaseDays(turn.store).list(person.id, cohort_id, removed=True))
    for here in {HubCohort(place.hub.id, place.cohort.id) for place in places}:
        reports += sum(one.done_at is not None for one in await Reports(turn.store).list(here, person.id))
        answers += sum(one.answer is not None for one in await Residentials(turn.store).list(here, person.id))
    accounts = await People(turn.store).accounts(person.id)
    asked = 0
    for account in accounts:
        asked += len(await Questions(turn.store).mine(account.sender))
    told = await SentAnnouncements(turn.store).told(person.id, MOST_TOLD)
    led = (("Lead of", ", ".join(hub.name for hub in person.leads)),) if person.leads else ()
    admin = (("Role", Role.ADMIN.value),) if Role.ADMIN in roles(person) else ()
    choices = await Reminders(turn.store).choices(person.id, turn.now)
    counts = (
        ("Release days, removed ones too", days),
        ("Answers for residentials", answers),
        ("Reports done", reports),
        ("Reminders stopped or paused", len(choices)),
        ("Announcements marked as read", sum(read for _, read in told)),
        ("Questions to your hub", asked),
    )
    schools = dict.fromkeys(f"{place.school} ({place.hub.name}, {place.cohort.name})" for place in places)
    return (
        ("Name", person.name),
        ("E-mail", person.email or "none"),
        *(("School", school) for school in schools),
        *led,
        *admin,
        *((name, str(count)) for name, count in counts if count),
        (
            "Account" if len(accounts) == 1 else "Accounts",
            ", ".join(one.platform.capitalize() for one in accounts) or "none",
        ),
    )
