"""The page of `mastery try` as HTML: the clock, what can be watched, and the three columns."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from adapters.trial.behind import behind
from adapters.trial.columns import ColumnMessages, Origin, ShownMessage, TrialPerson
from adapters.trial.timeline import Jump, Timeline, said
from adapters.trial.watch import Watching, plays
from adapters.web.render import message
from bot.core.form import Form
from bot.core.reply import Button, File, Picture
from knowledge.model import Knowledge

NAMES = {TrialPerson.TEACHER: "Teacher", TrialPerson.SPECIALIST: "Specialist", TrialPerson.LEAD: "Hub lead"}
ABOUT = {
    TrialPerson.TEACHER: "Known to nobody, asks about the programme",
    TrialPerson.SPECIALIST: "Sam Patel, enrolled at the Demo Maths Hub",
    TrialPerson.LEAD: "Lee Hargreaves, leads the Demo Maths Hub",
}
TRY = {
    TrialPerson.TEACHER: "Is there parking at the residential?",
    TrialPerson.SPECIALIST: "Log half yesterday, workshop",
    TrialPerson.LEAD: "Cohort status",
}
MOVES = {
    Jump.DAY: "+1 day",
    Jump.NEXT: "Next thing sent",
    Jump.TERM: "Term starts",
    Jump.CLOSING: "Last day to apply",
}
PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Try mastery-bot</title>
<link rel="icon" href="/assets/mark.svg">
<link rel="stylesheet" href="/assets/look.css">
<link rel="stylesheet" href="/assets/trial.css">
<script src="/assets/trial.js" defer></script>
</head>
<body data-last="{last}">
<a class="skip" href="#teacher-text">Skip to the conversations</a>
<header class="top">
<div class="brand"><img src="/assets/mark.svg" alt="" width="36" height="36"><div><h1>mastery-bot</h1>
<p>Three people and a made-up hub. Nothing leaves this computer, and nothing is kept.</p></div></div>
{clock}
{watch}
</header>
<main>
<nav class="tabs" aria-label="Whose conversation">{tabs}</nav>
<div class="columns">{columns}</div>
</main>
</body>
</html>
"""


class ColumnControls:
    """Buttons and forms that are posted to this server; what they do is looked up there."""

    def __init__(self, who: TrialPerson, number: int) -> None:
        self._of = hidden("who", who) + hidden("message", str(number))
        self._files = f"/file/{who}/{number}"

    def buttons(self, buttons: Sequence[tuple[int, Button]]) -> str:
        drawn = "".join(_button(at, one) for at, one in buttons)
        return f'<form class="row" method="post" action="/press" data-live>{self._of}{drawn}</form>'

    def form(self, form: Form, number: int, fields: str) -> str:
        send = f'<button class="primary" name="number" value="{number}">{escape(form.send)}</button>'
        return f'<form class="filled" method="post" action="/send" data-live>{self._of}{fields}{send}</form>'

    def address(self, _file: File | Picture, number: int) -> str:
        return f"{self._files}/{number}"


def hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{value}">'


def _button(at: int, button: Button) -> str:
    style = f' class="{button.style}"' if button.style else ""
    sure = f' data-confirm="{escape(button.confirm)}"' if button.confirm else ""
    return f'<button name="number" value="{at}"{style}{sure}>{escape(button.label)}</button>'


def whole(
    columns: Sequence[ColumnMessages], timeline: Timeline, watching: Watching, knowledge: Knowledge, last: int
) -> str:
    """last: the number of the newest event that the page already shows."""
    names = [one.who for one in columns]
    tabs = "".join(f'<a href="#{who}" id="tab-{who}">{NAMES[who]}<span class="dot"></span></a>' for who in names)
    return PAGE.format(
        last=last,
        clock=_clock(timeline),
        watch=watch(watching),
        tabs=tabs,
        columns="".join(_column(one, knowledge) for one in columns),
    )


def _clock(timeline: Timeline) -> str:
    moves = "".join(f'<button name="to" value="{move}">{label}</button>' for move, label in MOVES.items())
    now = timeline.now
    return (
        '<section class="clock" aria-labelledby="clock-name"><h2 id="clock-name">The clock</h2>'
        f'<p class="now"><time id="now" datetime="{now.isoformat(timespec="minutes")}">{moment(now)}</time></p>'
        '<form method="post" action="/clock" data-live class="row">'
        f'<label for="day">Day</label><input type="date" id="day" name="day" value="{now:%Y-%m-%d}" required>'
        f'<button name="to" value="date">Go</button>{moves}</form>'
        '<p id="status" role="status"></p></section>'
    )


def moment(at: datetime) -> str:
    return f"{said(at.date())}, {at:%H:%M}"


def watch(watching: Watching) -> str:
    """What can be watched; or the play under way with what its next step is about."""
    inside = _under_way(watching) if watching.play else _offered()
    return f'<section class="watch" id="watch" aria-labelledby="watch-name">{inside}</section>'


def _offered() -> str:
    options = "".join(f'<option value="{escape(one.name)}">{escape(one.title)}</option>' for one in plays())
    return (
        '<h2 id="watch-name">Watch</h2><form method="post" action="/watch" data-live class="row">'
        f'<label for="play">A story, a step a click</label><select id="play" name="play">{options}</select>'
        '<button name="do" value="begin">Watch it</button></form>'
    )


def _under_way(watching: Watching) -> str:
    play, step = watching.play, watching.next
    if play is None:
        return ""
    number = f"Step {watching.done + 1} of {len(play.steps)}. " if step else ""
    words = f"{number}{step.comment}" if step else "That was all of it. The conversations stay; try them."
    go_on = '<button class="primary" name="do" value="step">Next step</button>' if step else ""
    return (
        f'<h2 id="watch-name">{escape(play.title)}</h2><p class="comment" role="status">{escape(words)}</p>'
        f'<form method="post" action="/watch" data-live class="row">{go_on}'
        f'<button name="do" value="end">{"Stop" if step else "Done"}</button></form>'
    )


def _column(column: ColumnMessages, knowledge: Knowledge) -> str:
    who, name = column.who, NAMES[column.who]
    messages = "".join(shown(who, one, knowledge) for one in column.messages)
    return (
        f'<section class="column" id="{who}" aria-labelledby="{who}-name"><header>'
        f'<h2 id="{who}-name">{name}</h2><p>{ABOUT[who]}</p></header>'
        f'<div class="log" role="log" id="{who}-log" tabindex="0" aria-label="{name}: conversation">'
        f"{messages}</div>"
        '<form class="composer" method="post" action="/say" data-live>'
        f"{hidden('who', who)}"
        f'<label class="unseen" for="{who}-text">Write as the {name.lower()}</label>'
        f'<input type="text" id="{who}-text" name="text" required maxlength="2000" autocomplete="off" '
        f'placeholder="{TRY[who]}"><button class="primary">Send</button></form></section>'
    )


def shown(who: TrialPerson, one: ShownMessage, knowledge: Knowledge) -> str:
    """A message of a column."""
    name = f"m{one.id}"
    drawn = message(one.reply, ColumnControls(who, one.id), name, one.filled)
    match one.origin:
        case Origin.YOU:
            above, below = f'<p class="unseen">{NAMES[who]}:</p>', ""
        case Origin.REPLY:
            above, below = '<p class="unseen">Bot:</p>', behind(one.reply, knowledge)
        case Origin.UNASKED:
            when = f"{one.at:%a} {one.at.day} {one.at:%b, %H:%M}"
            above, below = f'<p class="tag">Sent by the bot, {when}</p>', behind(one.reply, knowledge)
    return f'<div class="message {one.origin}" id="{name}">{above}{drawn}{below}</div>'
