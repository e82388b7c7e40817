"""The card that Teams is sent for each kind of block: `python -m tests.wire.teams.golden` writes it anew.

Look at the pictures (docs/pictures/render_cards.mjs) before you commit them.
"""

import json
from pathlib import Path

from adapters.teams.render import card
from bot.core.reply import Actions, Button, Facts, File, Note, Picture, Reply, Text
from tests.support.golden_replies import BLOCKS, FORM

GOLDEN = Path(__file__).parent / "golden"
YES = Button("Yes", "answer", {"option": "yes"}, "primary")
WALK = (
    Text("Have you got Qualified Teacher Status?\nYour hub checks this first."),
    Note("Question 1 of 5"),
    Actions((YES, Button("No", "answer", {"option": "no"}), Button("Not sure", "answer", {"option": "unsure"}))),
)
WHY = "So that your school is paid for a supply teacher on the days on which you are away."
REPLIES = {
    **{name: Reply(blocks, "answer") for name, blocks in BLOCKS.items()},
    "facts_long": Reply((Facts((("Why", WHY), ("When", "Each term, in arrears"))),), "answer"),
    "walk": Reply(WALK, "eligibility", replaces=True),
    "form_with_errors": Reply(
        (FORM,), "cohort", errors={"first": "The first residential is on that day. Pick a later one."}
    ),
}


def link(what: File | Picture) -> str:
    return f"https://mastery.example/files/{'picture' if isinstance(what, Picture) else 'token'}"


def drawn() -> dict[str, str]:
    """Name of the file → what must be in it."""
    cards = {name: card(reply, link) for name, reply in REPLIES.items()}
    return {f"{name}.json": json.dumps(one, indent=1, ensure_ascii=False) + "\n" for name, one in cards.items()}


if __name__ == "__main__":
    for stale in GOLDEN.glob("*.json"):
        stale.unlink()
    for name, text in drawn().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
