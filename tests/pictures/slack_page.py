"""Messages as Slack shows them: a plain drawing of Block Kit, true to its order, its weight and its widths."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

STYLE = """
body { margin: 0; width: 380px; background: %(paper)s; color: %(ink)s; font: 15px/1.46 Lato, sans-serif; }
.message { padding: 8px 12px; border-bottom: 1px solid %(line)s; }
.caption { font-size: 12px; color: %(subtle)s; margin: 0; } h3 { font-size: 18px; margin: 6px 0; } p { margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.context { font-size: 13px; color: %(subtle)s; } a { color: %(link)s; }
.fields { display: grid; grid-template-columns: 1fr; gap: 6px; white-space: pre-wrap; }
.input { border: 1px solid %(line)s; border-radius: 4px; padding: 5px 8px; min-height: 1.4em; }
.row { display: flex; flex-wrap: wrap; gap: 6px; margin: 6px 0; } .beside { display: flex; gap: 8px; } .beside p { flex: 1; }
button { font: bold 13px Lato, sans-serif; padding: 6px 10px; border: 1px solid %(line)s; border-radius: 4px;
  background: %(paper)s; color: %(ink)s; max-width: 356px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  align-self: start; }
button.primary { background: #007a5a; color: #fff; border-color: #007a5a; } button.danger { color: %(red)s; }
"""
LIGHT = {
    "paper": "#fff",
    "ink": "#1d1c1d",
    "subtle": "#616061",
    "line": "#bbb",
    "link": "#1264a3",
    "red": "#c01343",
}
DARK = {
    "paper": "#1a1d21",
    "ink": "#d1d2d3",
    "subtle": "#ababad",
    "line": "#565856",
    "link": "#7bb8e8",
    "red": "#f2788d",
}


def page(screens: Sequence[Sequence[Mapping[str, Any]]], *, dark: bool) -> str:
    drawn = ("".join(f'<div class="message">{_message(one)}</div>' for one in messages) for messages in screens)
    body = "".join(f'<div class="screen">{one}</div>' for one in drawn)
    style = STYLE % (DARK if dark else LIGHT)
    head = f'<!doctype html><meta charset="utf-8"><title></title><style>{style}</style>'
    return f"{head}<body>{body}</body>"


def _message(message: Mapping[str, Any]) -> str:
    """A message, or a view that was opened."""
    if caption := message.get("caption"):
        rest = _message({name: value for name, value in message.items() if name != "caption"})
        return f'<p class="caption">{html.escape(caption)}</p>{rest}'
    if "picture" in message:
        return f'<img src="{message["picture"]}" width="356">'
    if "file" in message:
        return f"<p>📎 {html.escape(message['file'])}</p>"
    whole = message.get("view") or message
    title = whole.get("title")
    heading = f"<h3>{html.escape(title['text'])}</h3>" if isinstance(title, dict) else ""
    send = whole.get("submit")
    end = _button({"text": send, "style": "primary"}) if isinstance(send, dict) else ""
    return heading + "".join(map(_block, whole.get("blocks") or [])) + end


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{html.escape(block['text']['text'])}</h3>"
        case "section":
            text = f"<p>{_words(block['text'])}</p>" if "text" in block else ""
            fields = "".join(f"<div>{_words(one)}</div>" for one in block.get("fields", []))
            beside = (
                f'<div class="beside">{text}{_button(block["accessory"])}</div>' if "accessory" in block else text
            )
            return beside + (f'<div class="fields">{fields}</div>' if fields else "")
        case "context":
            return f'<p class="context">{" ".join(_words(one) for one in block["elements"])}</p>'
        case "actions":
            return f'<div class="row">{"".join(map(_button, block["elements"]))}</div>'
        case "input":
            label = html.escape(block["label"]["text"]) + (" (optional)" if block.get("optional") else "")
            hint = html.escape((block.get("hint") or {}).get("text", ""))
            small = f'<p class="context">{hint}</p>' if hint else ""
            return f'<p><b>{label}</b></p><div class="input">{html.escape(_stands(block["element"]))}</div>{small}'
        case other:
            return f"<p>({html.escape(other)})</p>"


def _stands(element: Mapping[str, Any]) -> str:
    """What an input shows before anybody has touched it."""
    if chosen := element.get("initial_option"):
        return f"{chosen['text']['text']} ▾"
    empty = {"static_select": "Choose ▾", "datepicker": "Pick a day ▾"}
    ticks = "  ".join(f"☐ {one['text']['text']}" for one in element.get("options", ()))
    boxes = ticks if element["type"] in ("checkboxes", "radio_buttons") else ""
    said = element.get("initial_value") or element.get("initial_date")
    return str(said or boxes or empty.get(element["type"], " "))


def _button(element: Mapping[str, Any]) -> str:
    return f'<button class="{element.get("style", "")}">{html.escape(element["text"]["text"])}</button>'


def _words(text: Mapping[str, Any]) -> str:
    """Slack escapes as HTML does; its links and its bold are the only markup that we send."""
    if text["type"] == "plain_text":
        return html.escape(text["text"])
    linked = re.sub(
        r"<(https?://[^|>]+)(?:\|([^>]+))?>", lambda m: f'<a href="{m[1]}">{m[2] or m[1]}</a>', text["text"]
    )
    return re.sub(r"(?m)(?<!\w)\*([^*\n]+)\*(?!\w)", r"<b>\1</b>", linked)
