"""The pages to look at in a browser: what changed between two sheets; a draft beside its sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from knowledge.facts import Phase
from knowledge.model import Entry, Knowledge, ReviewState
from knowledge.sheet.diff import Became, SentenceChange
from knowledge.sheet_text import sentences

STYLE = """
:root { color-scheme: light dark; --line: #8886; --back: #fff; --text: #1a1a1a; --soft: #595959; --link: #0b4fa8;
  --mark: #92400e; --good: #166534; --gone: #a11212; --new: #166534; --lit: #fff3c4; }
@media (prefers-color-scheme: dark) { :root { --back: #16181c; --text: #ececec; --soft: #b4b4b4; --link: #9cc4ff;
  --mark: #f3b26b; --good: #7ddc9a; --gone: #ff9d9d; --new: #7ddc9a; --lit: #463a10; } }
body { font: 16px/1.45 system-ui, sans-serif; margin: 0; background: var(--back); color: var(--text); }
main { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; } a { color: var(--link); }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--soft); font-weight: normal; }
td, th { border-top: 1px solid var(--line); padding: .6rem; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { width: 38%; } small, .place { color: var(--soft); font-size: .85rem; }
td > div { margin-bottom: .8rem; scroll-margin-top: 1rem; } td > div:target { background: var(--lit); }
.state { border: 1px solid currentColor; border-radius: .3rem; padding: 0 .3rem; font-size: .8rem; }
.open { color: var(--mark); } .done { color: var(--good); } del { color: var(--gone); } ins { color: var(--new); }
ul { margin: .2rem 0; padding-left: 1.1rem; } nav { margin: 1rem 0; } nav ul { columns: 18rem; }
summary { cursor: pointer; padding: .3rem 0; }
@media (max-width: 40rem) {
  tr:has(th) { display: none; } td, td:first-child { display: block; width: auto; padding: .5rem 0; }
  td + td { border-top: 0; padding-left: .8rem; border-left: 3px solid var(--line); margin-bottom: .8rem; }
}
@media print {
  main { padding: 0; max-width: none; font-size: 11px; } nav { display: none; } tr { break-inside: avoid; }
}
"""


def diff_page(old: Knowledge, changes: Sequence[SentenceChange], named: tuple[str, str]) -> str:
    """Sentence by sentence, with the answers to review. named: what the two sheets are called."""
    counts = {became: sum(one.became is became for one in changes) for became in Became}
    concerned = dict.fromkeys(
        entry.id for one in changes if one.became is not Became.SAME for entry in _resting(old, one)
    )
    counted = ", ".join(f"{count} {became.value}" for became, count in counts.items())
    body = [
        f"<h1>From {escape(named[0])} to {escape(named[1])}</h1>",
        f"<p>{counted}. {len(concerned)} of {len(old.entries)} answers rest on what is not as it was.</p>",
        "<h2>Sentence by sentence</h2><table><tr><th>Sheet</th><th>Answers to review</th></tr>",
        *(_change(one, old) for one in changes if one.became is not Became.SAME),
        "</table><h2>Unchanged</h2><ul>",
        *(f"<li>{_place(one)}</li>" for one in changes if one.became is Became.SAME),
        "</ul>",
    ]
    return _page(f"{named[0]} – {named[1]}", body)


def review_page(draft: Knowledge, sheet: str = "") -> str:
    """The sheet left, its answers right; what is not reviewed yet is counted, marked and listed first.

    sheet: its text; where that is not at hand, what each sentence says in our words stands in its place.
    """
    words = {one.name: one.text for one in sentences(sheet, draft.sections)}
    waiting = [entry for entry in draft.entries.values() if not entry.review.done]
    state = "open" if waiting else "done"
    body = [
        f"<h1>{escape(draft.sheet)}: what the bot would say</h1>",
        f"<p class='{state}'>{len(waiting)} of {len(draft.entries)} answers are not reviewed.</p>",
        _contents(draft, waiting),
    ]
    shown: set[str] = set()
    for section, heading in draft.sections.items():
        body.append(
            f"<h2 id='of-{escape(section)}'>{escape(heading)}</h2><table><tr><th>Sheet</th><th>Answers</th></tr>"
        )
        for place, one in draft.sheet_index.items():
            if not place.startswith(f"{section} "):
                continue
            resting = [entry for entry in draft.entries.values() if place in entry.rests_on]
            first = [entry for entry in resting if entry.id not in shown]
            shown |= {entry.id for entry in first}
            left = escape(words.get(place, "")) or f"<i>{escape(one.says)}</i>"
            right = "".join(_answer(entry, draft) for entry in first)
            also = ", ".join(_link(entry) for entry in resting if entry not in first)
            nothing = "" if resting else _unanswered(one.declared)
            body.append(
                f"<tr><td><span class='place'>{escape(place)}</span><br>{left}</td>"
                f"<td>{right}{nothing}{f'<small>also: {also}</small>' if also else ''}</td></tr>"
            )
        body.append("</table>")
    return _page(draft.sheet, body)


def _contents(draft: Knowledge, waiting: Sequence[Entry]) -> str:
    """The way to each section, and to what waits there: by what became of the sentences, each list folded away."""
    sections = " · ".join(
        f"<a href='#of-{escape(name)}'>{escape(said)}</a>" for name, said in draft.sections.items()
    )
    lists = ""
    for state in ReviewState:
        of_it = [one for one in waiting if one.review.state is state]
        items = "".join(f"<li>{_link(one)}</li>" for one in of_it)
        if of_it:
            lists += f"<details><summary>{len(of_it)} {state.value}</summary><ul>{items}</ul></details>"
    return f"<nav aria-label='Contents'><p>{sections}</p>{lists}</nav>"


def _unanswered(declared: str) -> str:
    return f"<span class='open'>{escape(declared or 'no answer rests on it')}</span>"


def _resting(old: Knowledge, change: SentenceChange) -> Iterator[Entry]:
    if change.old:
        yield from (entry for entry in old.entries.values() if change.old.name in entry.rests_on)


def _change(change: SentenceChange, old: Knowledge) -> str:
    entries = "".join(
        f"<li><b>{escape(entry.title)}</b> <small>{escape(entry.id)}</small><br>{escape(_said(entry, old))}</li>"
        for entry in _resting(old, change)
    )
    before = (change.old.text or f"({change.old.says})") if change.old else ""
    left = f"<del>{escape(before)}</del>" if before else ""
    right = f"<ins>{escape(change.new.text)}</ins>" if change.new else ""
    nothing = "Nothing yet: does somebody ask it?" if change.became is Became.NEW else "No answer rests on it."
    return (
        f"<tr><td><span class='place'>{_place(change)}</span> "
        f"<span class='state open'>{change.became.value}</span><br>{left}{'<br>' if left and right else ''}{right}"
        f"</td><td>{f'<ul>{entries}</ul>' if entries else nothing}</td></tr>"
    )


def _place(change: SentenceChange) -> str:
    names = dict.fromkeys(one.name for one in (change.old, change.new) if one)
    return escape(" → ".join(names))


def _said(entry: Entry, knowledge: Knowledge) -> str:
    return knowledge.say(entry.answers[Phase.OPEN], knowledge.window.opens)


def _link(entry: Entry) -> str:
    return f"<a href='#{escape(entry.id)}'>{escape(entry.title)}</a>"


def _answer(entry: Entry, draft: Knowledge) -> str:
    review = entry.review
    said = f"reviewed by {review.by} on {review.on}" if review.by else review.state.value
    state = f"<span class='state {'done' if review.done else 'open'}'>{escape(said)}</span>"
    texts = _by_text(entry.answers)
    answers = "".join(
        f"<div>{f'<small>{escape(when)}</small> ' if len(texts) > 1 else ''}"
        f"{escape(draft.say(text, draft.window.opens))}</div>"
        for text, when in texts.items()
    )
    return (
        f"<div id='{escape(entry.id)}'><b>{escape(entry.title)}</b> {state} "
        f"<small>{escape(entry.status.value)}</small>"
        f"{answers}</div>"
    )


def _by_text(answers: Mapping[Phase, str]) -> dict[str, str]:
    """Each text with the phases in which it is said."""
    found: dict[str, list[str]] = {}
    for phase, text in answers.items():
        found.setdefault(text, []).append(phase.value)
    return {text: ", ".join(phases) for text, phases in found.items()}


def _page(title: str, body: Iterable[str]) -> str:
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>{chr(10).join(body)}</main></body></html>\n"
    )
