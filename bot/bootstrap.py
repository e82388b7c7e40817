"""The one place where the core's parts are put together; tests call it too, with their own clock and data."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation.repository import ConversationStates
from bot.core.activity import Sender
from bot.core.clock import Clock
from bot.core.dispatcher import Core
from bot.core.editions import Edition
from bot.core.identity import Person
from bot.core.live_editions import Draft, LiveEditions
from bot.core.routes import discover, modules_in
from bot.db import schema
from bot.db.store import Store
from bot.delivery import registry
from bot.features.publishing.service import with_preview
from bot.identity.repository import People
from knowledge.facts import KnowledgeError
from knowledge.learned_apart import learned_apart
from knowledge.model import Knowledge
from knowledge.search import Search
from knowledge.search.encoder import Encoder
from knowledge.search.training import silent
from knowledge.snapshot import Snapshot

if TYPE_CHECKING:
    from bot.core.choosing import Chooser

FEATURES = "bot.features"

schema.declare(
    "bot.db.audit_tables",
    "bot.db.deployment_tables",
    "bot.conversation.tables",
    "bot.identity.tables",
    "bot.delivery.tables",
    "bot.hubs.tables",
    *modules_in(FEATURES, "tables"),
)
registry.declare(
    "bot.delivery.deliveries_direct",
    *modules_in(FEATURES, "reminders"),
    *modules_in(FEATURES, "deliveries"),
    rechecks_of=[*modules_in(FEATURES, "rechecks")],
    jobs_of=["bot.delivery.jobs", *modules_in(FEATURES, "jobs")],
)


async def who_is(store: Store, sender: Sender) -> Person | None:
    """Whose account that is, with roles and open enrolments: one query, and none in a store that holds nothing."""
    return await People(store).of(sender)


def build(  # noqa: PLR0913  all that a core is made of
    knowledge: Knowledge | Sequence[Knowledge],
    store: Store,
    clock: Clock,
    cache_dir: Path | None = None,
    tell: Callable[[str], None] = silent,
    public_url: str = "",
    *,
    chooser: "Chooser | None" = None,
    snapshots: Sequence[Snapshot | None] = (),
    drafts: Callable[[], Sequence[Draft]] = tuple,
) -> Core:
    """A core over one cohort's knowledge, or that of several.

    cache_dir: a folder for what need not be worked out at every start. tell: is given a sentence before anything
    that takes long. public_url: where the server is reached from outside, if it is. chooser: who may choose
    among what the search finds; None for nobody. snapshots: the files that each was read from. drafts: the
    folders that an administrator may publish.
    Raises ValueError for a handler, an undoer, a kind of notification, a check of direct messages or a recurring
    job that cannot be used as it is declared.
    """
    registry.registered()
    registry.rechecks()
    registry.recurring_jobs()
    routes, conversations, encoder = discover(FEATURES), ConversationStates(), Encoder()
    given = [knowledge] if isinstance(knowledge, Knowledge) else knowledge
    editions = searched(given, cache_dir, tell, snapshots, encoder)
    live = LiveEditions(editions, drafts, partial(learned_apart, cache_dir=cache_dir, encoder=encoder))
    return Core(
        live,
        routes,
        store,
        clock,
        who_is,
        conversations=conversations,
        public_url=public_url,
        chooser=chooser,
        preview=with_preview,
    )


def searched(
    live: Iterable[Knowledge],
    cache_dir: Path | None,
    tell: Callable[[str], None] = silent,
    snapshots: Sequence[Snapshot | None] = (),
    encoder: Encoder | None = None,
) -> list[Edition]:
    """Each cohort with the search over it; all share one language model. Raises KnowledgeError for none."""
    encoder = encoder or Encoder()
    files = chain(snapshots, repeat(None))
    found = [
        Edition(one, Search(one, cache_dir, tell=tell, encoder=encoder), of)
        for one, of in zip(live, files, strict=False)
    ]
    if not found:
        raise KnowledgeError("no cohort's folder is named in app.yaml; write it under `programme: knowledge:`.")
    return found
