"""What of a card fits: at most so many bytes, and so many characters to be read; what is left out is said."""

from adapters.teams.card_text import Json, clipped, line, run, size

ROOM = 23_000  # bytes of a card's body; the rest of it takes no more than 5,500
WORDS_A_MESSAGE = 3_000  # characters to be read in one message; ours: nobody reads more between two lessons
WORTH_SHOWING = 80  # characters of a text that is cut; of fewer nothing is shown
PRESSED = frozenset({"ActionSet", "Input.Text", "Input.Date", "Input.ChoiceSet"})
WORDS, INSIDE = ("text", "title", "label"), ("body", "items", "columns", "inlines", "facts", "actions")
MORE = "There is more than fits into one message here. Ask for a smaller part of it."


def words_in(part: object) -> int:
    """How many characters of it are to be read, with labels and what is folded."""
    if isinstance(part, list):
        return sum(map(words_in, part))
    if not isinstance(part, dict):
        return 0
    own = sum(len(part[name]) for name in WORDS if isinstance(part.get(name), str))
    if "type" not in part:  # a fact
        own += len(part.get("value", ""))
    elif part.get("style") == "expanded":
        own += words_in(part.get("choices", []))
    return own + sum(words_in(part[name]) for name in INSIDE if name in part)


def message_words(text: str) -> str:
    """A message without a card; that it was cut is said in it."""
    if len(text) <= WORDS_A_MESSAGE:
        return clipped(text, WORDS_A_MESSAGE)
    return f"{clipped(text, WORDS_A_MESSAGE - len(MORE) - 1)}\n{MORE}"


def fitting(found: list[Json]) -> list[Json]:
    """As much as fits, in order: what can be pressed or filled in has its place before what is only read.

    The first that does not fit is cut where it is a text or a list of facts; of what follows it nothing is shown.
    """
    kept: dict[int, Json] = {}
    room, words = ROOM, WORDS_A_MESSAGE - len(MORE)
    for wanted in (True, False):
        for at, element in enumerate(found):
            if (element["type"] in PRESSED) is not wanted:
                continue
            fits = size(element) + 2 <= room and words_in(element) <= words
            part = element if fits else _cut(element, words)
            if part is None or size(part) + 2 > room:
                break
            room, words = room - size(part) - 2, words - words_in(part)
            kept[at] = part
            if not fits:
                break
    body = [kept[at] for at in sorted(kept) if _opens_something(kept[at], kept)]
    return body if body == found else [*body, line(run(MORE, subtle=True))]


def _cut(element: Json, words: int) -> Json | None:
    """The beginning of a text or of a list of facts; None for what makes no sense in part."""
    if element["type"] == "FactSet":
        facts = []
        for one in element["facts"]:
            words -= words_in(one)
            if words < 0:
                break
            facts.append(one)
        return {**element, "facts": facts} if facts else None
    if element["type"] != "RichTextBlock" or words < WORTH_SHOWING:
        return None
    inlines = []
    for one in element["inlines"]:
        inlines.append(one if len(one["text"]) <= words else {**one, "text": clipped(one["text"], words)})
        words -= len(one["text"])
        if words <= 0:
            break
    return {**element, "inlines": inlines}


def _opens_something(element: Json, kept: dict[int, Json]) -> bool:
    """Not a button that shows or hides what was left out."""
    actions = element.get("actions") or [{}]
    targets = actions[0].get("targetElements", []) if element["type"] == "ActionSet" else []
    there = {one.get("id") for one in kept.values()}
    return not targets or targets[0] in there
