"""What people write, as both platforms show it: addresses lead where they say, and nothing else is worked out."""

from adapters.slack import render as slack
from adapters.slack.mrkdwn import escaped
from adapters.teams import card_inputs, card_text
from adapters.teams import render as teams
from adapters.teams.card_text import Json
from bot.core.form import ChoiceField, Form
from bot.core.reply import Actions, Button, Facts, File, Note, Reply, Table, Text

ADDRESS = "https://x.example/_a_/*b*?c=1&d=(2)"
WORDS = f"Read {ADDRESS}. Then <https://y.example|press me> {{{{DATE(2026-01-01T00:00:00Z,SHORT)}}}}"


def opened(card: Json) -> list[str]:
    runs = [run for element in card["body"] for run in element.get("inlines", [])]
    return [run["selectAction"]["url"] for run in runs if "selectAction" in run]


def test_in_teams_an_address_opens_and_is_what_is_read() -> None:
    (attachment,) = teams.message(Reply((Text(WORDS),), "x"))["attachments"]
    card = attachment["content"]
    assert opened(card) == [ADDRESS, "https://y.example"]
    read = [run["text"] for run in card["body"][0]["inlines"] if "selectAction" in run]
    assert read == [ADDRESS, "https://y.example"], "no label hides it"


def test_in_teams_no_words_are_worked_out_into_a_date() -> None:
    press = Actions((Button("x", "x"),))
    field = ChoiceField("c", WORDS, {"a": WORDS}, hint=WORDS)
    blocks = (
        Text(WORDS),
        Note(WORDS),
        Facts(((WORDS, WORDS),), WORDS),
        Table(("a", "b"), ((WORDS, WORDS),)),
        press,
    )
    card = teams.card(Reply((*blocks, Form(WORDS, "f", (field,), "Send")), "x"))
    copies = card["body"][-1]["actions"][0]["data"]  # what comes back with the form: never shown
    assert "{{DATE" in card_text.as_json(copies)
    card["body"] = card["body"][:-1]
    assert "{{" not in card_text.as_json(card)


def test_in_teams_a_list_that_folds_out_shows_no_backslash() -> None:
    options = {str(at): f"St_Mary's [{at}] *" for at in range(6)}
    (element,) = (
        one
        for one in card_inputs.form_elements(Form("F", "f", (ChoiceField("c", "Which", options),)), {}, 0)
        if one["type"] == "Input.ChoiceSet"
    )
    assert [one["title"] for one in element["choices"]] == list(options.values())


def test_in_teams_a_missing_field_is_named_in_a_sentence() -> None:
    form = Form("F", "f", (ChoiceField("c", "Which day?", {"a": "A"}),))
    elements = card_inputs.form_elements(form, {}, 0)
    assert [one["errorMessage"] for one in elements if "errorMessage" in one] == [
        "Which day: please fill this in."
    ]


def test_who_cannot_be_handed_a_file_is_told_whom_to_ask_and_not_which_setting() -> None:
    words = card_text.as_json(teams.message(Reply((File("a.csv", b"x", "text/csv", "Days"),), "x")))
    assert "administrator" in words
    assert "app.yaml" not in words


def test_in_slack_an_address_is_a_link_of_ours_and_a_label_that_came_in_is_none() -> None:
    shown = slack.message(Reply((Text(WORDS), Facts((("At", ADDRESS),))), "x"))
    text = shown.blocks[0]["text"]
    assert text["verbatim"], "Slack itself makes nothing a link"
    assert "<https://x.example/_a_/*b*?c=1&amp;d=(2)>. Then &lt;<https://y.example>|press me&gt;" in text["text"]
    assert "<https://x.example/_a_/*b*?c=1&amp;d=(2)>" in shown.blocks[1]["fields"][0]["text"]


def test_in_slack_an_address_that_is_cut_off_is_no_link() -> None:
    assert escaped(f"Read {ADDRESS}", 20) == "Read https://x.ex…"
