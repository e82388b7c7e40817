"""Logging days as a specialist does it: pressed twice, delivered twice, forged, undone late; on both databases."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from adapters.console.ask import SetClock
from bot.core.activity import Message, Submit
from bot.core.dispatcher import Core
from bot.core.plain_text import plain
from bot.core.reply import Button, Reply
from bot.db.store import Store
from bot.features.people.repository_codes import Codes
from tests.support.ground import NOON, Ground, account, ground
from tests.support.kept import kept
from tests.support.stores import store, url

__all__ = ["store", "url"]


@dataclass
class SpecialistTalk:
    core: Core
    ground: Ground

    async def say(self, text: str, key: str | None = None, who: str = "sam") -> Reply:
        return await self.core.handle(Message(account(who), f"with {who}", text, key=key))

    async def press(self, button: Button, who: str = "sam", **values: str) -> Reply:
        return await self.send(button.action, {**button.values, **values}, who)

    async def send(self, action: str, values: Mapping[str, str], who: str = "sam") -> Reply:
        return await self.core.handle(Submit(account(who), f"with {who}", action, values))

    async def left(self, who: str = "sam") -> str:
        return plain(await self.say("releaseday balance", who=who)).splitlines()[-1]


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> SpecialistTalk:
    clock.moment = NOON.replace(day=16)
    g = await ground(store)
    for name in ("Sam Patel", "Kim Lee"):
        person = await g.enrol(name)
        code = await Codes(store).make(person.id, None, NOON)
        await Codes(store).redeem(code.words, account(name.split()[0].lower()), NOON)
    return SpecialistTalk(core, g)


def button(reply: Reply, label: str) -> Button:
    return next(one for one in reply.buttons if one.label == label)


async def test_a_message_that_is_delivered_twice_logs_once(talk: SpecialistTalk) -> None:
    first = await talk.say("log friday workshop", key="Ev1")
    again = await talk.say("log friday workshop", key="Ev1")
    assert plain(first).startswith("Logged: Fri 13 Nov")
    assert plain(again).startswith("Logged already: Fri 13 Nov")
    assert await talk.left() == "1 day used · 0 planned · 9 left of 10"


async def test_a_confirming_button_pressed_twice_logs_once(talk: SpecialistTalk) -> None:
    asked = await talk.say("log saturday workshop")
    for opening in ("Logged:", "Logged already:"):
        assert plain(await talk.press(button(asked, "Log it anyway"))).startswith(opening)
    assert "nothing was logged" in plain(await talk.press(button(asked, "Don't log it")))
    assert await talk.left() == "1 day used · 0 planned · 9 left of 10"


async def test_a_form_sent_twice_logs_once_and_its_slips_are_named_by_field(talk: SpecialistTalk) -> None:
    (form,) = (await talk.say("releaseday log")).forms
    sent = {**form.values, "day": "2026-11-12", "part": "full", "purpose": "workshop", "note": ""}
    wrong = await talk.send(form.action, {**sent, "day": "soon", "part": "", "note": "x" * 201, "purpose": "pay"})
    assert set(wrong.errors) == {"day", "part", "purpose", "note"}
    for opening in ("Logged:", "Logged already:"):
        assert plain(await talk.send(form.action, sent)).startswith(opening)
    assert await talk.left() == "1 day used · 0 planned · 9 left of 10"


async def test_undo_takes_back_its_own_change_and_only_once(talk: SpecialistTalk) -> None:
    first = button(await talk.say("log thursday workshop"), "Undo")
    second = button(await talk.say("log friday am hub"), "Undo")
    assert "Undone: Thu 12 Nov" in plain(await talk.press(first))
    assert "done already" in plain(await talk.press(first))
    assert "Undone: Fri 13 Nov" in plain(await talk.press(second))
    assert await talk.left() == "0 days used · 0 planned · 10 left of 10"
    assert "nothing more to undo" in plain(await talk.say("undo"))


async def test_a_day_is_changed_by_its_date_or_as_the_latest_and_undone(talk: SpecialistTalk) -> None:
    await talk.say("log friday workshop at Aintree")
    changed = await talk.say("releaseday change friday to half")
    assert "Changed: Fri 13 Nov, half a day, workshop (at Aintree)" in plain(changed)
    assert "Before: Fri 13 Nov, full day" in plain(changed)
    assert "morning, hub collaboration" in plain(await talk.say("change that to the morning, hub meeting"))
    assert "Thu 12 Nov, morning" in plain(await talk.say("releaseday change it to thursday"))
    assert "On record again, as before: Fri 13 Nov" in plain(await talk.say("undo"))
    moved = await talk.say("releaseday change friday to saturday")
    assert "a weekend day" in plain(moved)
    assert "Changed: Sat 14 Nov" in plain(await talk.press(button(moved, "Change it anyway")))
    (form,) = (await talk.say("releaseday change saturday")).forms
    sent = {**form.values, "day": "2026-11-10", "part": "afternoon", "purpose": "study", "note": ""}
    assert "Changed: Tue 10 Nov, afternoon" in plain(await talk.send(form.action, sent))
    assert await talk.left() == "½ day used · 0 planned · 9½ left of 10"


async def test_a_day_is_taken_off_and_can_be_had_back(talk: SpecialistTalk) -> None:
    await talk.say("log 11 and 12 november workshop")
    gone = await talk.say("releaseday delete 12 november")
    assert "Removed: Thu 12 Nov" in plain(gone)
    assert "Back on record: Thu 12 Nov" in plain(await talk.press(button(gone, "Undo")))
    assert "Nothing is on record for Fri 13 Nov" in plain(await talk.say("releaseday delete friday"))
    assert "Which day" in plain(await talk.say("releaseday delete"))


async def test_of_two_entries_on_a_day_one_is_chosen(talk: SpecialistTalk) -> None:
    await talk.say("log friday am hub")
    await talk.say("log friday pm assignment")
    asked = await talk.say("releaseday delete friday")
    assert "Which one do you mean?" in plain(asked)
    chosen = button(asked, "Delete Fri 13 Nov, morning: hub collaboration")
    assert "Removed: Fri 13 Nov, morning" in plain(await talk.press(chosen))
    assert await talk.left() == "½ day used · 0 planned · 9½ left of 10"


FORGED = [
    ("releaseday_confirm", {"days": "2026-11-12", "part": "week", "purpose": "workshop"}),
    ("releaseday_confirm", {"days": "2026-11-12," * 50, "part": "full", "purpose": "workshop"}),
    ("releaseday_confirm", {"days": "soon", "part": "full", "purpose": "workshop"}),
    ("releaseday_confirm", {"days": "2026-11-12", "part": "full", "purpose": "workshop", "note": "x" * 9_999}),
    ("releaseday_save", {}),
    ("releaseday_undo", {"days": "1; DROP TABLE release_day"}),
    ("releaseday_undo", {"days": "9" * 40}),
    ("releaseday_change_form", {"day": ""}),
    ("releaseday_change", {"id": "1,2", "day": "2026-11-12", "part": "full", "purpose": "workshop"}),
    ("releaseday_delete", {"day": "999"}),
    ("say", {"text": "cohort enrol Al Fox, al@school.example, Oak"}),
    ("say", {"text": "when is the deadline"}),
]


@pytest.mark.parametrize(("action", "values"), FORGED)
async def test_forged_values_do_nothing(talk: SpecialistTalk, action: str, values: dict[str, str]) -> None:
    await talk.say("log friday workshop")
    reply = await talk.send(action, values)
    assert reply.kind == "help", "refused in words"
    assert "went wrong" not in plain(reply), "and not by an accident"
    assert await talk.left() == "1 day used · 0 planned · 9 left of 10"


async def test_nobody_reaches_another_ones_days(talk: SpecialistTalk) -> None:
    logged = await talk.say("log friday workshop")
    for label in ("Undo", "Change"):
        assert (await talk.press(button(logged, label), who="kim")).kind == "help"
    ids = button(logged, "Change").values["day"]
    assert (await talk.send("releaseday_delete", {"day": ids}, who="kim")).kind == "help"
    assert await talk.left() == "1 day used · 0 planned · 9 left of 10"
    assert "no release days on record yet" in plain(await talk.say("releaseday list", who="kim"))
    assert "release days" not in plain(await talk.say("releaseday list", who="a stranger"))


async def test_a_formula_in_a_note_is_only_text_in_the_file(talk: SpecialistTalk) -> None:
    (form,) = (await talk.say("releaseday log")).forms
    sent = {**form.values, "day": "2026-11-12", "part": "full", "purpose": "workshop", "note": '=HYPERLINK("x")'}
    await talk.send(form.action, sent)
    (file,) = (await talk.say("releaseday export")).files
    assert b"\"'=HYPERLINK" in file.content


async def test_the_bare_command_says_where_one_stands_and_how_to_go_on(talk: SpecialistTalk) -> None:
    for text in ("releaseday", "/releaseday", "/releaseday help"):
        said = plain(await talk.say(text))
        assert "0 days used · 0 planned · 10 left of 10" in said
        assert "To log a day" in said
    assert "Logged: Fri " in plain(await talk.say("/releaseday friday workshop"))


@pytest.mark.parametrize(
    "text",
    [
        "log 1/10 assignment",
        "was out on 1 october for lesson study",
        "used half of 1 october on my assignment",
        "I spent 1 october on my essay",
    ],
)
async def test_what_the_search_would_take_for_a_question_is_logged_for_who_is_enrolled(
    talk: SpecialistTalk, text: str
) -> None:
    assert "Thu 1 Oct" in plain(await talk.say(text))
    assert await talk.left() != "0 days used · 0 planned · 10 left of 10"
    assert (await talk.say(text, who="a stranger")).kind != "help"


@pytest.mark.parametrize(
    "text", ["was the deadline on 1 october?", "log in", "record of achievement", "used to teach year 4 in may"]
)
async def test_what_only_begins_like_it_is_not_logged(talk: SpecialistTalk, text: str) -> None:
    await talk.say(text)
    assert await talk.left() == "0 days used · 0 planned · 10 left of 10"
