"""The signs that Slack sends as words (`:tada:`), as the characters that they stand for.

Those that people answer with or decorate a message with. Others, a workspace's own among them, are no words
either, and are left out: nobody else could see them.
"""

import re

SIGNS = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "white_check_mark": "✅",
    "heavy_check_mark": "✅", "ballot_box_with_check": "✅", "x": "❌", "negative_squared_cross_mark": "❌",
    "ok_hand": "👌", "ok": "👌", "heart": "❤", "tada": "🎉", "smile": "😄", "smiley": "😃",
    "grinning": "😀", "grin": "😁", "slightly_smiling_face": "🙂", "blush": "😊", "wink": "😉", "joy": "😂",
    "laughing": "😆", "sob": "😭", "cry": "😢", "disappointed": "😞", "confused": "😕",
    "thinking_face": "🤔", "pray": "🙏", "clap": "👏", "wave": "👋", "raised_hands": "🙌", "muscle": "💪",
    "star": "⭐", "star2": "🌟", "sparkles": "✨", "fire": "🔥", "100": "💯", "rocket": "🚀",
    "warning": "⚠", "exclamation": "❗", "question": "❓", "calendar": "📅", "date": "📅",
    "spiral_calendar_pad": "📅", "memo": "📝", "pencil": "📝", "books": "📚", "school": "🏫", "email": "✉",
    "bell": "🔔", "no_bell": "🔕", "eyes": "👀",
}  # fmt: skip
SIGN = re.compile(
    r"(?<![\w:]):(?P<name>[+-]1|(?=[^:\s]*[a-z]|100:)[a-z0-9_+'-]{1,60}):(?::skin-tone-[2-6]:)?(?!\w)"
)


def sign(found: re.Match[str]) -> str:
    """The character of a sign that SIGN found; nothing for one that only this workspace knows."""
    return SIGNS.get(found["name"], "")
