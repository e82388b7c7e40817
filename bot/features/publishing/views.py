"""What an administrator reads about drafts and publications."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.open_question import OpenQuestion
from bot.core.reply import Actions, Block, Button, Checklist, Note, Reply, Text
from bot.core.turn import Turn
from bot.features.publishing.domain import Publication, PublicationKind, WhatChanges
from bot.features.publishing.drafts import MOST_NAMED, ReadDraft

KIND = "knowledge_publishing"
MOST_FIGURES = 6
MOST_BACK = 3
WHEN_LIVE = "People are answered from it as soon as it is read, about a minute later; until then as before."
END_PREVIEW = Button("End the preview", "knowledge_preview_end")
NOT_NOW = Button("Not now", "knowledge_not_now")


def which(
    folders: Sequence[str],
    command: str,
    asked: str = "Which draft? These differ from what people are answered from.",
) -> Reply:
    buttons = tuple(Button(one, "say", {"text": f"{command} {one}"}) for one in folders[:8])
    return Reply((Text(asked), Actions(buttons)), KIND)


def changes(found: WhatChanges, *, is_new: bool) -> list[Block]:
    """What would be different, most of it in numbers."""
    lines = []
    if is_new:
        lines.append(f"{counted(found.entries, 'answer')}; nothing of this cohort has been served before")
    else:
        parts = [
            f"{len(titles)} {word} ({_some(titles)})"
            for titles, word in ((found.changed, "changed"), (found.added, "new"), (found.gone, "gone"))
            if titles
        ]
        lines.append(f"{counted(found.entries, 'answer')}: {'; '.join(parts) or 'none says anything else'}")
        if found.wordings:
            lines.append(f"{counted(found.wordings, 'wording')} of questions changed")
        if found.walk:
            lines.append("The eligibility check changes")
    figures = [f"{name}: {new}{f' (was {old})' if old else ''}" for name, new, old in found.figures]
    more = [f"… and {len(figures) - MOST_FIGURES} more figures"] if len(figures) > MOST_FIGURES else []
    return [Checklist((*lines, *figures[:MOST_FIGURES], *more), "What changes")]


def to_publish(draft: ReadDraft, found: WhatChanges, values: dict[str, str]) -> Reply:
    """Everything is reviewed, and one press away."""
    yes = Button("Publish it", "knowledge_publish_sure", values, "primary")
    blocks: list[Block] = [
        Text(
            f"{draft.knowledge.sheet}, as the folder {draft.snapshot.folder} has it now. Publish it?", strong=True
        ),
        *changes(found, is_new=draft.served is None),
        Note(f"Every answer is reviewed, and all agree with the sheet. {WHEN_LIVE}"),
        Actions((yes, NOT_NOW)),
    ]
    return Reply(tuple(blocks), KIND, asks=OpenQuestion(yes.label, NOT_NOW.label), personal=True)


def refused(draft: ReadDraft, found: WhatChanges) -> Reply:
    """Something waits or is wrong: nothing can be pressed."""
    said = [f"{draft.knowledge.sheet} cannot be published yet."]
    if draft.waits:
        said.append(f"{_are(len(draft.waits), 'answer')} not reviewed: {_some(draft.waits)}.")
    blocks: list[Block] = [Text(" ".join(said), strong=True)]
    if draft.faults:
        more = len(draft.faults) - MOST_NAMED
        items = (*draft.faults[:MOST_NAMED], *([f"… and {more} more"] if more > 0 else []))
        blocks.append(Checklist(items, f"{counted(len(draft.faults), 'fault')} that “mastery sheet check” finds"))
    blocks += changes(found, is_new=draft.served is None)
    blocks.append(Note("Mend them in the workbook, bring it in, and type “knowledge publish” again."))
    see = Button("Preview it", "say", {"text": f"knowledge preview {draft.snapshot.folder}"})
    return Reply((*blocks, Actions((see,))), KIND, refused=True, personal=True)


def previewing(draft: ReadDraft, *, ready: bool) -> Reply:
    waits = f"{_are(len(draft.waits), 'answer')} not reviewed: {_some(draft.waits)}." if draft.waits else ""
    soon = (
        ""
        if ready
        else " It is being read now, which can take a minute; until then you are answered as published."
    )
    text = (
        f"This account is answered from the draft of the {draft.knowledge.sheet} from now on, and nobody else is. "
        f"Ask away; each answer says that it is a draft.{soon}"
    )
    note = (
        f"{waits} It is the folder {draft.snapshot.folder} as it is now: after a change, type “knowledge preview” "
        "again. It ends by itself after a day, or with “knowledge preview off”."
    )
    publish = Button("Publish…", "say", {"text": f"knowledge publish {draft.snapshot.folder}"})
    return Reply((Text(text), Note(note.strip()), Actions((END_PREVIEW, publish))), KIND, personal=True)


def history(turn: Turn, found: Sequence[Publication], current: dict[str, int], *, more: bool) -> Reply:
    """The newest first; each that was live before can be put live again."""
    lines = [f"• {_line(turn, one)}{' — live' if current.get(one.folder) == one.id else ''}" for one in found]
    earlier = [one for one in found if current.get(one.folder) != one.id and one.edition is not None]
    buttons = [
        Button(f"Back to {_short(turn, one)}", "knowledge_back_ask", {"publication": str(one.id)})
        for one in earlier[:MOST_BACK]
    ]
    if more:
        buttons.append(Button("Earlier", "knowledge_history_more", {"before": str(found[-1].id)}))
    rows = (Actions(tuple(buttons)),) if buttons else ()
    return Reply((Text("What was put live, the newest first:\n" + "\n".join(lines)), *rows), KIND, personal=True)


def to_go_back(turn: Turn, to: Publication, now: Publication, values: dict[str, str], shown: list[Block]) -> Reply:
    yes = Button("Go back", "knowledge_back_sure", values, "danger")
    if to.edition is None:
        text = f"{_line(turn, now)}. Nothing of it was served before that. Take it out again?"
    else:
        text = f"Live now: {_line(turn, now)}. Go back to {_line(turn, to)}?"
    asks = OpenQuestion(yes.label, NOT_NOW.label)
    return Reply(
        (Text(text, strong=True), *shown, Note(WHEN_LIVE), Actions((yes, NOT_NOW))), KIND, asks=asks, personal=True
    )


def done(text: str) -> Reply:
    return Reply((Text(text),), KIND, replaces=True, personal=True, lasting=True)


def _line(turn: Turn, one: Publication) -> str:
    """“Cohort 13, published on 29 Nov 2026, 18:40 by Una Officer”."""
    if one.kind is PublicationKind.AT_THE_START:
        return f"{named(one.folder)}, as it came with the program (seen on {_when(turn, one.at)})"
    taken_back = one.edition is None and one.kind is PublicationKind.WENT_BACK
    verb = "taken out" if taken_back else one.kind.value
    return f"{named(one.folder)}, {verb} on {_when(turn, one.at)} by {one.by or 'somebody no longer on record'}"


def _short(turn: Turn, one: Publication) -> str:
    """For a button."""
    at_first = one.kind is PublicationKind.AT_THE_START
    return f"{named(one.folder)} {'as it came' if at_first else f'of {_when(turn, one.at)}'}"


def _when(turn: Turn, moment: datetime) -> str:
    at = moment.astimezone(ZoneInfo(turn.activity.sender.zone))
    return f"{at.day} {at:%b %Y, %H:%M}"


def _some(titles: Sequence[str]) -> str:
    named = ", ".join(f"“{title}”" for title in titles[:MOST_NAMED])
    return f"{named}{f' and {len(titles) - MOST_NAMED} more' if len(titles) > MOST_NAMED else ''}"


def named(folder: str) -> str:
    """ "cohort_13" → "Cohort 13"."""
    return folder.replace("_", " ").capitalize()


def counted(number: int, what: str, several: str = "") -> str:
    return f"{number} {what if number == 1 else several or f'{what}s'}"


def _are(number: int, what: str) -> str:
    return f"{counted(number, what)} {'is' if number == 1 else 'are'}"
