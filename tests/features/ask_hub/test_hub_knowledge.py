"""An answer becomes an entry of its hub's knowledge, is accepted for all, taken back, and exported for review."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from adapters.console.ask import SetClock
from bot.core.dispatcher import Core
from bot.db.store import Store
from bot.features.ask_hub.domain import Asker, EntryState, NewQuestion, NoSuchEntry, Proposed
from bot.features.ask_hub.repository import Questions
from bot.features.ask_hub.repository_askers import AskerHubs
from bot.features.ask_hub.repository_entries import HubEntries
from bot.features.ask_hub.views_knowledge import as_yaml, seen
from knowledge.facts import KnowledgeError
from knowledge.load import load
from knowledge.model import Knowledge
from tests.support.desk_talk import Talk
from tests.support.ground import NOON, TODAY, account, ground
from tests.support.kept import kept
from tests.support.paths import COHORT
from tests.support.stores import store, url

__all__ = ["store", "url"]
ANN, FEN, LEE, FAY, ADA = "teams:ann", "teams:fen", "slack:lee", "slack:fay", "slack:ada"
QUESTION, ANSWER = "Is there parking at the residential?", "Yes, behind the hotel."
ASKED = "is there any parking at the residential"
ENTRY = Proposed(7, 1, "North Mersey", QUESTION, (), ANSWER, EntryState.ACCEPTED, None, NOON)


@pytest.fixture
@kept
async def talk(core: Core, store: Store, clock: SetClock) -> Talk:
    """Lee has answered a question of North Mersey; Fay leads Fenland; Ada administers; Ann and Fen teach."""
    clock.moment = NOON
    g = await ground(store)
    talk = Talk(core, g, clock)
    await talk.joined(LEE, g.lead)
    fay = await g.lead_elsewhere()
    await talk.joined(FAY, fay)
    await talk.joined(ADA, await g.administrator())
    await AskerHubs(store).remember_hub(talk.sender(ANN), g.hub.id, NOON)
    await AskerHubs(store).remember_hub(talk.sender(FEN), g.other.id, NOON)
    question = await Questions(store).ask(
        Asker(account("bob"), "C", {}), NewQuestion(g.hub.id, QUESTION), lambda _asked: (), NOON
    )
    await Questions(store).answer(question, ANSWER, (), g.lead.id, lambda _asked: (), NOON)
    await talk.say(LEE, "question 1")
    await talk.press(LEE, "Save this answer")
    return talk


async def test_what_is_added_is_listed_for_its_hub_and_taken_back_there(talk: Talk) -> None:
    assert "hasn't added anything" in await talk.say(LEE, "questions added")
    await talk.submit(LEE, "question_knowledge", {"id": "1"})
    assert "gets this answer straight away" in await talk.press(LEE, "Save it")
    assert ANSWER in await talk.say(ANN, ASKED)
    assert ANSWER not in await talk.say(FEN, ASKED)
    assert "hasn't added anything" in await talk.say(FAY, "questions added")
    assert "for people at North Mersey" in await talk.say(ADA, "questions added")
    assert f"1 · for people at North Mersey Maths Hub\n“{QUESTION}”" in await talk.say(LEE, "questions added")
    assert "nobody is answered with 1" in await talk.press(LEE, "Withdraw 1")
    assert ANSWER not in await talk.say(ANN, ASKED)


async def test_where_the_sheet_answers_a_hub_is_heard_first_only_for_the_very_question(talk: Talk) -> None:
    theirs = "As many as you agree with us."
    await talk.press(LEE, "Save it", question="How many days release do specialists get?", answer=theirs)
    assert theirs not in await talk.say(ANN, "how many days release do I get")
    assert theirs in await talk.say(ANN, "how many days release do specialists get")
    assert "What the sheet says" in talk.labels(ANN)


async def test_what_is_accepted_for_all_only_an_administrator_takes_back(talk: Talk) -> None:
    await talk.press(LEE, "Save it", phrasings="where can I park\nmay I come by car")
    assert "Also for anyone who asks:\n• “where can I park”\n• “may I come by car”" in await talk.say(
        ADA, "knowledge proposed"
    )
    assert "every hub" in await talk.press(ADA, "Accept 1")
    assert ANSWER in await talk.say(FEN, ASKED)
    assert "1 · for all hubs" in await talk.say(LEE, "questions added")
    assert talk.labels(LEE) == []
    await talk.say(ADA, "questions added")
    assert talk.labels(ADA) == ["Withdraw 1"]


async def test_what_differs_from_the_sheet_is_added_only_once_it_was_seen(talk: Talk) -> None:
    added = HubEntries(talk.ground.store).at
    warned = await talk.press(LEE, "Save it", answer="There are four residentials.")
    assert "The answer says “four”; the sheet has three (residentials)" in warned
    assert not await added()
    assert talk.labels(LEE) == ["Save it as it is"]
    again = await talk.press(LEE, "Save it as it is", answer="There are four residentials of three days.")
    assert "The answer says “three”; the sheet has" in again, "what came in since is shown first, too"
    assert not await added()
    assert "gets this answer straight away" in await talk.press(LEE, "Save it as it is")
    assert [entry.answer for entry in await added()] == ["There are four residentials of three days."]


@pytest.mark.parametrize("letter", ["ü", "😀", '"'])
async def test_however_they_are_written_long_phrasings_are_refused_in_words(talk: Talk, letter: str) -> None:
    await talk.press(LEE, "Save it", phrasings="\n".join([letter * 200] * 8))
    assert "make the lines shorter" in talk.seen[LEE].errors["phrasings"]
    assert not await HubEntries(talk.ground.store).at()


async def test_a_long_question_is_shortened_to_what_can_be_kept(talk: Talk, store: Store) -> None:
    asker = Asker(account("bob"), "C", {})
    new = NewQuestion(talk.ground.hub.id, "could you possibly " * 50 + "?")
    question = await Questions(store).ask(asker, new, lambda _asked: (), NOON)
    await Questions(store).answer(question, ANSWER, (), talk.ground.lead.id, lambda _asked: (), NOON)
    await talk.submit(LEE, "question_knowledge", {"id": "2"})
    assert "gets this answer straight away" in await talk.press(LEE, "Save it")
    (entry,) = await HubEntries(store).at()
    assert entry.question.endswith("could …")


def test_whatever_differs_is_seen_again_however_much_there_is() -> None:
    many = tuple(f"The answer says “{number}”; the sheet has no such figure" for number in range(100, 150))
    assert seen(many) == seen(many)
    assert seen(many) != seen((*many, "The answer says “four”; the sheet has three (residentials)"))
    four = "The answer says “four”; the sheet has"
    assert seen([f"{four} three (residentials)"]) != seen([f"{four} no such figure"])


async def test_nobody_accepts_by_its_number_what_differs_from_the_sheet_unseen(talk: Talk) -> None:
    await talk.press(LEE, "Save it", answer="There are four residentials.")
    await talk.press(LEE, "Save it as it is")
    said = await talk.say(ADA, "knowledge accept 1")
    assert "The answer says “four”; the sheet has three (residentials)" in said
    assert (await HubEntries(talk.ground.store).one(1)).state is EntryState.PROPOSED
    assert "every hub" in await talk.press(ADA, "Accept 1")
    assert (await HubEntries(talk.ground.store).one(1)).state is EntryState.ACCEPTED


async def test_what_was_changed_while_it_was_looked_at_is_not_decided(talk: Talk) -> None:
    await talk.press(LEE, "Save it")
    entries = HubEntries(talk.ground.store)
    seen_then = await entries.one(1)
    later = NOON + timedelta(minutes=1)
    await entries.propose(replace(seen_then, answer="No, there is none."), 1, later)
    with pytest.raises(NoSuchEntry):
        await entries.decide(seen_then, EntryState.ACCEPTED, talk.ground.lead.id, later)
    assert (await entries.one(1)).state is EntryState.PROPOSED


async def test_of_many_that_are_proposed_the_rest_is_counted(talk: Talk) -> None:
    for number in range(7):
        asker = Asker(account(f"user {number}"), "C", {})
        question = await Questions(talk.ground.store).ask(asker, NewQuestion(1, QUESTION), lambda _asked: (), NOON)
        await HubEntries(talk.ground.store).propose(ENTRY, question.id, NOON)
    said = await talk.say(ADA, "knowledge proposed")
    assert "7 proposed, 0 accepted" in said
    assert "And 2 more" in said
    assert "And 2 older." in await talk.say(LEE, "questions added")


def test_an_export_is_data_as_the_knowledge_holds_it(knowledge: Knowledge) -> None:
    words = ("Is there parking?", ("can I park: there", "#1 where's the car park"))
    answer = 'Yes.\nBring £5: it\'s "cheap" {here}.'
    entry = replace(ENTRY, hub="North\nMersey", question=words[0], phrasings=words[1], answer=answer)
    text = as_yaml([entry, replace(entry, id=8)], knowledge.facts)
    first, _second = yaml.safe_load(text)
    assert set(first) == {"id", "title", "status", "section", "rests_on", "answer", "phrasings"}
    assert (first["id"], first["answer"]) == ("hub-7", answer.replace("{here}", "{{here}}"))
    assert first["phrasings"] == [words[0], *words[1]]
    assert "# differs: The answer says “£5”; the sheet has no such figure" in text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COHORT, tmp_path / "cohort"))


async def test_what_is_exported_is_loaded_back_as_it_was(talk: Talk, folder: Path) -> None:
    answer = "Apply by 23 April 2026 {or ask}: in 2026/27 there is space."
    await talk.press(LEE, "Save it", answer=answer, phrasings="where can I park\nmay I come by car")
    await talk.say(ADA, "knowledge accept 1")
    await talk.say(ADA, "knowledge export")
    (file,) = talk.seen[ADA].files
    (folder / "entries" / file.name).write_bytes(file.content)
    grown = load(folder)
    assert grown.answer(grown.entries["hub-1"], TODAY) == answer
    assert set(grown.entries["hub-1"].answers.values()) == {
        "Apply by {closing_date} {{or ask}}: in {development_year} there is space."
    }
    assert grown.entries["hub-1"].phrasings == (QUESTION, "where can I park", "may I come by car")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (ENTRY, "at least 3 phrasings are needed"),
        (replace(ENTRY, phrasings=("how do I apply", "park here?")), "also stands under `how-to-apply`"),
        (replace(ENTRY, phrasings=("car?", "park?"), answer="It costs £5."), "a figure or month of its own (“£”)"),
    ],
)
def test_what_a_reviewer_must_see_to_is_named_in_words(
    entry: Proposed, said: str, folder: Path, knowledge: Knowledge
) -> None:
    (folder / "entries" / "from_hubs.yaml").write_text(as_yaml([entry], knowledge.facts))
    with pytest.raises(KnowledgeError) as refusal:
        load(folder)
    assert said in str(refusal.value)
