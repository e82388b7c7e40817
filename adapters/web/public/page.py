"""The public page as HTML: a question, its answer, the check. It has no script."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from adapters.web.public.answers import LONGEST, CheckState
from adapters.web.render import message
from bot.core.form import Form
from bot.core.reply import Button, File, Picture, Reply

WHERE, CHECK = "/ask", "/ask/check"
EXAMPLES = (
    "How many release days do I get?",
    "When is the deadline?",
    "Do I need to be maths lead?",
    "Are the residentials paid for?",
)
PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/assets/mark.svg">
<link rel="stylesheet" href="/assets/look.css">
<link rel="stylesheet" href="/assets/ask.css">
</head>
<body>
<main>
<header><img src="/assets/mark.svg" alt="" width="40" height="40">
<h1><a href="/ask">Ask about the Primary Mastery Specialist Programme</a></h1></header>
{form}
{shown}
<footer><p>Answers come from the {sheet}, in words that people wrote and checked; nothing is made up.
This page keeps nothing: no cookies, no account, no record of what you ask.
<a href="/privacy">Privacy</a></p></footer>
</main>
</body>
</html>
"""


class PublicControls:
    """Answers lead on by links, so that each can be shared; the check carries its answers along, and nowhere else.

    contact: where a hub is reached, in place of asking it through the bot; empty for nowhere.
    """

    def __init__(self, contact: str, state: CheckState | None = None) -> None:
        self._contact, self._state = contact, state

    def buttons(self, buttons: Sequence[tuple[int, Button]]) -> str:
        drawn = "".join(self._one(one) for _, one in buttons)
        return f'<div class="row">{drawn}</div>' if drawn else ""

    def form(self, form: Form, number: int, fields: str) -> str:  # noqa: ARG002  nothing here is filled in
        return ""

    def address(self, _file: File | Picture, number: int) -> str:  # noqa: ARG002
        return ""

    def _one(self, button: Button) -> str:
        label, values = escape(button.label), button.values
        style = f" {button.style}" if button.style else ""
        match button.action:
            case "entry":
                return f'<a class="button" href="{WHERE}?{urlencode({"entry": values.get("id", "")})}">{label}</a>'
            case "eligibility_start":
                return f'<a class="button{style}" href="{CHECK}">{label}</a>'
            case "eligibility_answer":
                return self._step(label, "option", f"{values.get('question')}:{values.get('option')}", style)
            case "eligibility_change":
                return self._step(label, "change", values.get("question", ""), style)
            case "eligibility_result_change":
                return self._step(label, "move", "answers", style)
            case "eligibility_move" if values.get("move") == "stop":
                return f'<a class="button" href="{WHERE}">{label}</a>'
            case "eligibility_move" if values.get("move") == "restart":
                return f'<a class="button" href="{CHECK}">{label}</a>'
            case "eligibility_move":
                return self._step(label, "move", values.get("move", ""), style)
            case "ask_hub" if self._contact:
                return (
                    f'<a class="button{style}" href="{escape(self._contact)}" target="_top">Contact your hub</a>'
                )
            case _:
                return ""

    def _step(self, label: str, name: str, value: str, style: str) -> str:
        """A button of the check: it posts, so that no answer stands in an address."""
        answers = escape(self._state.written if self._state else "")
        return (
            f'<form method="post" action="{CHECK}"><input type="hidden" name="answers" value="{answers}">'
            f'<button class="{style.strip()}" name="{name}" value="{escape(value)}">{label}</button></form>'
        )


FORM = (
    f'<form class="question" method="get" action="{WHERE}" role="search"><label for="q">Your question</label>'
    '<div class="row"><input type="text" id="q" name="q" required '
    f'maxlength="{LONGEST}" autocomplete="off" enterkeyhint="search">'
    '<button class="primary">Ask</button></div></form>'
)


def start(sheet: str) -> str:
    """The page before anything was asked."""
    links = "".join(f'<li><a href="{WHERE}?{urlencode({"q": one})}">{escape(one)}</a></li>' for one in EXAMPLES)
    shown = (
        f'<section class="examples" aria-labelledby="examples"><h2 id="examples">For example</h2><ul>{links}</ul>'
        f'<p><a class="button" href="{CHECK}">Check whether you could apply</a></p></section>'
    )
    return _page("Ask about the programme", FORM, shown, sheet)


def answered(asked: str, reply: Reply, sheet: str, contact: str) -> str:
    drawn = message(reply, PublicControls(contact))
    heading = f'<h2 id="asked">{escape(asked)}</h2>'
    shown = f'<section class="answer message" aria-labelledby="asked">{heading}{drawn}</section>'
    return _page(f"{asked} · Mastery", FORM, shown, sheet)


def check(reply: Reply, state: CheckState, sheet: str, contact: str) -> str:
    drawn = message(reply, PublicControls(contact, state))
    shown = (
        '<section class="answer message check" aria-labelledby="check"><h2 id="check">Eligibility check</h2>'
        f"{drawn}</section>"
    )
    return _page("Eligibility check · Mastery", "", shown, sheet)


def said(title: str, words: str, sheet: str) -> str:
    """One sentence, such as that this was too quick."""
    shown = f'<section class="answer message"><h2>{escape(title)}</h2><p>{escape(words)}</p></section>'
    return _page(f"{title} · Mastery", FORM, shown, sheet)


def _page(title: str, form: str, shown: str, sheet: str) -> str:
    return PAGE.format(title=escape(title), form=form, shown=shown, sheet=escape(sheet))
