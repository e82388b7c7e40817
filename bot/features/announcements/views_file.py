"""How an announcement went, as a file to keep: a row for each person and channel. Pure."""

from collections.abc import Sequence

from bot.core.csv_file import Cell, csv_file
from bot.core.reply import Actions, Button, Reply, Text
from bot.delivery.domain import DeliveryStatus
from bot.features.announcements.domain import Announcement, Line
from bot.features.announcements.message import KIND
from bot.features.announcements.views_preview import moment_in_words
from bot.features.announcements.views_report import not_deleted

HEADINGS = ("Name", "Hub", "Where", "How it went", "Why", "Read", "Recalled")
WENT = {
    DeliveryStatus.READY: "waiting",
    DeliveryStatus.SENDING: "waiting",
    DeliveryStatus.SENT: "accepted",
    DeliveryStatus.FAILED: "failed",
    DeliveryStatus.UNKNOWN: "may have arrived",
    DeliveryStatus.SKIPPED: "not sent",
    DeliveryStatus.CANCELLED: "not sent",
}


def as_file(went: Sequence[tuple[Announcement, Sequence[Line]]]) -> Reply:
    """One act over the hubs that its reader sees: what whoever asks has before them, and no address."""
    one = went[0][0]
    rows = [_row(these, line) for these, lines in went for line in lines]
    title = f"Announcement {one.act}, {len(rows)} {'row' if len(rows) == 1 else 'rows'}"
    file = csv_file(f"announcement-{one.act}.csv", title, HEADINGS, rows)
    back = Button("Back", "announce_open", {"act": str(one.act)})
    return Reply((Text(f"How announcement {one.act} went, by name:"), file, Actions((back,))), KIND, entry=KIND)


def _row(one: Announcement, line: Line) -> tuple[Cell, ...]:
    read = moment_in_words(line.read_at, one.hub.zone) if line.read_at else ""
    back = not_deleted(line) if line.recall_why else "deleted" if line.recall is DeliveryStatus.SENT else ""
    return (line.name, one.hub.name, line.platform, WENT[line.status], line.why or "", read, back)
