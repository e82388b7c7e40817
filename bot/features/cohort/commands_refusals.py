"""“Don't make Kit a new code”: what a lead does not want done is not done, and that is said."""

import re
from dataclasses import replace

from bot.core.permissions import Role, roles
from bot.core.reply import Reply, Text
from bot.core.routing import CallNext, middleware
from bot.core.turn import Turn

KIND = "cohort"
NOT_DONE = "All right: nothing was changed, and nothing was sent."
REFUSES = re.compile(
    r"^\W*(?:(?:no|please|pls|ok|okay|actually|and|but|so|oh|wait|sorry)[\s,.!–-]+)*"
    r"(?:(?:do not|don['’]?t|dont|never|(?:you )?(?:needn['’]?t|don['’]?t need to)|no need to)(?:\s+(?:you|"
    r"yet|ever|please))*)\s+"
    r"(?:bother|make|send|tell|give|remove|delete|enrol|enroll|add|move|cancel|confirm|log|change|announce|nudge|chase|remind|set|"
    r"take|book|note|message|write|e-?mail|text|contact|put|drop|create|issue|invite|import|export|post|publish|reply|answer|"
    r"forward|share|rename|update|correct|undo|end|let|do)\b(?!\s+(?:me|us|i)\b)[^?]*$",
    re.I,
)


@middleware(
    "what leads do not want",
    order=11,
    because="the last before announcements: whoever reads a refusal as one of theirs has answered it",
    role=Role.LEAD,
)
async def typed(turn: Turn, text: str, call_next: CallNext) -> Reply:
    if Role.LEAD in roles(turn.person) and REFUSES.match(text):
        return replace(Reply((Text(NOT_DONE),), KIND), personal=True)
    return await call_next()
