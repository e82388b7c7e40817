"""What an administrator reads before and after a cohort is taken out of service."""

from datetime import date

from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Block, Button, Checklist, Note, Reply, Text
from bot.features.publishing.domain import PlacesInCohort
from bot.features.publishing.views import KIND, NOT_NOW, counted, done

WHICH = "Which cohort is to go?"


def to_retire(name: str, places: PlacesInCohort, instead: str, warning: str, values: dict[str, str]) -> Reply:
    """Whom it concerns, what stays, and what the bot says from then on."""
    yes = Button(f"Retire {name}", "knowledge_retire_sure", values, "danger")
    items = [
        f"The bot no longer answers for {name}: questions, the eligibility check and small talk are {instead}'s"
    ]
    if places.people:
        has = "has" if places.people == 1 else "have"
        items.append(
            f"{counted(places.people, 'person', 'people')} at {counted(places.hubs, 'hub')} still {has} a place "
            f"in {name}. Release days, residentials, reports and reminders stay and go on; only questions are "
            f"answered from {instead}"
        )
    else:
        items.append(f"Nobody has a place in {name} now. What is on record of it stays")
    items.append("Nobody is sent a message; please tell anyone who should know")
    blocks: list[Block] = [Text(f"Take {name} out of service?", strong=True)]
    if warning:
        blocks.append(Text(warning))
    blocks += [
        Checklist(tuple(items), "What changes"),
        Note(f"Its answers are kept: to bring them back, type “knowledge back {name.lower()}”."),
        Actions((yes, NOT_NOW)),
    ]
    return Reply(tuple(blocks), KIND, asks=OpenQuestion(yes.label, NOT_NOW.label), personal=True)


def retired(name: str) -> Reply:
    return done(
        f"{name} is out of service, as soon as every server has seen it. To bring it back, type “knowledge back "
        f"{name.lower()}”. The operator may take its folder out of app.yaml; it is not served from there any more."
    )


def day(moment: date) -> str:
    return f"{moment.day} {moment:%B %Y}"
