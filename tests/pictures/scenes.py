"""The screens of which pictures are taken: what is said or pressed, by whom, and what is looked at last."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """lines: who says what; the answer to the last one is drawn.

    relayed: what is sent unasked is drawn instead, the last that `to` gets. channel: it is said where
    others read. opens: the form that a button of it opens in Slack is drawn, too.
    """

    name: str
    lines: tuple[tuple[str, str], ...]
    relayed: bool = False
    to: str = ""
    channel: bool = False
    opens: bool = False


@dataclass(frozen=True)
class PlayedScreen:
    """The first moment of a play at which somebody reads these words, unasked or in answer."""

    name: str
    play: str
    who: str
    words: str


SCENES = (
    Scene("welcome", (("ann", "hello"), ("new", "help"))),
    Scene("check_in_a_channel", (("crowd", "am i eligible?"),), channel=True),
    Scene("walk", (("new", "eligibility"), ("new", "[Yes]"))),
    Scene("walk_with_a_question", (("new", "how many release days do I get?"),)),
    Scene("walk_answers", (("new", "[Not sure]"), ("new", "[Yes]"), ("new", "[Yes]"), ("new", "[No]"))),
    Scene("walk_change", (("new", "[Change an answer]"),)),
    Scene("result", (("new", "[See the result]"),)),
    Scene(
        "result_changed",
        (("new", "[Change an answer]"), ("new", "[Headteacher's understanding]"), ("new", "[Yes]")),
    ),
    Scene("result_page", (("new", "[Print version]"),)),
    Scene("home", (("sam", "releaseday log 30 october workshop"), ("sam", "home"))),
    Scene("logged", (("sam", "log 26 and 27 november workshop"),)),
    Scene("odd", (("sam", "log sunday 1 november workshop"),)),
    Scene("form", (("sam", "[Don't log it]"), ("sam", "releaseday log with St Mary's")), opens=True),
    Scene("help_specialist", (("sam", "help"),)),
    Scene("help_lead", (("lee", "help"),)),
    Scene("status", (("lee", "cohort status"),)),
    Scene("status_dark", (("lee", "[Dark picture]"),)),
    Scene("behind", (("lee", "who is behind?"),)),
    Scene("nudge", (("lee", "cohort status"), ("lee", "[Nudge those late]"))),
    Scene("nudge_received", (("lee", "[Send it now (2 people)]"),), relayed=True, to="sam"),
    Scene("refused", (("lee", "cohort enrol Pat Doe, not-an-email, Oakfield Primary"),)),
    Scene("enrolled", (("lee", "cohort enrol Pat Doe, pat@school.example, Oakfield Primary"),)),
    Scene("announce_preview", (("lee", "cohort announce The agenda: https://www.ncetm.org.uk/agenda"),)),
    Scene("announce_sent", (("lee", "[Send it now (2 people)]"),)),
    Scene(
        "announce_received",
        (("lee", "cohort announce Bring your folders."), ("lee", "[Send it now (2 people)]")),
        relayed=True,
        to="sam",
    ),
    Scene("announce_done", (("lee", "cohort announcements 2"),)),
    Scene("kept", (("sam", "privacy"),)),
    Scene("privacy", (("sam", "what do you hold about me"),)),
)
PLAYED = (
    PlayedScreen("joined", "reminders", "sam", "Welcome, Sam Patel!"),
    PlayedScreen("joined", "reminders", "ann", "Welcome, Ann Jones!"),
    PlayedScreen("residential_asked", "reminders", "sam", "Residential 1 begins in 28 days"),
    PlayedScreen("residential_asked", "reminders", "ann", "Residential 1 begins in 28 days"),
    PlayedScreen("residential_answered", "reminders", "sam", "Noted: you'll be there."),
    PlayedScreen("residential_answered", "reminders", "ann", "Noted: you can't come."),
    PlayedScreen("residential_moved", "reminders", "sam", "Residential 1 has moved"),
    PlayedScreen("residential_moved", "reminders", "ann", "Residential 1 has moved"),
    PlayedScreen("question_preview", "ask_my_hub", "ann", "This will be sent:"),
    PlayedScreen("question_for_the_lead", "ask_my_hub", "lee", "A teacher asks North Mersey Maths Hub"),
    PlayedScreen("question_answered", "ask_my_hub", "ann", "has answered your question"),
)
