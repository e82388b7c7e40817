"""What a lead says of people without a command: “add Tom Hughes, e-mail, school”, “Kit has left”."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core.identity import Person
from bot.core.permissions import Role, roles
from bot.core.reply import Actions, Button, Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn
from bot.features.people.commands_enrol import CODE_MADE, code, enrol, leave
from bot.features.people.commands_field_by_field import asked_for, one_in, several_in
from bot.features.people.commands_person import becomes_in, form
from bot.features.people.leavers import KIND, back_at_the_hub, has_left, with_show_button
from bot.features.people.own_words import STARTER, on_the_list, said_of_people
from bot.features.people.parsing import (
    ALSO_FOR,
    BACK,
    CODE_ORDERED,
    CONDITION,
    DETAILS,
    ENROL,
    HEDGED,
    JOINING,
    LEAVES,
    LEFT,
    LOGS_FOR,
    NAME,
    NEW_SCHOOL,
    NO_DETAILS,
    NOBODY_YET,
    NOT_ENROLLED,
    REMOVES,
    SEVERAL,
    TELLS,
    has_email,
)
from bot.hubs import resolving
from bot.hubs.lead_dates import LEAVE_IT
from bot.hubs.resolving import at_the_hub
from bot.identity.repository import People
from bot.language.acts import Mood, act_in

LONGEST_JOINING = 25  # words of a message about a code
FOR_NOBODY = "For whom is it? Say for example “log a workshop for Sam Patel on 6 November”. Nothing was logged."
WHOSE_SCHOOL = (
    "Who is it, and which school is it now? Say it of one at a time: "
    "“change Sam Patel's school to Elm Tree Primary”. Nothing was changed."
)
NOT_ORDERED = frozenset((Mood.QUESTION, Mood.SUPPOSITION, Mood.REFUSAL))


@middleware(
    "people of the hub",
    order=33,
    because="before the search, which knows no names; below the eligibility check, which may ask for one",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    """Names of the hub's people, and “name, e-mail, school”, are no questions about the programme."""
    if Role.LEAD in roles(turn.person) and (reply := await _said(turn, text)):
        return replace(reply, personal=True)
    return await call_next()


async def _said(turn: Turn, text: str) -> Reply | None:
    mood = act_in(text).mood
    if mood is Mood.REFUSAL and "@" in text and NOT_ENROLLED.match(text):
        return Reply((Text("All right, nobody was enrolled."),), KIND)
    if several := several_in(text):
        return several
    if (entry := ENROL.match(text)) and has_email(entry["words"]) and not STARTER.match(text):
        return await _enrolled(turn, entry, certain=mood not in NOT_ORDERED and not text.endswith("?"))
    if mood not in NOT_ORDERED and (known := one_in(turn.as_written(text))):
        return asked_for(known)
    if mood not in NOT_ORDERED and not HEDGED.search(text):
        if not TELLS.match(text) and (own := await said_of_people(turn, text)):
            return own
        if reply := await _ordered(turn, text):
            return reply
    if listed := await on_the_list(turn, text):
        return listed
    named = JOINING.search(text) and mood is not Mood.REFUSAL
    if named and len(text.split()) <= LONGEST_JOINING and (reply := await _code_for(turn, text)):
        return reply
    if (left := LEFT.match(text)) and (reply := await has_left(turn, left["name"])):
        return reply
    if (
        turn.standing.spoken_of
        and turn.standing.spoken_of.kind == CODE_MADE
        and not turn.standing.spoken_of.overtaken
    ):
        also = ALSO_FOR.match(text)
        if also and (reply := await _code_for(turn, f"joining code for {also['name']}")):
            return reply
    if mood not in NOT_ORDERED and not TELLS.match(text) and NEW_SCHOOL.search(text):
        return with_show_button(WHOSE_SCHOOL, "cohort status")
    return None


async def _code_for(turn: Turn, text: str) -> Reply | None:
    """“Jo hasn't joined, what now”, “how would I get Kit a new code”: that person, and a code on a press."""
    there = await People(turn.store).at([hub.id for hub in await resolving.led(turn)])
    found = [one for one in there if re.search(rf"(?<!\w){re.escape(one.name)}(?!\w)", text, re.I)] or [
        one for one in there if re.search(rf"(?<!\w){re.escape(one.name.split()[0])}(?:['’]?s)?(?!\w)", text, re.I)
    ]
    if len(found) != 1 or found[0].enrolment is None:
        return None
    (person,) = found
    if CODE_ORDERED.match(text) and not CONDITION.search(text):
        return await code(turn, person.name)
    joined = await People(turn.store).accounts(person.id)
    how = (
        f"{person.name} has joined. A new code lets them join from another account."
        if joined
        else (
            f"{person.name} has not joined yet: they type “join” and their code to me. If it is lost, "
            f"make a new one."
        )
    )
    new = Button("Make a new code", "say", {"text": f"cohort code {person.name}"}, "primary")
    return Reply((Text(f"{how} Nothing was changed."), Actions((new, LEAVE_IT))), KIND, entry=KIND)


async def _ordered(turn: Turn, text: str) -> Reply | None:
    if LOGS_FOR.match(text):
        return await _own_days(turn)
    if SEVERAL.match(text):
        return with_show_button(
            "One at a time: type “cohort leave” and the name. Who is it? Nothing was changed.", "cohort status"
        )
    if going := (LEAVES.match(text) or REMOVES.match(text)):
        name = going["name"] or going.groupdict().get("off") or ""
        return await _leaves(turn, name, certain=bool(REMOVES.match(text)))
    if details := DETAILS.match(text):
        return await _details(turn, details["name"], text)
    if back := BACK.match(text):
        return await back_at_the_hub(turn, back["name"] or back["again"])
    if new := NO_DETAILS.match(text):
        return await _without_details(turn, new["who"] or new["put"], enrols=bool(new["enrols"] or new["put"]))
    return None


async def _enrolled(turn: Turn, entry: re.Match[str], *, certain: bool) -> Reply:
    """With the verb it is an order; the three things alone are offered."""
    words = turn.as_written(entry["words"])
    if entry["verb"] and certain:
        return await enrol(turn, " ".join(words.split()))
    yes = Button("Enrol", "say", {"text": f"cohort enrol {' '.join(words.split())}"}, "primary")
    return Reply((Text(f"Shall I enrol {words.strip()[:200]}?"), Actions((yes, LEAVE_IT))), KIND, entry=KIND)


async def _leaves(turn: Turn, name: str, *, certain: bool) -> Reply | None:
    """Asked first, whoever it is.

    certain: the verb says that somebody is removed; else a word that is nobody's name at the hub is no name.
    """
    there = await at_the_hub(turn, name)
    if len(there) == 1:
        return await leave(turn, there[0].name)
    if not certain and not name.istitle():
        return None
    return _not_one(name, there)


def _not_one(name: str, there: Sequence[Person]) -> Reply:
    """Nobody is called that, or several are."""
    who = f"There are {len(there)} people" if there else "There's nobody"
    return with_show_button(
        f"{who} called “{name[:60]}” at your hub. Who is it? Nothing was changed.", "cohort status"
    )


async def _details(turn: Turn, name: str, text: str) -> Reply:
    """The form with what is on record and what was said; nothing is changed before it is sent."""
    name = re.sub(r"['’]s?$", "", name)
    there = await at_the_hub(turn, name)
    if len(there) != 1:
        return _not_one(name, there)
    person, place = there[0], there[0].enrolment
    if place is None:
        return with_show_button("They have no place at your hub now. Nothing was changed.", "cohort status")
    return form(person, place, becomes_in(turn.as_written(text), person))


async def _without_details(turn: Turn, who: str, *, enrols: bool) -> Reply | None:
    """“Enrol Finn Murphy”: there already, there before, or the form's three things are missing."""
    if known := await back_at_the_hub(turn, who):
        return known
    if enrols and re.match(rf"^{NAME}$", who, re.I) and not NOBODY_YET.search(who):
        return asked_for({"name": " ".join(turn.as_written(who).split()).title() if who.islower() else who})
    if enrols:
        return await enrol(turn, "")
    if re.match(r"^(?:someone|somebody|a|an|another|the|my|new|one|two)\b", who, re.I) and not re.search(
        r"\b(?:specialist|teacher|person|someone|somebody|colleague|one|new)\b", who, re.I
    ):
        return None
    if (
        not re.search(r"\b(?:specialist|teacher|person|someone|somebody|colleague|one)\b", who, re.I)
        and not who.istitle()
    ):
        return None
    return await enrol(turn, "")


async def _own_days(turn: Turn) -> Reply | None:
    """Whose days they are is not said; a lead who is a specialist, too, logs their own elsewhere."""
    if Role.SPECIALIST in roles(turn.person):
        return None
    form = Button("Open the form", "say", {"text": "cohort log"}, "primary")
    return Reply((Text(FOR_NOBODY), Actions((form, LEAVE_IT))), KIND, entry=KIND)
