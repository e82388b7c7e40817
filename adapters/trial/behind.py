"""What is behind a reply: its entry and score, the sentences it rests on, and what platforms are sent."""

import json
from collections.abc import Iterator
from html import escape

from adapters.slack.render import message as slack_message
from adapters.teams.render import message as teams_message
from bot.core.reply import Reply
from knowledge.model import Knowledge

IN_WORDS = {
    "answer": "the sheet answers it",
    "partial": "the sheet answers part of it",
    "abstain": "the sheet does not say",
    "offtopic": "not about the programme",
    "smalltalk": "small talk",
}


def behind(reply: Reply, knowledge: Knowledge) -> str:
    """As HTML, folded away."""
    teams = teams_message(reply)
    drawn = slack_message(reply)
    slack = {"text": drawn.text, "blocks": drawn.blocks}
    parts = "".join(
        f"<details><summary>{title}</summary>{inside}</details>"
        for title, inside in (
            ("Why this answer", _why(reply, knowledge)),
            ("Slack, Block Kit", _json(slack)),
            ("Teams, Adaptive Card" if "attachments" in teams else "Teams, plain text", _json(teams)),
        )
    )
    return f'<details class="behind"><summary>Behind this</summary>{parts}</details>'


def _why(reply: Reply, knowledge: Knowledge) -> str:
    rows = "".join(f"<div><dt>{name}</dt><dd>{said}</dd></div>" for name, said in _facts(reply, knowledge))
    return f'<dl class="facts">{rows}</dl>'


def _facts(reply: Reply, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Names and HTML."""
    words = IN_WORDS.get(reply.kind, "")
    yield "Kind", escape(f"{reply.kind}: {words}" if words else reply.kind)
    entry = knowledge.entries.get(reply.entry)
    if entry is not None:
        yield "Entry", f"{escape(entry.title)} <code>{escape(entry.id)}</code>"
    yield "Score", f"{reply.score:.2f} of 1"
    if reply.sources:
        yield "Section", "; ".join(map(escape, reply.sources))
    if entry is not None and entry.rests_on:
        places = (
            f"<li><code>{escape(place)}</code> {escape(knowledge.sheet_index[place].says)}</li>"
            for place in entry.rests_on
            if place in knowledge.sheet_index
        )
        yield "Rests on", f"<ul>{''.join(places)}</ul>"
    if entry is not None and entry.looked_for:
        yield "Not in the sheet", escape(", ".join(entry.looked_for))


def _json(content: object) -> str:
    written = escape(json.dumps(content, indent=2, ensure_ascii=False))
    return f'<pre tabindex="0" role="group" aria-label="JSON"><code>{written}</code></pre>'
