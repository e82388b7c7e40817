"""What is typed in the middle of a walk: what is an answer, what is a move, and what must be neither."""

import pytest

from bot.core.reply import Reply
from bot.features.eligibility.parsing import ChangeAnswer, Reading, read
from bot.features.eligibility.phrases import Move
from knowledge.dialog.model import Option, position
from knowledge.model import Knowledge
from tests.support.walker import Walker

ANY_QUESTION = {
    "yes": "yes|Yes!|YES|yep|yup|yeah|y|yesss|yes i do|Yes, I do.|i do|I am|yes definitely|of course|👍|👍🏽|✅|✔️"
    "|yeah I have|yes please|um yes|yes for ten years|Yes, since 2015|sure|certainly|ok yes|well, yes"
    "|definitely yes|yes - I have been for years",
    "no": "no|No.|nope|nah|n|noooo|not yet|no not yet|no i do not|No, I don't|i don't|i dont|I don’t"
    "|not at the moment|i haven't|no I haven't got it|definitely not|👎|❌|no sorry|i'm not"
    "|not really|never",
    "not_sure": "not sure|Not sure!|unsure|dunno|idk|i don't know|no idea|maybe|I think so|yes I think so"
    "|i dont think so|probably|it depends|🤷|🤷🏽‍♀️|hmm not sure|I'm not sure|i am not really sure|possibly"
    "|kind of|not certain|erm i think so",
    Move.BACK: "back|Back!|go back|back please|previous question|undo",
    Move.WHY: "why|why?|Why do you ask?|why does that matter?|how come?|but why?|why is that",
    Move.RESTART: "start again|Start again please|restart|start over|from the beginning|can I start again?",
    Move.STOP: "stop|STOP|cancel|cancel the check|quit|never mind|forget it|stop please|ok stop|can we stop?",
    Move.ANSWERS: "my answers|summary|what did i say?|show my answers",
    Move.RESUME: "carry on|what was the question?|where was i?|continue|next question",
    Move.NO_ANSWER: "skip|pass|yes but my head isn't keen|yes if I can get cover|no but I will in July|no thanks"
    "|yes and no I do not|yes unless it is far away|prefer not to say|not yet but soon"
    "|no i've only just started teaching there",
    None: "how many days is it?|is it ten days?|yes but how many days is it?|yes but how many days is it"
    "|what is QTS?|do I need to be maths lead|i have a question|am i eligible|I'm a TA|i am a teaching assistant"
    "|help|release days|when is the deadline|no, how many days is it?|yes? and when does it start|ok|thanks"
    "|hello|does it matter?"
    "|can I change school during the programme?|can you change the deadline|is it funded and do I get travel|?|!!"
    "|🙂"
    "|log a half day yesterday|I do not understand what a residential is|remind me|i have no class until september"
    "|no tell me how many days it is|will you change the number of days?|I have three children in my class"
    "|why is it ten days?|when can I stop being a specialist?|what happens if I start again next year",
}
CASES = [(text, meant) for meant, line in ANY_QUESTION.items() for text in line.split("|")]


def meaning(reading: Reading) -> str | None:
    match reading:
        case Option(id=name):
            return name
        case ChangeAnswer(question=question):
            return f"change {question.id}" if question else "change"
        case _:
            return reading


@pytest.mark.parametrize(("text", "meant"), CASES)
def test_words_mean_what_a_colleague_would_take_them_for(text: str, meant: str | None, data: Knowledge) -> None:
    at = position(data.dialog, {"qts": "yes"})
    assert meaning(read(text, data.dialog, at)) == meant


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        ("qts", "I have QTS", "yes"),
        ("qts", "I don't have QTS", "no"),
        ("qts", "i do have qts", "yes"),
        ("qts", "yes I'm qualified", "yes"),
        ("school", "infant school", "yes"),
        ("school", "a special school", None),
        ("school", "special school", "not_sure"),
        ("school", "yes in a special school", "no answer"),
        ("class", "every day", "yes"),
        ("class", "no class of my own", "no"),
        ("time", "no problem", "yes"),
        ("time", "that's fine", "yes"),
        ("time", "is it ten days", None),
        ("head", "she does", "yes"),
        ("head", "he doesn't", "no"),
        ("head", "haven't asked", "no"),
        ("head", "I think he does", "not_sure"),
    ],
)
def test_each_question_has_words_of_its_own(question: str, text: str, meant: str, data: Knowledge) -> None:
    names = list(data.dialog.questions)
    before = dict.fromkeys(names[: names.index(question)], "yes")
    at = position(data.dialog, before)
    assert at.due is not None
    assert at.due.id == question
    assert meaning(read(text, data.dialog, at)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("change the one about my head", "change head"),
        ("change the one about my headteacher please", "change head"),
        ("can I change my answer about QTS?", "change qts"),
        ("actually, change qts", "change qts"),
        ("change question 2", "change school"),
        ("change number 4", "change time"),
        ("change the third one", "change class"),
        ("I want to change the last one", "change head"),
        ("go back to the school question", "change school"),
        ("change my answer", "change"),
        ("change", "change"),
        ("no", "change"),
        ("that's wrong", "change"),
        ("can I change school?", None),
        ("yes", "result"),
        ("looks good", "result"),
        ("see the result", "result"),
        ("ok", "result"),
        ("is it ten days?", None),
        ("back", "back"),
        ("what happens next?", None),
    ],
)
def test_at_the_summary(text: str, meant: str | None, data: Knowledge) -> None:
    at = position(data.dialog, dict.fromkeys(data.dialog.questions, "yes"))
    assert at.due is None
    assert meaning(read(text, data.dialog, at)) == meant


async def test_a_question_in_the_middle_is_answered_and_the_walks_question_comes_again(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.say("yep")
    for text in ("how many days is it?", "yes but how many days is it?", "release days", "thanks"):
        reply = await walker.say(text)
        assert reply.kind == "answer", "it keeps the kind of the ordinary answer"
        assert walker.text.startswith(
            "Ten days, from the sheet.\nBack to your check, question 2 of 5: Are you employed"
        )
        assert walker.labels[:4] == ["When is the deadline?", "Yes", "No", "Not sure"]
        assert await walker.due() == "school"
    await walker.press("No")
    assert await walker.due() == "class"


async def test_a_button_of_an_ordinary_answer_brings_the_walks_question_again_too(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.say("how many days is it?")
    await walker.press("When is the deadline?")
    assert "Back to your check, question 1 of 5" in walker.text
    await walker.press("Yes", "Stop")
    await walker.submit("entry", {"id": "x"})
    assert walker.text == "Ten days, from the sheet."


async def test_what_was_noted_is_said_and_an_unclear_answer_is_not_noted(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.say("I think so")
    assert walker.text.startswith("Qualified Teacher Status: Not sure. That's one to ask about")
    await walker.say("yes but only on Mondays")
    assert walker.text.startswith("I can only note one of the answers below")
    assert await walker.due() == "school"


async def test_a_whole_walk_in_words(walker: Walker) -> None:
    for text in ("eligibility", "yep", "I do", "not sure", "back", "yes", "yeah", "nope", "looks good"):
        await walker.say(text)
    assert "Something to sort out first" in walker.text
    assert "Headteacher's understanding (No)" in walker.text
    assert await walker.due() is None


async def test_stop_deletes_and_start_again_begins_afresh(walker: Walker) -> None:
    for text in ("eligibility", "yes", "start again"):
        await walker.say(text)
    assert await walker.due() == "qts"
    await walker.say("stop")
    assert "your answers are deleted" in walker.text
    assert await walker.due() is None
    await walker.press("Start the check")
    assert await walker.due() == "qts"


async def test_asking_for_the_check_again_shows_where_it_is(walker: Walker) -> None:
    await walker.say("eligibility")
    await walker.say("yes")
    reply = await walker.say("eligibility")
    assert reply.kind == "eligibility_start"
    assert "under way" in walker.text
    assert await walker.due() == "school"


async def test_without_a_walk_every_message_gets_its_ordinary_answer(walker: Walker) -> None:
    for text in ("yes", "back", "why?", "stop", "change my answer"):
        reply: Reply = await walker.say(text)
        assert reply.kind == "answer"
    assert walker.store.is_empty, "nothing was written, so nothing was opened"
