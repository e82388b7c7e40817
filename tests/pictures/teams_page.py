"""Messages as Teams shows them: cards by Microsoft's own renderer with Teams' host configuration."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

STYLE = """
:root { color-scheme: %(scheme)s; }
body { margin: 0; width: 380px; background: %(paper)s; color: %(ink)s; font: 14px "Segoe UI", "Open Sans", sans-serif; }
.caption { font-size: 12px; opacity: 0.8; margin: 8px 12px 0; }
.screen { padding: 1px 0; } .message { margin: 8px; padding: 4px; border-radius: 6px; background: %(card)s; }
.plain { padding: 10px; white-space: pre-wrap; }
.ac-pushButton { border: 1px solid #8a8a8a; border-radius: 4px; padding: 5px 10px; background: %(card)s; color: %(ink)s;
  font: 14px "Segoe UI", "Open Sans", sans-serif; margin-bottom: 4px; white-space: normal !important; }
.ac-pushButton.style-positive, .ac-pushButton.primary { background: #5b5fc7; color: #fff; }
.ac-pushButton.style-destructive { color: %(red)s; border-color: currentColor; }
.ac-input { border: 1px solid #8a8a8a; border-radius: 4px; padding: 5px; font: 14px sans-serif; background: %(card)s;
  color: %(ink)s; box-sizing: border-box; }
"""
LIGHT = {"scheme": "light", "paper": "#f5f5f5", "card": "#fff", "ink": "#242424", "red": "#c4314b"}
DARK = {"scheme": "dark", "paper": "#141414", "card": "#292929", "ink": "#fff", "red": "#f1707b"}
SCRIPT = """
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownit().render(text); result.didProcess = true;
};
for (const messages of SCREENS) {
const screen = document.createElement("div"); screen.className = "screen"; document.body.append(screen);
for (const message of messages) {
  if (message.caption) {
    const above = document.createElement("div"); above.className = "caption"; above.textContent = message.caption;
    screen.append(above);
  }
  const there = document.createElement("div"); there.className = "message";
  if (message.attachments) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig({ ...HOST, fontFamily: '"Segoe UI", "Open Sans", sans-serif' });
    card.parse(message.attachments[0].content);
    there.append(card.render());
  } else { there.classList.add("plain"); there.textContent = message.text; }
  screen.append(there);
} }
"""


def drawer(packages: Path) -> Callable[..., str]:
    """The function that makes the page, with what npm has installed in that folder."""
    modules = packages / "node_modules"
    library = (modules / "adaptivecards/dist/adaptivecards.min.js").read_text(encoding="utf-8")
    markdown = (modules / "markdown-it/dist/browser/markdown-it.umd.min.js").read_text(encoding="utf-8")
    hosts = modules / "adaptivecards-designer/lib/hostConfigs"

    def page(screens: Sequence[Sequence[dict[str, Any]]], *, dark: bool) -> str:
        host = (hosts / f"microsoft-teams-{'dark' if dark else 'light'}.json").read_text(encoding="utf-8")
        given = json.dumps(screens).replace("<", "\\u003c")
        scripts = (library, markdown, f"const HOST = {host}; const SCREENS = {given};{SCRIPT}")
        style = STYLE % (DARK if dark else LIGHT)
        head = f'<!doctype html><meta charset="utf-8"><title></title><style>{style}</style><body></body>'
        return head + "".join(f"<script>{one}</script>" for one in scripts)

    return page
