"""The entries that “it” and “that one” mean, and those that were taken off lately."""

from collections.abc import Sequence
from datetime import timedelta

from bot.core.turn import Turn
from bot.features.release_days import context, views
from bot.features.release_days.domain import ReleaseDay
from bot.features.release_days.repository import ReleaseDays

LATELY = timedelta(minutes=30)


async def last_spoken_of(turn: Turn) -> Sequence[ReleaseDay]:
    """Those on record that were last logged, changed or shown in this conversation, not long ago."""
    spoken = turn.standing.spoken_of
    if spoken is None or spoken.kind != views.SPOKEN_AS or (spoken.at and spoken.at < turn.now - LATELY):
        return ()
    return [one for one in await context.on_record(turn) if one.id in spoken.ids]


async def removed_lately(turn: Turn) -> Sequence[ReleaseDay]:
    """Entries that were taken off, the latest first, without those that were only changed."""
    every = await ReleaseDays(turn.store).list(turn.me.id, context.cohort(turn).id, removed=True)
    replaced = {one.replaces for one in every if one.replaces}
    gone = [one for one in every if one.deleted_at and one.id not in replaced and one.replaces is None]
    return sorted(gone, key=lambda one: (one.deleted_at or one.logged_at, one.id), reverse=True)


def just_spoken_of(turn: Turn) -> bool:
    """Whether the bot's last reply was about an entry, so that “that” can mean nothing else."""
    spoken = turn.standing.spoken_of
    return spoken is not None and spoken.kind == views.SPOKEN_AS and not spoken.overtaken
