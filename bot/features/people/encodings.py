"""In which characters a spreadsheet was saved: UTF-8, UTF-16, or those of old programs on Windows and on a Mac."""

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS, MAC = "cp1252", "mac_roman"
UNKNOWN = "\ufffd"


class NotText(ValueError):
    """The bytes are text in none of these."""


def decoded(raw: bytes) -> tuple[str, str]:
    """The text, and the encoding that it was in. Raises NotText."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return _strictly(raw, name), name
    if len(raw) > 1 and raw[:200].count(0) * 3 > len(raw[:200]):  # every second byte: UTF-16 without its mark
        name = "utf-16-le" if raw[1] == 0 else "utf-16-be"
        return _strictly(raw, name), name
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    found = {name: raw.decode(name, errors="replace") for name in (WINDOWS, MAC)}
    name = min(found, key=lambda one: _odd(found[one]))  # Windows' where both are as likely
    if UNKNOWN in found[name]:
        raise NotText
    return found[name], name


def _strictly(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        raise NotText from None


def _odd(text: str) -> int:
    """How many characters beyond ASCII stand where nobody writes them: “JosŽ”, “Zo‘,”, “Garc’a”."""
    around = f" {text} "
    return sum(
        _is_odd(one, around[place : place + 3])
        for place, one in enumerate(text)
        if not one.isascii() and not one.isspace()
    )


def _is_odd(one: str, around: str) -> bool:
    """around: the character with the one before and the one after it."""
    before, after = around[0], around[2]
    if one == UNKNOWN:
        return True
    if one.isalpha():
        if one.isupper():
            return before.islower()
        return after.isupper() or not (before.isalpha() or after.isalpha())
    if one == "’":
        return before.isalpha() and after.islower() and after != "s" and not before.isupper()
    return before.isalpha() and one != "”"
