"""How an announcement goes: what was accepted, waits, failed and why, who has read it; and the list. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.fitting import first_names, listed, quoted
from bot.core.reply import LONGEST_REPLY, Actions, Block, Button, Facts, Note, Reply, Text
from bot.delivery.domain import DeliveryStatus
from bot.features.announcements.domain import REPORT, Announcement, AnnouncementStage, Line
from bot.features.announcements.message import KIND, unpinged
from bot.features.announcements.views_preview import hubs_of, moment_in_words, seen, whom

READ = "Read"
WAITS = (DeliveryStatus.READY, DeliveryStatus.SENDING)
NOT_JOINED = "has not joined the bot yet"
NO_EMAIL = "has not joined the bot yet, and asked for no e-mail"
MOST_SHOWN = 5
RECALL_IT = (
    "Recall it? I'll delete it from people's chats where the platform lets me. Anyone who has already read it "
    "will still know what it said."
)


def report(
    these: Sequence[Announcement],
    lines: Sequence[Line],
    names: Mapping[int, str],
    now: datetime,
    *,
    by_itself: bool = False,
) -> Reply:
    """One act as it stands now, over the hubs that its reader sees.

    by_itself: nobody asked for it, and it stays as it is: how many have read it would soon be wrong.
    """
    one, stage = these[0], these[0].stage
    by = f"From {one.by} to" if one.by else "To"
    to = f"{by} {whom(these, names)}."
    head = f"Announcement {one.act}: {said(one, now)}. {to}"
    blocks: list[Block] = [Text(head), Text(quoted(unpinged(one.text), 300))]
    if stage in (AnnouncementStage.SENT, AnnouncementStage.RECALLED):
        counts = _counts(these, lines)
        blocks.append(Facts(tuple(row for row in counts if not (by_itself and row[0] == READ))))
        blocks += [Text(text) for text in _reasons(lines)]
    follows = f"{REPORT}:{one.act}" if _goes_on(one, lines) else ""
    return Reply((*blocks, Actions(_buttons(these, lines, now))), KIND, entry=KIND, follows=follows)


def _goes_on(one: Announcement, lines: Sequence[Line]) -> bool:
    """Something of it waits, is being sent or is being taken back."""
    if one.stage is AnnouncementStage.RECALLED:
        back = (None, *WAITS)
        return any(line.status in WAITS or (_has_come(line) and line.recall in back) for line in lines)
    sent = one.stage is AnnouncementStage.SENT
    return one.stage is AnnouncementStage.PLANNED or (sent and any(line.status in WAITS for line in lines))


def _has_come(line: Line) -> bool:
    return line.status is DeliveryStatus.SENT


def overview(acts: Sequence[Sequence[Announcement]], now: datetime, *, several_hubs: bool) -> Reply:
    """The newest first, a line each."""
    new = Button("New announcement", "announce_new")
    if not acts:
        text = (
            "Nothing has been announced yet. Type “cohort announce” and a text to see what would be sent, "
            "and who would get it."
        )
        return Reply((Text(text), Actions((new,))), "announcements", entry=KIND)
    lines = [_line(these, now, with_hub=several_hubs) for these in acts]
    opened = [Button(f"Look at {these[0].act}", "announce_open", {"act": str(these[0].act)}) for these in acts]
    there = Text(listed(lines, LONGEST_REPLY))
    return Reply((there, Actions((*opened[:MOST_SHOWN], new))), "announcements", entry=KIND)


def said(one: Announcement, now: datetime) -> str:
    """How far it is, with the time that matters."""
    at = moment_in_words(one.send_at, one.hub.zone)
    match one.stage:
        case AnnouncementStage.DRAFT:
            return "not sent yet"
        case AnnouncementStage.PLANNED:
            return f"will be sent on {at}" if one.send_at > now else "on its way"
        case AnnouncementStage.SENT:
            return f"sent on {at}"
        case AnnouncementStage.CANCELLED:
            return f"cancelled (it was to be sent on {at})"
        case AnnouncementStage.RECALLED:
            return f"recalled (it was sent on {at})"


def why_not_yet(one: Announcement, now: datetime, do: str) -> str:
    """Of one that was not sent. do: what is wanted of it once it is, such as "recall"."""
    match one.stage:
        case AnnouncementStage.CANCELLED:
            return f"Announcement {one.act} was cancelled, so it wasn't sent and there is nothing to {do}."
        case AnnouncementStage.PLANNED if one.send_at <= now:
            return (
                f"Announcement {one.act} is on its way: there is nothing to {do} yet. Try again in a few minutes."
            )
        case AnnouncementStage.PLANNED:
            return f"Announcement {one.act} hasn't been sent yet. You can still change or cancel it."
    return (
        f"Announcement {one.act} is a draft and hasn't been sent. You can still change it, or not send it at all."
    )


def _counts(these: Sequence[Announcement], lines: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    def count(*statuses: DeliveryStatus) -> int:
        return sum(line.status in statuses for line in lines)

    rows = [("Sent to", str(count(DeliveryStatus.SENT)))]
    rows += [("Waiting", str(waiting))] if (waiting := count(*WAITS)) else []
    rows += [("Failed", str(failed))] if (failed := count(DeliveryStatus.FAILED)) else []
    rows += [("May have arrived", str(unknown))] if (unknown := count(DeliveryStatus.UNKNOWN)) else []
    rows += [("Not sent", str(other))] if (other := _not_sent(lines)) else []
    if these[0].ask_read:
        rows.append((READ, _read_by(lines)))
    if these[0].stage is AnnouncementStage.RECALLED:
        back = [line for line in lines if line.recall is DeliveryStatus.SENT]
        changed = sum(line.recall_why is not None for line in back)
        rows.append(("Removed from chats", f"{len(back) - changed} of {count(DeliveryStatus.SENT)}"))
        rows += [("Says now that it was recalled", str(changed))] if changed else []
    return tuple(rows)


def _read_by(lines: Sequence[Line]) -> str:
    came = (DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)
    people = [line for line in lines if not line.is_channel and line.status in came]
    return f"{sum(line.read_at is not None for line in lines)} of {len(people)}"


def _reasons(lines: Sequence[Line]) -> list[str]:
    """What failed, counted by why; by name what waits, what may have arrived, and whom it did not reach."""
    failed: dict[str, list[str]] = {}
    for line in lines:
        if line.status is DeliveryStatus.FAILED:
            failed.setdefault(line.why or "failed", []).append(line.name)
    found = [f"• {len(names)} failed ({first_names(names)}): {why}" for why, names in failed.items()]
    found += [f"• {line.name}: waiting: {line.why}" for line in lines if line.status in WAITS and line.why]
    found += [f"• {line.name}: {line.why}" for line in lines if line.status is DeliveryStatus.UNKNOWN]
    found += [f"• {line.name}: {not_deleted(line)}" for line in lines if line.recall_why]
    texts = [listed(found, 500)] if found else []
    if any(line.status is DeliveryStatus.UNKNOWN for line in lines):
        texts.append("What may have arrived I neither send again nor delete; please ask them.")
    if missing := [line.name for line in lines if _not_joined(line)]:
        texts.append(f"Not joined yet: {first_names(missing)}.")
    if stops := [line.name for line in lines if line.why == NO_EMAIL]:
        texts.append(f"Not joined yet, and asked for no e-mail: {first_names(stops)}.")
    return texts


def not_deleted(line: Line) -> str:
    """Why a message that was taken back still stands, or stands changed."""
    if line.recall is DeliveryStatus.SENT:
        return f"changed, since it can't be deleted: {line.recall_why}"
    return f"not deleted{'' if line.recall is DeliveryStatus.FAILED else ' yet'}: {line.recall_why}"


def _not_joined(line: Line) -> bool:
    return line.status is DeliveryStatus.SKIPPED and line.why == NOT_JOINED


def some_have_not_joined(lines: Sequence[Line]) -> bool:
    return any(map(_not_joined, lines))


def _not_sent(lines: Sequence[Line]) -> int:
    """Left, or taken back, before it was their turn."""
    return sum(
        line.status in (DeliveryStatus.SKIPPED, DeliveryStatus.CANCELLED) and not _not_joined(line)
        for line in lines
    )


def _buttons(these: Sequence[Announcement], lines: Sequence[Line], now: datetime) -> tuple[Button, ...]:
    one = these[0]
    values = {"act": str(one.act), "seen": seen(these)}
    refresh = Button("Refresh", "announce_open", values)
    if one.stage is AnnouncementStage.DRAFT:
        return (Button("Show it", "announce_open", values), Button("Don't send", "announce_drop", values))
    if one.stage is AnnouncementStage.PLANNED:
        if one.send_at <= now:  # on its way: nothing of it can be called back before it has arrived
            return (refresh,)
        stop = Button("Cancel it", "announce_drop", values, "danger", "Cancel it? Then nobody will get it.")
        return (Button("Change", "announce_edit", values), stop)
    if one.stage is AnnouncementStage.SENT:
        failed = sum(line.status is DeliveryStatus.FAILED for line in lines)
        label = f"Try the {failed} that failed again" if failed else "Send to new joiners"
        again = failed or some_have_not_joined(lines)
        retry = (Button(label, "announce_again", values),) if again else ()
        unread = (Button("Who has read it", "announce_readers", values),) if one.ask_read else ()
        recall = Button("Recall", "announce_recall", values, "danger", RECALL_IT)
        again_now = (refresh,) if _goes_on(one, lines) else ()
        return (*again_now, *retry, *unread, Button("As a file", "announce_file", values), recall)
    if one.stage is AnnouncementStage.RECALLED:
        again_now = (refresh,) if _goes_on(one, lines) else ()
        return (*again_now, Button("As a file", "announce_file", values))
    return (Button("All announcements", "announce_list"),)


def not_read(newest: Announcement, sent: Sequence[Announcement], lines: Sequence[Line]) -> Reply:
    """newest: one that has reached nobody. sent: the last that was, with how it went; empty where none was."""
    cancelled = newest.stage is AnnouncementStage.CANCELLED
    why = "was cancelled" if cancelled else "hasn't been sent yet"
    said = f"Announcement {newest.act} {why}, so nobody can have read it."
    if not sent:
        return Reply((Text(said), Actions((Button("All announcements", "announce_list"),))), KIND, entry=KIND)
    act = sent[0].act
    read = (
        f"read by {_read_by(lines)}" if sent[0].ask_read else "it didn't ask people to say that they had read it"
    )
    look = Button(f"Look at {act}", "announce_open", {"act": str(act)})
    who = (Button(f"Who has read {act}", "announce_readers", {"act": str(act)}),) if sent[0].ask_read else ()
    since = ", which has since been recalled" if sent[0].stage is AnnouncementStage.RECALLED else ""
    text = Text(f"{said} The last one sent was announcement {act}{since}: {read}.")
    return Reply((text, Actions((*who, look))), KIND, entry=KIND)


def readers(these: Sequence[Announcement], lines: Sequence[Line]) -> Reply:
    """By name, who has said that they have read it and who has not."""
    people = [line for line in lines if not line.is_channel]
    read = [line.name for line in people if line.read_at is not None]
    not_yet = [
        line.name
        for line in people
        if line.read_at is None and line.status in (DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)
    ]
    texts = [
        f"Read by {len(read)}: {first_names(read, 20)}." if read else "Nobody has pressed “I've read this” yet."
    ]
    texts += [f"Not yet, of those it reached: {first_names(not_yet, 20)}."] if not_yet else []
    back = Button("Back", "announce_open", {"act": str(these[0].act)})
    return Reply(
        (*map(Text, texts), Note("“Read” means that they pressed “I've read this”."), Actions((back,))), KIND
    )


def _line(these: Sequence[Announcement], now: datetime, *, with_hub: bool) -> str:
    hub = f", {hubs_of(these)}" if with_hub else ""
    return f"{these[0].act}: {said(these[0], now)}{hub}: {quoted(unpinged(these[0].text), 60)}"
