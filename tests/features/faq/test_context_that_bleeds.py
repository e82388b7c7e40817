"""What is said after an answer and is not about it: it is answered by itself."""

from collections.abc import Sequence

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Message, Sender
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Reply
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.ground import NOON, account, ground

ANN = Sender("console", "tests", "ann")
ONCE_MORE = "Once more: Applications close"


async def of_a_lead(core: Core, store: Store, clock: SetClock, text: str) -> Reply:
    """The reply to a hub lead's words."""
    clock.moment = NOON
    there = await ground(store)
    code = await Codes(store).make(there.lead.id, None, NOON)
    await Codes(store).redeem(code.words, account("lee"), NOON)
    return await last(core.over(store), text, sender=account("lee"))


async def last(core: Core, *turns: str, sender: Sender = ANN) -> Reply:
    """The reply to the last of these turns, said one after another."""
    replies = [await core.handle(Message(sender, "C", turn)) for turn in turns]
    return replies[-1]


ALONE = [
    (("how many residentials are there", "is it free"), "cost-to-school"),
    (("when is the deadline", "what if my head says no"), "head-says-no"),
    (("how many release days", "difference between this and the TRG"), "other-programmes"),
    (("when does the window close", "someone told me its cancelled"), "subject-to-funding"),
    (("how many residentials are there", "what does it cost"), "cost-to-school"),
    (("do I need QTS", "do they need references"), "references"),
    (("do I need QTS", "brb kids are back in"), "wait"),
    (("when is the deadline", "she loved it"), "good-news"),
]


@pytest.mark.parametrize(("turns", "entry"), ALONE)
async def test_what_stands_alone_is_answered_by_itself(core: Core, turns: Sequence[str], entry: str) -> None:
    assert (await last(core, *turns)).entry == entry


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("what is a work group", "my friend said its 20 days out?"), "No: ten."),
        (("where is the form", "someone said the deadline is 23 May"), "No: 23 April 2026."),
        (("where is the form", "apparently it's four residentials"), "No: three."),
    ],
)
async def test_hearsay_is_held_against_the_facts(core: Core, turns: Sequence[str], said: str) -> None:
    assert plain(await last(core, *turns)).startswith(said)


@pytest.mark.parametrize(
    "words",
    ["ok where were we", "what were we talking about?", "say that again", "right, im back, where were we"],
)
async def test_where_were_we_says_the_last_answer_once_more(core: Core, words: str) -> None:
    assert plain(await last(core, "when is the deadline", "thanks", words)).startswith(ONCE_MORE)


async def test_with_nothing_said_before_nothing_is_said_again(core: Core) -> None:
    assert not plain(await last(core, "where were we")).startswith("Once more")


LEAD_SAYS = [
    ("how's my lot doing", "cohort_status"),
    ("how are my lot getting on", "cohort_status"),
    ("how's it going", "how-are-you"),
    ("what did people ask this week", "questions"),
    ("any questions for me", "questions"),
]


@pytest.mark.parametrize(("text", "meant"), LEAD_SAYS)
async def test_a_lead_who_asks_after_their_people(
    core: Core, store: Store, clock: SetClock, text: str, meant: str
) -> None:
    reply = await of_a_lead(core, store, clock, text)
    assert meant in (reply.entry, reply.kind)


SHUT = [
    "the caretaker says school is shut 14 to 18 december",
    "school is closed from 14 to 18 december",
    "we're shut 14 to 18 december",
]


@pytest.mark.parametrize("text", SHUT)
async def test_a_school_that_is_shut_is_shown_to_a_lead_as_a_holiday(
    core: Core, store: Store, clock: SetClock, text: str
) -> None:
    reply = await of_a_lead(core, store, clock, text)
    assert "Not noted yet: school holidays" in plain(reply)
    assert next(one.label for one in reply.buttons) == "Note it"


@pytest.mark.parametrize("text", SHUT)
async def test_nobody_else_is_told_the_closing_date_for_it(core: Core, text: str) -> None:
    assert (await last(core, text)).entry == "school-news"


BEFORE_THE_RESIDENTIAL = "do i have to have the autumn report done before the residential?"


async def test_somebody_enrolled_sees_their_own_reports(core: Core, store: Store, clock: SetClock) -> None:
    clock.moment = NOON
    there = await ground(store)
    kim = await there.enrol("Kim Lee")
    code = await Codes(store).make(kim.id, None, NOON)
    await Codes(store).redeem(code.words, account("kim"), NOON)
    reply = await last(core.over(store), BEFORE_THE_RESIDENTIAL, sender=account("kim"))
    assert (reply.entry, "ties no report to a residential" in plain(reply)) == ("report_list", True)
