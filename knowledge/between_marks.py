"""A part of a document that is written by a command: what stands between two lines, which stay."""


class NoPlaceForIt(Exception):
    """The document does not have the two lines between which that part is written."""


def between_marks(document: str, begins: str, ends: str, new: str) -> str:
    """The document with `new` between its two marks. Raises NoPlaceForIt, which names them."""
    before, found, rest = document.partition(begins)
    _, closed, after = rest.partition(ends)
    if not (found and closed):
        raise NoPlaceForIt(f"the document needs the lines {begins} and {ends}")
    return f"{before}{begins}{new}{ends}{after}"
