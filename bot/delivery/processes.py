"""How many processes serve these records: what a platform allows in all is divided among them."""

from bot.db.store import Store


class Processes:
    """One for each store. count: as last seen by whatever knows the others; 1 where there can be no other."""

    def __init__(self, _store: Store) -> None:
        self.count = 1

    async def close(self) -> None:
        """Nothing is under way here."""
