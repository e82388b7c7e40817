"""What somebody is told of release days that another has changed: the words alone."""

from collections.abc import Sequence

from bot.core.reply import Actions, Block, Button, Reply, Text
from bot.features.release_days import views
from bot.features.release_days.domain import Balance, ChangeKind, DaysChanged, ReleaseDay

KIND = "release_day_notice"
TAKE_BACK = "releaseday_take_back"
LIST = Button("List my days", "say", {"text": "releaseday list"})


def changed_by_lead(lead: str, done: DaysChanged, turn: str) -> Reply:
    """For whom the days are. turn: names the turn that made the change, for [Undo]; empty outside of one."""
    match done.did:
        case ChangeKind.LOGGED:
            said: list[Block] = [views.lines(f"{lead} at your hub has logged for you", done.added)]
        case ChangeKind.CHANGED:
            before = views.lines("Before", done.removed)
            said = [views.lines(f"{lead} at your hub has changed your day to", done.added), before]
        case _:
            said = [views.lines(f"{lead} at your hub has deleted", done.removed)]
    undo = (Button("Undo", TAKE_BACK, {"turn": turn}),) if turn else ()
    why = Text("If that isn't right, undo it here, or tell your hub.")
    return Reply((*said, views.balance(done.balance), why, Actions((*undo, LIST))), KIND, personal=True)


def taken_back(by: str, whose: str, back: Sequence[ReleaseDay], gone: Sequence[ReleaseDay], now: Balance) -> Reply:
    """That a change was taken back, or put back, by the other of the two. whose: "your", "Sam Patel's"."""
    blocks: list[Block] = [Text(f"{by} undid a change to {whose} release days.")]
    if gone:
        blocks.append(views.lines("No longer on record", gone))
    if back:
        blocks.append(views.lines("On record again", back))
    return Reply((*blocks, views.balance(now)), KIND, personal=True)
