"""What is kept about a person, shown and deleted on request; in help it stands under People."""

from bot.hubs import headings

SECTION = headings.PEOPLE
