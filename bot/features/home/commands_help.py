"""What the bot is for, in a few lines, with things to press: to a teacher, a specialist and a hub lead."""

from dataclasses import replace

from bot.core.identity import Person
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Block, Button, Checklist, Reply, Text
from bot.core.routing import command, intent
from bot.core.turn import Turn
from bot.features.faq.commands import entry_buttons
from bot.identity.repository import People
from knowledge.search import Finding

CHECK = Button("Am I eligible?", "eligibility_start", style="primary")
SUGGESTED = ("closing-date", "release-days-year-one", "criteria-essential")
SPECIALIST = (
    "releaseday balance: days used, planned and left",
    "releaseday log half yesterday workshop; releaseday undo",
    "releaseday list; releaseday export",
    "residentials; residentials coming 1",
    "reports; report done autumn",
    "reminders: what is coming; stop or snooze them",
    "announcements: what your hub told you",
)
LEAD = (
    "cohort status; cohort status and a name",
    "cohort enrol Sam Patel, sam@school.example, Oakfield Primary",
    "cohort residential; cohort report: set the dates",
    "cohort announce Bring your folders; cohort announcements",
    "cohort export: everybody as a spreadsheet",
    "questions: what people ask your hub; questions week; questions added; questions channel",
)
ANYWAY = "Or ask about the programme in your own words. “privacy” says what I keep."


def says(label: str, text: str) -> Button:
    """A button that is as good as typing a command."""
    return Button(label, "say", {"text": text})


BALANCE, RESIDENTIALS, REPORTS = (
    says("My balance", "releaseday balance"),
    says("Residentials", "residentials"),
    says("Reports", "reports"),
)
STATUS, EXPORT = says("Cohort status", "cohort status"), says("Spreadsheet", "cohort export")


@command("help", "start", "menu")
async def help_command(turn: Turn, _words: str) -> Reply:
    person = await People(turn.store).of(turn.activity.sender)
    if person is None or not roles(person) & {Role.SPECIALIST, Role.LEAD}:
        return for_teacher(turn)
    return for_person(person)


@intent("help")
async def help_intent(turn: Turn, finding: Finding) -> Reply:
    return replace(await help_command(turn, ""), score=finding.score)


def for_teacher(turn: Turn) -> Reply:
    text = (
        "Hello! I answer questions about the Primary Mastery Specialist Programme ({development_year}, {cohort}) "
        "from its information sheet. Ask in your own words, for example “how many days release do I get?” or “do "
        "I need to be maths lead?”. If the sheet doesn't say, I'll tell you so. I can also take you through the "
        "essential criteria, one question at a time: type “eligibility”."
    )
    suggested = [turn.knowledge.entries[name] for name in SUGGESTED if name in turn.knowledge.entries]
    return Reply((Text(turn.knowledge.say(text, turn.today)), Actions((CHECK, *entry_buttons(suggested)))), "help")


def for_person(person: Person) -> Reply:
    """What to type, by what the person is; somebody can be both."""
    held = roles(person)
    blocks: list[Block] = [Text(f"Hello {person.name}. Type, or press:")]
    buttons: list[Button] = []
    if Role.SPECIALIST in held:
        blocks.append(Checklist(SPECIALIST, "Your own days and dates"))
        buttons += [BALANCE, RESIDENTIALS, REPORTS]
    if Role.LEAD in held:
        blocks.append(Checklist(LEAD, "Your hub"))
        buttons += [STATUS, EXPORT]
    return Reply((*blocks, Text(ANYWAY), Actions(tuple(buttons))), "help", personal=True)
