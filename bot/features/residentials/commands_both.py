"""“Log today, workshop. I can't come to residential 2”: two things, asked one after the other."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.core.conversation import Fill
from bot.core.errors import StaleButton
from bot.core.reply import Reply, Text
from bot.core.routing import action, answer
from bot.core.turn import Turn
from bot.features.residentials.commands import answered
from bot.features.residentials.views import KIND, LOG, LONGEST_COMMAND, TWO_THINGS, then_the_day

ONLY = r"(?:(?:no|yes|ok|okay|please|just|only|do|note|log|save|keep)[\s,]+)*(?:the\s+)?"
THE_ANSWER = re.compile(rf"{ONLY}(?:residential|answer|first|first one)(?:\s+(?:\d|one|only|please|first))*", re.I)
THE_DAY = re.compile(
    rf"{ONLY}(?:day|workshop|log|second|second one|other one|today)(?:\s+(?:one|only|please|first))*", re.I
)


@action("residential_not", of="residentials coming", writes=False)
async def not_noted(_turn: Turn, values: Mapping[str, str]) -> Reply:
    """The answer is not noted; the day is still to be asked about."""
    command = values.get("next", "")[:LONGEST_COMMAND]
    if not command.startswith(LOG):
        raise StaleButton
    return then_the_day(Reply((Text("All right, your answer stays as it was."),), KIND, replaces=True), command)


@action("residential_no_day", of="residentials coming", writes=False)
async def not_logged(_turn: Turn, _values: Mapping[str, str]) -> Reply:
    return Reply((Text("All right, nothing was logged."),), KIND, personal=True, replaces=True)


@answer(TWO_THINGS, of="residentials coming", writes=True)
async def which_of_two(turn: Turn, said: Fill, values: Mapping[str, str]) -> Reply | None:
    """“Just the residential”: that one is noted, and the day is left out. “Just the day” is asked about again."""
    words, asked = said.words.strip(" .!"), turn.standing.asked
    if asked is None or asked.overtaken:
        return None
    if THE_ANSWER.fullmatch(words):
        chosen = next((one.values for one in asked.buttons if one.action == "residential_answer"), {})
        reply = await answered(turn, {name: value for name, value in chosen.items() if name != "next"})
        return replace(reply, replaces=False)
    return await not_noted(turn, values) if THE_DAY.fullmatch(words) else None
