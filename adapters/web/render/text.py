"""Words as HTML: escaped, in paragraphs, with the addresses in them as links that show where they lead."""

from html import escape

from bot.core.links import parts

NEW_TAB = 'rel="noopener noreferrer nofollow" target="_blank"'
BULLET = "• "


def paragraphs(text: str, *, strong: bool = False) -> str:
    """Each line a paragraph; lines that begin with a bullet become a list."""
    found: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        if line.startswith(BULLET):
            item = f"<li>{linked(line.removeprefix(BULLET))}</li>"
            if found and found[-1].endswith("</ul>"):
                found[-1] = f"{found[-1].removesuffix('</ul>')}{item}</ul>"
            else:
                found.append(f"<ul>{item}</ul>")
        else:
            words = linked(line)
            found.append(f"<p><strong>{words}</strong></p>" if strong else f"<p>{words}</p>")
    return "".join(found)


def linked(text: str) -> str:
    """One line with its addresses as links."""
    return "".join(
        f'<a href="{escape(address)}" {NEW_TAB}>{escape(words)}</a>' if address else escape(words)
        for words, address in parts(text)
    )
