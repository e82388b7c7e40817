"""The screens of which pictures are taken: what is said or pressed, by whom, and what is looked at last."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """lines: who says what; the answer to the last one is drawn. relayed: what is sent unasked, too."""

    name: str
    lines: tuple[tuple[str, str], ...]
    relayed: bool = False


SCENES = (
    Scene("welcome", (("new", "help"),)),
    Scene("walk", (("new", "eligibility"), ("new", "[Yes]"))),
    Scene("walk_with_a_question", (("new", "how many release days do I get?"),)),
    Scene("walk_answers", (("new", "[Not sure]"), ("new", "[Yes]"), ("new", "[Yes]"), ("new", "[No]"))),
    Scene("result", (("new", "[See the result]"),)),
    Scene(
        "result_changed",
        (("new", "[Change an answer]"), ("new", "[Change: Headteacher's understanding]"), ("new", "[Yes]")),
    ),
    Scene("result_page", (("new", "[As a page to print]"),)),
    Scene("home", (("sam", "releaseday log 30 october workshop"), ("sam", "home"))),
    Scene("logged", (("sam", "releaseday log half thursday 29 october planning"),)),
    Scene("odd", (("sam", "log sunday 1 november workshop"),)),
    Scene("form", (("sam", "[Don't log it]"), ("sam", "releaseday log with St Mary's"))),
    Scene("help_lead", (("lee", "help"),)),
    Scene("status", (("lee", "cohort status"),)),
    Scene("status_dark", (("lee", "[Dark picture]"),)),
    Scene("nudge", (("lee", "cohort status"), ("lee", "[Nudge those late]"))),
    Scene("announce_preview", (("lee", "cohort announce The agenda: https://www.ncetm.org.uk/agenda"),)),
    Scene("announce_sent", (("lee", "[Send it now (2 people)]"),)),
    Scene("kept", (("sam", "privacy"),)),
    Scene("privacy", (("sam", "what do you hold about me"),)),
)
