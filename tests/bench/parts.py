"""What one thread spends its CPU time on, by part: by the function that it was last called into."""

import sys
import time
from collections import Counter
from collections.abc import Mapping
from inspect import isfunction
from types import CodeType, FrameType
from typing import Any

from bot.core.declarations import MiddlewareDeclaration
from bot.core.routing import MARK
from bot.features import __path__ as features

LOOP = "event loop, HTTP"
PARTS = (
    LOOP,
    "door",
    "signature",
    "claim",
    "who",
    "listeners",
    "search",
    "handler",
    "SQL",
    "render",
    "post",
    "settle",
    "turn",
)
FUNCTIONS: Mapping[tuple[str, str], str] = {
    ("adapters/slack/http.py", "_signed"): "signature",
    ("adapters/slack/turn_queue.py", "_in_order"): "turn",
    ("adapters/inbox.py", "answered"): "settle",
    ("adapters/inbox.py", "done"): "settle",
    ("bot/core/dispatcher.py", "_turn"): "who",
    ("bot/core/dispatcher.py", "_keep"): "settle",
    ("bot/conversation/repository.py", "keep"): "settle",
}
"""Of files that hold more than one part."""
FILES: Mapping[str, str] = {
    "/aiohttp/client": "post",
    "/aiohttp/connector": "post",
    "/slack_sdk/signature": "signature",
    "/slack_bolt/": "door",
    "adapters/teams/auth_inbound.py": "signature",
    "adapters/inbox": "claim",
    "adapters/slack/users.py": "who",
    "adapters/teams/users.py": "who",
    "adapters/teams/conversation_references.py": "who",
    "bot/identity/": "who",
    "bot/conversation/repository.py": "who",
    "adapters/slack/render.py": "render",
    "adapters/slack/mrkdwn.py": "render",
    "adapters/teams/render.py": "render",
    "adapters/teams/card_": "render",
    "adapters/teams/fitting.py": "render",
    "adapters/slack/replies.py": "post",
    "adapters/slack/web_api.py": "post",
    "adapters/teams/replies.py": "post",
    "adapters/teams/outbound.py": "post",
    "adapters/teams/connector_client.py": "post",
    "adapters/teams/auth_outbound.py": "post",
    "adapters/teams/rate_limit.py": "post",
    "adapters/slack/turns.py": "turn",
    "adapters/teams/turns.py": "turn",
    "adapters/": "door",
    "bot/core/chain.py": "listeners",
    "bot/core/dispatcher.py": "turn",
    "bot/core/replier.py": "turn",
    "knowledge/search/": "search",
    "bot/db/": "SQL",
}
"""The first of these that a file's name holds. What stands nowhere is of the part that has called it."""


def of_handlers() -> dict[CodeType, str]:
    """The functions that a feature declares: what sees every message, and what answers."""
    package = next(iter(features))
    found: dict[CodeType, str] = {}
    files = [(one, getattr(one, "__file__", None) or "") for one in list(sys.modules.values())]
    for module in [one for one, file in files if file.startswith(package)]:
        for handler in filter(isfunction, vars(module).values()):
            for declared in getattr(handler, MARK, ()):
                part = "listeners" if isinstance(declared, MiddlewareDeclaration) else "handler"
                found[handler.__code__] = part
    return found


class Tally:
    """Nanoseconds by part. Its own time is left out; what it slows down besides is spread over all of them."""

    def __init__(self) -> None:
        self.spent = Counter[str]()
        self._parts: dict[CodeType, str] = dict(of_handlers())
        self._stack = [LOOP]
        self._last = 0

    def begin(self) -> None:
        self._stack, self._last = [LOOP], time.thread_time_ns()
        sys.setprofile(self._note)

    def end(self) -> None:
        sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, _given: Any) -> None:
        now, stack = time.thread_time_ns(), self._stack
        self.spent[stack[-1]] += now - self._last
        if event == "call":
            code = frame.f_code
            part = self._parts.get(code)
            if part is None:
                part = self._parts[code] = _part_of(code)
            stack.append(part or stack[-1])
        elif event == "return" and len(stack) > 1:
            stack.pop()
        self._last = time.thread_time_ns()


def _part_of(code: CodeType) -> str:
    """Empty for code that belongs to whatever calls it."""
    file = code.co_filename
    for (name, function), part in FUNCTIONS.items():
        if function == code.co_name and file.endswith(name):
            return part
    return next((part for name, part in FILES.items() if name in file), "")
