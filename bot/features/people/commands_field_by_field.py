"""“Enrol Zoe Brown”, “zoe@oak.org”, “Oak School”: what is missing is asked for, and nothing is guessed."""

import re
from collections.abc import Mapping

from bot.core.conversation import Fill
from bot.core.email_address import ADDRESS
from bot.core.open_question import OpenQuestion
from bot.core.reply import LONGEST_LABEL, Actions, Button, Reply, Text
from bot.core.routing import answer
from bot.core.turn import Turn
from bot.features.people.domain import LONGEST_NAME
from bot.hubs.lead_dates import LEAVE_IT
from bot.language.acts import act_in

FIELDS = "enrolment field by field"
MOST_WORDS = 8  # of a school's name
KIND = "cohort_enrol"
AROUND = " \t,;:.<>()-–"
VERB = re.compile(
    r"^(?:(?:please|pls|can you|could you|can we|could we|let['’]?s|(?:i|we)['’]?d like to|ok|hi)[\s,]+)*"
    r"(?:add|enroll?|register|sign up|welcome|include|put)\s+(?=\S)",
    re.I,
)
TO_THE_COHORT = re.compile(
    r"[\s,;.)]*\b(?:on\s?to|to|on|in)\s+(?:the|our|my)\s+"
    r"(?:cohort|hub|list|programme|books)(?:\s+please)?[\s.!?]*$",
    re.I,
)
MOST_OF_A_NAME = 4  # words
AT = re.compile(r"^(?:(?:s?he|they)\s+(?:is|are|works?|teach(?:es)?)\s+)?(?:at|from|of|in)\s+", re.I)


def one_in(text: str) -> dict[str, str] | None:
    """“Enrol Zoe Brown <zoe@oak.org> at Oak School”: name, e-mail and school; the last may be missing."""
    verb = VERB.match(text)
    if verb is None or len(ADDRESS.findall(text)) != 1:
        return None
    return known_in(text[verb.end() :])


def known_in(said: str) -> dict[str, str] | None:
    """A name, and behind it perhaps an e-mail address and a school; None for what is no name."""
    emails = [found[0].strip(".()<>") for found in ADDRESS.finditer(said)]
    if len(emails) > 1:
        return None
    said = TO_THE_COHORT.sub("", said)
    name, _, school = said.partition(emails[0]) if emails else said.partition(",")
    known = {
        "name": name.strip(AROUND),
        "email": emails[0] if emails else "",
        "school": AT.sub("", school.strip(AROUND)),
    }
    words = known["name"].split()
    named = (
        0 < len(words) <= MOST_OF_A_NAME and not AT.search(known["name"]) and not re.search(r"\d", known["name"])
    )
    return known if named else None


def several_in(text: str) -> Reply | None:
    """Two people in one message: each is enrolled by itself."""
    if VERB.match(text) is None or len(ADDRESS.findall(text)) < 2:
        return None
    how = (
        "That is more than one person, and I enrol one at a time: nobody is enrolled yet. Send me each with "
        "commas, such as: enrol Sam Patel, sam@school.example, Oakfield Primary. A whole list goes in as a "
        "spreadsheet."
    )
    return Reply((Text(how),), KIND, entry=KIND)


def asked_for(known: Mapping[str, str]) -> Reply:
    """The field that is missing, or whether all three are right."""
    name, email, school = (known.get(field, "") for field in ("name", "email", "school"))
    values = {"name": name, "email": email, "school": school}
    if email and school:
        words = f"{name}, {email}, {school}"
        yes = Button("Enrol", "say", {"text": f"cohort enrol {words}"}, "primary")
        asks = OpenQuestion(yes=yes.label, no=LEAVE_IT.label)
        return Reply((Text(f"Shall I enrol {words}?"), Actions((yes, LEAVE_IT))), KIND, entry=KIND, asks=asks)
    what = f"the school of {name}" if email else f"the e-mail address of {name}"
    text = Text(f"What is {what}? Nobody is enrolled yet.")
    form = Button("Open the form"[:LONGEST_LABEL], "say", {"text": "cohort enrol"})
    asks = OpenQuestion(no=LEAVE_IT.label, reader=FIELDS, values=values)
    return Reply((text, Actions((form, LEAVE_IT))), KIND, entry=KIND, asks=asks)


@answer(FIELDS, of="cohort enrol", writes=False)
async def field_said(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """The e-mail address, the school, or both; None for whatever is neither."""
    words = turn.as_written(said.words).strip(AROUND)
    if act_in(words).asks or words.endswith("?"):
        return None
    email = found[0] if (found := ADDRESS.search(words)) else ""
    rest = AT.sub("", words.replace(email, "").strip(AROUND)) if email else AT.sub("", words)
    known = dict(values)
    if email and not known.get("email"):
        known["email"] = email
    elif email or not known.get("email"):
        return None
    if rest and (len(rest.split()) > MOST_WORDS or len(rest) > LONGEST_NAME):
        return None
    return asked_for(known | ({"school": rest} if rest else {}))
