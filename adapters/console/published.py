"""`mastery knowledge retire`: a cohort that is over taken out of service by whoever runs the bot."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.errors import BotError, SettingsError
from bot.core.plain_text import plain
from bot.db.store import Store
from bot.features.publishing import retiring, views_retire
from bot.features.publishing.retiring import ServedCohort
from bot.features.publishing.service import Served

COMMAND = "mastery knowledge retire"


async def retire(
    store: Store, served: Sequence[Served], words: str, now: datetime, zone: ZoneInfo, *, sure: bool
) -> str:
    """What would change or, where it is sure, that it is done; every server follows within seconds.

    served: what people are answered from. Raises SettingsError where the chat would refuse.
    """
    live = [ServedCohort(files.folder, knowledge, files) for knowledge, files in served]
    today = now.astimezone(zone).date()
    try:
        found = retiring.meant(live, words, today)
        if len(found) != 1:
            choices = ", or ".join(f"{COMMAND} {one.folder}" for one in found or live)
            raise SettingsError(f"{views_retire.WHICH} {choices}.")
        asked = await retiring.asked(store, live, found[0], today)
        if not sure:
            return (
                f"{plain(asked.question)}\nNothing is changed yet. To do it: {COMMAND} {asked.this.folder} --yes"
            )
        await retiring.retire(store, live, asked.this, asked.after, None, now)
    except BotError as error:
        raise SettingsError(str(error)) from None
    return plain(views_retire.retired(asked.this.name))
