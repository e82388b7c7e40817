"""Somebody at a Teams client: types, presses and fills in over the bot's own wire, and reads the screen."""

import html
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.core.plain_text import CELLS
from tests.support.fakes.microsoft import TENANT, Microsoft
from tests.support.fakes.teams import FakeTeams, Json, slip_in

BOT: Json = {"id": "28:bot", "name": "Mastery"}
NUMBERS = itertools.count(1)


@dataclass
class TeamsPerson:
    """`answers` holds every response of the bot's own endpoint: (status, JSON). message_id: whose card it is."""

    teams: FakeTeams
    microsoft: Microsoft
    session: aiohttp.ClientSession
    bot: str
    name: str = "sam"
    kind: str = "personal"
    tenant: str = TENANT
    answers: list[tuple[int, Any]] = field(default_factory=list)
    card: Json = field(default_factory=dict)
    message_id: str = "7"

    @property
    def conversation(self) -> str:
        return f"a:{self.name}" if self.kind == "personal" else f"19:{self.kind}@thread.tacv2;messageid=100"

    def activity(self, kind: str, **more: Any) -> Json:
        """An activity as Teams sends it."""
        return {
            "type": kind,
            "id": f"f:{next(NUMBERS)}",
            "timestamp": "2026-02-10T10:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.teams.url,
            "from": {"id": f"29:{self.name}", "name": self.name.title(), "aadObjectId": f"aad-{self.name}"},
            "recipient": BOT,
            "conversation": {"id": self.conversation, "conversationType": self.kind, "tenantId": self.tenant},
            "channelData": {"tenant": {"id": self.tenant}},
            "locale": "en-GB",
            "localTimezone": "Europe/London",
            **more,
        }

    def message(self, text: str) -> Json:
        """What Teams makes of typed words: HTML is escaped, and a group's message begins with the mention."""
        words, entities = html.escape(text, quote=False), list[Json]()
        if self.kind != "personal":
            words = f"<at>Mastery</at>&nbsp;{words}"
            entities = [{"type": "mention", "mentioned": BOT, "text": "<at>Mastery</at>"}]
        return self.activity("message", text=words, textFormat="plain", entities=entities)

    async def send(self, activity: Json, token: str | None = None, **headers: str) -> tuple[int, Any]:
        """Post to the bot, signed unless another token is given."""
        given = self.microsoft.signed(activity.get("serviceUrl", "")) if token is None else token
        sent = {"Authorization": f"Bearer {given}", **headers} if given else headers
        async with self.session.post(f"{self.bot}/api/messages", json=activity, headers=sent) as answer:
            found = (
                answer.status,
                await answer.json(content_type=None) if answer.content_type.endswith("json") else None,
            )
        self.answers.append(found)
        return found

    async def type(self, text: str) -> list[str]:
        """Send words; the lines that come back, as in a transcript."""
        return await self.read_after(self.message(text))

    async def press(self, label: str, filled: Mapping[str, str] | None = None) -> list[str]:
        """Press a button of the last card; what it shows instead, or what is posted."""
        button = find(self.card, label)
        action = button["card"]["actions"][0] if button["type"] == "Action.ShowCard" else button
        data = {**action["data"]}
        if action.get("associatedInputs") != "none":
            data |= {one["id"]: one.get("value", "") for one in inputs(self.card)}
            data |= {
                one["id"]: chosen(one, said)
                for one in inputs(self.card)
                for name, said in (filled or {}).items()
                if one["id"].endswith(f".{name}")
            }
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}
        return await self.read_after(
            self.activity("invoke", name="adaptiveCard/action", value=value, replyToId=self.message_id)
        )

    async def read_after(self, activity: Json) -> list[str]:
        """What is read in answer; not the older message above it that has lost its buttons."""
        before = len(self.teams.said)
        status, answer = await self.send(activity)
        assert status == 200, f"{status}: {answer}"
        changed = activity.get("replyToId")
        new = (post for post in self.teams.said[before:] if post.method != "PUT" or post.message == changed)
        bodies = [(post.body, post.message) for post in new]
        if isinstance(answer, dict) and answer["type"].endswith("card.adaptive"):
            assert not slip_in(answer["value"])
            bodies.append(({"attachments": [{"content": answer["value"]}]}, changed or ""))
        return [line for body, message in bodies for line in await self.read(body, message)]

    async def read(self, body: Json, message: str = "") -> list[str]:
        """A message on the screen as the lines of a transcript."""
        if not body.get("attachments"):
            return [f"bot: {line}" for line in body["text"].splitlines()]
        card = body["attachments"][0]["content"]
        if list(buttons(card)):
            self.card, self.message_id = card, message or self.message_id
        lines = [f"bot: {line}" for line in shown(card)]
        for one in buttons(card):
            if one["type"] == "Action.OpenUrl":
                async with self.session.get(one["url"]) as answer:
                    assert answer.status == 200
                    if answer.content_type.startswith("text/"):
                        lines += [f"  | {line}" for line in (await answer.read()).decode("utf-8-sig").splitlines()]
        pressable = [one["title"] for one in buttons(card) if one["type"] != "Action.OpenUrl"]
        return [*lines, " ".join(f"[{label}]" for label in pressable)] if pressable else lines


def shown(card: Json) -> list[str]:
    """What can be read on a card, line by line, without its buttons."""
    return [line for element in card["body"] for line in _element(element)]


def _element(element: Json) -> list[str]:
    match element["type"]:
        case "RichTextBlock":
            return ["".join(run["text"] for run in element["inlines"])]
        case "FactSet":
            return [f"{bare(fact['title'])}: {bare(fact['value'])}" for fact in element["facts"]]
        case "TextBlock":
            return [bare(element["text"])]
        case "ActionSet":
            return [one["title"] for one in element["actions"] if one["type"] == "Action.ToggleVisibility"]
        case "Container" if "id" in element:  # folded: the button above has the title
            return [line for item in element["items"] for line in _element(item)]
        case "Container":
            return [": ".join(line for item in element["items"] for line in _element(item))]
        case "ColumnSet" if "style" not in element["columns"][0]:
            return _side_by_side(element["columns"])
        case "ColumnSet":
            shares = {column["style"]: column["width"] for column in element["columns"]}
            full, soon = shares.get("good", 0), shares.get("warning", 0)
            return ["█" * full + "▒" * soon + "░" * (CELLS - full - soon)]
        case "Image":
            return [element["altText"]]
        case "Input.ChoiceSet":
            label, _, hint = element["label"].partition(" (")
            options = " / ".join(bare(choice["title"]) for choice in element["choices"])
            return [f"• {label}: {options}{' (' + hint if hint else ''}"]
        case "Input.Text" | "Input.Date":
            return [f"• {element['label']}"]
        case _:
            return []


def _side_by_side(columns: list[Json]) -> list[str]:
    """Figures with their names, or an item of a list whose button stands beside it."""
    if any(item["type"] == "ActionSet" for item in columns[-1]["items"]) or len(columns) == 1:
        first, *rest = (line for item in columns[0]["items"] for line in _element(item))
        title, _, state = first.partition("  ")
        said = " · ".join([*([state[2:] if state[:1] in "✓▲●" else state] if state else []), *rest])
        return [f"{title}: {said}" if said else title]
    cells = [[line for item in column["items"] for line in _element(item)] for column in columns]
    return [" · ".join(f"{name}: {value}" for value, name in cells)]


def bare(text: Any) -> str:
    """Markdown's escapes taken away again."""
    return re.sub(r"\\(.)", r"\1", str(text))


def buttons(card: Json) -> list[Json]:
    """Buttons of rows first, then those that send a form, as a transcript has them."""
    rows = [element for element in card["body"] if element["type"] == "ActionSet"]
    beside = [
        item
        for element in card["body"]
        if element["type"] == "ColumnSet"
        for column in element["columns"]
        for item in column["items"]
        if item["type"] == "ActionSet"
    ]
    ordered = [*beside, *rows]
    found = [one for row in ordered for one in row["actions"] if one["type"] != "Action.ToggleVisibility"]
    return sorted(found, key=lambda one: one.get("associatedInputs") == "auto")


def find(card: Json, label: str) -> Json:
    there = {one["title"].casefold(): one for one in buttons(card)}
    assert label.casefold() in there, f"no [{label}] among {list(there)}"
    return there[label.casefold()]


def inputs(card: Json) -> list[Json]:
    return [element for element in card["body"] if element["type"].startswith("Input.")]


def chosen(field: Json, said: str) -> str:
    by_label = {bare(choice["title"]).casefold(): choice["value"] for choice in field.get("choices", [])}
    return str(by_label.get(said.casefold(), said))
