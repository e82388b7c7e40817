"""What people type in a walk besides answers: the bot's own language, where the answers' words are the data's."""

import re
from enum import StrEnum


class Move(StrEnum):
    """What can be done in a walk besides answering."""

    BACK = "back"
    WHY = "why"
    RESTART = "restart"
    STOP = "stop"
    ANSWERS = "answers"
    RESULT = "result"
    RESUME = "resume"
    NO_ANSWER = "no answer"  # meant as an answer, but not one that can be noted


def _phrases(*lines: str) -> frozenset[str]:
    return frozenset(phrase for line in lines for phrase in line.split("|"))


MOVES = {
    Move.BACK: _phrases(
        "back|go back|back please|one back|go back one|step back|previous|previous question|previous one",
        "the previous question|last question|undo|undo that|back up|return",
    ),
    Move.WHY: _phrases(
        "why|why that|why this|why is that|why do you ask|why do you ask that|why do you want to know",
        "why are you asking|why are you asking that|why are you asking me|why are you asking this|why ask",
        "why do you need to know|why do you need that|why does that matter|why does it matter|why that question",
        "why this question|why is this asked|why is that asked|how come|whats the reason|what for|but why",
        "what is that for|whats that for|why though|reason",
    ),
    Move.RESTART: _phrases(
        "start again|restart|start over|begin again|reset|from the beginning|from the start|from the top",
        "start from the beginning|start from scratch|start the check again|restart the check|start afresh",
        "i want to start again|lets start again|can we start again|can i start again|do it again",
    ),
    Move.STOP: _phrases(
        "stop|cancel|quit|exit|abort|end|stop it|stop that|stop this|stop please|stop the check|cancel it",
        "cancel the check|cancel that|end the check|end it|leave the check|quit the check|leave it|forget it",
        "never mind|nevermind|not now|no more|i want to stop|id like to stop|can we stop|lets stop|im done",
        "enough|thats enough|no more questions|bye",
    ),
    Move.ANSWERS: _phrases(
        "my answers|show my answers|show answers|answers|check my answers|see my answers|summary",
        "show summary|show the summary|show me my answers|what did i say|what have i said|what did i answer",
        "what have i answered|review|review my answers",
    ),
    Move.RESULT: _phrases(
        "result|results|the result|see the result|see result|show the result|show me the result",
        "see my result|show result|my result|done|finish|finished|submit",
    ),
    Move.RESUME: _phrases(
        "repeat|repeat that|say that again|again|come again|ask again|ask me again|pardon|sorry",
        "what was the question|whats the question|what was that|which question|where was i|where am i",
        "where were we|where are we|carry on|go on|continue|resume|next|next question|next please|keep going",
        "lets go|lets go on|go ahead|ready|im ready|back to the check|back to my check",
    ),
    Move.NO_ANSWER: _phrases(
        "skip|skip it|skip this|skip that|pass|skip this question|skip the question|next one please",
        "not applicable|na|n/a|prefer not to say|id rather not say|rather not say|yes no|no yes|no thanks",
        "no thank you|yes or no",
    ),
}
MOVE_OF = {phrase: move for move, phrases in MOVES.items() for phrase in phrases}
LOOKS_RIGHT = _phrases(
    "yes|y|yep|yeah|yup|ok|okay|looks good|looks right|all good|all right|thats right|correct|thats correct|fine",
    "good|great|go on|continue|carry on|next|go ahead|sure|yes they are|they are|👍|✅|👌",
)
LOOKS_WRONG = _phrases("no|n|nope|nah|not right|thats wrong|wrong|not quite|thats not right|👎|❌")

POLITE = _phrases("um|umm|er|erm|hmm|well|oh|ah|so|ok|okay|please|thanks|thank|you|ta|actually|just|right")
FIRM = _phrases("yes|yeah|yep|yup|yea|aye|no|nope|nah|nay")
ASKS = _phrases(
    "what|when|where|who|which|how|why|is|are|does|do|did|can|could|will|would|should|must|may|tell|explain",
    "whats|hows|whos|whens|wheres|isnt|arent|doesnt|dont|didnt|cant|wont",
)
TURNS_TO_ASK = _phrases("but|and|so|or|then|also|yes|no|yeah|yep|nope|ok")
HEDGES = _phrases(
    "think|believe|guess|reckon|suppose|probably|hopefully|but|if|unless|except|though|although|however|maybe|perhaps|only|almost|nearly|soon|until|want|wondering|meant"
)
ARTICLES = _phrases("my|the|a|an|it|that|this|please")
FILLING = _phrases("i|have|got|do|am|in|with|of|for|at|to")

CHANGE = re.compile(
    r"(?:(?:no|actually|please|sorry) )*"
    r"(?:(?:can|could|may) (?:i|we|you) |i (?:want|need|have|would like|wish) to |id like to |let me |lets )?"
    r"(?:please )?(?:change|edit|correct|amend|redo|fix|alter|revise|go back to|switch)\b(?P<rest>.*)"
)
AN_ANSWER = re.compile(r"\b(?:answers?|answered|ones?|questions?|reply|response)\b|\bnumber \d|^ *$")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
