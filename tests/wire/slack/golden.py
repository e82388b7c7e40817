"""What Slack is sent for each kind of block: `python -m tests.wire.slack.golden` writes it anew."""

import json
from pathlib import Path

from adapters.slack import home, modals, render
from bot.core.reply import Reply, Text
from tests.support.golden_replies import BLOCKS, FORM

__all__ = ["FORM", "GOLDEN", "drawn"]

GOLDEN = Path(__file__).parent / "golden"


def drawn() -> dict[str, str]:
    """Name of the file → what must be in it."""
    found: dict[str, object] = {}
    for name, blocks in BLOCKS.items():
        sent = render.message(Reply(blocks, "answer"))
        found[name] = {"text": sent.text, "blocks": sent.blocks}
    found["modal"] = modals.view(FORM, {"conversation": "D1"})
    found["home"] = home.view(Reply((Text("Hello Ann."), *BLOCKS["progress"], *BLOCKS["facts"]), "home"))
    return {f"{name}.json": json.dumps(what, indent=1, ensure_ascii=False) + "\n" for name, what in found.items()}


if __name__ == "__main__":
    for stale in GOLDEN.glob("*.json"):
        stale.unlink()
    for name, text in drawn().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
