"""What the bot is for, in a few lines, with things to press: to a teacher, a specialist and a hub lead."""

from dataclasses import replace

from bot.core.activity import Joined
from bot.core.fitting import listed
from bot.core.identity import Person
from bot.core.permissions import Role, roles
from bot.core.plain_text import plain
from bot.core.reply import LONGEST_REPLY, Actions, Button, Checklist, Collapsible, Note, Reply, Text
from bot.core.routing import command, intent
from bot.core.turn import Turn
from bot.features.faq.commands import entry_buttons
from knowledge.facts import Phase
from knowledge.search import Finding

CHECK = Button("Am I eligible?", "eligibility_start", style="primary")
MOST_OF_A_FEATURE = 4
SUGGESTED = ("closing-date", "release-days-year-one", "criteria-essential")
HEADINGS = {Role.SPECIALIST: "Your own days and dates", Role.LEAD: "Your hub", Role.ADMIN: "The programme"}
WHAT_TO_TYPE = "Examples"
ANYWAY = "Or ask about the programme in your own words. Type “privacy” to see what I keep."
IN_A_GROUP = (
    "Hello! I answer questions about the Primary Mastery Specialist Programme ({development_year}, {cohort}). "
    "Mention me here with your question, for example “@Mastery how many release days?”. What is about you alone I "
    "answer in our private chat."
)
NO_SECTION = "I have no section of that name. These are all:"


def says(label: str, text: str) -> Button:
    """A button that is as good as typing a command."""
    return Button(label, "say", {"text": text})


BALANCE, RESIDENTIALS, REPORTS = (
    says("My balance", "releaseday balance"),
    says("Residentials", "residentials"),
    says("Reports", "reports"),
)
EVERYTHING = says("Everything I can type", "/help all")
STATUS, EXPORT = says("Cohort status", "cohort status"), says("Spreadsheet", "cohort export")
ANNOUNCE, ENROL, QUESTIONS = (
    Button("Announce", "announce_new"),
    says("Enrol", "cohort enrol"),
    Button("Questions", "questions"),
)
FOR_LEADS = (ANNOUNCE, ENROL, QUESTIONS, STATUS, EXPORT)


@command(
    "help",
    "start",
    "menu",
    role=Role.ANYONE,
    help="What I can do, with buttons",
    example="help; help all",
    writes=False,
    menu=10,
)
async def help_command(turn: Turn, words: str) -> Reply:
    """`help`, `help all`, `help SECTION`."""
    if words:
        return sections(turn, words)
    if isinstance(turn.activity, Joined) and turn.activity.channel:
        return for_group(turn)
    if turn.person is None or not roles(turn.person) & HEADINGS.keys():
        return for_teacher(turn)
    return for_person(turn, turn.person)


@intent("help", role=Role.ANYONE, writes=False)
async def help_intent(turn: Turn, finding: Finding) -> Reply:
    return replace(await help_command(turn, ""), score=finding.score)


def for_group(turn: Turn) -> Reply:
    """The welcome where several read: only what mentions the bot reaches it."""
    said = turn.knowledge.say(IN_A_GROUP, turn.today)
    return Reply((Text(said), Actions((CHECK,))), "help")


def for_teacher(turn: Turn) -> Reply:
    text = (
        "Hello! I answer questions about the Primary Mastery Specialist Programme ({development_year}, {cohort}) "
        "from its information sheet. Ask in your own words, for example “how many days release do I get?” or “do "
        "I need to be maths lead?”. If the sheet doesn't say, I'll tell you so. I can also take you through the "
        "essential criteria, one question at a time: type “eligibility”."
    )
    phase = turn.knowledge.window.phase(turn.today)
    dates = turn.knowledge.say(turn.knowledge.dialog.dates[phase], turn.today)
    suggested = [turn.knowledge.entries[name] for name in SUGGESTED if name in turn.knowledge.entries]
    said = Text(turn.knowledge.say(text, turn.today))
    # The check comes first while one can still apply, and no longer when it would lead to a closed door.
    asks = entry_buttons(suggested)
    buttons = (*asks, replace(CHECK, style="")) if phase is Phase.CLOSED else (CHECK, *asks)
    return Reply((said, Text(dates), Actions((*buttons, EVERYTHING))), "help")


def for_person(turn: Turn, person: Person) -> Reply:
    """What to type, by what the person is: of each feature as many commands as a phone's screen has room for."""
    held = roles(person)
    opening, buttons = (
        Text(f"Hello {person.name}. Press a button, or tell me in your own words what you need:"),
        [],
    )
    if Role.SPECIALIST in held:
        buttons += [BALANCE, RESIDENTIALS, REPORTS]
    if Role.LEAD in held:
        buttons += FOR_LEADS
    actions = Actions((*buttons, EVERYTHING))
    for most in range(MOST_OF_A_FEATURE, -1, -1):
        lists = [_list(turn, role, most) for role in HEADINGS if role in held]
        typed = Collapsible(WHAT_TO_TYPE, tuple(filter(None, lists)))
        reply = Reply((opening, actions, typed, Note(ANYWAY)), "help", personal=True)
        if len(plain(reply)) <= LONGEST_REPLY:
            return reply
    everything = sections(turn, "all")
    return replace(everything, blocks=(opening, *everything.blocks))


def _list(turn: Turn, role: Role, most: int) -> Checklist | None:
    """The first commands of each feature for this role; for `most` 0, its first one without an example."""
    first = [one for found in turn.catalogue.for_roles({role}).values() for one in found[: max(most, 1)]]
    lines = [one.told if most else one.short_line for one in first]
    return Checklist(tuple(lines), HEADINGS[role]) if lines else None


def sections(turn: Turn, words: str) -> Reply:
    """One section with all its commands, or a button for each section that the person may use."""
    found = turn.catalogue.for_roles(roles(turn.person))
    for section, commands in found.items():
        if section.title.casefold() == words.strip(" .!").casefold():
            lines = listed([f"• {one.line}" for one in commands], LONGEST_REPLY - len(section.title) - 1)
            return Reply((Text(f"{section.title}\n{lines}"),), "help", personal=True)
    buttons = tuple(says(section.title, f"/help {section.title}") for section in found)
    text = "Press a button to see all that you can type there:" if words.casefold() == "all" else NO_SECTION
    return Reply((Text(text), Actions(buttons)), "help", personal=True)
