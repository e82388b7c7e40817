"""`mastery chat` and `mastery run`: lines typed or piped in, a transcript out."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

from adapters.console.conversation import Conversation, NoSuchButton, transcript
from bot.core.activity import Sender
from bot.core.dispatcher import Core

LONGEST_LINE = 1_000_000  # characters; a line past this is cut here, before it is held twice


async def chat(core: Core, sender: Sender, before: Callable[[], Awaitable[None]]) -> None:
    """Talk until the input ends. before: what is done before each line is answered."""
    conversation = Conversation(core, sender, "terminal")
    if sys.stdin.isatty():
        _show(transcript(await conversation.open()))
        print("(Type a question, or [Label] to press a button. Ctrl-D ends.)")
    async for line in _lines():
        await before()
        try:
            lines = list(transcript(await conversation.say(line)))
        except NoSuchButton as missing:
            lines = [f"({missing})"]
        _show(lines)


async def _lines() -> AsyncIterator[str]:
    """What is typed or piped in, without blocking the loop; Ctrl-C ends it as Ctrl-D does."""
    while True:
        if sys.stdin.isatty():
            print("you: ", end="", flush=True)
        line = await asyncio.to_thread(sys.stdin.buffer.readline, LONGEST_LINE)
        if not line:
            return
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)
